/** Images beside augmented views of each, for appendix A4: `augmentationSheet`. */

import type { ImageStore } from "../dataset/store/image_store.ts";
import { augmentedViews } from "../model/objectives/contrastive/apply_augmentation.ts";
import type { Picture } from "../view/picture.ts";
import { imageAt } from "../view/pictures/encode.ts";
import { storePhotos } from "../view/pictures/photo.ts";
import { photoSheet } from "../view/pictures/sheet.ts";

/** Each of `rows` of the store in a row with the views that contrastive learning makes by `seeds`. */
export async function augmentationSheet(
  store: ImageStore,
  rows: Uint32Array,
  seeds: readonly number[],
): Promise<Picture> {
  const images = await store.readImages(rows);
  const views: Uint8Array[] = [];
  for (const seed of seeds) views.push(await augmentedViews(images, seed));
  const crops = await storePhotos(store, rows, { caption: () => [] });
  const shown = crops.map((crop, i) => ({
    head: "Image, and views",
    photos: [crop, ...views.map((view) => ({ image: imageAt(view, i), alt: "a view of it" }))],
  }));
  return await photoSheet([{ rows: shown }], { alt: "Images and their views" });
}
