/** The head between a search network's maps and the loss, used in training only. */

import * as tf from "@tensorflow/tfjs-core";
import { deriveSeed } from "../../../io/random.ts";
import { unitRows } from "../../search_network/operations.ts";
import { type StateDict, uniformWeight, type WeightSpec } from "../../state_dict.ts";
import { linear, type Variables } from "../../variables.ts";

/** Dimensions of a projected vector. */
export const PROJECTED_DIM = 256;

/** Cells of the maps of images at 48 x 48, channels, and channels that the head keeps. */
const MAPS = [
  { name: "fine", cells: 6 * 6, channels: 128, kept: 24 },
  { name: "coarse", cells: 3 * 3, channels: 256, kept: 64 },
] as const;
const JOINT_DIM = MAPS.reduce((sum, { cells, kept }) => sum + cells * kept, 0);

/** The head's weights; matrices are `[in, out]`. */
export const HEAD_WEIGHTS: readonly WeightSpec[] = [
  ...MAPS.flatMap(({ name, channels, kept }) => [
    { name: `head.${name}.weight`, shape: [channels, kept] },
    { name: `head.${name}.bias`, shape: [kept] },
  ]),
  { name: "head.joint.weight", shape: [JOINT_DIM, PROJECTED_DIM] },
  { name: "head.joint.bias", shape: [PROJECTED_DIM] },
];

/** Initial weights, uniform in +-1 / sqrt(inputs), biases too. */
export function initialHead(seed: number): StateDict {
  const state: StateDict = {};
  let inputs = 0;
  for (const { name, shape } of HEAD_WEIGHTS) {
    // A bias follows its matrix.
    if (shape.length === 2) inputs = shape[0]!;
    state[name] = uniformWeight(shape, 1 / Math.sqrt(inputs), deriveSeed(seed, name));
  }
  return state;
}

/** The joint projection of both maps before it is normalised: `[n, 256]`; differentiable by tfjs. */
export function projectMaps(head: Variables, maps: readonly tf.Tensor4D[]): tf.Tensor2D {
  const [n] = maps[0]!.shape;
  const reduced = MAPS.map(({ name, cells, channels, kept }, i) => {
    const rows = tf.reshape<tf.Rank.R2>(maps[i]!, [n * cells, channels]);
    return tf.reshape<tf.Rank.R2>(linear(head, `head.${name}`, rows), [n, cells * kept]);
  });
  return linear(head, "head.joint", tf.concat2d(reduced, 1));
}

/** Unit vectors `[n, 256]` of both maps; differentiable by tfjs. */
export function project(head: Variables, maps: readonly tf.Tensor4D[]): tf.Tensor2D {
  return unitRows(projectMaps(head, maps));
}
