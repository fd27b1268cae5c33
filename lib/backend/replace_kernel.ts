/** Replacement of a backend's kernel by one that may call it: `replaceKernel`. */

import * as tf from "@tensorflow/tfjs-core";

/** Replace the kernel by what `make` makes of it. It must be registered. */
export function replaceKernel(
  kernelName: string,
  backendName: string,
  make: (stock: tf.KernelFunc) => tf.KernelFunc,
): void {
  const config = tf.getKernel(kernelName, backendName);
  tf.unregisterKernel(kernelName, backendName);
  tf.registerKernel({ ...config, kernelFunc: make(config.kernelFunc) });
}
