/** Outputs of every single layer, to be displayed and checked. */

import * as tf from "@tensorflow/tfjs-core";
import type { LayerDescription } from "./architecture.ts";
import { forwardBlock } from "./blocks.ts";
import type { WeightsOf } from "./chain.ts";

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

/** The outputs of `layers` for `x` `[n, 128, 128, 3]`, each computed on its own, unfused. */
export async function chainActivations(
  layers: readonly LayerDescription[],
  weightsOf: WeightsOf,
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
          return forwardBlock(block, weightsOf(name), current, false).y;
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
