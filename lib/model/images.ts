/** Images as a model takes them, and their conversion from and to bytes. */

import * as tf from "@tensorflow/tfjs-core";
import { lookUp, lookUpTensor } from "../backend/byte_lookup.ts";
import { checkImageValues } from "../dataset/store/check_images.ts";
import { IMAGE_SHAPE, IMAGE_VALUES } from "../dataset/store/image_size.ts";

/**
 * Images `[n, 128, 128, 3]`, RGB: a float32 tensor in [-1, 1]; its values, row-major; or bytes 0 to
 * 255 as a store keeps them, which the device converts like `imagesFromBytes`.
 */
export type Images = tf.Tensor4D | Float32Array | Uint8Array;

// A table is faster than the arithmetic, and rounds the same way everywhere.
const SCALED = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/**
 * Bytes 0 to 255 as float32 in [-1, 1]: byte / 127.5 - 1. Any shape.
 *
 * @throws {TypeError} if they are no bytes
 */
export function imagesFromBytes(bytes: Uint8Array): Float32Array {
  if (!(bytes instanceof Uint8Array)) {
    throw new TypeError(
      "Cannot convert images as they must be bytes: current value is no Uint8Array",
    );
  }
  return lookUp(bytes, SCALED);
}

/** The same values of whole images as a tensor `[n, 128, 128, 3]`, which the caller disposes. */
export function imageTensor(bytes: Uint8Array): tf.Tensor4D {
  const shape = [bytes.length / IMAGE_VALUES, ...IMAGE_SHAPE];
  return lookUpTensor({ bytes, table: SCALED, shape });
}

/**
 * The reverse of `imagesFromBytes`, rounded to the nearest byte and clamped, as reconstructions may
 * leave [-1, 1].
 *
 * @throws {RangeError} if a value is NaN or infinite
 */
export function bytesFromImages(images: Float32Array): Uint8Array {
  checkImageValues(images, "convert images", Number.MAX_VALUE);
  // Uint8ClampedArray rounds to the nearest and clamps.
  const bytes = new Uint8ClampedArray(images.length);
  for (let i = 0; i < images.length; i++) bytes[i] = (images[i]! + 1) * 127.5;
  return new Uint8Array(bytes.buffer);
}

/**
 * The number of images, all of whose values are checked, those of a tensor too.
 *
 * @throws {TypeError} if there are none or their shape is another
 * @throws {RangeError} if a value is NaN or not from -1 to 1
 */
export async function checkImages(images: Images): Promise<number> {
  const n = countImages(images);
  if (images instanceof tf.Tensor) checkImageValues(await images.data<"float32">(), "use images");
  return n;
}

/**
 * The number of images. The values of a tensor are not checked: reading them back would wait for the
 * device.
 *
 * @throws as `checkImages`
 */
export function countImages(images: Images): number {
  const ok = images instanceof tf.Tensor
    ? images.rank === 4 && images.shape[0] > 0 && images.dtype === "float32" &&
      images.shape.slice(1).join() === IMAGE_SHAPE.join()
    : (images instanceof Float32Array || images instanceof Uint8Array) &&
      images.length > 0 && images.length % IMAGE_VALUES === 0;
  if (!ok) {
    const current = images instanceof tf.Tensor
      ? `current shape is [${images.shape.join(", ")}], ${images.dtype}`
      : `current length is ${images.length}`;
    throw new TypeError(
      `Cannot use images as they must be [n, ${
        IMAGE_SHAPE.join(", ")
      }] float32 or bytes: ${current}`,
    );
  }
  if (images instanceof tf.Tensor) return images.shape[0];
  if (images instanceof Float32Array) checkImageValues(images, "use images");
  return images.length / IMAGE_VALUES;
}

/** `count` images from row `start` on as a new float32 tensor, which the caller disposes. */
export function imageBatch(images: Images, start: number, count: number): tf.Tensor4D {
  if (images instanceof tf.Tensor) {
    return tf.slice(images, [start, 0, 0, 0], [count, ...IMAGE_SHAPE]);
  }
  const values = images.subarray(start * IMAGE_VALUES, (start + count) * IMAGE_VALUES);
  return values instanceof Uint8Array
    ? imageTensor(values)
    : tf.tensor4d(values, [count, ...IMAGE_SHAPE]);
}

/** Image i + `by` in place of image i. */
export function rolled(images: tf.Tensor4D, by: number): tf.Tensor4D {
  const [n] = images.shape;
  const first = by % n;
  if (first === 0) return images;
  return tf.concat([
    tf.slice(images, [first, 0, 0, 0], [n - first, -1, -1, -1]),
    tf.slice(images, [0, 0, 0, 0], [first, -1, -1, -1]),
  ]);
}
