/** Photos as somebody else might have taken them: `changedCopies`. */

import { augmentImages } from "./augment.ts";
import type { ImageStore } from "./store/image_store.ts";

/**
 * The photos of `store`, each changed as for training: flipped or not, shifted, brightness and colours
 * scaled (`augmentImages`). The same seed changes a photo in the same way each time it is read.
 */
export function changedCopies(
  store: Pick<ImageStore, "readImages">,
  seed: number,
): Pick<ImageStore, "readImages"> {
  return {
    async readImages(rows) {
      const images = await store.readImages(rows);
      augmentImages(images, rows, seed);
      return images;
    },
  };
}
