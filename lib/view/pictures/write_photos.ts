/** Images of a store as photos in a folder: `writePhotos`. */

import { join } from "node:path";
import type { ImageStore } from "../../dataset/store/image_store.ts";
import { encodePng } from "./encode.ts";

/**
 * Write images as PNG files, in a folder for each category below `folder`, as a data set of photos
 * lies on disk.
 *
 * @param rows of `store`
 * @returns the paths, in the order of `rows`
 */
export async function writePhotos(
  store: Pick<ImageStore, "items" | "imageSize" | "readImages">,
  rows: Iterable<number>,
  folder: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const row of rows) {
    const directory = join(folder, store.items[row]!.category.replaceAll(/[/\\]/g, "-"));
    await Deno.mkdir(directory, { recursive: true });
    const size = { width: store.imageSize, height: store.imageSize };
    paths.push(join(directory, `new-${row}.png`));
    await Deno.writeFile(paths.at(-1)!, await encodePng(await store.readImages([row]), size));
  }
  return paths;
}
