/** The running model: `createAutoencoder`, `Autoencoder`. */

import * as tf from "@tensorflow/tfjs-core";
import { meanSquare } from "../backend/gradient_ops.ts";
import {
  batchesAtOnce,
  inferenceBatch,
  maxTensorBytes,
  settleBackend,
  useBackend,
} from "../backend/mod.ts";
import { mapInOrder } from "../io/in_order.ts";
import {
  type Architecture,
  ARCHITECTURES,
  describeLayers,
  IMAGE_SHAPE,
  IMAGE_VALUES,
  type LayerDescription,
  learnsMirror,
  MODEL_NAMES,
  type ModelName,
  scaleArchitecture,
} from "./architecture.ts";
import { type Activation, chainActivations } from "./activations.ts";
import { type Block, blocksOf, type BlockWeights } from "./blocks.ts";
import { type Backward, backwardChain, forwardChain, runChain } from "./chain.ts";
import { imageTensor } from "./images.ts";
import { flattenLatent } from "./latent.ts";
import { takeStep } from "./step.ts";
import {
  checkStateDict,
  initialStateDict,
  type InitName,
  readTensors,
  type StateDict,
} from "./state_dict.ts";

/**
 * Images `[n, 128, 128, 3]`, float32 in [-1, 1]: a tensor, or its values row by row; or their bytes 0
 * to 255 as a store keeps them, which the device makes into the numbers of `imagesFromBytes`.
 */
export type Images = tf.Tensor4D | Float32Array | Uint8Array;

/** Options of `createAutoencoder`. */
export interface AutoencoderOptions {
  /** Draws the first weights. @default 1 */
  seed?: number;
  /** How they are drawn. @default "torch", as the original */
  init?: InitName;
  /** Times as many channels (`scaleArchitecture`). @default 1 */
  width?: number;
}

/** Loss and gradients of one batch. */
export interface LossAndGradients {
  /** A scalar. */
  loss: tf.Scalar;
  /** By variable name, as `tf.Optimizer.applyGradients` takes them. */
  gradients: tf.NamedTensorMap;
}

/** A loss on the latent maps of a batch, and its gradients. */
export interface LatentLoss extends LossAndGradients {
  /** By the latent maps, in their shape. */
  dLatent: tf.Tensor4D;
}

/** What a batch is to be good at. */
export interface Objective {
  /**
   * Weight of the mean squared error of the reconstruction, over all values of the batch; 0 leaves
   * the decoder out.
   *
   * @default 1
   */
  reconstruction?: number;
  /**
   * What is added to it: a loss of the latent maps `[n, h, w, c]` of the whole batch. It is called
   * once, keeps nothing and disposes nothing it is given.
   */
  latentLoss?: (latent: tf.Tensor4D) => LatentLoss;
  /**
   * Whether the encoder sees photos at half their size and leaves out its first pool: from there on
   * all shapes are the same, at half the arithmetic.
   *
   * @default false
   */
  halved?: boolean;
}

let created = 0;

/**
 * A convolutional autoencoder: 128 x 128 RGB images to latent vectors and back.
 *
 * Weights are tfjs variables, float32; `dispose()` gives them back. Results are plain arrays.
 */
export class Autoencoder {
  readonly name: ModelName;
  readonly architecture: Architecture;
  /** Every layer in order, encoder then decoder. */
  readonly layers: readonly LayerDescription[];
  /** Trainable numbers in all. */
  readonly paramCount: number;
  /** Length of a latent vector. */
  readonly latentDim: number;

  readonly #latentShape: readonly [number, number, number];
  readonly #encoder: readonly Block[];
  readonly #halvedEncoder: readonly Block[];
  readonly #decoder: readonly Block[];
  readonly #weights = new Map<string, { filter: tf.Variable; bias: tf.Variable }>();
  readonly #prefix: string;

  /** Use `createAutoencoder`, which also readies the backend. */
  constructor(architecture: Architecture, weights: StateDict) {
    this.name = architecture.name;
    this.layers = describeLayers(architecture);
    this.paramCount = this.layers.reduce((sum, { parameters }) => sum + parameters, 0);
    const latent = this.layers[architecture.encoder.length - 1]!;
    this.#latentShape = latent.outputShape;
    this.latentDim = latent.outputShape.reduce((product, size) => product * size, 1);
    this.architecture = architecture;
    this.#encoder = blocksOf("encoder", architecture.encoder);
    const firstPool = this.#encoder.findIndex(({ pool }) => pool);
    this.#halvedEncoder = this.#encoder.with(firstPool, {
      ...this.#encoder[firstPool]!,
      pool: false,
    });
    this.#decoder = blocksOf("decoder", architecture.decoder);
    // tfjs keeps one register of variable names, and two models may live side by side.
    this.#prefix = `${architecture.name}_${created++}/`;
    this.loadStateDict(weights);
  }

  /** Latent vectors of `images`, row-major `[n, latentDim]`, channel by channel as in PyTorch. */
  async encode(images: Images): Promise<Float32Array> {
    return await this.#inBatches(images, this.latentDim, (batch) => {
      const latent = runChain(this.#encoder, this.#blockWeights, batch);
      return flattenLatent(latent);
    });
  }

  /**
   * Vectors to search `images` by, `[n, latentDim]` as from `encode`: of a model that was taught to
   * take a photo and its mirror image for the same, the mean of both, which makes it certain.
   */
  async describe(images: Images): Promise<Float32Array> {
    if (!learnsMirror(this.architecture)) return await this.encode(images);
    return await this.#inBatches(images, this.latentDim, (batch) => {
      const encode = (photos: tf.Tensor4D) =>
        tf.tidy(() => flattenLatent(runChain(this.#encoder, this.#blockWeights, photos)));
      return tf.div(tf.add(encode(batch), encode(tf.reverse(batch, 2))), 2);
    });
  }

  /** Images `[n, 128, 128, 3]` in [-1, 1] of latent vectors, row-major `[n, latentDim]`. */
  async decode(vectors: Float32Array): Promise<Float32Array> {
    const { latentDim } = this;
    const n = vectors.length / latentDim;
    if (!Number.isInteger(n) || n === 0) {
      throw new TypeError(
        `Cannot decode as vectors must hold a multiple of ${latentDim} numbers: ` +
          `current length is ${vectors.length}`,
      );
    }
    return await this.#inParts(n, IMAGE_VALUES, (start, count) => {
      const rows = vectors.subarray(start * latentDim, (start + count) * latentDim);
      return runChain(this.#decoder, this.#blockWeights, this.#unflattenLatent(rows));
    });
  }

  /** What the model makes of `images`: `[n, 128, 128, 3]` in [-1, 1]. */
  async reconstruct(images: Images): Promise<Float32Array> {
    return await this.#inBatches(
      images,
      IMAGE_VALUES,
      (batch) => runChain(this.#allBlocks, this.#blockWeights, batch),
    );
  }

  /** The output of every layer for `images`, in order. Meant for a few images: it holds them all. */
  async activations(images: Images): Promise<Activation[]> {
    const batch = tf.tidy(() => toTensor(images));
    try {
      return await chainActivations(this.layers, this.#blockWeights, batch);
    } finally {
      if (batch !== images) batch.dispose();
    }
  }

  /** Mean squared error of `images` against their reconstruction, over all values in [-1, 1]. */
  async loss(images: Images): Promise<number> {
    const n = countImages(images);
    let sum = 0;
    for (const [start, count] of this.#parts(n)) {
      const loss = tf.tidy(() => {
        const batch = count === n ? toTensor(images) : imageBatch(images, start, count);
        const y = runChain(this.#allBlocks, this.#blockWeights, batch);
        return meanSquare(tf.sub(y, batch));
      });
      const [value] = await loss.data();
      loss.dispose();
      sum += value! * count;
    }
    return sum / n;
  }

  /**
   * One step of gradient descent on `images`.
   *
   * @param optimizer any tfjs optimizer; `Adam` of this library is the one that resumes exactly
   * @returns the loss before the step: mean squared error over the batch's values in [-1, 1]
   */
  async trainStep(images: Images, optimizer: tf.Optimizer): Promise<number> {
    return await takeStep(this.lossAndGradients(images), optimizer);
  }

  /**
   * The loss of `images` under `objective` and its gradient by each weight; without one, the mean
   * squared error of their reconstruction. A batch that the backend cannot hold in one tensor is taken
   * in parts and summed: the same loss over all its images.
   */
  lossAndGradients(images: Images, objective: Objective = {}): LossAndGradients {
    const n = countImages(images);
    const parts = this.#parts(n);
    const held: LossAndGradients[] = [];
    const hold = ({ dLatent, ...rest }: LatentLoss) => {
      held.push(rest);
      return dLatent;
    };
    let { latentLoss } = objective;
    let ofAll: tf.Tensor4D | undefined;
    if (latentLoss && parts.length > 1) {
      // A loss that compares images needs them all before any part can go back.
      const latent = this.#latentMaps(images, parts, objective);
      ofAll = hold(latentLoss(latent));
      latent.dispose();
      latentLoss = undefined;
    }
    for (const [start, count] of parts) {
      const batch = tf.tidy(() =>
        count === n ? toTensor(images) : imageBatch(images, start, count)
      );
      const gradientOf = (latent: tf.Tensor4D) => {
        if (latentLoss) return hold(latentLoss(latent));
        return ofAll && tf.slice(ofAll, [start, 0, 0, 0], [count, -1, -1, -1]);
      };
      held.push(this.#shareOfLoss(batch, count / n, objective, gradientOf));
      if (batch !== images) batch.dispose();
    }
    ofAll?.dispose();
    return held.reduce(sumAndDispose);
  }

  /** Latent maps of all `images`, part by part, one after another. */
  #latentMaps(
    images: Images,
    parts: readonly [start: number, count: number][],
    { halved = false }: Objective,
  ): tf.Tensor4D {
    return tf.tidy(() =>
      tf.concat(parts.map(([start, count]) =>
        tf.tidy(() => {
          const batch = imageBatch(images, start, count);
          const input = halved ? halfSize(batch) : batch;
          return runChain(this.#encoderFor(halved), this.#blockWeights, input);
        })
      ))
    );
  }

  #encoderFor(halved: boolean): readonly Block[] {
    return halved ? this.#halvedEncoder : this.#encoder;
  }

  /**
   * The part of a loss that `batch` has to itself: `share` times the weighted squared error, and its
   * gradient by each weight, to which goes what `gradientOf` gives for the latent maps.
   */
  #shareOfLoss(
    batch: tf.Tensor4D,
    share: number,
    { reconstruction = 1, halved = false }: Objective,
    gradientOf: (latent: tf.Tensor4D) => tf.Tensor4D | undefined,
  ): LossAndGradients {
    const encoder = this.#encoderFor(halved);
    const input = halved ? halfSize(batch) : batch;
    const encoded = forwardChain(encoder, this.#blockWeights, input);
    let dLatent = gradientOf(encoded.y);
    let loss = tf.scalar(0);
    const byBlock: Backward["weights"][] = [];
    if (reconstruction > 0) {
      loss.dispose();
      const decoded = forwardChain(this.#decoder, this.#blockWeights, encoded.y);
      const difference = tf.sub(decoded.y, batch) as tf.Tensor4D;
      const weight = share * reconstruction;
      loss = tf.tidy(() => {
        const mean = meanSquare(difference);
        return weight === 1 ? mean : tf.mul(mean, weight);
      }) as tf.Scalar;
      const dy = tf.mul(difference, 2 * weight / difference.size) as tf.Tensor4D;
      difference.dispose();
      const back = backwardChain(this.#decoder, this.#blockWeights, encoded.y, decoded, dy, true);
      byBlock.push(back.weights);
      dLatent = dLatent ? addAndDispose(dLatent, back.dx!) : back.dx!;
    }
    if (!dLatent) throw new TypeError("Cannot train as the objective has no loss");
    byBlock.push(backwardChain(encoder, this.#blockWeights, input, encoded, dLatent).weights);
    if (input !== batch) input.dispose();
    const gradients: tf.NamedTensorMap = {};
    for (const [name, { filter, bias }] of byBlock.flatMap((blocks) => [...blocks])) {
      gradients[`${this.#prefix}${name}.weight`] = filter;
      gradients[`${this.#prefix}${name}.bias`] = bias;
    }
    return { loss, gradients };
  }

  /** Gradients of the loss on `images` by the model's weights, under PyTorch's names and in its layout. */
  async gradientStateDict(images: Images, objective: Objective = {}): Promise<StateDict> {
    const { loss, gradients } = this.lossAndGradients(images, objective);
    loss.dispose();
    const own = Object.entries(gradients).filter(([name]) => name.startsWith(this.#prefix));
    const named = own.map(([name, gradient]) => [name.slice(this.#prefix.length), gradient]);
    const state = await readTorchLayout(Object.fromEntries(named));
    tf.dispose(gradients);
    return state;
  }

  /** The weights under PyTorch's names and in its layout. */
  stateDict(): Promise<StateDict> {
    return readTorchLayout(this.variables);
  }

  /**
   * Take over weights under PyTorch's names and in its layout.
   *
   * @throws {TypeError} if a tensor is missing, unknown or of another shape
   * @throws {RangeError} if a number is NaN or infinite
   */
  loadStateDict(state: StateDict): void {
    checkStateDict(this.architecture, state);
    for (const { name } of [...this.#encoder, ...this.#decoder]) {
      const filter = fromTorchLayout(state, `${name}.weight`);
      const bias = fromTorchLayout(state, `${name}.bias`);
      const held = this.#weights.get(name);
      if (held) {
        held.filter.assign(filter);
        held.bias.assign(bias);
      } else {
        const variable = (value: tf.Tensor, suffix: string) =>
          tf.variable(value, true, `${this.#prefix}${name}.${suffix}`);
        this.#weights.set(name, {
          filter: variable(filter, "weight"),
          bias: variable(bias, "bias"),
        });
      }
      // A variable holds its own reference to the data.
      tf.dispose([filter, bias]);
    }
  }

  /** The variables by PyTorch name, in PyTorch's order. */
  get variables(): Record<string, tf.Variable> {
    const byName: Record<string, tf.Variable> = {};
    for (const [name, { filter, bias }] of this.#weights) {
      byName[`${name}.weight`] = filter;
      byName[`${name}.bias`] = bias;
    }
    return byName;
  }

  /** Give back the weights' memory; the model cannot be used any more. */
  dispose(): void {
    for (const { filter, bias } of this.#weights.values()) tf.dispose([filter, bias]);
    this.#weights.clear();
  }

  get #allBlocks(): readonly Block[] {
    return [...this.#encoder, ...this.#decoder];
  }

  #blockWeights = (name: string): BlockWeights => {
    const weights = this.#weights.get(name);
    if (!weights) throw new TypeError(`Cannot use model "${this.name}" as it is disposed`);
    return weights as unknown as BlockWeights;
  };

  /** Vectors `[n, latentDim]` in PyTorch's channel order as the decoder's input, NHWC. */
  #unflattenLatent(vectors: Float32Array): tf.Tensor4D {
    const [h, w, c] = this.#latentShape;
    return tf.transpose(tf.tensor4d(vectors, [vectors.length / this.latentDim, c, h, w]), [
      0,
      2,
      3,
      1,
    ]);
  }

  /** `n` images in parts of at most `limit` that the backend can hold in the widest layer. */
  #parts(n: number, limit = Infinity): [start: number, count: number][] {
    const sizes = this.layers.map(({ outputShape: [h, w, c] }) => h * w * c);
    const held = Math.max(1, Math.floor(maxTensorBytes() / (4 * Math.max(...sizes))));
    const most = Math.min(limit, held);
    const parts: [number, number][] = [];
    for (let start = 0; start < n; start += most) parts.push([start, Math.min(most, n - start)]);
    return parts;
  }

  /** `run` over batches of images; its results, `[batch, dim]` each, one after another. */
  async #inBatches(
    images: Images,
    dim: number,
    run: (batch: tf.Tensor4D) => tf.Tensor,
  ): Promise<Float32Array> {
    return await this.#inParts(
      countImages(images),
      dim,
      (start, count) => run(imageBatch(images, start, count)),
    );
  }

  /** `run` over `n` things in parts, several of them under way; its results one after another. */
  async #inParts(
    n: number,
    dim: number,
    run: (start: number, count: number) => tf.Tensor,
  ): Promise<Float32Array> {
    const out = new Float32Array(n * dim);
    const work = async ([start, count]: [number, number]) => {
      const result = tf.tidy(() => run(start, count));
      try {
        return { start, values: await result.data() as Float32Array };
      } finally {
        result.dispose();
      }
    };
    const parts = this.#parts(n, inferenceBatch());
    for await (const { start, values } of mapInOrder(parts, batchesAtOnce, work)) {
      out.set(values, start * dim);
    }
    await settleBackend();
    return out;
  }
}

/**
 * Create a model with fresh weights, "pretrained" too (`openTrained` opens it with those it comes with).
 *
 * @param name one of `MODEL_NAMES`
 * @throws {RangeError} if there is no such model, or not of such a width
 */
export async function createAutoencoder(
  name: ModelName,
  { seed = 1, init, width = 1 }: AutoencoderOptions = {},
): Promise<Autoencoder> {
  if (!MODEL_NAMES.includes(name)) {
    throw new RangeError(
      `Cannot create autoencoder as name must be one of ${MODEL_NAMES.join(", ")}: ` +
        `current value is "${name}"`,
    );
  }
  await useBackend();
  const architecture = scaleArchitecture(ARCHITECTURES[name], width);
  return new Autoencoder(architecture, initialStateDict(architecture, seed, init));
}

/** The sums of two parts of a loss, in place of both; they may have gradients by other weights. */
function sumAndDispose(a: LossAndGradients, b: LossAndGradients): LossAndGradients {
  const gradients = { ...b.gradients };
  for (const [name, gradient] of Object.entries(a.gradients)) {
    const other = gradients[name];
    gradients[name] = other ? addAndDispose(gradient, other) : gradient;
  }
  return { loss: addAndDispose(a.loss, b.loss), gradients };
}

function addAndDispose<T extends tf.Tensor>(a: T, b: T): T {
  const sum = tf.add(a, b) as T;
  tf.dispose([a, b]);
  return sum;
}

/** Images at half their size: means of 2 x 2 pixels. */
function halfSize(images: tf.Tensor4D): tf.Tensor4D {
  return tf.avgPool(images, 2, 2, "valid");
}

/** How many images these are. @throws {TypeError} if they are none or of another shape */
function countImages(images: Images): number {
  const [height, width, channels] = IMAGE_SHAPE;
  const ok = isArray(images)
    ? images.length > 0 && images.length % IMAGE_VALUES === 0
    : images.rank === 4 && images.shape[0] > 0 && images.dtype === "float32" &&
      images.shape.slice(1).join() === IMAGE_SHAPE.join();
  if (!ok) {
    const current = isArray(images)
      ? `current value holds ${images.length} numbers`
      : `current shape is [${images.shape.join(", ")}], ${images.dtype}`;
    throw new TypeError(
      `Cannot use images as they must be [n, ${height}, ${width}, ${channels}] float32 or bytes: ` +
        current,
    );
  }
  return isArray(images) ? images.length / IMAGE_VALUES : images.shape[0];
}

function isArray(images: Images): images is Float32Array | Uint8Array {
  return images instanceof Float32Array || images instanceof Uint8Array;
}

/** All of `images` as a tensor; a tensor is given back itself. */
function toTensor(images: Images): tf.Tensor4D {
  const n = countImages(images);
  if (images instanceof Uint8Array) return imageTensor(images);
  return images instanceof Float32Array ? tf.tensor4d(images, [n, ...IMAGE_SHAPE]) : images;
}

/** `count` images from `start` on as a new tensor. */
function imageBatch(images: Images, start: number, count: number): tf.Tensor4D {
  return isArray(images)
    ? toTensor(images.subarray(start * IMAGE_VALUES, (start + count) * IMAGE_VALUES))
    : tf.slice(images, [start, 0, 0, 0], [count, ...IMAGE_SHAPE]);
}

/** tfjs filters are `[kh, kw, in, out]` (transposed: out, in), PyTorch's the same axes reversed. */
const TO_TORCH = [3, 2, 0, 1];
const FROM_TORCH = [2, 3, 1, 0];

async function readTorchLayout(tensors: tf.NamedTensorMap): Promise<StateDict> {
  const turned = Object.entries(tensors).map(([name, tensor]) =>
    [name, tensor.rank === 4 ? tf.transpose(tensor, TO_TORCH) : tensor.clone()] as const
  );
  try {
    return await readTensors(Object.fromEntries(turned));
  } finally {
    for (const [, tensor] of turned) tensor.dispose();
  }
}

function fromTorchLayout(state: StateDict, name: string): tf.Tensor {
  const { shape, data } = state[name]!;
  return tf.tidy(() => {
    const torch = tf.tensor(data, shape as number[], "float32");
    return torch.rank === 4 ? tf.transpose(torch, FROM_TORCH) : torch;
  });
}
