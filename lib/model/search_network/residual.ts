/** The residual search network as data: layers, weights and initial weights. */

import { deriveSeed, uniformAt } from "../../io/random.ts";
import { type StateDict, uniformWeight, type WeightSpec } from "../state_dict.ts";

/** Channels that one mean and variance of a group normalisation cover. */
export const GROUP = 16;

/** A convolution at stride 1 that keeps height and width, with zeros around the image. */
export interface SearchConv {
  type: "conv";
  name: string;
  in: number;
  out: number;
  kernel: 1 | 3;
  bias: boolean;
}

/** One layer of a search network. */
export type SearchLayer =
  | SearchConv
  | { type: "groupNorm"; name: string; channels: number }
  | { type: "relu" }
  /** Means of `size` x `size` pixels, at that stride. */
  | { type: "averagePool"; size: number }
  /** The sum of what two branches make of the input. */
  | { type: "residual"; body: readonly SearchLayer[]; shortcut: readonly SearchLayer[] }
  /** What comes in is one of the network's maps. */
  | { type: "map" };

/** A network from images to maps. */
export interface SearchArchitecture {
  name: string;
  layers: readonly SearchLayer[];
  weights: readonly WeightSpec[];
}

const relu: SearchLayer = { type: "relu" };
const map: SearchLayer = { type: "map" };

function conv(name: string, [from, to]: [number, number], kernel: 1 | 3, bias = false) {
  return { type: "conv", name, in: from, out: to, kernel, bias } as const;
}

function norm(name: string, channels: number): SearchLayer {
  return { type: "groupNorm", name, channels };
}

function averagePool(size: number): SearchLayer {
  return { type: "averagePool", size };
}

function residual(stage: number, from: number, to: number): SearchLayer[] {
  const name = `stages.${stage}.0`;
  const body = [
    ...[conv(`${name}.c1`, [from, to], 3), norm(`${name}.n1`, to), relu],
    ...[conv(`${name}.c2`, [to, to], 3), norm(`${name}.n2`, to)],
  ];
  const shortcut = [conv(`${name}.sc`, [from, to], 1)];
  return [{ type: "residual", body, shortcut }, relu];
}

const layers: readonly SearchLayer[] = [
  ...[conv("stem", [3, 32], 3, true), relu, averagePool(4)],
  ...[conv("mix", [32, 32], 1, true), norm("n0", 32), relu],
  ...residual(0, 32, 64),
  averagePool(2),
  ...residual(1, 64, 128),
  map,
  averagePool(2),
  ...residual(2, 128, 256),
  map,
];

/**
 * A small residual network with group normalisation, 1,208,032 parameters. Of images at 64 x 64 it
 * gives maps of 8 x 8 x 128 and 4 x 4 x 256; the names of its weights are PyTorch's.
 */
export const RESIDUAL: SearchArchitecture = {
  name: "residual",
  layers,
  weights: layers.flatMap(weightsOf),
};

/** The weights of a layer, in PyTorch's shapes. */
function weightsOf(layer: SearchLayer): WeightSpec[] {
  switch (layer.type) {
    case "conv": {
      const { name, kernel, bias } = layer;
      const filter = { name: `${name}.weight`, shape: [layer.out, layer.in, kernel, kernel] };
      return bias ? [filter, { name: `${name}.bias`, shape: [layer.out] }] : [filter];
    }
    case "groupNorm":
      return ["weight", "bias"].map((part) => (
        { name: `${layer.name}.${part}`, shape: [layer.channels] }
      ));
    case "residual":
      return [...layer.body, ...layer.shortcut].flatMap(weightsOf);
    default:
      return [];
  }
}

/** Initial weight of the second normalisation of a residual layer, which starts near its shortcut. */
const RESIDUAL_GAIN = 0.2;

/**
 * Initial weights from `seed`. The first layers begin as a descriptor of oriented gradients: 16
 * directions of luminance, six opponents of lightness and colour, ten random filters; opposite
 * directions are then joined. A shortcut begins as the identity, with random mixes for the channels
 * that are new. The filters of residual layers are normal with variance 2 / inputs (He et al. 2015).
 */
export function initialResidualWeights(seed: number): StateDict {
  const state: StateDict = {};
  for (const { name, shape } of RESIDUAL.weights) {
    const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
    const normal = normalDraws(deriveSeed(seed, name));
    const [out = 0, inputs = 0, kernel = 0] = shape;
    if (name === "stem.weight") fillStem(data, seed);
    else if (name === "mix.weight") fillMix(data, out);
    else if (name.endsWith(".sc.weight")) {
      for (let o = 0; o < out; o++) {
        for (let i = 0; i < inputs; i++) {
          const mixed = normal(o * inputs + i) * 0.5 / Math.sqrt(inputs);
          data[o * inputs + i] = o < inputs ? Number(o === i) : mixed;
        }
      }
    } else if (shape.length === 4) {
      const deviation = Math.sqrt(2 / (inputs * kernel ** 2));
      for (let i = 0; i < data.length; i++) data[i] = normal(i) * deviation;
    } else if (name.endsWith(".weight")) {
      data.fill(name.endsWith(".n2.weight") ? RESIDUAL_GAIN : 1);
    }
    state[name] = { shape, data };
  }
  return state;
}

const DIRECTIONS = 16;

/** Opponents of red, green and blue, and how strong they are. */
const OPPONENTS: readonly (readonly [r: number, g: number, b: number, strength: number])[] = [
  [1, 1, 1, 0.3],
  [-1, -1, -1, 0.3],
  [1, -1, 0, 1],
  [-1, 1, 0, 1],
  [0.5, 0.5, -1, 1],
  [-0.5, -0.5, 1, 1],
];

/** Filters `[32, 3, 3, 3]` of the first layer. */
function fillStem(data: Float32Array, seed: number): void {
  const random = uniformWeight([data.length], 0.3 / Math.sqrt(27), deriveSeed(seed, "stem.weight"));
  data.set(random.data);
  for (let direction = 0; direction < DIRECTIONS; direction++) {
    const gradient = gradientFilter(2 * Math.PI * direction / DIRECTIONS);
    for (let i = 0; i < 27; i++) data[direction * 27 + i] = gradient[i % 9]! * 8 / 3;
  }
  for (const [i, [r, g, b, strength]] of OPPONENTS.entries()) {
    const filter = new Float32Array(27);
    for (const [channel, value] of [r, g, b].entries()) {
      filter[channel * 9 + 4] = value * strength / 3;
    }
    data.set(filter, (DIRECTIONS + i) * 27);
  }
}

/** A gradient of 3 x 3 pixels towards `angle`, under a Gaussian; absolute values sum to 1. */
function gradientFilter(angle: number): number[] {
  const filter = Array.from({ length: 9 }, (_, i) => {
    const [x, y] = [i % 3 - 1, Math.floor(i / 3) - 1];
    return (x * Math.cos(angle) + y * Math.sin(angle)) * Math.exp(-(x * x + y * y) / 1.28);
  });
  const sum = filter.reduce((sum, value) => sum + Math.abs(value), 0);
  return filter.map((value) => value / sum);
}

/** Filters `[n, n, 1, 1]` that join opposite directions and take the mean of all off. */
function fillMix(data: Float32Array, n: number): void {
  for (let o = 0; o < n; o++) {
    data[o * n + o] = 1;
    if (o >= DIRECTIONS) continue;
    data[o * n + (o + DIRECTIONS / 2) % DIRECTIONS] = 0.5;
    for (let i = 0; i < DIRECTIONS; i++) data[o * n + i]! -= 0.05;
  }
}

/** Standard normal numbers from `seed`, by Box and Muller. */
function normalDraws(seed: number): (i: number) => number {
  return (i) => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformAt(seed, 2 * i)));
    return radius * Math.cos(2 * Math.PI * uniformAt(seed, 2 * i + 1));
  };
}
