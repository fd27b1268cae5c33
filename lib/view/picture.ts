/**
 * A PNG picture with its size and the words that stand in for it, `picture`, and picture files inside
 * pages, `dataUri`.
 */

/** A PNG picture. */
export interface Picture {
  readonly kind: "picture";
  /** PNG file, byte by byte. */
  readonly bytes: Uint8Array;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** What a reader who does not see the picture needs to know. */
  readonly alt: string;
  /** Its pixels to one of a page, for dense screens. @default 1 */
  readonly density?: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * A picture from a PNG file's bytes; width and height are read from its header (IHDR, the first
 * chunk: 4-byte big-endian numbers at bytes 16 and 20).
 *
 * @throws {TypeError} if `bytes` is no PNG file.
 */
export function picture(
  bytes: Uint8Array,
  alt: string,
  { density = 1 }: { density?: number } = {},
): Picture {
  if (bytes.length < 24 || SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    throw new TypeError(
      `Cannot show picture as bytes must be a PNG file: current length is ${bytes.length}`,
    );
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [header.getUint32(16), header.getUint32(20)];
  return { kind: "picture", bytes, width, height, alt, ...(density === 1 ? {} : { density }) };
}

/** A file's bytes as an address that a page can hold. */
export function dataUri(bytes: Uint8Array, type: "image/png" | "image/webp"): string {
  return `data:${type};base64,${bytes.toBase64()}`;
}
