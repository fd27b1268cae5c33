/** One photo of a picture of photos: `Photo`; and those of an image store: `storePhotos`. */

import type { ImageStore, Item } from "../../dataset/store/image_store.ts";
import { imageAt } from "./encode.ts";

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
