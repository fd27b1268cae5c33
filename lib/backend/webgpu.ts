/** The WebGPU backend: `loadWebgpu`. */

import * as tf from "@tensorflow/tfjs-core";

/** Load tfjs's WebGPU backend, which registers itself as "webgpu"; an adapter must be there. */
export async function loadWebgpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-webgpu");
  // tfjs compiles shaders on first use otherwise one by one; the tiled shader for the gradient by
  // the input of a convolution is there but off by default.
  tf.env().set("WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE", false);
}
