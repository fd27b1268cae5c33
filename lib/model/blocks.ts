/**
 * Blocks of a network, each a convolution with the pool and activation that directly follow it, and
 * their forward and backward pass.
 *
 * The backward pass is written out, not recorded on a tape: every activation is disposed as soon as
 * its last reader is done, which halves the memory. Tensors are float32, NHWC; `n` is the batch,
 * `h` and `w` pixels, `c` channels.
 */

import * as tf from "@tensorflow/tfjs-core";
import {
  biasGradient,
  convBias,
  convFilterGradient,
  convInputGradient,
  convTransposeBias,
  type MaxPoolBias,
  maxPoolBias,
  maxPoolGradient,
  type Padding,
  reluGradient,
  takesPaddingInPixels,
} from "../backend/gradient_ops.ts";
import { type ConvLayer, type Layer, outputSize } from "./architecture.ts";

type Shape4D = [number, number, number, number];

/** A convolution with the pool and activation that directly follow it. */
export interface Block {
  /** Name of the convolution in PyTorch: `encoder.0`. */
  name: string;
  conv: ConvLayer;
  pool: boolean;
  activation: "linear" | "relu" | "tanh";
}

/** Weights of one block: filter `[kh, kw, in, out]` (transposed: `[kh, kw, out, in]`), bias `[out]`. */
export interface BlockWeights {
  filter: tf.Tensor4D;
  bias: tf.Tensor1D;
}

/** Output of a block's forward pass, and what the backward pass needs of a pool; `[n, h, w, c]`. */
export interface BlockOutput {
  y: tf.Tensor4D;
  /** The pool's input. */
  unpooled?: tf.Tensor4D;
  /** The pool's maxima, where the backend's backward pass needs them. */
  pooled?: tf.Tensor4D;
}

/** Gradients of one block; `dx`, by its input, only where it was asked for. */
export interface BlockGradients {
  dx?: tf.Tensor4D;
  filter: tf.Tensor4D;
  bias: tf.Tensor1D;
}

/** The blocks of an encoder or a decoder, whose layers are named `part.0`, `part.1`, ... */
export function blocksOf(part: "encoder" | "decoder", layers: readonly Layer[]): Block[] {
  const blocks: Block[] = [];
  for (const [index, layer] of layers.entries()) {
    const block = blocks.at(-1);
    if (layer.type === "conv" || layer.type === "convTranspose") {
      blocks.push({ name: `${part}.${index}`, conv: layer, pool: false, activation: "linear" });
    } else if (!block || block.pool) {
      throw new TypeError(`Cannot build ${part} as "${layer.type}" must follow a convolution`);
    } else if (layer.type === "maxPool") {
      block.pool = true;
    } else {
      block.activation = layer.type;
    }
  }
  return blocks;
}

/** `paddingFor`, unless the current backend takes any padding by itself. */
function backendPadding(conv: ConvLayer, size: number): { padding: Padding; border: number } {
  return takesPaddingInPixels() ? { padding: conv.padding, border: 0 } : paddingFor(conv, size);
}

/**
 * PyTorch's explicit padding in tfjs, which takes only "valid" and "same". "same" equals padding p on
 * both sides where its total is 2p. Otherwise the input of a convolution is padded by `border`
 * pixels first, and the output of a transposed one is cropped by them.
 */
export function paddingFor(
  conv: ConvLayer,
  size: number,
): { padding: "same" | "valid"; border: number } {
  if (conv.padding === 0) return { padding: "valid", border: 0 };
  // A transposed convolution is the gradient of a convolution from its output to its input.
  const large = conv.type === "conv" ? size : outputSize(size, conv);
  const small = conv.type === "conv" ? outputSize(size, conv) : size;
  const total = (small - 1) * conv.stride + conv.kernel - large;
  return total === 2 * conv.padding && Math.ceil(large / conv.stride) === small
    ? { padding: "same", border: 0 }
    : { padding: "valid", border: conv.padding };
}

/** Output of a block for `x` `[n, h, w, in]`, which stays; with `save` ready for a backward pass. */
export function forwardBlock(
  { conv, pool, activation }: Block,
  { filter, bias }: BlockWeights,
  x: tf.Tensor4D,
  save: boolean,
): BlockOutput {
  const fused = activation === "tanh" ? "linear" : activation;
  // Adding a bias and a ReLU keep order, so they may come after the pool, on a quarter of the data.
  const z = pool ? convolve(conv, x, { filter }) : convolve(conv, x, { filter, bias }, fused);
  const { y: biased, pooled }: MaxPoolBias = pool ? maxPoolBias(z, bias, fused) : { y: z };
  const y = activation === "tanh" ? tf.tanh(biased) : biased;
  if (y !== biased) biased.dispose();
  if (!pool) return { y };
  if (save) return { y, unpooled: z, pooled };
  z.dispose();
  pooled?.dispose();
  return { y };
}

/** The convolution; with a bias, bias and activation run in the same kernel. */
function convolve(
  conv: ConvLayer,
  x: tf.Tensor4D,
  { filter, bias }: { filter: tf.Tensor4D; bias?: tf.Tensor1D },
  activation: "linear" | "relu" = "linear",
): tf.Tensor4D {
  const [n, size] = x.shape;
  const { padding, border } = backendPadding(conv, size);
  const { stride } = conv;
  const options = { stride, padding };
  if (conv.type === "conv") {
    return withBorder(
      x,
      border,
      (padded) =>
        bias
          ? convBias({ x: padded, filter, bias }, activation, options)
          : tf.conv2d(padded, filter, stride, padding),
    );
  }
  const full = outputSize(size, conv) + 2 * border;
  const shape: Shape4D = [n, full, full, conv.out];
  const y = bias
    ? convTransposeBias({ dy: x, filter, bias }, activation, shape, options)
    : convInputGradient(x, filter, shape, options);
  return crop(y, border);
}

/**
 * Gradients of a block from `dy`, the gradient by its output, and the input and output of its
 * forward pass. Disposes `dy` and `output`, not `x`.
 */
export function backwardBlock(
  { conv, pool, activation }: Block,
  { filter }: BlockWeights,
  x: tf.Tensor4D,
  output: BlockOutput,
  dy: tf.Tensor4D,
  inputGradient: boolean,
): BlockGradients {
  let dz = activationGradient(dy, output.y, activation);
  if (dz !== dy) dy.dispose();
  output.y.dispose();
  const bias = biasGradient(dz);
  if (pool) {
    const { unpooled, pooled } = output;
    const dUnpooled = maxPoolGradient(dz, unpooled!, pooled);
    tf.dispose([dz, unpooled!]);
    pooled?.dispose();
    dz = dUnpooled;
  }
  const { padding, border } = backendPadding(conv, x.shape[1]);
  const options = { stride: conv.stride, padding };
  const shape = filter.shape;
  let gradients: BlockGradients;
  if (conv.type === "conv") {
    gradients = withBorder(x, border, (padded) => ({
      filter: convFilterGradient(padded, dz, shape, options),
      bias,
      dx: inputGradient
        ? crop(convInputGradient(dz, filter, padded.shape, options), border)
        : undefined,
    }));
  } else {
    gradients = withBorder(dz, border, (padded) => ({
      filter: convFilterGradient(padded, x, shape, options),
      bias,
      dx: inputGradient ? tf.conv2d(padded, filter, conv.stride, padding) : undefined,
    }));
  }
  dz.dispose();
  return gradients;
}

function activationGradient(
  dy: tf.Tensor4D,
  y: tf.Tensor4D,
  activation: Block["activation"],
): tf.Tensor4D {
  if (activation === "linear") return dy;
  if (activation === "relu") return reluGradient(dy, y);
  return tf.tidy(() => tf.mul(dy, tf.sub(1, tf.square(y))));
}

/** `use(x)` with zeros `border` pixels wide around each image. */
function withBorder<T>(x: tf.Tensor4D, border: number, use: (padded: tf.Tensor4D) => T): T {
  if (border === 0) return use(x);
  const padded = tf.pad(x, [[0, 0], [border, border], [border, border], [0, 0]]);
  const result = use(padded);
  padded.dispose();
  return result;
}

/** `x` without `border` pixels on each side; disposes `x` if that is another tensor. */
function crop(x: tf.Tensor4D, border: number): tf.Tensor4D {
  if (border === 0) return x;
  const [n, h, w, c] = x.shape;
  const inner = tf.slice(x, [0, border, border, 0], [n, h - 2 * border, w - 2 * border, c]);
  x.dispose();
  return inner;
}
