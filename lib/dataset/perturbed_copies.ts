/** Perturbed duplicates of a store's images, for copy detection: `perturbedCopies`. */

import { augmentImages } from "./augment.ts";
import type { ImageStore } from "./store/image_store.ts";

/**
 * The images of `store`, each changed by `augmentImages`: flipped or not, shifted, brightness and
 * colours scaled. The same seed changes an image in the same way each time it is read.
 */
export function perturbedCopies(
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
