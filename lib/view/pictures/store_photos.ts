/** Photos of an image store, ready for a gallery: `storePhotos`. */

import type { ImageStore, Item } from "../../dataset/store/image_store.ts";
import { imageAt } from "./encode.ts";
import type { Photo } from "./gallery.ts";

/**
 * The photos in `rows` of `store`, in that order, described by category and id.
 *
 * @param options.caption Lines below a photo. @default the category
 */
export async function storePhotos(
  store: ImageStore,
  rows: ArrayLike<number>,
  { caption = ({ category }) => category }: {
    caption?: (item: Item, row: number) => string | readonly string[];
  } = {},
): Promise<Photo[]> {
  const images = await store.readImages(rows);
  return Array.from(rows, (row, i) => {
    const item = store.items[row]!;
    return {
      image: imageAt(images, i),
      alt: `${item.category}: ${item.id}`,
      caption: caption(item, row),
    };
  });
}
