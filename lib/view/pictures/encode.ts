/** Pixels to picture files: `imageAt`, `encodePng`, `encodeWebp`. */

import sharp from "sharp";
import { countByteImages } from "../../dataset/store/check_images.ts";
import { IMAGE_BYTES } from "../../dataset/store/image_size.ts";
import type { Picture } from "../picture.ts";

/**
 * Photo `i` of `images` (`[n, 128, 128, 3]` uint8 RGB) as a view, nothing copied.
 *
 * @throws {RangeError} if there is no photo `i`; {TypeError} if the length is no whole number of photos.
 */
export function imageAt(images: Uint8Array, i: number): Uint8Array {
  const n = countByteImages(images, "pick photo of images");
  if (!Number.isInteger(i) || i < 0 || i >= n) {
    throw new RangeError(
      `Cannot pick photo as i must be from 0 to ${n - 1}: current value is ${i}`,
    );
  }
  return images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
}

function requirePixels(pixels: Uint8Array, width: number, height: number): void {
  const bytes = width * height * 3;
  if (pixels.length !== bytes || bytes === 0) {
    throw new TypeError(
      `Cannot encode picture as ${width} x ${height} pixels must have ${bytes} bytes, at least 3: ` +
        `current length is ${pixels.length}`,
    );
  }
}

/**
 * `[height, width, 3]` uint8 RGB as a PNG file, enlarged `scale` times with hard edges.
 *
 * @param options.scale Whole number, 1 or more. @default 1
 */
export async function encodePng(
  pixels: Uint8Array,
  { width, height, scale = 1 }: { width: number; height: number; scale?: number },
): Promise<Uint8Array> {
  requirePixels(pixels, width, height);
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  if (scale > 1) image.resize(width * scale, height * scale, { kernel: "nearest" });
  return new Uint8Array(await image.png({ compressionLevel: 9 }).toBuffer());
}

/**
 * A PNG file of at most about `most` bytes: one that is larger gets fewer pixels and a palette.
 *
 * @returns the file, and the width at which it is to be shown: that of the original
 */
export async function withFewerBytes(
  png: Uint8Array,
  most: number,
): Promise<{ bytes: Uint8Array; width: number }> {
  const { width } = await sharp(png).metadata();
  let bytes = png;
  for (let pixels = width; bytes.length > most; pixels = Math.floor(pixels * 0.9)) {
    const image = sharp(png).resize({ width: pixels }).png({ palette: true, effort: 8 });
    bytes = new Uint8Array(await image.toBuffer());
  }
  return { bytes, width };
}

/** The picture as a WebP file of quality 82, a tenth of the bytes of PNG. */
export async function encodeWebp({ bytes }: Picture): Promise<Uint8Array> {
  return new Uint8Array(await sharp(bytes).webp({ quality: 82, effort: 6 }).toBuffer());
}
