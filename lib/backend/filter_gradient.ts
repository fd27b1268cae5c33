/**
 * Gradients by a convolution's filter that native TensorFlow computes slowly on a CPU, as matrix products:
 * `registerFilterGradients`.
 */

import * as tf from "@tensorflow/tfjs-core";
import { replaceKernel } from "./replace_kernel.ts";

/** Side of images from which one product for each tap of the filter is faster, by a third and more. */
const LARGE = 128;

/** Replace the backend's gradient by a filter where matrix products are faster. */
export function registerFilterGradients(backendName: string): void {
  replaceKernel(tf.Conv2DBackpropFilter, backendName, (stock) => (args) => {
    const [x, dy] = [args.inputs.x as tf.Tensor4D, args.inputs.dy as tf.Tensor4D];
    const attrs = args.attrs as unknown as tf.Conv2DBackpropFilterAttrs;
    const { strides, pad, dataFormat, filterShape } = attrs;
    const [height, width, channels] = filterShape;
    const plain = dataFormat === "NHWC" && [strides].flat().every((stride) => stride === 1);
    if (plain && pad === "same" && height === 3 && width === 3) {
      if (x.shape[1] === 1 && x.shape[2] === 1) return tf.tidy(() => ofOnePosition(x, dy));
      if (dy.shape[2] >= LARGE && channels > 3) {
        return tf.tidy(() => byTaps(tf.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]]), dy));
      }
    }
    return stock(args);
  });
}

/** Of a 3 x 3 filter and images of one position, which the tap in the middle alone sees. */
function ofOnePosition(x: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const middle = tf.reshape(product(x, dy), [1, 1, x.shape[3], dy.shape[3]]);
  return tf.pad(middle, [[1, 1], [1, 1], [0, 0], [0, 0]]) as tf.Tensor4D;
}

/** Of a 3 x 3 filter at stride 1: each tap's gradient is a product of what it sees of `padded` and `dy`. */
function byTaps(padded: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor4D {
  const [n, height, width, outputs] = dy.shape;
  const channels = padded.shape[3];
  const taps = Array.from({ length: 9 }, (_, tap) => {
    const [row, column] = [Math.floor(tap / 3), tap % 3];
    // In a tidy of its own, as a part takes as much memory as the images.
    return tf.tidy(() => {
      return product(tf.slice(padded, [0, row, column, 0], [n, height, width, channels]), dy);
    });
  });
  return tf.reshape(tf.stack(taps), [3, 3, channels, outputs]);
}

/** `x^T dy` over all positions of all images: `[channels of x, channels of dy]`. */
function product(x: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor2D {
  const rows = (maps: tf.Tensor4D) => tf.reshape(maps, [-1, maps.shape[3]]) as tf.Tensor2D;
  return tf.matMul(rows(x), rows(dy), true);
}
