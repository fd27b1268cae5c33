/** Small pictures for tests, made in code: `quadrants`, `noiseJpeg`, `pngHeader`, `pixelAt`. */

import { crc32, deflateSync } from "node:zlib";
import sharp, { type Sharp } from "sharp";
import { IMAGE_SIZE } from "../../lib/dataset/store/image_size.ts";
import { createRandom } from "../../lib/io/random.ts";

/** Colours of `quadrants`, by letter. */
export const COLOURS = {
  R: [220, 20, 20],
  G: [20, 200, 20],
  B: [20, 20, 220],
  W: [250, 250, 250],
} as const;

/** Four rectangles: red and green above blue and white. */
export function quadrants(width = 64, height = 32): Sharp {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const colour = y < height / 2 ? (x < width / 2 ? "R" : "G") : x < width / 2 ? "B" : "W";
      pixels.set(COLOURS[colour], (y * width + x) * 3);
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A JPEG with something to decode everywhere. */
export async function noiseJpeg(width: number, height: number, progressive = false) {
  const random = createRandom(3);
  const pixels = Uint8Array.from({ length: width * height * 3 }, () => random() * 256);
  const photo = sharp(pixels, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await photo.jpeg({ progressive }).toBuffer());
}

/** A PNG file of a few bytes that claims the given size, of 8-bit RGB unless it is `deep`. */
export function pngHeader(width: number, height: number, { deep = false } = {}): Uint8Array {
  const size = new DataView(new ArrayBuffer(13));
  size.setUint32(0, width);
  size.setUint32(4, height);
  // Depth, kind of colours (2 RGB, 6 RGBA), compression, filter, and whether it is interlaced.
  new Uint8Array(size.buffer).set(deep ? [16, 6, 0, 0, 1] : [8, 2, 0, 0, 0], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(size.buffer)),
    chunk("IDAT", deflateSync(new Uint8Array(64))),
    chunk("IEND", new Uint8Array()),
  ];
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Uint8Array.from([...new TextEncoder().encode(type), ...data]);
  const bytes = new Uint8Array(body.length + 8);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(body, 4);
  view.setUint32(body.length + 4, crc32(body));
  return bytes;
}

/** The colour at the given share of the width and height of an image of the store. */
export function pixelAt(image: Uint8Array, x: number, y: number): number[] {
  const at = (Math.floor(y * IMAGE_SIZE) * IMAGE_SIZE + Math.floor(x * IMAGE_SIZE)) * 3;
  return [...image.subarray(at, at + 3)];
}

/** Whether two colours are the same to the eye: JPEG and conversions of colour move them a bit. */
export function isNear(a: readonly number[], b: readonly number[], tolerance = 12): boolean {
  return a.length === b.length && a.every((value, i) => Math.abs(value - b[i]!) <= tolerance);
}
