/** Text of files that people's programs write: `decodeText`. */

/**
 * The text in `bytes`, UTF-8 or, where a mark says so, UTF-16, as Excel's "Unicode text" is; without
 * the mark, and with the line breaks of any system as "\n".
 *
 * @throws {TypeError} if it is another encoding
 *
 * @example
 * ```ts
 * decodeText(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x0d, 0)); // "a\n"
 * ```
 */
export function decodeText(bytes: Uint8Array): string {
  const mark = (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0);
  const encoding = mark === 0xfffe ? "utf-16le" : mark === 0xfeff ? "utf-16be" : "utf-8";
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes).replace(/\r\n?/g, "\n");
  } catch (error) {
    throw new TypeError("it must be text in UTF-8 (save it as such)", { cause: error });
  }
}
