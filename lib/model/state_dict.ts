/**
 * Weights under PyTorch's names and in PyTorch's layout: `initialStateDict`, `parameterSpecs`,
 * `architectureOf`, `checkStateDict`, `readTensors`.
 */

import type * as tf from "@tensorflow/tfjs-core";
import { deriveSeed, uniformAt } from "../io/random.ts";
import {
  type Architecture,
  ARCHITECTURES,
  describeLayers,
  type ModelName,
  scaleArchitecture,
} from "./architecture.ts";

/** One weight: row-major `data`, float32; convolutions `[out, in, kh, kw]`, transposed `[in, out, kh, kw]`. */
export interface Weight {
  shape: readonly number[];
  data: Float32Array;
}

/** Weights by PyTorch name: `encoder.0.weight`, `encoder.0.bias`, ... */
export type StateDict = Record<string, Weight>;

/** Name, PyTorch shape and initial range of one trainable tensor. */
export interface ParameterSpec {
  name: string;
  shape: readonly number[];
  /** First weights are drawn uniformly from [-bound, bound], one bound for each way to begin. */
  bounds: Record<InitName, number>;
}

/**
 * How the first weights are drawn. "torch": PyTorch's default (`kaiming_uniform_` with a = sqrt(5),
 * which is uniform in +-1 / sqrt(fan_in), biases too), as the original. "he": as far apart as keeps
 * the values from shrinking from layer to layer (He et al. 2015), biases 0: uniform in +-sqrt(3 g / n) for a value
 * that is summed from n inputs, with g = 2 before a ReLU, else 1. A deep network begins to learn
 * sooner: with PyTorch's, sixteen layers leave next to nothing of the photo.
 */
export type InitName = "torch" | "he";

/** All trainable tensors of `architecture` in PyTorch's order. */
export function parameterSpecs(architecture: Architecture): ParameterSpec[] {
  const specs: ParameterSpec[] = [];
  const layers = describeLayers(architecture);
  for (const [i, { name, layer }] of layers.entries()) {
    if (layer.type !== "conv" && layer.type !== "convTranspose") continue;
    const { in: inputs, out: outputs, kernel, stride } = layer;
    // PyTorch takes the second axis of the weight for fan_in, also for a transposed convolution.
    const [first, second] = layer.type === "conv" ? [outputs, inputs] : [inputs, outputs];
    const torch = 1 / Math.sqrt(second * kernel ** 2);
    // A transposed convolution spreads its inputs: of the kernel's squares one in stride^2 meets one.
    const summed = inputs * kernel ** 2 / (layer.type === "convTranspose" ? stride ** 2 : 1);
    const gain = layers[i + 1]?.layer.type === "relu" ? 2 : 1;
    const he = Math.sqrt(3 * gain / summed);
    const shape = [first, second, kernel, kernel];
    specs.push({ name: `${name}.weight`, shape, bounds: { torch, he } });
    specs.push({ name: `${name}.bias`, shape: [outputs], bounds: { torch, he: 0 } });
  }
  return specs;
}

/** Fresh weights, drawn from `seed`: the same seed gives the same weights on every backend. */
export function initialStateDict(
  architecture: Architecture,
  seed: number,
  init: InitName = "torch",
): StateDict {
  const state: StateDict = {};
  for (const { name, shape, bounds } of parameterSpecs(architecture)) {
    const bound = bounds[init];
    const draws = deriveSeed(seed, name);
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    for (let i = 0; i < data.length; i++) data[i] = (uniformAt(draws, i) * 2 - 1) * bound;
    state[name] = { shape, data };
  }
  return state;
}

/**
 * The network `name` at the width of `state`, by the channels of its first layer; where that tells of
 * no width, as it is.
 */
export function architectureOf(name: ModelName, state: StateDict): Architecture {
  const architecture = ARCHITECTURES[name];
  const [{ shape }] = parameterSpecs(architecture) as [ParameterSpec];
  const width = (state["encoder.0.weight"]?.shape[0] ?? 0) / shape[0]!;
  try {
    return scaleArchitecture(architecture, width);
  } catch {
    return architecture;
  }
}

/**
 * Throw unless `state` holds exactly the tensors of `architecture`, with finite numbers.
 *
 * @throws {TypeError} if a tensor is missing, unknown or of another shape
 * @throws {RangeError} if a number is NaN or infinite
 */
export function checkStateDict(architecture: Architecture, state: StateDict): void {
  const specs = parameterSpecs(architecture);
  const known = new Set(specs.map(({ name }) => name));
  const unknown = Object.keys(state).filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new TypeError(
      `Cannot load weights as ${architecture.name} has no tensor "${unknown[0]}": ` +
        `current weights hold ${unknown.length} unknown name(s)`,
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

/** The values of float32 `tensors`, all read at once: WebGPU takes ten milliseconds for each wait. */
export async function readTensors(tensors: tf.NamedTensorMap): Promise<StateDict> {
  const read = Object.entries(tensors).map(async ([name, tensor]) => {
    return [name, { shape: tensor.shape, data: await tensor.data() as Float32Array }] as const;
  });
  return Object.fromEntries(await Promise.all(read));
}
