/** The native TensorFlow backend: `loadTensorflow`, `seesCuda`. */

import { createRequire } from "node:module";
import util from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { nativeTensorflow } from "./native_tensorflow.ts";
import { registerTensorflowKernels } from "./tensorflow_kernels.ts";

/** Load native TensorFlow, which registers itself with tfjs as the backend "tensorflow". */
export function loadTensorflow(): void {
  if (tf.findBackendFactory("tensorflow")) return;
  // tfjs-node 4.22 calls a function that Node removed from `util` in version 23.
  const legacyUtil = util as unknown as { isNullOrUndefined?: (value: unknown) => boolean };
  legacyUtil.isNullOrUndefined ??= (value) => value === null || value === undefined;
  // TensorFlow greets on stderr at level 0 (information) and 1 (warnings); errors still show.
  setDefault("TF_CPP_MIN_LOG_LEVEL", "2");
  // TensorFlow disables oneDNN on CPUs without AVX-512, where convolutions are 2 to 3 times as fast
  // with it too.
  setDefault("TF_ENABLE_ONEDNN_OPTS", "1");
  // Its types would add operations to tensors as methods, which the other backends do not have.
  createRequire(import.meta.url)("@tensorflow/tfjs-node-gpu");
  registerTensorflowKernels();
}

/** Set an environment variable that the user has not set. */
function setDefault(name: string, value: string): void {
  if (Deno.env.get(name) === undefined) Deno.env.set(name, value);
}

/** Whether native TensorFlow, which is loaded for it, computes on a CUDA GPU. */
export function seesCuda(): boolean {
  loadTensorflow();
  return nativeTensorflow().usesGpu;
}
