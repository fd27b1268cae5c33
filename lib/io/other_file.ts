/** What lies under a name of another kind of file: `otherFile`. */

/** How they begin, in lower case and Latin-1; eight bytes must do. */
const KINDS: readonly (readonly [starts: readonly string[], kind: string])[] = [
  [["version "], "a pointer of Git LFS (git lfs pull gets the file)"],
  [["<!docty", "<html"], "a web page (download the file again)"],
  [
    ["pk\x03\x04"],
    "a zip archive, as PyTorch's .pt and NumPy's .npz are (save it as its name says)",
  ],
  [
    ["\x80\x02", "\x80\x03", "\x80\x04", "\x80\x05"],
    "a pickle of Python (save it as its name says)",
  ],
  [["\x1f\x8b"], "compressed by gzip (unpack it)"],
  [["\x89hdf\r\n"], "an HDF5 file (save it as its name says)"],
];

/**
 * What a file that cannot be read is instead, with what to do, by its first eight bytes or more:
 * downloads and checkouts leave other things under its name. Undefined if nobody knows.
 *
 * @example
 * ```ts
 * otherFile(new TextEncoder().encode("<html>")); // "a web page (download the file again)"
 * ```
 */
export function otherFile(bytes: Uint8Array): string | undefined {
  const begin = String.fromCharCode(...bytes.subarray(0, 8)).toLowerCase();
  return KINDS.find(([starts]) => starts.some((start) => begin.startsWith(start)))?.[1];
}
