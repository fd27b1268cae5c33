/** Small photos on a few sheets: `spriteSheets`. */

import sharp from "sharp";
import { dataUri } from "../picture.ts";
import { putImages } from "../pictures/encode.ts";
import type { SpriteSheets } from "./data.ts";

/** Photos a row and rows a sheet: a sheet of 1,024 is decoded in a moment, when one is looked at. */
const COLUMNS = 32;

/**
 * Photos of `n` items as WebP sheets, about half a kilobyte a photo; a photo's side is 64 pixels up to
 * 500 photos, 48 up to 3,000, 40 above.
 *
 * @param readImages photos of items, `[rows, 128, 128, 3]` uint8 RGB
 */
export async function spriteSheets(
  readImages: (items: ArrayLike<number>) => Promise<Uint8Array>,
  n: number,
): Promise<SpriteSheets> {
  const side = n <= 500 ? 64 : n <= 3000 ? 48 : 40;
  const sheets: string[] = [];
  for (let start = 0; start < n; start += COLUMNS * COLUMNS) {
    const count = Math.min(COLUMNS * COLUMNS, n - start);
    const images = await readImages(Uint32Array.from({ length: count }, (_, i) => start + i));
    const [width, height] = [COLUMNS * side, Math.ceil(count / COLUMNS) * side];
    const sheet = new Uint8Array(width * height * 3).fill(255);
    await putImages(sheet, images, { columns: COLUMNS, side });
    const file = await sharp(sheet, { raw: { width, height, channels: 3 } })
      .webp({ quality: 50, effort: 4 }).toBuffer();
    sheets.push(dataUri(new Uint8Array(file), "image/webp"));
  }
  return { side, columns: COLUMNS, sheets };
}
