/** The first frame of a GIF: `partialFrame`; and white around it: `whiteOutside`. */

import type { PixelBox } from "./crop.ts";

/** First bytes of blocks (GIF89a, appendix A). */
const EXTENSION = 0x21, IMAGE = 0x2c;

/** The first frame of a GIF file, if it covers but a part of the picture. */
export function partialFrame(bytes: Uint8Array): PixelBox | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = bytes[10]!;
  // The header and the palette of all frames.
  let at = 13 + (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  while (bytes[at] === EXTENSION) {
    at += 2;
    // Parts, each with its length before it, up to an empty one.
    while (bytes[at]) at += bytes[at]! + 1;
    at++;
  }
  if (bytes[at] !== IMAGE || at + 9 > bytes.length) return undefined;
  const [left, top, width, height] = [1, 3, 5, 7].map((i) => view.getUint16(at + i, true));
  const frame = { left: left!, top: top!, width: width!, height: height! };
  const [right, bottom] = [view.getUint16(6, true), view.getUint16(8, true)];
  return frame.width < right || frame.height < bottom ? frame : undefined;
}

/** Make the pixels outside of `frame` white: uint8 `[height, width, 3]`, changed in place. */
export function whiteOutside(
  pixels: Uint8Array,
  width: number,
  { left, top, width: across, height: down }: PixelBox,
): void {
  for (let at = 0, i = 0; at < pixels.length; at += 3, i++) {
    const [x, y] = [i % width - left, Math.floor(i / width) - top];
    if (x < 0 || x >= across || y < 0 || y >= down) pixels.fill(255, at, at + 3);
  }
}
