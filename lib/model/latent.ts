/** Latent maps as vectors: `flattenLatent`. */

import * as tf from "@tensorflow/tfjs-core";

/** Latent maps `[n, h, w, c]` as rows `[n, c * h * w]`, PyTorch's order of flattening. */
export function flattenLatent(latent: tf.Tensor4D): tf.Tensor2D {
  const [n, h, w, c] = latent.shape;
  return tf.tidy(() => tf.reshape(tf.transpose(latent, [0, 3, 1, 2]), [n, h * w * c]));
}
