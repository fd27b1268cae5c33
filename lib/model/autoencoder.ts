/** The convolutional autoencoder with its weights on the backend. */

import * as tf from "@tensorflow/tfjs-core";
import { meanSquare } from "../backend/gradient_ops.ts";
import { inferenceBatch, useBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { IMAGE_VALUES } from "../dataset/store/image_size.ts";
import type { Activation } from "./activations.ts";
import {
  type Architecture,
  type ArchitectureName,
  ARCHITECTURES,
  type LayerDescription,
  scaleArchitecture,
} from "./architecture.ts";
import { mapParts, type Part, partsOf } from "./batching.ts";
import { checkImages, countImages, imageBatch, type Images } from "./images.ts";
import { type LossAndGradients, lossAndGradients, type LossOptions } from "./loss.ts";
import { Network } from "./network.ts";
import { initialStateDict, type InitName, type StateDict } from "./state_dict.ts";
import { flattenLatent, toTorchLayout, unflattenLatent } from "./torch_layout.ts";

/** Maps of one block for several images. */
export interface FeatureMaps {
  /** Height, width and channels. */
  shape: [height: number, width: number, channels: number];
  /** Float32 `[n, height, width, channels]`, row-major. */
  data: Float32Array;
}

/** Options of `createAutoencoder`. */
export interface AutoencoderOptions {
  /** Of the initial weights. @default 1 */
  seed?: number;
  /** How the initial weights are drawn. @default "torch", as the original */
  init?: InitName;
  /** Times as many channels (`scaleArchitecture`). @default 1 */
  width?: number;
  /** Whether `embed` averages an image and its mirror image. @default false */
  mirrorInvariant?: boolean;
}

/**
 * A convolutional autoencoder: 128 x 128 RGB images to latent vectors and back.
 *
 * Weights are tfjs variables, float32; `dispose()` gives them back. Results are plain arrays. A
 * batch of any size is taken in parts that the backend can hold. Images of another shape are refused
 * with a TypeError; values that are NaN or not from -1 to 1 with a RangeError.
 *
 * @example
 * ```ts
 * import { createAutoencoder, imagesFromBytes } from "lookalike";
 *
 * const model = await createAutoencoder("plus_layer");
 * const images = new Uint8Array(2 * 128 * 128 * 3);
 * const vectors = await model.encode(images); // Float32Array, [2, 512]
 * const reconstructions = await model.decode(vectors); // [2, 128, 128, 3], in [-1, 1]
 * model.dispose();
 * ```
 */
export class Autoencoder {
  readonly architecture: Architecture;
  /** Every layer in order, encoder then decoder. */
  readonly layers: readonly LayerDescription[];
  /** Trainable parameters. */
  readonly paramCount: number;
  /** Dimensions of a latent vector. */
  readonly latentDim: number;
  /** Height, width and channels of the latent maps. */
  readonly latentShape: LayerDescription["outputShape"];

  readonly #network: Network;
  readonly #mirrorInvariant: boolean;
  /** Values of an image in the widest layer. */
  readonly #widest: number;

  /** Use `createAutoencoder`, which also prepares the backend. */
  constructor(
    architecture: Architecture,
    weights: StateDict,
    { mirrorInvariant = false }: { mirrorInvariant?: boolean } = {},
  ) {
    this.#mirrorInvariant = mirrorInvariant;
    this.architecture = architecture;
    this.#network = new Network(architecture, weights);
    this.layers = this.#network.layers;
    this.paramCount = this.layers.reduce((sum, { parameters }) => sum + parameters, 0);
    this.#widest = Math.max(...this.layers.map(({ outputShape }) => product(outputShape)));
    this.latentShape = this.#network.latentShape;
    this.latentDim = product(this.latentShape);
  }

  /**
   * Latent vectors of `images`, row-major `[n, latentDim]`, flattened as PyTorch does.
   *
   * @param lowResolution whether the encoder takes the images at half their size
   */
  async encode(images: Images, lowResolution = false): Promise<Float32Array> {
    return await this.#map(
      images,
      this.latentDim,
      (batch) => flattenLatent(this.#network.encode(batch, lowResolution)),
    );
  }

  /**
   * Embeddings of `images`, row-major `[n, latentDim]`: their latent vectors, with test-time
   * augmentation where the objective treats an image and its mirror image alike: then it is the mean
   * of the two latent vectors.
   */
  async embed(images: Images): Promise<Float32Array> {
    if (!this.#mirrorInvariant) return await this.encode(images);
    const encode = (batch: tf.Tensor4D) => flattenLatent(this.#network.encode(batch));
    return await this.#map(images, this.latentDim, (batch) => {
      return tf.div(tf.add(encode(batch), encode(tf.reverse(batch, 2))), 2);
    });
  }

  /**
   * Feature maps of `images` after each block of the encoder (convolution, activation and pool) that
   * has at most `side` x `side` positions, the latent maps last: float32 `[n, height, width, channels]`.
   */
  async encoderMaps(images: Images, side: number): Promise<FeatureMaps[]> {
    const found: FeatureMaps[] = [];
    const n = await checkImages(images);
    for (const { start, count } of this.#parts(n, inferenceBatch())) {
      const maps = tf.tidy(() =>
        this.#network.encoderMaps(imageBatch(images, start, count))
          .filter(({ shape: [, height] }) => height <= side)
      );
      for (const [i, map] of maps.entries()) {
        const [, height, width, channels] = map.shape;
        const values = height * width * channels;
        found[i] ??= { shape: [height, width, channels], data: new Float32Array(n * values) };
        found[i].data.set(await map.data<"float32">(), start * values);
      }
      tf.dispose(maps);
    }
    return found;
  }

  /** Images `[n, 128, 128, 3]` in [-1, 1] of latent vectors, row-major `[n, latentDim]`. */
  async decode(vectors: Float32Array): Promise<Float32Array> {
    const { latentDim } = this;
    const n = vectors.length / latentDim;
    if (!Number.isInteger(n) || n === 0) {
      throw new TypeError(
        `Cannot decode as the length of vectors must be a multiple of ${latentDim}: ` +
          `current length is ${vectors.length}`,
      );
    }
    return await mapParts(this.#parts(n, inferenceBatch()), IMAGE_VALUES, ({ start, count }) => {
      const rows = vectors.subarray(start * latentDim, (start + count) * latentDim);
      return this.#network.decode(unflattenLatent(rows, this.latentShape));
    });
  }

  /** Reconstructions of `images`: `[n, 128, 128, 3]` in [-1, 1]. */
  async reconstruct(images: Images): Promise<Float32Array> {
    return await this.#map(images, IMAGE_VALUES, (batch) => this.#network.reconstruct(batch));
  }

  /** The output of every layer for `images`, in order. For a few images: all outputs are held. */
  async activations(images: Images): Promise<Activation[]> {
    const batch = imageBatch(images, 0, await checkImages(images));
    try {
      return await this.#network.activations(batch);
    } finally {
      batch.dispose();
    }
  }

  /** Mean squared error of the reconstruction of `images`, over all values in [-1, 1]. */
  async loss(images: Images): Promise<number> {
    const n = await checkImages(images);
    let sum = 0;
    for (const { start, count } of this.#parts(n)) {
      const [value] = await valuesOf(() => {
        const batch = imageBatch(images, start, count);
        return meanSquare(tf.sub(this.#network.reconstruct(batch), batch));
      });
      sum += value! * count;
    }
    return sum / n;
  }

  /**
   * Loss of `images` and its gradient by each weight; without options the reconstruction's. Values of a
   * tensor are taken as they are, without waiting for the device.
   */
  lossAndGradients(images: Images, options?: LossOptions): LossAndGradients {
    const parts = this.#parts(countImages(images));
    return lossAndGradients(this.#network, { images, parts }, options);
  }

  /** The weights under PyTorch's names and in its layout. */
  stateDict(): Promise<StateDict> {
    return toTorchLayout(this.variables);
  }

  /**
   * Take over weights under PyTorch's names and in its layout.
   *
   * @throws {TypeError} if a tensor is missing, unknown or of another shape
   * @throws {RangeError} if a value is NaN or infinite
   */
  loadStateDict(state: StateDict): void {
    this.#network.load(state);
  }

  /** The variables by PyTorch name, in PyTorch's order. */
  get variables(): Readonly<Record<string, tf.Variable>> {
    return this.#network.variables;
  }

  /** Give back the weights' memory; the model cannot be used any more. */
  dispose(): void {
    this.#network.dispose();
  }

  #parts(n: number, limit?: number): Part[] {
    return partsOf(n, this.#widest, limit);
  }

  /** `run` over batches of images: its results, `[n, dim]`. */
  async #map(
    images: Images,
    dim: number,
    run: (batch: tf.Tensor4D) => tf.Tensor,
  ): Promise<Float32Array> {
    const parts = this.#parts(await checkImages(images), inferenceBatch());
    return await mapParts(parts, dim, ({ start, count }) => run(imageBatch(images, start, count)));
  }
}

/**
 * Create a model with initial weights.
 *
 * @throws {RangeError} if there is no such architecture, or not of such a width
 */
export async function createAutoencoder(
  name: ArchitectureName,
  { seed = 1, init, width = 1, ...options }: AutoencoderOptions = {},
): Promise<Autoencoder> {
  if (!Object.hasOwn(ARCHITECTURES, name)) {
    throw new RangeError(
      `Cannot create autoencoder as name must be one of ${
        Object.keys(ARCHITECTURES).join(", ")
      }: ` +
        `current value is "${name}"`,
    );
  }
  await useBackend();
  const architecture = scaleArchitecture(ARCHITECTURES[name], width);
  return new Autoencoder(architecture, initialStateDict(architecture, seed, init), options);
}

function product(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
