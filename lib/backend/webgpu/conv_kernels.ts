/**
 * Convolutions and their gradients on our shaders: `convolve`, `inputGradient`, `filterGradient`.
 *
 * Tensors are float32, NHWC. What these functions allocate for themselves they give back.
 */

import type * as tf from "@tensorflow/tfjs-core";
import {
  allocate,
  dispatch,
  tensorBytes,
  uint,
  type WebgpuBackend,
  workgroupGrid,
} from "./dispatch.ts";
import { filterGradientProduct, filterGradientShader } from "./filter_gradient.ts";
import { type Activation, gatherProduct, gatherShader } from "./gather.ts";
import {
  type ConvShape,
  forwardGeometry,
  type GatherGeometry,
  inputGradientGeometry,
} from "./gather_geometry.ts";
import { transposeFilterShader } from "./simple_shaders.ts";
import { numbersPerWorkgroup, sumPartsShader } from "./sum_parts.ts";
import { type ProductShape, splitsOf, type Tile } from "./tiles.ts";
import { tileFor } from "./tuning.ts";

/** What follows a convolution in the same pass. */
export interface Finish {
  bias?: tf.TensorInfo;
  activation: Activation;
}

// Of the parts of one result; a large result has workgroups enough without parts.
const MOST_PART_BYTES = 2 ** 28;

const LINEAR: Finish = { activation: "linear" };

/** Convolution of `x` `[n, h, w, in]` with `filter` `[kh, kw, in, out]`; the tiling is chosen. */
export function convolve(
  backend: WebgpuBackend,
  shape: ConvShape,
  { x, filter }: { x: tf.TensorInfo; filter: tf.TensorInfo },
  finish: Finish = LINEAR,
  tile?: Tile,
): tf.TensorInfo {
  return gather(backend, forwardGeometry(shape), [x, filter], finish, tile);
}

/**
 * Gradient `[n, h, w, in]` by the input of that convolution, from `dy` `[n, h', w', out]`; with a
 * bias `[in]` and activation where it is used as a transposed convolution.
 */
export function inputGradient(
  backend: WebgpuBackend,
  shape: ConvShape,
  { dy, filter }: { dy: tf.TensorInfo; filter: tf.TensorInfo },
  finish: Finish = LINEAR,
  tile?: Tile,
): tf.TensorInfo {
  // The product wants the filter's output channels, along which it sums, first. Turning it costs
  // less than reading it across its rows in every workgroup.
  const { filterHeight, filterWidth, inChannels, outChannels } = shape;
  const turned = allocate(backend, [filterHeight, filterWidth, outChannels, inChannels]);
  dispatch(backend, transposeFilterShader(inChannels, outChannels), {
    inputs: [filter],
    outputs: [turned],
    workgroups: [
      Math.ceil(outChannels / 16),
      Math.ceil(inChannels / 16),
      filterHeight * filterWidth,
    ],
  });
  const dx = gather(backend, inputGradientGeometry(shape), [dy, turned], finish, tile);
  backend.disposeData(turned.dataId);
  return dx;
}

/** Gradient `[kh, kw, in, out]` by the filter, from `x` `[n, h, w, in]` and `dy` `[n, h', w', out]`. */
export function filterGradient(
  backend: WebgpuBackend,
  shape: ConvShape,
  { x, dy }: { x: tf.TensorInfo; dy: tf.TensorInfo },
  tile?: Tile,
): tf.TensorInfo {
  const batch = x.shape[0]!;
  const product = filterGradientProduct(shape, batch);
  const { filterHeight, filterWidth, inChannels, outChannels } = shape;
  const size = [filterHeight, filterWidth, inChannels, outChannels];
  const compute = ([x, dy]: tf.TensorInfo[], tile: Tile) => {
    const splits = splitsOf(product, tile, mostParts(backend, size));
    const workgroups = workgroupsOf(product, tile);
    return inParts(
      backend,
      size,
      splits,
      LINEAR,
      (output) =>
        dispatch(backend, filterGradientShader(shape, { tile, splits }), {
          inputs: [x!, dy!],
          outputs: [output],
          parameters: [uint(batch), uint(workgroups)],
          workgroups: [...workgroupGrid(backend, workgroups), splits],
        }),
    );
  };
  const key = `filter gradient ${shape.inHeight}x${shape.inWidth}x${inChannels} to ` +
    `${shape.outHeight}x${shape.outWidth}x${outChannels}, ${filterHeight}x${filterWidth}, ` +
    batchRange(batch);
  const problem = { key, product, inputShapes: [x.shape, dy.shape], compute };
  return compute([x, dy], tile ?? tileFor(backend, problem));
}

function gather(
  backend: WebgpuBackend,
  geometry: GatherGeometry,
  [source, filter]: [tf.TensorInfo, tf.TensorInfo],
  { bias, activation }: Finish,
  tile?: Tile,
): tf.TensorInfo {
  const batch = source.shape[0]!;
  const product = gatherProduct(geometry, batch);
  const phases = geometry.rows.length * geometry.columns.length;
  const { height, width, channels } = geometry.result;
  const size = [batch, height, width, channels];
  const compute = ([source, filter, bias]: tf.TensorInfo[], tile: Tile) => {
    const parallel = { ...product, rows: product.rows * phases };
    const splits = splitsOf(parallel, tile, mostParts(backend, size));
    const workgroups = workgroupsOf(product, tile);
    const whole = splits === 1;
    return inParts(backend, size, splits, { bias, activation }, (output) => {
      const shader = gatherShader(geometry, {
        tile,
        splits,
        // Where the depth is in parts, whoever sums them adds the bias.
        bias: whole && bias !== undefined,
        activation: whole ? activation : "linear",
      });
      dispatch(backend, shader, {
        inputs: whole && bias ? [source!, filter!, bias] : [source!, filter!],
        outputs: [output],
        parameters: [uint(batch), uint(workgroups)],
        workgroups: [...workgroupGrid(backend, workgroups), phases * splits],
      });
    });
  };
  const { source: from } = geometry;
  const key = `gather ${from.height}x${from.width}x${from.channels} to ` +
    `${height}x${width}x${channels}, depth ${product.depth} in ${phases}, ${batchRange(batch)}`;
  const inputs = bias ? [source, filter, bias] : [source, filter];
  const problem = { key, product, inputShapes: inputs.map(({ shape }) => shape), compute };
  return compute(inputs, tile ?? tileFor(backend, problem));
}

/**
 * Batches that share a tiling, for its key: "batch 46 to 181" of 128, of the 64 photos that are
 * described at once and of most last batches of an epoch, none of which is worth another minute.
 */
function batchRange(batch: number): string {
  const exponent = 2 * Math.floor(Math.round(Math.log2(batch)) / 2);
  return `batch ${Math.ceil(2 ** (exponent - 0.5))} to ${Math.floor(2 ** (exponent + 1.5))}`;
}

/** The result of `run`, which stores `splits` parts of it into its output, summed if several. */
function inParts(
  backend: WebgpuBackend,
  size: number[],
  splits: number,
  { bias, activation }: Finish,
  run: (output: tf.TensorInfo) => void,
): tf.TensorInfo {
  const result = allocate(backend, size);
  if (splits === 1) {
    run(result);
    return result;
  }
  const parts = allocate(backend, [splits, ...size]);
  run(parts);
  sumParts(backend, parts, result, { bias, activation });
  backend.disposeData(parts.dataId);
  return result;
}

/** Sum `parts` `[parts, ...]` over the first axis into `result`. */
export function sumParts(
  backend: WebgpuBackend,
  parts: tf.TensorInfo,
  result: tf.TensorInfo,
  { bias, activation }: Finish = LINEAR,
): void {
  const count = parts.shape[0]!;
  const size = result.shape.reduce((product, size) => product * size, 1);
  const workgroups = Math.ceil(size / numbersPerWorkgroup(count));
  const options = {
    parts: count,
    channels: result.shape.at(-1) ?? 1,
    bias: bias !== undefined,
    activation,
  };
  dispatch(backend, sumPartsShader(options), {
    inputs: bias ? [parts, bias] : [parts],
    outputs: [result],
    parameters: [uint(size), uint(workgroups)],
    workgroups: workgroupGrid(backend, workgroups),
  });
}

/** Parts of `size` numbers that are worth their memory and summing, and fit a binding. */
function mostParts(backend: WebgpuBackend, size: number[]): number {
  const bytes = size.reduce((product, size) => product * size, 4);
  const room = Math.min(MOST_PART_BYTES, tensorBytes(backend.device));
  return Math.min(256, Math.floor(room / bytes));
}

function workgroupsOf(product: ProductShape, tile: Tile): number {
  return Math.ceil(product.rows / tile.rows) * Math.ceil(product.columns / tile.columns);
}
