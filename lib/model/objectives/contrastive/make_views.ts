/** Views of photos, a batch at a time, as tensor operations of the backend: `makeViews`. */

import * as tf from "@tensorflow/tfjs-core";
import { IMAGE_SIZE as SIZE } from "../../../dataset/store/image_size.ts";
import type { View } from "./view.ts";

/** Side of the box that blurs, in pixels. */
const BLUR = 5;

/**
 * The views of `images`, one each; the caller disposes them.
 *
 * @param images `[n, 128, 128, 3]`, float32 in [-1, 1]
 * @param views one an image; the piece at the edge of view i comes from view i + 1, the last one's
 *   from the first
 * @returns `[n, 128, 128, 3]`, float32 in [-1, 1]
 */
export function makeViews(images: tf.Tensor4D, views: readonly View[]): tf.Tensor4D {
  if (views.length !== images.shape[0]) {
    throw new RangeError(
      `Cannot make views as there must be one for each of ${images.shape[0]} images: ` +
        `current number is ${views.length}`,
    );
  }
  return tf.tidy(() => {
    const seen = tf.image.transform(images, affineOf(views), "bilinear", "nearest");
    const pasted = pastePieces(seen, views);
    const coloured = changeColours(pasted, views);
    return mixBlur(coloured, views);
  });
}

/** The maps of pixels as tfjs takes them: `[n, 8]`, the last two for perspective. */
function affineOf(views: readonly View[]): tf.Tensor2D {
  return tf.tensor2d(views.map(({ affine }) => [...affine, 0, 0]));
}

function pastePieces(images: tf.Tensor4D, views: readonly View[]): tf.Tensor4D {
  const n = views.length;
  if (n === 1 || views.every(({ piece }) => piece.right === piece.left)) return images;
  const bound = (side: keyof View["piece"]) =>
    tf.tensor4d(views.map(({ piece }) => piece[side]), [n, 1, 1, 1]);
  const steps = tf.range(0, SIZE);
  const [x, y] = [tf.reshape(steps, [1, 1, SIZE, 1]), tf.reshape(steps, [1, SIZE, 1, 1])];
  const within = (at: tf.Tensor, low: tf.Tensor, high: tf.Tensor) =>
    tf.cast(tf.logicalAnd(tf.greaterEqual(at, low), tf.less(at, high)), "float32");
  const mask = tf.mul(
    within(x, bound("left"), bound("right")),
    within(y, bound("top"), bound("bottom")),
  );
  const others = tf.concat([
    tf.slice(images, [1, 0, 0, 0], [n - 1, -1, -1, -1]),
    tf.slice(images, [0, 0, 0, 0], [1, -1, -1, -1]),
  ]);
  return tf.add(images, tf.mul(mask, tf.sub(others, images)));
}

function changeColours(images: tf.Tensor4D, views: readonly View[]): tf.Tensor4D {
  const n = views.length;
  const pixels = tf.reshape(images, [n, SIZE * SIZE, 3]);
  const matrix = tf.tensor3d(views.flatMap(({ colour }) => [...colour.matrix]), [n, 3, 3]);
  const offset = tf.tensor3d(views.map(({ colour }) => colour.offset), [n, 1, 1]);
  const changed = tf.add(tf.matMul(pixels, matrix, false, true), offset);
  return tf.reshape(tf.clipByValue(changed, -1, 1), [n, SIZE, SIZE, 3]);
}

function mixBlur(images: tf.Tensor4D, views: readonly View[]): tf.Tensor4D {
  if (views.every(({ blur }) => blur === 0)) return images;
  const share = tf.tensor4d(views.map(({ blur }) => blur), [views.length, 1, 1, 1]);
  const blurred = tf.avgPool(images, BLUR, 1, "same");
  return tf.add(images, tf.mul(share, tf.sub(blurred, images)));
}
