/** Encoder and decoder of an architecture with their weights, forward and backward. */

import * as tf from "@tensorflow/tfjs-core";
import { type Activation, chainActivations } from "./activations.ts";
import { type Architecture, describeLayers, type LayerDescription } from "./architecture.ts";
import { backwardBlock, type Block, type BlockOutput, blocksOf, forwardBlock } from "./blocks.ts";
import type { StateDict } from "./state_dict.ts";
import { assignVariables, createVariables, type Variables } from "./variables.ts";

/** A block with its weights. */
interface WeightedBlock extends Block {
  weights: { filter: tf.Variable<tf.Rank.R4>; bias: tf.Variable<tf.Rank.R1> };
}

/** A forward pass of the encoder or the decoder; `Network.backward` disposes it. */
export interface Pass {
  blocks: readonly WeightedBlock[];
  /** What the first block took, `[n, h, w, c]`. */
  x: tf.Tensor4D;
  outputs: readonly BlockOutput[];
  /** What the last block gave, `[n, h, w, c]`. */
  y: tf.Tensor4D;
}

/**
 * The network of an architecture. Tensors are float32, NHWC; the caller keeps what it passes and
 * disposes what it gets.
 */
export class Network {
  /** Every layer in order, encoder then decoder. */
  readonly layers: readonly LayerDescription[];
  /** Height, width and channels of the latent maps. */
  readonly latentShape: LayerDescription["outputShape"];
  /** The weights by PyTorch's names and in its order, but in tfjs's layout. */
  readonly variables: Variables;

  readonly #architecture: Architecture;
  readonly #encoder: readonly WeightedBlock[];
  readonly #lowResolutionEncoder: readonly WeightedBlock[];
  readonly #decoder: readonly WeightedBlock[];
  #disposed = false;

  /** @throws as `checkStateDict` does */
  constructor(architecture: Architecture, weights: StateDict) {
    this.#architecture = architecture;
    this.variables = createVariables(architecture, weights);
    this.layers = describeLayers(architecture);
    this.latentShape = this.layers[architecture.encoder.length - 1]!.outputShape;
    [this.#encoder, this.#decoder] = (["encoder", "decoder"] as const).map((part) =>
      blocksOf(part, architecture[part]).map((block) => {
        // Of these ranks, as the shapes were checked.
        const filter = this.variables[`${block.name}.weight`] as tf.Variable<tf.Rank.R4>;
        const bias = this.variables[`${block.name}.bias`] as tf.Variable<tf.Rank.R1>;
        return { ...block, weights: { filter, bias } };
      })
    ) as [WeightedBlock[], WeightedBlock[]];
    const firstPool = this.#encoder.findIndex(({ pool }) => pool);
    this.#lowResolutionEncoder = this.#encoder.map((block, i) =>
      i === firstPool ? { ...block, pool: false } : block
    );
  }

  /** Take over other weights. @throws as `checkStateDict` does */
  load(weights: StateDict): void {
    assignVariables(this.#architecture, this.variables, weights);
  }

  /**
   * Latent maps `[n, h, w, c]` of `images` `[n, 128, 128, 3]`. At low resolution the encoder takes
   * the images at half their size and leaves out its first pool: from there on all shapes are the
   * same, at half the arithmetic.
   */
  encode(images: tf.Tensor4D, lowResolution = false): tf.Tensor4D {
    if (!lowResolution) return this.#run(this.#encoder, images);
    return tf.tidy(() => this.#run(this.#lowResolutionEncoder, halfSize(images)));
  }

  /** What each block of the encoder gives for `images`, the latent maps last. */
  encoderMaps(images: tf.Tensor4D): tf.Tensor4D[] {
    const maps: tf.Tensor4D[] = [];
    for (const block of this.#encoder) {
      maps.push(this.#run([block], maps.at(-1) ?? images));
    }
    return maps;
  }

  /** Images `[n, 128, 128, 3]` in [-1, 1] of latent maps. */
  decode(latent: tf.Tensor4D): tf.Tensor4D {
    return this.#run(this.#decoder, latent);
  }

  /** Reconstructions `[n, 128, 128, 3]` in [-1, 1] of `images`. */
  reconstruct(images: tf.Tensor4D): tf.Tensor4D {
    return this.#run([...this.#encoder, ...this.#decoder], images);
  }

  /** The output of every layer for `images`. */
  async activations(images: tf.Tensor4D): Promise<Activation[]> {
    this.#refuseDisposed();
    const blocks = [...this.#encoder, ...this.#decoder];
    const weights = new Map(blocks.map(({ name, weights }) => [name, weights]));
    return await chainActivations(this.layers, weights, images);
  }

  /** `encode` with all that `backward` needs; the latent maps are the pass's `y`. */
  encodeForward(images: tf.Tensor4D, lowResolution = false): Pass {
    return lowResolution
      ? this.#forward(this.#lowResolutionEncoder, halfSize(images))
      : this.#forward(this.#encoder, images.clone());
  }

  /** `decode` with all that `backward` needs; the images are the pass's `y`. */
  decodeForward(latent: tf.Tensor4D): Pass {
    return this.#forward(this.#decoder, latent.clone());
  }

  /**
   * Gradients of a pass from `dy`, the gradient by its output: by the weights, under the names of
   * their variables, and by its input if `inputGradient`. Disposes `dy` and the pass, each tensor as
   * soon as it is not needed.
   */
  backward(
    { blocks, x, outputs }: Pass,
    dy: tf.Tensor4D,
    inputGradient = false,
  ): { gradients: tf.NamedTensorMap; dx?: tf.Tensor4D } {
    const gradients: tf.NamedTensorMap = {};
    let current: tf.Tensor4D | undefined = dy;
    for (let i = blocks.length - 1; i >= 0; i--) {
      const { weights, ...block } = blocks[i]!;
      const input = i > 0 ? outputs[i - 1]!.y : x;
      const wanted = i > 0 || inputGradient;
      const back = backwardBlock(block, weights, input, outputs[i]!, current!, wanted);
      gradients[weights.filter.name] = back.filter;
      gradients[weights.bias.name] = back.bias;
      current = back.dx;
    }
    x.dispose();
    return { gradients, dx: current };
  }

  /** Give back the weights' memory; the network cannot be used any more. */
  dispose(): void {
    tf.dispose(this.variables);
    this.#disposed = true;
  }

  /** The output of `blocks` for `x`, which stays. */
  #run(blocks: readonly WeightedBlock[], x: tf.Tensor4D): tf.Tensor4D {
    this.#refuseDisposed();
    let current = x;
    for (const block of blocks) {
      const { y } = forwardBlock(block, block.weights, current, false);
      if (current !== x) current.dispose();
      current = y;
    }
    return current;
  }

  /** The pass of `blocks` for `x`, which becomes part of it. */
  #forward(blocks: readonly WeightedBlock[], x: tf.Tensor4D): Pass {
    this.#refuseDisposed();
    const outputs: BlockOutput[] = [];
    let y = x;
    for (const block of blocks) {
      const output = forwardBlock(block, block.weights, y, true);
      outputs.push(output);
      y = output.y;
    }
    return { blocks, x, outputs, y };
  }

  #refuseDisposed(): void {
    if (!this.#disposed) return;
    throw new TypeError(`Cannot use model "${this.#architecture.name}" as it is disposed`);
  }
}

/** Images at half their size: means of 2 x 2 pixels. */
function halfSize(images: tf.Tensor4D): tf.Tensor4D {
  return tf.avgPool(images, 2, 2, "valid");
}
