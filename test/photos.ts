/** A few dozen photos, made: `writePhotos`; and made into a store: `preparePhotos`. */

import { join } from "node:path";
import sharp from "sharp";
import { readImageFolder } from "../lib/dataset/sources/folder.ts";
import type { ImageStore } from "../lib/dataset/store/image_store.ts";
import type { PhotoSource } from "../lib/dataset/photo_source.ts";
import { prepareDataset, type PreparedStore, type PrepareOptions } from "../lib/dataset/prepare.ts";
import { createRandom } from "../lib/io/random.ts";

const CATEGORIES = ["Bags & Purses", "Dresses", "Hats"];

/**
 * Write `each` photos of three categories below `root`, a colour and a stripe of their own for each
 * category, in three formats and many sizes; and one file that is no photo.
 *
 * @returns how many photos there are
 */
export async function writePhotos(root: string, each: number): Promise<number> {
  const random = createRandom(7);
  for (const [number, category] of CATEGORIES.entries()) {
    await Deno.mkdir(join(root, category), { recursive: true });
    for (let i = 0; i < each; i++) {
      const width = 40 + Math.floor(random() * 60);
      const height = 40 + Math.floor(random() * 60);
      const pixels = new Uint8Array(width * height * 3);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const stripe = (number === 0 ? x : number === 1 ? y : x + y) % 16 < 8 ? 120 : 0;
          const at = (y * width + x) * 3;
          pixels[at + number] = 100 + stripe + random() * 30;
          pixels[at + (number + 1) % 3] = 60 + random() * 60;
        }
      }
      const photo = sharp(pixels, { raw: { width, height, channels: 3 } });
      const format = (["jpeg", "png", "webp"] as const)[i % 3]!;
      const bytes = await photo.toFormat(format).toBuffer();
      await Deno.writeFile(join(root, category, `${i}.${format}`), bytes);
    }
  }
  await Deno.writeTextFile(join(root, CATEGORIES[0]!, "broken.jpg"), "<html>not found</html>");
  return CATEGORIES.length * each;
}

/** `prepareDataset()` of few photos: decoded here, as starting programs to decode takes far longer. */
export function prepareHere(source: PhotoSource, options: PrepareOptions): Promise<PreparedStore> {
  return prepareDataset(source, { inProcess: true, ...options });
}

/** The folder of `each` such photos of a category, and their store in another, which the caller closes. */
export async function preparePhotos(
  each: number,
): Promise<{ photos: string; datasetDirectory: string; store: ImageStore }> {
  const photos = await Deno.makeTempDir();
  await writePhotos(photos, each);
  const datasetDirectory = await Deno.makeTempDir();
  const store = await prepareHere(await readImageFolder(photos), {
    directory: datasetDirectory,
    name: "shapes",
    seed: 1,
  });
  return { photos, datasetDirectory, store };
}
