/** Checks of images that are given: `countByteImages`, `checkImageValues`. */

import { IMAGE_BYTES } from "./image_size.ts";

/**
 * The number of images in `images`, `[n, 128, 128, 3]` bytes.
 *
 * @param action what the message says cannot be done, such as "embed images"
 * @throws {TypeError} if they are no bytes or no whole number of images
 */
export function countByteImages(images: Uint8Array, action: string): number {
  // Values in [-1, 1] taken for bytes would pass for black.
  if (!(images instanceof Uint8Array)) {
    throw new TypeError(`Cannot ${action} as they must be bytes: current value is no Uint8Array`);
  }
  if (images.length % IMAGE_BYTES !== 0) {
    throw new TypeError(
      `Cannot ${action} as their length must be a multiple of ${IMAGE_BYTES}: ` +
        `current value is ${images.length}`,
    );
  }
  return images.length / IMAGE_BYTES;
}

/**
 * Check the values of images.
 *
 * @param action what the message says cannot be done, such as "compare images"
 * @param most the largest size of a value. @default 1
 * @throws {RangeError} if a value is NaN, or not from -`most` to `most`
 */
export function checkImageValues(values: Float32Array, action: string, most = 1): void {
  for (let i = 0; i < values.length; i++) {
    // Written so that NaN fails.
    if (Math.abs(values[i]!) <= most) continue;
    const range = most === 1 ? "from -1 to 1 (imagesFromBytes makes them of bytes)" : "finite";
    throw new RangeError(
      `Cannot ${action} as values must be ${range}: current value at ${i} is ${values[i]}`,
    );
  }
}
