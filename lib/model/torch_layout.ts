/** PyTorch's axis order for latent vectors and weights; tensors of tfjs keep channels last. */

import * as tf from "@tensorflow/tfjs-core";
import { readTensors, type StateDict, type Weight } from "./state_dict.ts";

const NHWC_TO_NCHW = [0, 3, 1, 2];
const NCHW_TO_NHWC = [0, 2, 3, 1];
// Filters; of transposed convolutions with `in` and `out` exchanged on both sides.
const HWIO_TO_OIHW = [3, 2, 0, 1];
const OIHW_TO_HWIO = [2, 3, 1, 0];

/** Latent maps `[n, h, w, c]` as vectors `[n, c * h * w]`, flattened as PyTorch does. */
export function flattenLatent(maps: tf.Tensor4D): tf.Tensor2D {
  const [n, h, w, c] = maps.shape;
  return tf.tidy(() => tf.reshape(tf.transpose(maps, NHWC_TO_NCHW), [n, h * w * c]));
}

/** Latent maps `[n, h, w, c]` of `vectors`, row-major `[n, c * h * w]`. */
export function unflattenLatent(
  vectors: Float32Array,
  [h, w, c]: readonly [h: number, w: number, c: number],
): tf.Tensor4D {
  const n = vectors.length / (h * w * c);
  return tf.tidy(() => tf.transpose(tf.tensor4d(vectors, [n, c, h, w]), NCHW_TO_NHWC));
}

/** The values of float32 weights or their gradients in PyTorch's layout, under the names given. */
export async function toTorchLayout(tensors: tf.NamedTensorMap): Promise<StateDict> {
  const transposed: tf.NamedTensorMap = {};
  for (const [name, tensor] of Object.entries(tensors)) {
    transposed[name] = tensor.rank === 4 ? tf.transpose(tensor, HWIO_TO_OIHW) : tensor.clone();
  }
  try {
    return await readTensors(transposed);
  } finally {
    tf.dispose(transposed);
  }
}

/** A weight of a state dict as a tensor in tfjs's layout, which the caller disposes. */
export function fromTorchLayout({ shape, data }: Weight): tf.Tensor {
  return tf.tidy(() => {
    const weight = tf.tensor(data, [...shape], "float32");
    return shape.length === 4 ? tf.transpose(weight, OIHW_TO_HWIO) : weight;
  });
}
