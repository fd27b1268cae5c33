/** State dicts: weights under PyTorch's names and in its layout, and their initial values. */

import type * as tf from "@tensorflow/tfjs-core";
import { deriveSeed, uniformAt } from "../io/random.ts";
import { type Architecture, describeLayers, scaleArchitecture } from "./architecture.ts";

/** One weight: row-major `data`, float32; convolutions `[out, in, kh, kw]`, transposed `[in, out, kh, kw]`. */
export interface Weight {
  shape: readonly number[];
  data: Float32Array;
}

/** Weights by PyTorch name: `encoder.0.weight`, `encoder.0.bias`, ... */
export type StateDict = Record<string, Weight>;

/** Name and PyTorch shape of one trainable tensor. */
export interface WeightSpec {
  name: string;
  shape: readonly number[];
}

/** What has weights: an autoencoder, or a network that lists them. */
export type Weighted = Architecture | { name: string; weights: readonly WeightSpec[] };

/** A trainable tensor of an autoencoder, and its initial range. */
export interface ParameterSpec extends WeightSpec {
  /** Initial values are uniform in [-bound, bound]; one bound for each initialisation. */
  bounds: Record<InitName, number>;
}

/**
 * The initialisation. "torch": PyTorch's default for convolutions, as in the original:
 * `kaiming_uniform_` with a = sqrt(5), which is uniform in +-1 / sqrt(fan_in); biases too. "he":
 * `he_uniform` (He et al. 2015), which keeps the variance from layer to layer: uniform in
 * +-sqrt(3 gain / inputs), with gain 2 before a ReLU, else 1; biases 0. A deep network starts to
 * learn sooner: after sixteen layers of PyTorch's, next to nothing is left of the image.
 */
export type InitName = "torch" | "he";

/** All trainable tensors of `architecture`. */
export function weightSpecs(architecture: Weighted): readonly WeightSpec[] {
  return "weights" in architecture ? architecture.weights : parameterSpecs(architecture);
}

/** All trainable tensors of an autoencoder in PyTorch's order. */
export function parameterSpecs(architecture: Architecture): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  const layers = describeLayers(architecture);
  for (const [i, { name, layer }] of layers.entries()) {
    if (layer.type !== "conv" && layer.type !== "convTranspose") continue;
    const { in: inputs, out: outputs, kernel, stride } = layer;
    const transposed = layer.type === "convTranspose";
    const [first, second] = transposed ? [inputs, outputs] : [outputs, inputs];
    const shape = [first, second, kernel, kernel];
    // PyTorch computes fan_in from the second axis of the weight, also of a transposed convolution.
    const torch = 1 / Math.sqrt(second * kernel ** 2);
    // An output of a transposed convolution meets one in stride^2 of the kernel's weights.
    const summed = inputs * kernel ** 2 / (transposed ? stride ** 2 : 1);
    const gain = layers[i + 1]?.layer.type === "relu" ? 2 : 1;
    const he = Math.sqrt(3 * gain / summed);
    specs.push({ name: `${name}.weight`, shape, bounds: { torch, he } });
    specs.push({ name: `${name}.bias`, shape: [outputs], bounds: { torch, he: 0 } });
  }
  return specs;
}

/** Initial weights from `seed`: the same seed gives the same weights on every backend. */
export function initialStateDict(
  architecture: Architecture,
  seed: number,
  init: InitName = "torch",
): StateDict {
  const state: StateDict = {};
  for (const { name, shape, bounds } of parameterSpecs(architecture)) {
    state[name] = uniformWeight(shape, bounds[init], deriveSeed(seed, name));
  }
  return state;
}

/** A weight of uniform draws in +-`bound` from `seed`. */
export function uniformWeight(shape: readonly number[], bound: number, seed: number): Weight {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  for (let i = 0; i < data.length; i++) data[i] = (uniformAt(seed, i) * 2 - 1) * bound;
  return { shape, data };
}

/**
 * `architecture` at the width of `state`, by the channels of its first layer; unscaled where these
 * belong to no width.
 */
export function atWidthOf<T extends Weighted>(state: StateDict, architecture: T): T;
export function atWidthOf(state: StateDict, architecture: Weighted): Weighted {
  if ("weights" in architecture) return architecture;
  const [{ shape }] = parameterSpecs(architecture) as [ParameterSpec];
  const width = (state["encoder.0.weight"]?.shape[0] ?? 0) / shape[0]!;
  try {
    return scaleArchitecture(architecture, width);
  } catch {
    return architecture;
  }
}

/**
 * Throw unless `state` holds exactly the tensors of `architecture`, with finite values.
 *
 * @throws {TypeError} if a tensor is missing, unknown or of another shape
 * @throws {RangeError} if a value is NaN or infinite
 */
export function checkStateDict(architecture: Weighted, state: StateDict): void {
  const specs = weightSpecs(architecture);
  const known = new Set(specs.map(({ name }) => name));
  const unknown = Object.keys(state).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new TypeError(
      `Cannot load weights as ${architecture.name} has no tensor "${unknown[0]}": ` +
        `current weights hold ${unknown.length} unknown name(s) (save those of this network alone, ` +
        `named as "${specs[0]!.name}" is)`,
    );
  }
  for (const { name, shape } of specs) {
    const weight = state[name];
    if (!weight) {
      throw new TypeError(
        `Cannot load weights as "${name}" is missing: ${architecture.name} needs it`,
      );
    }
    const values = shape.reduce((product, size) => product * size, 1);
    if (weight.shape.join() !== shape.join() || weight.data.length !== values) {
      throw new TypeError(
        `Cannot load weights as the shape of "${name}" must be [${shape.join(", ")}]: ` +
          `current shape is [${weight.shape.join(", ")}] with ${weight.data.length} values`,
      );
    }
    const bad = weight.data.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      throw new RangeError(
        `Cannot load weights as "${name}" must be finite: current value at ${bad} is ${
          weight.data[bad]
        }`,
      );
    }
  }
}

/** The values of float32 `tensors`, all read at once, as WebGPU takes 10 ms for each wait. */
export async function readTensors(tensors: tf.NamedTensorMap): Promise<StateDict> {
  const read = Object.entries(tensors).map(async ([name, tensor]) => {
    return [name, { shape: tensor.shape, data: await tensor.data<"float32">() }] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
