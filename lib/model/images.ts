/**
 * Between stored bytes and the numbers a model sees: `imagesFromBytes`, `imageTensor`,
 * `bytesFromImages`.
 */

import type * as tf from "@tensorflow/tfjs-core";
import { lookUp, lookUpTensor } from "../backend/byte_lookup.ts";
import { IMAGE_SHAPE, IMAGE_VALUES } from "./architecture.ts";

// A table is faster than the arithmetic, and gives the same rounding everywhere.
const SCALED = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/** Bytes 0 to 255 as float32 in [-1, 1]: byte / 127.5 - 1. Any shape; `[n, 128, 128, 3]` here. */
export function imagesFromBytes(bytes: Uint8Array): Float32Array {
  return lookUp(bytes, SCALED);
}

/** The same numbers of whole images as a tensor `[n, 128, 128, 3]`, which the caller disposes. */
export function imageTensor(bytes: Uint8Array): tf.Tensor4D {
  const shape = [bytes.length / IMAGE_VALUES, ...IMAGE_SHAPE];
  return lookUpTensor({ bytes, table: SCALED, shape }) as tf.Tensor4D;
}

/** The reverse, rounded and clamped to a byte: what a picture of `images` shows. */
export function bytesFromImages(images: Float32Array): Uint8Array {
  // Uint8ClampedArray rounds to the nearest and clamps.
  const bytes = new Uint8ClampedArray(images.length);
  for (let i = 0; i < images.length; i++) bytes[i] = (images[i]! + 1) * 127.5;
  return new Uint8Array(bytes.buffer);
}
