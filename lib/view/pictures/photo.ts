/**
 * One photo of a picture of photos: `Photo`; those of an image store: `storePhotos`; and these as files:
 * `writePhotos`.
 */

import { join } from "node:path";
import type { ImageStore, Item } from "../../dataset/store/image_store.ts";
import { encodePng, imageAt } from "./encode.ts";

/** A photo to show. */
export interface Photo {
  /** `[128, 128, 3]` uint8 RGB. */
  readonly image: Uint8Array;
  /** What it shows, for those who do not see it. */
  readonly alt: string;
  /** Lines below the photo. @default none */
  readonly caption?: string | readonly string[];
  /** A green frame with a tick, or a dashed red one with a cross. @default none */
  readonly frame?: "hit" | "miss";
}

/**
 * The photos in `rows` of `store`, in that order.
 *
 * @param options.caption Lines below the photo at place `i` of `rows`. @default the category
 */
export async function storePhotos(
  store: ImageStore,
  rows: ArrayLike<number>,
  { caption = ({ category }) => category }: {
    caption?: (item: Item, i: number) => string | readonly string[];
  } = {},
): Promise<Photo[]> {
  const images = await store.readImages(rows);
  return Array.from(rows, (row, i) => {
    const item = store.items[row]!;
    return {
      image: imageAt(images, i),
      alt: `${item.category}: ${item.id}`,
      caption: caption(item, i),
    };
  });
}

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
