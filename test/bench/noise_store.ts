/** Photos on disk that are quickly made, to measure what reading them costs: `openNoiseStore`. */

import { join } from "node:path";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";

/** As much of an image store as training and describing photos take; disposing deletes it. */
export interface NoiseStore extends AsyncDisposable {
  readImages(rows: ArrayLike<number>): Promise<Uint8Array>;
}

/** A file of `count` photos; reading leaves out only a store's check of each photo's sum. */
export async function openNoiseStore(count: number): Promise<NoiseStore> {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "images.u8");
  const bytes = Uint8Array.from({ length: IMAGE_VALUES }, (_, i) => i % 251);
  using file = await Deno.open(path, { write: true, create: true });
  for (let i = 0; i < count; i++) await file.write(bytes);
  const source = await Deno.open(path);
  return {
    readImages: (rows) => {
      const out = new Uint8Array(rows.length * IMAGE_VALUES);
      for (let i = 0; i < rows.length; i++) {
        source.seekSync(rows[i]! * IMAGE_VALUES, Deno.SeekMode.Start);
        source.readSync(out.subarray(i * IMAGE_VALUES, (i + 1) * IMAGE_VALUES));
      }
      return Promise.resolve(out);
    },
    [Symbol.asyncDispose]: async () => {
      source.close();
      await Deno.remove(directory, { recursive: true });
    },
  };
}
