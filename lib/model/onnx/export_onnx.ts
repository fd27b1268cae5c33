/** Networks as ONNX files, for other programs and browsers: `encoderOnnx`, `decoderOnnx`, `searchNetworkOnnx`. */

import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { OnnxGraph } from "../../io/onnx.ts";
import { type Architecture, describeLayers, type LayerDescription } from "../architecture.ts";
import { GROUP, RESIDUAL, type SearchLayer } from "../search_network/residual.ts";
import { DEVIATION, INPUT_SIZE, MEAN } from "../search_network/search_network.ts";
import { checkStateDict, type StateDict } from "../state_dict.ts";

/** What every encoder takes: float32, NCHW, RGB in [-1, 1], byte / 127.5 - 1, as PyTorch has it. */
const IMAGES = { name: "images", shape: ["n", 3, IMAGE_SIZE, IMAGE_SIZE] } as const;
/** How an image is embedded, as exported files say it. */
export const ENCODED = "encode";
export const MIRRORED = "mean of encode of an image and of its mirror image";
/** The least int64, "to the start" of a slice that runs backwards. */
const TO_START = -(2 ** 63);

/** How images are made for an exported encoder, in the words of Hugging Face's preprocessors. */
export const ONNX_PREPROCESSING = {
  do_resize: true,
  size: { height: IMAGE_SIZE, width: IMAGE_SIZE },
  resample: 2,
  do_center_crop: false,
  do_rescale: true,
  rescale_factor: 1 / 255,
  do_normalize: true,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
} as const;

/**
 * The encoder of an autoencoder as an ONNX file: `images` `[n, 3, 128, 128]`, float32, RGB in
 * [-1, 1], to `embedding` `[n, latentDim]`, as `Autoencoder.embed` computes it.
 *
 * @param options.mirrorInvariant Whether it averages an image and its mirror image. @default false
 * @throws as `checkStateDict`
 */
export function encoderOnnx(
  architecture: Architecture,
  weights: StateDict,
  { mirrorInvariant = false }: { mirrorInvariant?: boolean } = {},
): Uint8Array<ArrayBuffer> {
  checkStateDict(architecture, weights);
  const graph = new OnnxGraph();
  const layers = describeLayers(architecture).slice(0, architecture.encoder.length);
  const dim = layers.at(-1)!.outputShape.reduce((product, length) => product * length, 1);
  addWeights(graph, weights, layers);
  const encode = (images: string) => graph.add("Flatten", [addLayers(graph, layers, images)]);
  const vectors = mirrorInvariant ? withMirror(graph, IMAGES.name, encode) : encode(IMAGES.name);
  return encodeGraph(graph, vectors, ["embedding", dim], {
    embedding: mirrorInvariant ? MIRRORED : ENCODED,
  });
}

/**
 * The decoder of an autoencoder as an ONNX file: `embedding` `[n, latentDim]` to `reconstruction`
 * `[n, 3, 128, 128]` in [-1, 1].
 *
 * @throws as `checkStateDict`
 */
export function decoderOnnx(
  architecture: Architecture,
  weights: StateDict,
): Uint8Array<ArrayBuffer> {
  checkStateDict(architecture, weights);
  const graph = new OnnxGraph();
  const layers = describeLayers(architecture);
  const [h, w, c] = layers[architecture.encoder.length - 1]!.outputShape;
  const decoder = layers.slice(architecture.encoder.length);
  addWeights(graph, weights, decoder);
  const maps = graph.add("Reshape", ["embedding", graph.integers([-1, c, h, w])]);
  const images = addLayers(graph, decoder, maps);
  graph.rename(images, "reconstruction");
  return graph.encode(
    { name: "embedding", shape: ["n", h * w * c] },
    { name: "reconstruction", shape: IMAGES.shape },
  );
}

/**
 * The residual search network as an ONNX file: `images` as an autoencoder's encoder takes them to
 * `embedding` `[n, 12288]`, as `SearchNetwork.embed` computes it: both maps, each the mean over an
 * image and its mirror image.
 *
 * @throws as `checkStateDict`
 */
export function searchNetworkOnnx(weights: StateDict): Uint8Array<ArrayBuffer> {
  checkStateDict(RESIDUAL, weights);
  const graph = new OnnxGraph();
  for (const { name } of RESIDUAL.weights) {
    const { shape, data } = weights[name]!;
    const filter = weights[name.replace(/bias$/, "weight")]!;
    const ofNorm = shape.length === 1 && filter.shape.length === 1;
    // The weights of a normalisation count for whole channels, `[c, 1, 1]`.
    graph.weight(name, ofNorm ? [...shape, 1, 1] : shape, data);
  }
  const pool = IMAGE_SIZE / INPUT_SIZE;
  const half = graph.add("AveragePool", [IMAGES.name], {
    kernel_shape: [pool, pool],
    strides: [pool, pool],
  });
  // ((y + 1) / 2 - mean) / deviation of pixels y in [-1, 1].
  const scale = graph.weight("pixels.scale", [], Float32Array.of(0.5 / DEVIATION));
  const shift = graph.weight("pixels.shift", [], Float32Array.of((0.5 - MEAN) / DEVIATION));
  const pixels = graph.add("Add", [graph.add("Mul", [half, scale]), shift]);
  let dim = 0;
  const vectors = withMirror(graph, pixels, (images) => {
    const maps: string[] = [];
    dim = 0;
    addSearchLayers(graph, RESIDUAL.layers, { x: images, size: INPUT_SIZE, channels: 3 }, (map) => {
      maps.push(graph.add("Flatten", [map.x]));
      dim += map.size ** 2 * map.channels;
    });
    return graph.add("Concat", maps, { axis: 1 });
  });
  return encodeGraph(graph, vectors, ["embedding", dim], { embedding: MIRRORED });
}

function encodeGraph(
  graph: OnnxGraph,
  value: string,
  [name, dim]: [string, number],
  about: Record<string, string>,
): Uint8Array<ArrayBuffer> {
  graph.rename(value, name);
  return graph.encode(IMAGES, { name, shape: ["n", dim] }, about);
}

/** The mean of what `run` makes of images and of their mirror images. */
function withMirror(graph: OnnxGraph, images: string, run: (images: string) => string): string {
  const [start, end, axis] = [[-1], [TO_START], [3]].map((values) => graph.integers(values));
  const mirrored = graph.add("Slice", [images, start!, end!, axis!, start!]);
  return graph.add("Mean", [run(images), run(mirrored)]);
}

/** The weights of these layers. */
function addWeights(
  graph: OnnxGraph,
  weights: StateDict,
  layers: readonly LayerDescription[],
): void {
  for (const { name, parameters } of layers) {
    if (parameters === 0) continue;
    for (const part of ["weight", "bias"]) {
      const { shape, data } = weights[`${name}.${part}`]!;
      graph.weight(`${name}.${part}`, shape, data);
    }
  }
}

/** The layers of an encoder or decoder after `x`. @returns their output */
function addLayers(graph: OnnxGraph, layers: readonly LayerDescription[], x: string): string {
  let y = x;
  for (const { name, layer } of layers) {
    switch (layer.type) {
      case "relu":
        y = graph.add("Relu", [y]);
        break;
      case "tanh":
        y = graph.add("Tanh", [y]);
        break;
      case "maxPool":
        y = graph.add("MaxPool", [y], { kernel_shape: [2, 2], strides: [2, 2] });
        break;
      default: {
        const { type, kernel, stride, padding } = layer;
        const operator = type === "conv" ? "Conv" : "ConvTranspose";
        y = graph.add(operator, [y, `${name}.weight`, `${name}.bias`], {
          kernel_shape: [kernel, kernel],
          strides: [stride, stride],
          pads: [padding, padding, padding, padding],
        });
      }
    }
  }
  return y;
}

/** Maps in a graph, `[n, channels, size, size]`. */
interface OnnxMap {
  x: string;
  size: number;
  channels: number;
}

/** The layers of a search network after `map`; `onMap` gets what the network gives. */
function addSearchLayers(
  graph: OnnxGraph,
  layers: readonly SearchLayer[],
  map: OnnxMap,
  onMap: (map: OnnxMap) => void,
): OnnxMap {
  let { x, size, channels } = map;
  for (const layer of layers) {
    if (layer.type === "map") onMap({ x, size, channels });
    else if (layer.type === "relu") x = graph.add("Relu", [x]);
    else if (layer.type === "groupNorm") x = addGroupNorm(graph, layer.name, { x, size, channels });
    else if (layer.type === "averagePool") {
      const shape = [layer.size, layer.size];
      x = graph.add("AveragePool", [x], { kernel_shape: shape, strides: shape });
      size = Math.floor(size / layer.size);
    } else if (layer.type === "conv") {
      const { name, kernel, bias, out } = layer;
      const inputs = [x, `${name}.weight`, ...(bias ? [`${name}.bias`] : [])];
      const padding = (kernel - 1) / 2;
      const pads = [padding, padding, padding, padding];
      x = graph.add("Conv", inputs, { kernel_shape: [kernel, kernel], pads });
      channels = out;
    } else {
      const body = addSearchLayers(graph, layer.body, { x, size, channels }, onMap);
      const shortcut = addSearchLayers(graph, layer.shortcut, { x, size, channels }, onMap);
      x = graph.add("Add", [body.x, shortcut.x]);
      channels = body.channels;
    }
  }
  return { x, size, channels };
}

/** Group normalisation as an instance normalisation of groups, then weight and bias by channel. */
function addGroupNorm(graph: OnnxGraph, name: string, { x, size, channels }: OnnxMap): string {
  const groups = channels / GROUP;
  const ones = graph.weight(`${x}.ones`, [groups], new Float32Array(groups).fill(1));
  const zeros = graph.weight(`${x}.zeros`, [groups], new Float32Array(groups));
  const grouped = graph.add("Reshape", [x, graph.integers([0, groups, -1])]);
  const normal = graph.add("InstanceNormalization", [grouped, ones, zeros], { epsilon: 1e-5 });
  const back = graph.add("Reshape", [normal, graph.integers([-1, channels, size, size])]);
  return graph.add("Add", [graph.add("Mul", [back, `${name}.weight`]), `${name}.bias`]);
}
