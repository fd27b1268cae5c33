/**
 * The operations of a forward and a backward pass that backends can bring as one kernel of their
 * own, by their names in tfjs's kernel registry: `convBias`, `convTransposeBias`,
 * `convInputGradient`, `convFilterGradient`, `maxPoolBias`, `maxPoolGradient`, `reluGradient`,
 * `biasGradient`, `meanSquare`, `adamUpdate`. Some are stock kernels; the others, and the lookup of
 * a batch's bytes, are registered here for every backend as plain tfjs operations
 * (`registerGradientKernels`), which backends replace.
 *
 * All tensors are float32 and NHWC; the caller disposes what it passes and what it gets.
 */

import * as tf from "@tensorflow/tfjs-core";
import { byteLookupKernel } from "./byte_lookup.ts";

type Shape4D = [number, number, number, number];
/** Zeros around an image: by tfjs's rules, or as many pixels on each side. */
export type Padding = "same" | "valid" | number;
/** What can follow a convolution in the same kernel. */
export type FusedActivation = "linear" | "relu";

/** Options of a convolution, as in `tf.conv2d`. */
export interface ConvOptions {
  stride: number;
  /** A number only where `takesPaddingInPixels()`. */
  padding: Padding;
}

function run(name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap = {}): tf.Tensor {
  return tf.engine().runKernel(name, inputs, attrs) as tf.Tensor;
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
  return run(tf.FusedConv2D, inputs, attrs) as tf.Tensor4D;
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
  return run("ConvTransposeBias", inputs, attrs) as tf.Tensor4D;
}

/** Gradient by the input of a convolution. `dy` `[n, h', w', out]`. */
export function convInputGradient(
  dy: tf.Tensor4D,
  filter: tf.Tensor4D,
  inputShape: Shape4D,
  options: ConvOptions,
): tf.Tensor4D {
  const attrs = { ...convAttributes(options), inputShape };
  return run(tf.Conv2DBackpropInput, { dy, filter }, attrs) as tf.Tensor4D;
}

/** Gradient by the filter `[kh, kw, in, out]` of a convolution of `x` `[n, h, w, in]`. */
export function convFilterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  filterShape: Shape4D,
  options: ConvOptions,
): tf.Tensor4D {
  const attrs = { ...convAttributes(options), filterShape };
  return run(tf.Conv2DBackpropFilter, { x, dy }, attrs) as tf.Tensor4D;
}

/** What `maxPoolBias` gives. */
export interface MaxPoolBias {
  y: tf.Tensor4D;
  /** The maxima alone, where the backend's `maxPoolGradient` wants them. */
  pooled?: tf.Tensor4D;
}

/** activation(2 x 2 max pool of `x` `[n, h, w, c]` at stride 2 + `bias` `[c]`). */
export function maxPoolBias(
  x: tf.Tensor4D,
  bias: tf.Tensor1D,
  activation: FusedActivation,
): MaxPoolBias {
  const outputs = tf.engine().runKernel("MaxPoolBias", { x, bias }, { activation });
  const [y, pooled] = outputs as unknown as tf.Tensor4D[];
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
  return run(tf.MaxPoolGrad, inputs, attrs) as tf.Tensor4D;
}

/** Gradient of `y = max(x, 0)`: `dy` where `y > 0`, else 0. */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  return run("ReluGrad", { dy, y });
}

/** Gradient by a bias `[channels]` that was added to every pixel: the sum of `dy` over all others. */
export function biasGradient(dy: tf.Tensor4D): tf.Tensor1D {
  return run("BiasAddGrad", { dy }) as tf.Tensor1D;
}

/** Mean of the squares of all of `x`: a scalar. */
export function meanSquare(x: tf.Tensor): tf.Scalar {
  return run("MeanSquare", { x }) as tf.Scalar;
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
  const attrs = { ...attributes };
  return tf.engine().runKernel("AdamUpdate", inputs, attrs) as unknown as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
}

/** activation(`z` + `bias`), of stock operations. */
function addBias(z: tf.Tensor, bias: tf.Tensor, { activation }: tf.NamedAttrMap): tf.Tensor {
  const biased = tf.add(z, bias);
  return activation === "relu" ? tf.relu(biased) : biased;
}

/** Register what `backendName` has no kernel of its own for, made of stock operations. */
export function registerGradientKernels(backendName: string): void {
  const register = (config: Omit<tf.KernelConfig, "backendName">) => {
    if (!tf.getKernel(config.kernelName, backendName)) {
      tf.registerKernel({ ...config, backendName });
    }
  };
  register(byteLookupKernel);
  register({
    kernelName: "ConvTransposeBias",
    kernelFunc: ({ inputs: { dy, filter, bias }, attrs }) =>
      tf.tidy(() => {
        const z = run(
          tf.Conv2DBackpropInput,
          { dy: dy as tf.Tensor, filter: filter as tf.Tensor },
          {
            ...attrs,
          },
        );
        return addBias(z, bias as tf.Tensor, attrs!);
      }),
  });
  register({
    kernelName: "MaxPoolBias",
    kernelFunc: ({ inputs: { x, bias }, attrs }) =>
      tf.tidy(() => {
        const pooled = tf.maxPool(x as tf.Tensor4D, 2, 2, "valid");
        return [addBias(pooled, bias as tf.Tensor, attrs!), pooled];
      }),
  });
  register({
    kernelName: "ReluGrad",
    kernelFunc: ({ inputs: { dy, y } }) =>
      tf.tidy(() => tf.mul(dy as tf.Tensor, tf.cast(tf.greater(y as tf.Tensor, 0), "float32"))),
  });
  register({
    kernelName: "BiasAddGrad",
    kernelFunc: ({ inputs: { dy } }) => tf.sum(dy as tf.Tensor, [0, 1, 2]),
  });
  register({
    kernelName: "MeanSquare",
    kernelFunc: ({ inputs: { x } }) => tf.tidy(() => tf.mean(tf.square(x as tf.Tensor))),
  });
  register({
    kernelName: "AdamUpdate",
    kernelFunc: ({ inputs, attrs }) => {
      const { weight, gradient, m, v } = inputs as Record<string, tf.Tensor>;
      const { learningRate, beta1, beta2, epsilon, step } = attrs as unknown as AdamAttributes;
      return tf.tidy(() => {
        const m2 = tf.add(tf.mul(m!, beta1), tf.mul(gradient!, 1 - beta1));
        const v2 = tf.add(tf.mul(v!, beta2), tf.mul(tf.square(gradient!), 1 - beta2));
        const scale = tf.add(tf.mul(tf.sqrt(v2), 1 / Math.sqrt(1 - beta2 ** step)), epsilon);
        const change = tf.mul(tf.div(m2, scale), learningRate / (1 - beta1 ** step));
        return [tf.sub(weight!, change), m2, v2];
      });
    },
  });
}
