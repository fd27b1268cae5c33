/**
 * Our kernels in tfjs's registry, in place of its own for the backend "webgpu": `useOwnKernels`,
 * `useStockKernels`. What ours do not cover (dilation, other layouts and types) goes to the stock
 * kernel as before.
 */

import * as tf from "@tensorflow/tfjs-core";
import type { ByteLookupAttributes } from "../byte_lookup.ts";
import type { AdamAttributes } from "../gradient_ops.ts";
import { convolve, filterGradient, type Finish, inputGradient, sumParts } from "./conv_kernels.ts";
import { allocate, dispatch, float, uint, type WebgpuBackend, workgroupGrid } from "./dispatch.ts";
import type { Activation } from "./gather.ts";
import type { ConvShape } from "./gather_geometry.ts";
import {
  adamShader,
  biasGradientShader,
  biasGradientWorkgroups,
  byteLookupShader,
  maxPoolBiasShader,
  maxPoolGradientShader,
  meanSquareShader,
  reluGradientShader,
  THREADS,
} from "./simple_shaders.ts";

const BACKEND = "webgpu";

/** What a kernel gets from tfjs, with this backend's type. */
interface Call {
  inputs: tf.NamedTensorInfoMap;
  attrs: tf.NamedAttrMap;
  backend: WebgpuBackend;
}

/** A kernel of ours; undefined where it does not cover the call. */
type OwnKernel = (call: Call) => tf.TensorInfo | tf.TensorInfo[] | undefined;

const OWN: Record<string, OwnKernel> = {
  [tf.Conv2D]: conv,
  [tf.FusedConv2D]: conv,
  [tf.Conv2DBackpropInput]: convInput,
  ConvTransposeBias: convInput,
  [tf.Conv2DBackpropFilter]: convFilter,
  MaxPoolBias: maxPoolBias,
  [tf.MaxPoolGrad]: maxPoolGrad,
  ReluGrad: reluGrad,
  BiasAddGrad: biasAddGrad,
  MeanSquare: meanSquare,
  ByteLookup: byteLookup,
  AdamUpdate: adamUpdate,
};

const stock = new Map<string, tf.KernelConfig | undefined>();

/** Put our kernels into the registry; tfjs's backend must be imported. */
export function useOwnKernels(): void {
  for (const [kernelName, own] of Object.entries(OWN)) {
    const held = tf.getKernel(kernelName, BACKEND);
    if (!stock.has(kernelName)) stock.set(kernelName, held);
    const fallback = stock.get(kernelName);
    if (held) tf.unregisterKernel(kernelName, BACKEND);
    tf.registerKernel({
      kernelName,
      backendName: BACKEND,
      kernelFunc: (call) => {
        const result = own(call as unknown as Call) ?? fallback?.kernelFunc(call);
        if (!result) {
          const dtypes = Object.values(call.inputs).map((tensor) => tensor?.dtype).join(", ");
          throw new TypeError(
            `Cannot run ${kernelName} as its inputs must be float32: current types are ${dtypes}`,
          );
        }
        return result;
      },
    });
  }
}

/** Put tfjs's own kernels back, to measure beside ours; those it has none of are taken out. */
export function useStockKernels(): void {
  for (const [kernelName, config] of stock) {
    tf.unregisterKernel(kernelName, BACKEND);
    if (config) tf.registerKernel(config);
  }
}

/** Attributes of tfjs's convolution kernels, those that are used here. */
interface ConvAttributes {
  strides: number | [number, number];
  pad: "same" | "valid" | number | tf.backend_util.ExplicitPadding;
  dataFormat: "NHWC" | "NCHW";
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
  activation?: string;
}

/** The convolution from `inputShape` by `filterShape`, if these kernels cover it. */
function convShapeOf(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: tf.NamedAttrMap,
  tensors: (tf.TensorInfo | undefined)[],
): ConvShape | undefined {
  const { strides, pad, dataFormat, dilations = 1, dimRoundingMode } =
    attrs as unknown as ConvAttributes;
  const dilated = [dilations].flat().some((dilation) => dilation !== 1);
  const plain = tensors.every((tensor) => !tensor || tensor.dtype === "float32");
  if (dilated || !plain || (dataFormat ?? "NHWC") !== "NHWC") return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    "channelsLast",
  );
  return {
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** Bias and activation of a fused call, if these kernels cover them. */
function finishOf({ inputs, attrs }: Call, channels: number): Finish | undefined {
  const activation = attrs.activation as string | null | undefined ?? "linear";
  if (activation !== "linear" && activation !== "relu") return undefined;
  const { bias } = inputs;
  if (bias && bias.shape.reduce((product, size) => product * size, 1) !== channels) {
    return undefined;
  }
  return { bias, activation };
}

function conv(call: Call): tf.TensorInfo | undefined {
  const { inputs: { x, filter, bias }, attrs, backend } = call;
  const shape = convShapeOf(x!.shape, filter!.shape, attrs, [x, filter, bias]);
  const finish = shape && finishOf(call, shape.outChannels);
  return finish && convolve(backend, shape, { x: x!, filter: filter! }, finish);
}

function convInput(call: Call): tf.TensorInfo | undefined {
  const { inputs: { dy, filter, bias }, attrs, backend } = call;
  const inputShape = attrs.inputShape as unknown as number[];
  const shape = convShapeOf(inputShape, filter!.shape, attrs, [dy, filter, bias]);
  const finish = shape && finishOf(call, shape.inChannels);
  return finish && inputGradient(backend, shape, { dy: dy!, filter: filter! }, finish);
}

function convFilter({ inputs: { x, dy }, attrs, backend }: Call): tf.TensorInfo | undefined {
  const filterShape = attrs.filterShape as unknown as number[];
  const shape = convShapeOf(x!.shape, filterShape, attrs, [x, dy]);
  return shape && filterGradient(backend, shape, { x: x!, dy: dy! });
}

function maxPoolBias({ inputs: { x, bias }, attrs, backend }: Call): tf.TensorInfo[] {
  const [n, height, width, channels] = x!.shape as [number, number, number, number];
  const activation = attrs.activation as Activation;
  const y = allocate(backend, [n, Math.floor(height / 2), Math.floor(width / 2), channels]);
  const size = sizeOf(y) / (channels % 4 === 0 ? 4 : 1);
  dispatch(backend, maxPoolBiasShader({ height, width, channels, activation }), {
    inputs: [x!, bias!],
    outputs: [y],
    parameters: [uint(size)],
    workgroups: workgroupGrid(backend, Math.ceil(size / THREADS)),
  });
  return [y];
}

function maxPoolGrad({ inputs: { dy, input }, attrs, backend }: Call): tf.TensorInfo | undefined {
  const both = (value: unknown) => [value].flat().every((size) => size === 2);
  const covered = both(attrs.filterSize) && both(attrs.strides) && attrs.pad === "valid" &&
    dy!.dtype === "float32" && input!.dtype === "float32";
  if (!covered) return undefined;
  const [n, height, width, channels] = input!.shape as [number, number, number, number];
  const windows = n * Math.ceil(height / 2) * Math.ceil(width / 2);
  const size = windows * (channels % 4 === 0 ? channels / 4 : channels);
  const dx = allocate(backend, input!.shape);
  dispatch(backend, maxPoolGradientShader({ height, width, channels }), {
    inputs: [dy!, input!],
    outputs: [dx],
    parameters: [uint(size)],
    workgroups: workgroupGrid(backend, Math.ceil(size / THREADS)),
  });
  return dx;
}

function reluGrad({ inputs: { dy, y }, backend }: Call): tf.TensorInfo {
  const numbers = sizeOf(dy!);
  const wide = numbers % 4 === 0;
  const size = wide ? numbers / 4 : numbers;
  const dx = allocate(backend, dy!.shape);
  dispatch(backend, reluGradientShader(wide), {
    inputs: [dy!, y!],
    outputs: [dx],
    parameters: [uint(size)],
    workgroups: workgroupGrid(backend, Math.ceil(size / THREADS)),
  });
  return dx;
}

function biasAddGrad({ inputs: { dy }, backend }: Call): tf.TensorInfo {
  const channels = dy!.shape.at(-1)!;
  const pixels = sizeOf(dy!) / channels;
  // A few hundred pixels for each part, as far as that gives enough of them to fill a GPU.
  const count = Math.min(1024, Math.max(1, Math.ceil(pixels / 256)));
  const parts = allocate(backend, [count, channels]);
  dispatch(backend, biasGradientShader(channels, count), {
    inputs: [dy!],
    outputs: [parts],
    parameters: [uint(pixels)],
    workgroups: [biasGradientWorkgroups(channels), count],
  });
  const result = allocate(backend, [channels]);
  sumParts(backend, parts, result);
  backend.disposeData(parts.dataId);
  return result;
}

function meanSquare({ inputs: { x }, backend }: Call): tf.TensorInfo {
  const size = sizeOf(x!);
  // A few thousand numbers for each part, as far as that gives enough of them to fill a GPU.
  const count = Math.min(256, Math.max(1, Math.ceil(size / 4096)));
  const parts = allocate(backend, [count]);
  dispatch(backend, meanSquareShader(count), {
    inputs: [x!],
    outputs: [parts],
    parameters: [uint(size), float(1 / size)],
    workgroups: [count],
  });
  const result = allocate(backend, []);
  sumParts(backend, parts, result);
  backend.disposeData(parts.dataId);
  return result;
}

function adamUpdate({ inputs, attrs, backend }: Call): tf.TensorInfo[] {
  const { weight, gradient, m, v } = inputs;
  const { learningRate, beta1, beta2, epsilon, step } = attrs as unknown as AdamAttributes;
  const size = sizeOf(weight!);
  const outputs = [weight!, m!, v!].map(({ shape }) => allocate(backend, shape));
  dispatch(backend, adamShader, {
    inputs: [weight!, gradient!, m!, v!],
    outputs,
    parameters: [
      uint(size),
      ...[
        beta1,
        1 - beta1,
        beta2,
        1 - beta2,
        epsilon,
        1 / Math.sqrt(1 - beta2 ** step),
        learningRate / (1 - beta1 ** step),
      ].map(float),
    ],
    parametersChange: true,
    workgroups: workgroupGrid(backend, Math.ceil(size / THREADS)),
  });
  return outputs;
}

function byteLookup({ attrs, backend }: Call): tf.TensorInfo {
  const { bytes, table, shape } = attrs as unknown as ByteLookupAttributes;
  const size = bytes.length / 4;
  if (!Number.isInteger(size)) {
    throw new TypeError(
      `Cannot look up bytes as there must be a multiple of four: current length is ${bytes.length}`,
    );
  }
  // Four bytes at a place that is no multiple of four are no int32.
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const inputs = [
    backend.makeTensorInfo([size], "int32", new Int32Array(buffer, byteOffset, size)),
    backend.makeTensorInfo([table.length], "float32", table),
  ];
  const numbers = allocate(backend, shape);
  dispatch(backend, byteLookupShader, {
    inputs,
    outputs: [numbers],
    parameters: [uint(size)],
    workgroups: workgroupGrid(backend, Math.ceil(size / THREADS)),
  });
  for (const { dataId } of inputs) backend.disposeData(dataId);
  return numbers;
}

function sizeOf({ shape }: tf.TensorInfo): number {
  return shape.reduce((product, size) => product * size, 1);
}
