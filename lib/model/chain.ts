/** Forward and backward pass of blocks in a chain. */

import type * as tf from "@tensorflow/tfjs-core";
import {
  backwardBlock,
  type Block,
  type BlockGradients,
  type BlockOutput,
  type BlockWeights,
  forwardBlock,
} from "./blocks.ts";

/** Gives a block's weights by the block's name. */
export type WeightsOf = (name: string) => BlockWeights;

/** The results of a forward pass that a backward pass needs. */
export interface Forward {
  /** The chain's output, `[n, h, w, c]`; the backward pass disposes it with the rest. */
  y: tf.Tensor4D;
  outputs: BlockOutput[];
}

/** The chain's output for `x`; the caller keeps `x` and disposes the result. */
export function runChain(
  blocks: readonly Block[],
  weightsOf: WeightsOf,
  x: tf.Tensor4D,
): tf.Tensor4D {
  let current = x;
  for (const block of blocks) {
    const { y } = forwardBlock(block, weightsOf(block.name), current, false);
    if (current !== x) current.dispose();
    current = y;
  }
  return current;
}

/** The chain's output for `x`, with all that `backwardChain` needs. */
export function forwardChain(
  blocks: readonly Block[],
  weightsOf: WeightsOf,
  x: tf.Tensor4D,
): Forward {
  const outputs: BlockOutput[] = [];
  let y = x;
  for (const block of blocks) {
    const output = forwardBlock(block, weightsOf(block.name), y, true);
    outputs.push(output);
    y = output.y;
  }
  return { y, outputs };
}

/** The gradients of a backward pass. */
export interface Backward {
  /** By block name. */
  weights: Map<string, Omit<BlockGradients, "dx">>;
  /** By the chain's input, where it was asked for. */
  dx?: tf.Tensor4D;
}

/**
 * Gradients of every block's weights from `dy`, the gradient by the chain's output. Disposes `dy`
 * and all that `forward` holds, each tensor as soon as it is not needed; `x` stays.
 */
export function backwardChain(
  blocks: readonly Block[],
  weightsOf: WeightsOf,
  x: tf.Tensor4D,
  { outputs }: Forward,
  dy: tf.Tensor4D,
  inputGradient = false,
): Backward {
  const weights: Backward["weights"] = new Map();
  let current: tf.Tensor4D | undefined = dy;
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i]!;
    const input = i > 0 ? outputs[i - 1]!.y : x;
    const { dx, filter, bias } = backwardBlock(
      block,
      weightsOf(block.name),
      input,
      outputs[i]!,
      current!,
      i > 0 || inputGradient,
    );
    weights.set(block.name, { filter, bias });
    current = dx;
  }
  return { weights, dx: current };
}
