/**
 * Gradients by a convolution's filter that native TensorFlow computes slowly on a CPU, as matrix products:
 * `registerFilterGradients`.
 */

import * as tf from "@tensorflow/tfjs-core";
import { replaceKernel } from "./replace_kernel.ts";

/**
 * Side of gradients from which a product is faster on CPUs without AVX-512, by a tenth to a half; on others
 * a step takes 1 or 2 % longer (test/bench/RESULTS.md).
 */
const LARGE = 30;

/** Replace the backend's gradient by a filter where matrix products are faster. */
export function registerFilterGradients(backendName: string): void {
  replaceKernel(tf.Conv2DBackpropFilter, backendName, (stock) => (args) => {
    const [x, dy] = [args.inputs.x as tf.Tensor4D, args.inputs.dy as tf.Tensor4D];
    const attrs = args.attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const { strides, pad, dataFormat, filterShape } = attrs;
    const [height, width, channels] = filterShape;
    const plain = dataFormat === "NHWC" && [strides].flat().every((stride) => stride === 1) &&
      height === 3 && width === 3;
    if (plain && pad === "same" && x.shape[1] === 1 && x.shape[2] === 1) {
      return tf.tidy(() => ofOnePosition(x, dy));
    }
    if (plain && (pad === "same" || pad === "valid") && dy.shape[2] >= LARGE && channels > 3) {
      return tf.tidy(() => {
        return ofImages(pad === "valid" ? x : tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), dy);
      });
    }
    return stock(args);
  });
}

/** Of a 3 x 3 filter and images of one position, which the tap in the middle alone sees. */
function ofOnePosition(x: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const middle = tf.matMul(rowsOf(x), rowsOf(dy), true);
  const alone = tf.reshape(middle, [1, 1, ...middle.shape]);
  return tf.pad(alone, [[1, 1], [1, 1], [0, 0], [0, 0]]) as tf.Tensor4D;
}

/** Bytes that the factors of one product may take. */
const BUDGET = 128 * 1024 * 1024;

/** Of a 3 x 3 filter at stride 1, from as many images at once as the budget allows. */
function ofImages(padded: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [images, height, width, channels] = padded.shape;
  const bytes = 4 * 3 * height * width * (channels + dy.shape[3]);
  const count = Math.max(1, Math.floor(BUDGET / bytes));
  const sums = [];
  for (let first = 0; first < images; first += count) {
    const size = [Math.min(count, images - first), -1, -1, -1];
    const some = (maps: tf.Tensor4D) => tf.slice(maps, [first, 0, 0, 0], size);
    sums.push(tf.tidy(() => byShifts(some(padded), some(dy))));
  }
  return tf.addN(sums);
}

/**
 * One product for the nine taps. With all pixels of `padded` in one run, the tap of row r and column c
 * sees at pixel p what the first tap sees at p + r * width + c. So the pixels are multiplied from c on,
 * for each column, with the gradients r rows later, for each row; the zeros around `dy` leave out what is
 * beside an image.
 */
function byShifts(padded: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [, height, width, channels] = padded.shape;
  const [, below, right, outputs] = dy.shape;
  const pixels = rowsOf(padded);
  // Two rows of zeros before each image, and after the last.
  const around: [number, number][] = [[0, 1], [height - below, 0], [0, width - right], [0, 0]];
  const gradients = rowsOf(tf.pad(dy, around));
  const count = pixels.shape[0] - 2;
  const from = (maps: tf.Tensor2D, first: number) => tf.slice(maps, [first, 0], [count, -1]);
  const columns = tf.concat([0, 1, 2].map((c) => from(pixels, c)), 1);
  const rows = tf.concat([0, 1, 2].map((r) => from(gradients, (2 - r) * width)), 1);
  const products = tf.matMul(columns, rows, true);
  return tf.transpose(tf.reshape(products, [3, channels, 3, outputs]), [2, 0, 1, 3]);
}

/** All positions of all images, `[n h w, channels]`. */
function rowsOf(maps: tf.Tensor4D): tf.Tensor2D {
  return tf.reshape(maps, [-1, maps.shape[3]]);
}
