/** The projection head between a latent vector and the contrastive loss, used in training only. */

import * as tf from "@tensorflow/tfjs-core";
import { deriveSeed } from "../../../io/random.ts";
import { type StateDict, uniformWeight } from "../../state_dict.ts";
import { createVariables, linear, type Variables } from "../../variables.ts";

/** Dimensions of a projected vector. */
const OUTPUT_DIM = 128;

/**
 * Two fully connected layers, dim -> dim with ReLU -> 128. The loss discards whatever differs between
 * views; the head absorbs that loss of information, so that latent vectors keep more (Chen et al.
 * 2020, section 4.2).
 *
 * @param options.seed of the initial weights, He et al. 2015
 * @param options.weights from a checkpoint, instead of initial ones
 * @returns the head by its names in a checkpoint: `projection.0.weight` `[in, out]`, `projection.0.bias`,
 *   ..., which the caller disposes
 * @throws {TypeError} if one of `weights` is missing or of another shape
 */
export function createHead(
  dim: number,
  { seed, weights }: { seed: number; weights?: StateDict | undefined },
): Variables {
  const initial: StateDict = {};
  const layers = [["projection.0", dim, 2], ["projection.2", OUTPUT_DIM, 1]] as const;
  for (const [name, outputs, gain] of layers) {
    const bound = Math.sqrt(3 * gain / dim);
    initial[`${name}.weight`] = uniformWeight([dim, outputs], bound, deriveSeed(seed, name));
    initial[`${name}.bias`] = { shape: [outputs], data: new Float32Array(outputs) };
  }
  const specs = Object.entries(initial).map(([name, { shape }]) => ({ name, shape }));
  return createVariables({ name: "projection_head", weights: specs }, weights ?? initial);
}

/** Project `latent` `[n, dim]` to `[n, 128]`; differentiable by tfjs. */
export function project(head: Variables, latent: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const hidden = tf.relu(linear(head, "projection.0", latent));
    return linear(head, "projection.2", hidden);
  });
}
