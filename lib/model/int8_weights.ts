/** Weights in a quarter of their size, for files that travel: `toInt8`, `fromInt8`. */

import type { SafetensorsTensor } from "../io/safetensors.ts";
import { type Architecture, describeLayers } from "./architecture.ts";
import type { StateDict } from "./state_dict.ts";

const SCALE = ".scale";
const MOST = 127;

/**
 * Filters as bytes, symmetric with one scale for each output channel: a weight w becomes
 * round(w / s), -127 to 127, with s = max |w| / 127 over the channel, and is off by at most s / 2.
 * Biases stay as they are.
 *
 * @param state the weights of `architecture`
 * @returns each filter as I8 under its name, its scales as F32 under `<name>.scale`: `[out, 1, 1, 1]`,
 *   transposed `[1, out, 1, 1]`; each bias as F32
 */
export function toInt8(
  architecture: Architecture,
  state: StateDict,
): Record<string, SafetensorsTensor> {
  const tensors: Record<string, SafetensorsTensor> = {};
  for (const { name, layer } of describeLayers(architecture)) {
    if (layer.type !== "conv" && layer.type !== "convTranspose") continue;
    const { shape, data } = state[`${name}.weight`]!;
    const scaleShape = layer.type === "conv" ? [layer.out, 1, 1, 1] : [1, layer.out, 1, 1];
    const channelOf = channels(shape, scaleShape);
    const scales = new Float32Array(layer.out);
    data.forEach((w, i) => scales[channelOf(i)] = Math.max(scales[channelOf(i)]!, Math.abs(w)));
    scales.forEach((largest, channel) => scales[channel] = largest / MOST);
    const bytes = Int8Array.from(data, (w, i) => Math.round(w / (scales[channelOf(i)]! || 1)));
    tensors[`${name}.weight`] = { dtype: "I8", shape, data: bytes };
    tensors[`${name}.weight${SCALE}`] = { dtype: "F32", shape: scaleShape, data: scales };
    tensors[`${name}.bias`] = { dtype: "F32", ...state[`${name}.bias`]! };
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
    const floats = Float32Array.from(data, (byte, i) => byte * scale.data[channelOf(i)]!);
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
