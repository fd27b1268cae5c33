/**
 * Random flips, shifts and colour changes of images: `augmentImages`, and `perturbedCopies` for copy
 * detection.
 */

import { createRandom, deriveSeed } from "../io/random.ts";
import { IMAGE_SIZE as SIZE, IMAGE_VALUES as VALUES } from "./store/image_size.ts";
import type { ImageStore } from "./store/image_store.ts";

/** Largest shift in pixels, and largest relative change of brightness and of each colour. */
const MAX_SHIFT = 8;
const MAX_COLOUR = 0.15;

/**
 * Change `images` in place: each is flipped left to right or not, shifted by up to 8 pixels (its
 * border pixels repeated), and its brightness and each colour scaled by up to 15 %.
 *
 * @param images uint8 `[n, 128, 128, 3]`, RGB
 * @param keys a number for each image, such as its row; with `seed` it alone decides its changes
 */
export function augmentImages(images: Uint8Array, keys: ArrayLike<number>, seed: number): void {
  const source = new Uint8Array(VALUES);
  for (let i = 0; i < keys.length; i++) {
    const image = images.subarray(i * VALUES, (i + 1) * VALUES);
    source.set(image);
    augmentImage(source, image, createRandom(deriveSeed(seed, String(keys[i]))));
  }
}

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

function augmentImage(source: Uint8Array, target: Uint8Array, random: () => number): void {
  const flip = random() < 0.5;
  const shift = () => Math.floor(random() * (2 * MAX_SHIFT + 1)) - MAX_SHIFT;
  const [dx, dy] = [shift(), shift()];
  const change = () => 1 + (random() * 2 - 1) * MAX_COLOUR;
  const brightness = change();
  /** New value of each byte of a channel. */
  const scale = () => {
    const gain = brightness * change();
    return Uint8ClampedArray.from({ length: 256 }, (_, byte) => byte * gain);
  };
  const [red, green, blue] = [scale(), scale(), scale()];
  for (let y = 0, at = 0; y < SIZE; y++) {
    const row = clampPixel(y + dy) * SIZE;
    for (let x = 0; x < SIZE; x++) {
      const from = (row + clampPixel((flip ? SIZE - 1 - x : x) + dx)) * 3;
      target[at++] = red[source[from]!]!;
      target[at++] = green[source[from + 1]!]!;
      target[at++] = blue[source[from + 2]!]!;
    }
  }
}

function clampPixel(at: number): number {
  return at < 0 ? 0 : at >= SIZE ? SIZE - 1 : at;
}
