/**
 * Operations of a forward and backward pass that a backend may run as one kernel of its own, found
 * by their names in tfjs's kernel registry. Some are stock kernels; for the others
 * `registerGradientKernels` registers plain tfjs operations where the backend has none.
 *
 * All tensors are float32 and NHWC; the caller disposes what it passes and what it gets.
 */

import * as tf from "@tensorflow/tfjs-core";
import { byteLookupKernel } from "./byte_lookup.ts";

type Shape4D = [number, number, number, number];
/** Zero padding of an image: by tfjs's rules, or in pixels on each side. */
export type Padding = "same" | "valid" | number;
/** Activation that runs in the same kernel as a convolution. */
export type FusedActivation = "linear" | "relu";

/** Options of a convolution, as in `tf.conv2d`. */
export interface ConvOptions {
  stride: number;
  /** A number only where `takesPaddingInPixels()`. */
  padding: Padding;
}

function run<T extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: tf.NamedTensorMap,
  attrs: tf.NamedAttrMap = {},
): T {
  return tf.engine().runKernel<T>(name, inputs, attrs);
}

function convAttributes({ stride, padding }: ConvOptions) {
  return { strides: [stride, stride], pad: padding, dataFormat: "NHWC" };
}

/** Whether the current backend pads by a number of pixels, forward and backward. */
export function takesPaddingInPixels(): boolean {
  // Native TensorFlow refuses it, in some kernels only in the gradient.
  return tf.getBackend() === "webgpu";
}

/** activation(convolution of `x` `[n, h, w, in]` with `filter` `[kh, kw, in, out]` + `bias`). */
export function convBias(
  inputs: { x: tf.Tensor4D; filter: tf.Tensor4D; bias: tf.Tensor1D },
  activation: FusedActivation,
  options: ConvOptions,
): tf.Tensor4D {
  const attrs = { ...convAttributes(options), dilations: [1, 1], activation };
  return run(tf.FusedConv2D, inputs, attrs);
}

/**
 * activation(transposed convolution of `dy` `[n, h', w', in]` with `filter` `[kh, kw, out, in]` +
 * `bias`), of the shape `outputShape`.
 */
export function convTransposeBias(
  inputs: { dy: tf.Tensor4D; filter: tf.Tensor4D; bias: tf.Tensor1D },
  activation: FusedActivation,
  outputShape: Shape4D,
  options: ConvOptions,
): tf.Tensor4D {
  const attrs = { ...convAttributes(options), inputShape: outputShape, activation };
  return run("ConvTransposeBias", inputs, attrs);
}

/** Gradient by the input of a convolution. `dy` `[n, h', w', out]`. */
export function convInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape4D,
  options: ConvOptions,
): tf.Tensor4D {
  const attrs = { ...convAttributes(options), inputShape };
  return run(tf.Conv2DBackpropInput, { dy, filter }, attrs);
}

/** Gradient by the filter `[kh, kw, in, out]` of a convolution of `x` `[n, h, w, in]`. */
export function convFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: Shape4D,
  options: ConvOptions,
): tf.Tensor4D {
  const attrs = { ...convAttributes(options), filterShape };
  return run(tf.Conv2DBackpropFilter, { x, dy }, attrs);
}

/** Result of `maxPoolBias`. */
export interface MaxPoolBias {
  y: tf.Tensor4D;
  /** The maxima alone, where the backend's `maxPoolGradient` needs them. */
  pooled?: tf.Tensor4D;
}

/** activation(2 x 2 max pool of `x` `[n, h, w, c]` at stride 2 + `bias` `[c]`). */
export function maxPoolBias(
  x: tf.Tensor4D,
  bias: tf.Tensor1D,
  activation: FusedActivation,
): MaxPoolBias {
  const [y, pooled] = run<tf.Tensor4D[]>("MaxPoolBias", { x, bias }, { activation });
  return { y: y!, pooled };
}

/** Gradient by `input` of a 2 x 2 max pool at stride 2, with the `pooled` that `maxPoolBias` gave. */
export function maxPoolGradient(
  dy: tf.Tensor4D,
  input: tf.Tensor4D,
  pooled?: tf.Tensor4D,
): tf.Tensor4D {
  const attrs = { filterSize: [2, 2], strides: [2, 2], pad: "valid" };
  const inputs = { dy, input, ...(pooled && { output: pooled }) };
  return run(tf.MaxPoolGrad, inputs, attrs);
}

/** Gradient of `y = max(x, 0)`: `dy` where `y > 0`, else 0. */
export function reluGradient<T extends tf.Tensor>(dy: T, y: T): T {
  return run("ReluGrad", { dy, y });
}

/** Gradient by a bias `[c]` that was added to every pixel: the sum of `dy` over the pixels. */
export function biasGradient(dy: tf.Tensor4D): tf.Tensor1D {
  return run("BiasAddGrad", { dy });
}

/** Mean of the squares of all of `x`: a scalar. */
export function meanSquare(x: tf.Tensor): tf.Scalar {
  return run("MeanSquare", { x });
}

/** Hyperparameters of one Adam update at step `t`, counted from 1. */
export interface AdamAttributes {
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  step: number;
}

/**
 * One Adam update (Kingma & Ba 2015, algorithm 1), as PyTorch computes it:
 * m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
 * w = w - lr (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + eps).
 *
 * @returns the new weight, first and second moment, each of `weight`'s shape
 */
export function adamUpdate(
  inputs: { weight: tf.Tensor; gradient: tf.Tensor; m: tf.Tensor; v: tf.Tensor },
  attributes: AdamAttributes,
): [weight: tf.Tensor, m: tf.Tensor, v: tf.Tensor] {
  return run("AdamUpdate", inputs, { ...attributes });
}

/** activation(`z` + `bias`), of stock operations. */
function addBias(z: tf.Tensor, bias: tf.Tensor, attrs?: tf.NamedAttrMap): tf.Tensor {
  const biased = tf.add(z, bias);
  return attrs?.activation === "relu" ? tf.relu(biased) : biased;
}

/** Register kernels of stock operations where `backendName` has none of its own. */
export function registerGradientKernels(backendName: string): void {
  const register = (config: Omit<tf.KernelConfig, "backendName">) => {
    if (!tf.getKernel(config.kernelName, backendName)) {
      tf.registerKernel({ ...config, backendName });
    }
  };
  register(byteLookupKernel);
  register(kernel<"dy" | "filter" | "bias">("ConvTransposeBias", ({ dy, filter, bias }, attrs) => {
    const z = run<tf.Tensor>(tf.Conv2DBackpropInput, { dy, filter }, { ...attrs });
    return addBias(z, bias, attrs);
  }));
  register(kernel<"x" | "bias">("MaxPoolBias", ({ x, bias }, attrs) => {
    const pooled = tf.maxPool(x, 2, 2, "valid");
    return [addBias(pooled, bias, attrs), pooled];
  }));
  register(kernel<"dy" | "y">("ReluGrad", ({ dy, y }) => {
    return tf.mul(dy, tf.cast(tf.greater(y, 0), "float32"));
  }));
  register(kernel<"dy">("BiasAddGrad", ({ dy }) => tf.sum(dy, [0, 1, 2])));
  register(kernel<"x">("MeanSquare", ({ x }) => tf.mean(tf.square(x))));
  register(kernel<"weight" | "gradient" | "m" | "v">("AdamUpdate", (inputs, attrs) => {
    const { weight, gradient, m, v } = inputs;
    // What `adamUpdate` passed.
    const { learningRate, beta1, beta2, epsilon, step } = attrs as unknown as AdamAttributes;
    const m2 = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
    const v2 = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const scale = tf.add(tf.mul(tf.sqrt(v2), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
    const change = tf.mul(tf.div(m2, scale), learningRate / (1 - beta1 ** step));
    return [tf.sub(weight, change), m2, v2];
  }));
}

/** A kernel of stock operations, whose intermediate results are disposed. */
function kernel<Input extends string>(
  kernelName: string,
  compute: (
    inputs: Record<Input, tf.Tensor4D>,
    attrs: tf.NamedAttrMap | undefined,
  ) => tf.Tensor | tf.Tensor[],
): Omit<tf.KernelConfig, "backendName"> {
  return {
    kernelName,
    // The inputs are the tensors that `run` passed; most have four axes, and none is checked here.
    kernelFunc: ({ inputs, attrs }) =>
      tf.tidy(() => compute(inputs as Record<Input, tf.Tensor4D>, attrs)),
  };
}
