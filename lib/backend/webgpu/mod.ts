/**
 * The WebGPU backend: `loadWebgpu`, `watchWebgpu`, `settleWebgpu`, `webgpuReadsAtOnce`,
 * `webgpuTensorBytes`.
 */

import * as tf from "@tensorflow/tfjs-core";
import { checkDevice, watchDevice } from "./device_errors.ts";
import { tensorBytes, type WebgpuBackend } from "./dispatch.ts";
import { useOwnKernels } from "./kernels.ts";
import { gatherReads, readsAtOnce } from "./reads.ts";
import { type MeasureListener, settleTiles } from "./tuning.ts";

/**
 * Load tfjs's WebGPU backend, which registers itself as "webgpu", and our kernels; an adapter must
 * be there.
 */
export async function loadWebgpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-webgpu");
  // Where tfjs's own kernel is used after all, the tiled one, which is off by default.
  tf.env().set("WEBGPU_USE_NAIVE_CONV2D_TRANSPOSE", false);
  useOwnKernels();
}

const watched = new WeakSet<WebgpuBackend>();

/** From now on kernels and reads throw what went wrong with the device; it must be started. */
export function watchWebgpu(): void {
  const backend = tf.findBackend("webgpu") as unknown as WebgpuBackend;
  if (watched.has(backend)) return;
  watched.add(backend);
  const { device } = backend;
  watchDevice(device);
  gatherReads(backend);
  const read = backend.read.bind(backend);
  backend.read = async (dataId) => {
    try {
      const values = await read(dataId);
      checkDevice(device);
      return values;
    } catch (error) {
      // A read from a lost device fails with a message about buffers; the reason comes a bit later.
      await Promise.race([device.lost, new Promise((resolve) => setTimeout(resolve, 100))]);
      checkDevice(device);
      throw error;
    }
  };
}

/** Measure tilings for the layers that were seen for the first time on this adapter. */
export async function settleWebgpu(onMeasured?: MeasureListener): Promise<void> {
  await settleTiles(tf.findBackend("webgpu") as unknown as WebgpuBackend, onMeasured);
}

/** Results to have under way at once; the backend must be started. */
export function webgpuReadsAtOnce(): number {
  return readsAtOnce(tf.findBackend("webgpu") as unknown as WebgpuBackend);
}

/** Bytes of the largest tensor the device can bind; the backend must be started. */
export function webgpuTensorBytes(): number {
  return tensorBytes((tf.findBackend("webgpu") as unknown as WebgpuBackend).device);
}
