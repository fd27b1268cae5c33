/** Pixels to picture files: `imageAt`, `putImages`, `encodePng`, `encodeWebp`. */

import sharp from "sharp";
import { countByteImages } from "../../dataset/store/check_images.ts";
import { IMAGE_BYTES, IMAGE_SIZE } from "../../dataset/store/image_size.ts";
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

/** `[height, width, 3]` uint8 RGB as a PNG file. */
export async function encodePng(
  pixels: Uint8Array,
  { width, height }: { width: number; height: number },
): Promise<Uint8Array> {
  const bytes = width * height * 3;
  if (pixels.length !== bytes || bytes === 0) {
    throw new TypeError(
      `Cannot encode picture as ${width} x ${height} pixels must have ${bytes} bytes, at least 3: ` +
        `current length is ${pixels.length}`,
    );
  }
  const image = sharp(pixels, { raw: { width, height, channels: 3 } });
  return new Uint8Array(await image.png({ compressionLevel: 9 }).toBuffer());
}

/**
 * Put `images` (`[n, 128, 128, 3]` uint8 RGB) on `sheet` (`[..., columns * side, 3]`), row after row from
 * place `first` on. Each is shrunk to `side` pixels alone, so that no photo shines into the next.
 */
export async function putImages(
  sheet: Uint8Array,
  images: Uint8Array,
  { first = 0, columns, side }: { first?: number; columns: number; side: number },
): Promise<void> {
  const raw = { width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 3 as const };
  await Promise.all(Array.from({ length: images.length / IMAGE_BYTES }, async (_, i) => {
    const small = await sharp(imageAt(images, i), { raw }).resize(side, side).raw().toBuffer();
    const [column, row] = [(first + i) % columns, Math.floor((first + i) / columns)];
    for (let y = 0; y < side; y++) {
      const to = ((row * side + y) * columns + column) * side * 3;
      sheet.set(small.subarray(y * side * 3, (y + 1) * side * 3), to);
    }
  }));
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
