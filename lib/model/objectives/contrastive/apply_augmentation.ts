/** Augmentation of a batch of images with tensor operations of the backend. */

import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../backend/mod.ts";
import { valuesOf } from "../../../backend/values_of.ts";
import { countByteImages } from "../../../dataset/store/check_images.ts";
import { IMAGE_SIZE as SIZE } from "../../../dataset/store/image_size.ts";
import { deriveSeed } from "../../../io/random.ts";
import { bytesFromImages, imageTensor, rolled } from "../../images.ts";
import { type Augmentation, sampleAugmentation } from "./augmentation.ts";

/** Side of the box that blurs, in pixels. */
const BLUR = 5;

/**
 * The augmented `images`; the caller disposes them.
 *
 * @param images `[n, 128, 128, 3]`, float32 in [-1, 1]
 * @param augmentations one for each image; the occlusion of view i comes from view i + 1, that of
 *   the last one from the first
 * @returns `[n, 128, 128, 3]`, float32 in [-1, 1]
 */
export function augment(
  images: tf.Tensor4D,
  augmentations: readonly Augmentation[],
): tf.Tensor4D {
  if (augmentations.length !== images.shape[0]) {
    throw new RangeError(
      `Cannot augment as augmentations must be one for each of ${images.shape[0]} images: ` +
        `current number is ${augmentations.length}`,
    );
  }
  return tf.tidy(() => {
    // As tfjs takes them: `[n, 8]`, the last two for perspective.
    const affine = tf.tensor2d(augmentations.map(({ affine }) => [...affine, 0, 0]));
    const transformed = tf.image.transform(images, affine, "bilinear", "nearest");
    const occluded = occlude(transformed, augmentations);
    const coloured = jitterColours(occluded, augmentations);
    return mixBlur(coloured, augmentations);
  });
}

/**
 * Augmented views as the contrastive objectives train on, one of each image.
 *
 * @param images uint8 `[n, 128, 128, 3]`, RGB
 * @param seed another seed gives other views
 * @returns uint8 `[n, 128, 128, 3]`
 * @throws {TypeError} if `images` are no bytes or no whole number of images
 */
export async function augmentedViews(images: Uint8Array, seed: number): Promise<Uint8Array> {
  const length = countByteImages(images, "augment images");
  await useBackend();
  const augmentations = Array.from(
    { length },
    (_, i) => sampleAugmentation(i, deriveSeed(seed, "views to show")),
  );
  return bytesFromImages(await valuesOf(() => augment(imageTensor(images), augmentations)));
}

function occlude(images: tf.Tensor4D, augmentations: readonly Augmentation[]): tf.Tensor4D {
  const n = augmentations.length;
  const boxes = augmentations.map(({ occlusion }) => occlusion);
  if (n === 1 || boxes.every(({ left, right }) => right === left)) return images;
  const bound = (side: keyof Augmentation["occlusion"]) =>
    tf.tensor4d(boxes.map((box) => box[side]), [n, 1, 1, 1]);
  const steps = tf.range(0, SIZE);
  const [x, y] = [tf.reshape(steps, [1, 1, SIZE, 1]), tf.reshape(steps, [1, SIZE, 1, 1])];
  const within = (at: tf.Tensor, low: tf.Tensor, high: tf.Tensor) =>
    tf.cast(tf.logicalAnd(tf.greaterEqual(at, low), tf.less(at, high)), "float32");
  const mask = tf.mul(
    within(x, bound("left"), bound("right")),
    within(y, bound("top"), bound("bottom")),
  );
  return tf.add(images, tf.mul(mask, tf.sub(rolled(images, 1), images)));
}

function jitterColours(images: tf.Tensor4D, augmentations: readonly Augmentation[]): tf.Tensor4D {
  const n = augmentations.length;
  const pixels = tf.reshape(images, [n, SIZE * SIZE, 3]);
  const matrix = tf.tensor3d(augmentations.flatMap(({ colour }) => [...colour.matrix]), [n, 3, 3]);
  const offset = tf.tensor3d(augmentations.map(({ colour }) => colour.offset), [n, 1, 1]);
  const changed = tf.add(tf.matMul(pixels, matrix, false, true), offset);
  return tf.reshape(tf.clipByValue(changed, -1, 1), [n, SIZE, SIZE, 3]);
}

function mixBlur(images: tf.Tensor4D, augmentations: readonly Augmentation[]): tf.Tensor4D {
  const fractions = augmentations.map(({ blur }) => blur);
  if (fractions.every((fraction) => fraction === 0)) return images;
  const fraction = tf.tensor4d(fractions, [fractions.length, 1, 1, 1]);
  const blurred = tf.avgPool(images, BLUR, 1, "same");
  return tf.add(images, tf.mul(fraction, tf.sub(blurred, images)));
}
