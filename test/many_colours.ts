/** Photos of one colour each, all different: `manyColours`, `colourOf`. */

import type { ImageStore } from "../lib/dataset/store/image_store.ts";

const PIXELS = 128 * 128;

/** Colour of photo `i`; more than a palette of 256 has. */
export function colourOf(i: number): [red: number, green: number, blue: number] {
  return [(i * 37) % 256, (i * 101) % 256, (i * 211 + i >> 3) % 256];
}

/** `count` photos as a store gives them. */
export function manyColours(count: number): Pick<ImageStore, "count" | "imageSize" | "readImages"> {
  const readImages = (rows: ArrayLike<number>) => {
    const images = new Uint8Array(rows.length * PIXELS * 3);
    for (let i = 0; i < rows.length; i++) {
      const image = images.subarray(i * PIXELS * 3, (i + 1) * PIXELS * 3);
      image.set(colourOf(rows[i]!));
      // What is there already is doubled until it fills the image.
      for (let n = 3; n < image.length; n *= 2) image.copyWithin(n, 0, image.length - n);
    }
    return Promise.resolve(images);
  };
  return { count, imageSize: 128, readImages };
}
