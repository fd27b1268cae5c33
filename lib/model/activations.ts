/** Outputs of every single layer, to be displayed and checked. */

import * as tf from "@tensorflow/tfjs-core";
import type { ConvLayer, LayerDescription } from "./architecture.ts";
import { type BlockWeights, forwardBlock } from "./blocks.ts";
import type { Weight } from "./state_dict.ts";
import { fromTorchLayout } from "./torch_layout.ts";

/** The output of one layer. */
export interface Activation {
  /** PyTorch's name: `encoder.0`. */
  name: string;
  /** Kind of layer: "conv", "relu", ... */
  type: LayerDescription["layer"]["type"];
  /** `[n, height, width, channels]`. */
  shape: [number, number, number, number];
  /** Row-major values, float32. */
  data: Float32Array;
}

/**
 * The outputs of `layers` for `x` `[n, 128, 128, 3]`, each computed on its own, unfused.
 *
 * @param weights of each convolution by its name
 */
export async function chainActivations(
  layers: readonly LayerDescription[],
  weights: ReadonlyMap<string, BlockWeights>,
  x: tf.Tensor4D,
): Promise<Activation[]> {
  const activations: Activation[] = [];
  let current = x;
  for (const { name, layer } of layers) {
    const y = tf.tidy(() => {
      switch (layer.type) {
        case "relu":
          return tf.relu(current);
        case "tanh":
          return tf.tanh(current);
        case "maxPool":
          return tf.maxPool(current, 2, 2, "valid");
        default: {
          const block = { name, conv: layer, pool: false, activation: "linear" as const };
          return forwardBlock(block, weights.get(name)!, current, false).y;
        }
      }
    });
    if (current !== x) current.dispose();
    current = y;
    const data = await y.data<"float32">();
    activations.push({ name, type: layer.type, shape: y.shape, data });
  }
  current.dispose();
  return activations;
}

/**
 * One convolution of `x` `[n, h, w, c]` with the weight and bias of a state dict, without the
 * activation that follows it. The caller disposes the result.
 */
export function convolve(
  x: tf.Tensor4D,
  conv: ConvLayer,
  weight: Weight,
  bias: Weight,
): tf.Tensor4D {
  return tf.tidy(() => {
    const block = { name: "", conv, pool: false, activation: "linear" as const };
    const weights = {
      filter: fromTorchLayout(weight) as tf.Tensor4D, // rank 4, as a convolution's weight is
      bias: fromTorchLayout(bias) as tf.Tensor1D,
    };
    return forwardBlock(block, weights, x, false).y;
  });
}
