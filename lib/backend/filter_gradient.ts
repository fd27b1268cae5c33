/**
 * Gradients by a convolution's filter that native TensorFlow computes slowly on a CPU, as matrix products:
 * `registerFilterGradients`.
 */

import * as tf from "@tensorflow/tfjs-core";
import { replaceKernel } from "./replace_kernel.ts";

/** Side of gradients from which one product for each tap of the filter is faster, by a tenth to a half. */
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
        return byTaps(pad === "valid" ? x : tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), dy);
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

/**
 * Of a 3 x 3 filter at stride 1: each tap's gradient is the product of what it sees of `padded` and of
 * `dy`. Where both have the same rows of pixels, that is one run of all pixels of `padded` from the tap's
 * own place on, which needs no copy; the zeros around `dy` leave out what is beside an image.
 */
function byTaps(padded: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [, height, width, channels] = padded.shape;
  const [, below, right, outputs] = dy.shape;
  const pixels = rowsOf(padded);
  const gradients = rowsOf(tf.pad(dy, [[0, 0], [0, height - below], [0, width - right], [0, 0]]));
  const taps = Array.from({ length: 9 }, (_, tap) => {
    const first = Math.floor(tap / 3) * width + tap % 3;
    const count = pixels.shape[0] - first;
    const [seen, by] = [tf.slice(pixels, [first, 0]), tf.slice(gradients, [0, 0], [count, -1])];
    return tf.matMul<tf.Tensor2D>(seen, by, true);
  });
  return tf.reshape(tf.stack(taps), [3, 3, channels, outputs]);
}

/** All positions of all images, `[n h w, channels]`. */
function rowsOf(maps: tf.Tensor4D): tf.Tensor2D {
  return tf.reshape(maps, [-1, maps.shape[3]]);
}
