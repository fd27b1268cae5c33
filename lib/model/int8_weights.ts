/** Weights in a quarter of their size, for files that travel: `toInt8`, `fromInt8`. */

import type { SafetensorsTensor } from "../io/safetensors.ts";
import { describeLayers } from "./architecture.ts";
import { type StateDict, type Weighted, weightSpecs } from "./state_dict.ts";

const SCALE = ".scale";
const MOST = 127;

/**
 * Filters as bytes, symmetric with one scale for each output channel: a weight w becomes
 * round(w / s), -127 to 127, with s = max |w| / 127 over the channel, and is off by at most s / 2.
 * All that is no filter stays as it is.
 *
 * @param state the weights of `architecture`
 * @returns each filter as I8 under its name, its scales as F32 under `<name>.scale`: `[out, 1, 1, 1]`,
 *   transposed `[1, out, 1, 1]`; all else as F32
 */
export function toInt8(
  architecture: Weighted,
  state: StateDict,
): Record<string, SafetensorsTensor> {
  const tensors: Record<string, SafetensorsTensor> = {};
  const transposed = "weights" in architecture ? new Set() : new Set(
    describeLayers(architecture)
      .filter(({ layer }) => layer.type === "convTranspose")
      .map(({ name }) => `${name}.weight`),
  );
  for (const { name } of weightSpecs(architecture)) {
    const { shape, data } = state[name]!;
    if (shape.length !== 4) {
      tensors[name] = { dtype: "F32", shape, data };
      continue;
    }
    const axis = transposed.has(name) ? 1 : 0;
    const scaleShape = shape.map((size, i) => i === axis ? size : 1);
    const channelOf = channels(shape, scaleShape);
    const scales = new Float32Array(shape[axis]!);
    data.forEach((w, i) => scales[channelOf(i)] = Math.max(scales[channelOf(i)]!, Math.abs(w)));
    scales.forEach((largest, channel) => scales[channel] = largest / MOST);
    const bytes = Int8Array.from(data, (w, i) => Math.round(w / (scales[channelOf(i)]! || 1)));
    tensors[name] = { dtype: "I8", shape, data: bytes };
    tensors[name + SCALE] = { dtype: "F32", shape: scaleShape, data: scales };
  }
  return tensors;
}

/**
 * The weights that `toInt8` made bytes of, as float32.
 *
 * @throws {SyntaxError} if a filter has no scales of its channels, or a tensor is of another dtype
 */
export function fromInt8(tensors: Record<string, SafetensorsTensor>): StateDict {
  const state: StateDict = {};
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    if (name.endsWith(SCALE)) continue;
    if (dtype === "F32") {
      state[name] = { shape, data };
      continue;
    }
    const scale = tensors[name + SCALE];
    const fits = scale?.shape.length === shape.length &&
      scale.shape.every((size, axis) => size === 1 || size === shape[axis]);
    if (dtype !== "I8" || scale?.dtype !== "F32" || !fits) {
      throw new SyntaxError(
        `Cannot read weights as "${name}" must be F32, or I8 with scales of its channels: ` +
          `current value is ${dtype} [${shape}] with scales [${scale?.shape ?? []}]`,
      );
    }
    const channelOf = channels(shape, scale.shape);
    // A loop, as Float32Array.from() takes six times as long.
    const floats = new Float32Array(data.length);
    for (let i = 0; i < floats.length; i++) floats[i] = data[i]! * scale.data[channelOf(i)]!;
    state[name] = { shape, data: floats };
  }
  return state;
}

/** For each place of a row-major tensor, which of the scales is its channel's. */
function channels(
  shape: readonly number[],
  scaleShape: readonly number[],
): (place: number) => number {
  const axis = scaleShape.findIndex((size) => size > 1);
  if (axis < 0) return () => 0;
  const stride = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  return (place) => Math.floor(place / stride) % shape[axis]!;
}
