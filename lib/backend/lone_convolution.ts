/**
 * Convolutions of a single image that round as those of several do: `registerLoneConvolutions`.
 *
 * Native TensorFlow convolves one image by another, slower routine than a batch, which sums in another
 * order. Here one image becomes a batch of two: its upper and its lower half.
 */

import * as tf from "@tensorflow/tfjs-core";
import { replaceKernel } from "./replace_kernel.ts";

/** Replace the backend's convolutions by some that give an image the same bits whatever the others are. */
export function registerLoneConvolutions(backendName: string): void {
  for (const kernelName of [tf.Conv2D, tf.FusedConv2D]) {
    replaceKernel(kernelName, backendName, (stock) => (args) => {
      const [x, filter] = [args.inputs.x as tf.Tensor4D, args.inputs.filter as tf.Tensor4D];
      const { strides, pad, dilations, dataFormat } = args.attrs as unknown as tf.Conv2DAttrs;
      if (x.shape[0] !== 1 || dataFormat !== "NHWC") return stock(args);
      const info = tf.backend_util.computeConv2DInfo(
        ...[x.shape, filter.shape, strides, dilations, pad] as const,
      );
      return tf.tidy(() =>
        inHalves(x, info, (halves) => {
          const inputs = { ...args.inputs, x: halves };
          const attrs = { ...args.attrs, pad: "valid" };
          return stock({ ...args, inputs, attrs }) as tf.Tensor4D;
        })
      );
    });
  }
}

/**
 * The convolution of one image `x` `[1, h, w, c]` by way of a batch of its two halves. Of an odd number
 * of rows, both halves have the one in the middle.
 */
function inHalves(
  x: tf.Tensor4D,
  info: ReturnType<typeof tf.backend_util.computeConv2DInfo>,
  convolve: (halves: tf.Tensor4D) => tf.Tensor4D,
): tf.Tensor4D {
  const { outHeight, strideHeight, effectiveFilterHeight, padInfo } = info;
  const { top, bottom, left, right } = padInfo;
  const padded = tf.pad(x, [[0, 0], [top, bottom], [left, right], [0, 0]]);
  const upper = Math.ceil(outHeight / 2);
  const lower = outHeight - upper;
  const height = (upper - 1) * strideHeight + effectiveFilterHeight;
  const halves = [0, lower * strideHeight].map((row) => {
    return tf.slice(padded, [0, row, 0, 0], [1, height, -1, -1]);
  });
  const y = convolve(tf.concat(halves));
  const ofUpper = tf.slice(y, [0, 0, 0, 0], [1, upper, -1, -1]);
  if (lower === 0) return ofUpper;
  return tf.concat([ofUpper, tf.slice(y, [1, upper - lower, 0, 0], [1, lower, -1, -1])], 1);
}
