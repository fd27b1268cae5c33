/** Small photos on a few sheets: `spriteSheets`. */

import sharp from "sharp";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { dataUri, imageAt } from "../pictures/encode.ts";
import type { SpriteSheets } from "./data.ts";

/** Photos a row and rows a sheet: a sheet of 1,024 is decoded in a moment, when one is looked at. */
const COLUMNS = 32;

/**
 * Photos of `n` items as WebP sheets, about half a kilobyte a photo.
 *
 * @param readImages photos of items, `[rows, 128, 128, 3]` uint8 RGB
 * @param options.side Pixels of a photo's side. @default 64 up to 500 photos, 48 up to 3,000, 40 above
 * @param options.quality WebP's, 1 to 100. @default 50
 */
export async function spriteSheets(
  readImages: (items: ArrayLike<number>) => Promise<Uint8Array>,
  n: number,
  { side = n <= 500 ? 64 : n <= 3000 ? 48 : 40, quality = 50 }: {
    side?: number;
    quality?: number;
  } = {},
): Promise<SpriteSheets> {
  const sheets: string[] = [];
  for (let start = 0; start < n; start += COLUMNS * COLUMNS) {
    const count = Math.min(COLUMNS * COLUMNS, n - start);
    const images = await readImages(Uint32Array.from({ length: count }, (_, i) => start + i));
    const [width, height] = [COLUMNS * side, Math.ceil(count / COLUMNS) * side];
    const sheet = new Uint8Array(width * height * 3).fill(255);
    await Promise.all(Array.from({ length: count }, async (_, i) => {
      // Each alone, so that no photo shines into the next.
      const photo = await shrink(imageAt(images, i), side);
      const at = Math.floor(i / COLUMNS) * side * width + (i % COLUMNS) * side;
      for (let y = 0; y < side; y++) {
        sheet.set(photo.subarray(y * side * 3, (y + 1) * side * 3), (at + y * width) * 3);
      }
    }));
    const file = await sharp(sheet, { raw: { width, height, channels: 3 } })
      .webp({ quality, effort: 4 }).toBuffer();
    sheets.push(dataUri(new Uint8Array(file), "image/webp"));
  }
  return { side, columns: COLUMNS, sheets };
}

/** A photo (`[128, 128, 3]`) in `side` pixels: `[side, side, 3]`. */
async function shrink(image: Uint8Array, side: number): Promise<Uint8Array> {
  const raw = { width: IMAGE_SIZE, height: IMAGE_SIZE, channels: 3 as const };
  return new Uint8Array(await sharp(image, { raw }).resize(side, side).raw().toBuffer());
}
