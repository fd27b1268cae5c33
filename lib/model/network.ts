/** Encoder and decoder of an architecture with their weights, forward and backward. */

import * as tf from "@tensorflow/tfjs-core";
import { type Activation, chainActivations } from "./activations.ts";
import { type Architecture, describeLayers, type LayerDescription } from "./architecture.ts";
import { type Block, blocksOf, type BlockWeights } from "./blocks.ts";
import { backwardChain, type Forward, forwardChain, runChain } from "./chain.ts";
import type { StateDict } from "./state_dict.ts";
import { assignVariables, createVariables, type Variables } from "./variables.ts";

/** A forward pass of the encoder or the decoder; `Network.backward` disposes it. */
export interface Pass extends Forward {
  blocks: readonly Block[];
  /** What the first block took, `[n, h, w, c]`. */
  x: tf.Tensor4D;
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
  readonly #encoder: readonly Block[];
  readonly #lowResolutionEncoder: readonly Block[];
  readonly #decoder: readonly Block[];
  readonly #weights = new Map<string, BlockWeights>();

  /** @throws as `checkStateDict` does */
  constructor(architecture: Architecture, weights: StateDict) {
    this.#architecture = architecture;
    this.variables = createVariables(architecture, weights);
    this.layers = describeLayers(architecture);
    this.latentShape = this.layers[architecture.encoder.length - 1]!.outputShape;
    this.#encoder = blocksOf("encoder", architecture.encoder);
    this.#decoder = blocksOf("decoder", architecture.decoder);
    const firstPool = this.#encoder.findIndex(({ pool }) => pool);
    this.#lowResolutionEncoder = this.#encoder.map((block, i) =>
      i === firstPool ? { ...block, pool: false } : block
    );
    for (const { name } of [...this.#encoder, ...this.#decoder]) {
      // Of these ranks, as the shapes were checked.
      const filter = this.variables[`${name}.weight`] as tf.Variable<tf.Rank.R4>;
      const bias = this.variables[`${name}.bias`] as tf.Variable<tf.Rank.R1>;
      this.#weights.set(name, { filter, bias });
    }
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
    if (!lowResolution) return runChain(this.#encoder, this.#weightsOf, images);
    return tf.tidy(() => runChain(this.#lowResolutionEncoder, this.#weightsOf, halfSize(images)));
  }

  /** What each block of the encoder gives for `images`, the latent maps last. */
  encoderMaps(images: tf.Tensor4D): tf.Tensor4D[] {
    const maps: tf.Tensor4D[] = [];
    for (const block of this.#encoder) {
      maps.push(runChain([block], this.#weightsOf, maps.at(-1) ?? images));
    }
    return maps;
  }

  /** Images `[n, 128, 128, 3]` in [-1, 1] of latent maps. */
  decode(latent: tf.Tensor4D): tf.Tensor4D {
    return runChain(this.#decoder, this.#weightsOf, latent);
  }

  /** Reconstructions `[n, 128, 128, 3]` in [-1, 1] of `images`. */
  reconstruct(images: tf.Tensor4D): tf.Tensor4D {
    return runChain([...this.#encoder, ...this.#decoder], this.#weightsOf, images);
  }

  /** The output of every layer for `images`. */
  async activations(images: tf.Tensor4D): Promise<Activation[]> {
    return await chainActivations(this.layers, this.#weightsOf, images);
  }

  /** `encode` with all that `backward` needs; the latent maps are the pass's `y`. */
  encodeForward(images: tf.Tensor4D, lowResolution = false): Pass {
    const blocks = lowResolution ? this.#lowResolutionEncoder : this.#encoder;
    const x = lowResolution ? halfSize(images) : images.clone();
    return { blocks, x, ...forwardChain(blocks, this.#weightsOf, x) };
  }

  /** `decode` with all that `backward` needs; the images are the pass's `y`. */
  decodeForward(latent: tf.Tensor4D): Pass {
    const x = latent.clone();
    return { blocks: this.#decoder, x, ...forwardChain(this.#decoder, this.#weightsOf, x) };
  }

  /**
   * Gradients of a pass from `dy`, the gradient by its output: by the weights, under the names of
   * their variables, and by its input if `inputGradient`. Disposes `dy` and the pass.
   */
  backward(
    { blocks, x, ...forward }: Pass,
    dy: tf.Tensor4D,
    inputGradient = false,
  ): { gradients: tf.NamedTensorMap; dx?: tf.Tensor4D } {
    const back = backwardChain(blocks, this.#weightsOf, x, forward, dy, inputGradient);
    x.dispose();
    const gradients: tf.NamedTensorMap = {};
    for (const [name, { filter, bias }] of back.weights) {
      gradients[this.variables[`${name}.weight`]!.name] = filter;
      gradients[this.variables[`${name}.bias`]!.name] = bias;
    }
    return { gradients, dx: back.dx };
  }

  /** Give back the weights' memory; the network cannot be used any more. */
  dispose(): void {
    tf.dispose(this.variables);
    this.#weights.clear();
  }

  #weightsOf = (name: string): BlockWeights => {
    const weights = this.#weights.get(name);
    if (!weights) {
      throw new TypeError(`Cannot use model "${this.#architecture.name}" as it is disposed`);
    }
    return weights;
  };
}

/** Images at half their size: means of 2 x 2 pixels. */
function halfSize(images: tf.Tensor4D): tf.Tensor4D {
  return tf.avgPool(images, 2, 2, "valid");
}
