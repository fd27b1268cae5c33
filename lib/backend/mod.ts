/** Choice and preparation of the tfjs backend, and its limits. */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { findAdapter } from "./adapter.ts";
import { hasAddon } from "./addon.ts";
import { registerGradientKernels } from "./gradient_ops.ts";
import { loadTensorflow, seesCuda } from "./tensorflow.ts";
import {
  loadWebgpu,
  settleWebgpu,
  watchWebgpu,
  webgpuReadsAtOnce,
  webgpuTensorBytes,
} from "./webgpu/mod.ts";
import { taskCommand } from "../io/task_command.ts";

/** Backends that can be named; "auto" picks the best one that works here. */
export const BACKEND_NAMES = ["auto", "tensorflow", "webgpu", "cpu"] as const;
/** Name of a backend, or "auto". */
export type BackendName = typeof BACKEND_NAMES[number];

/** The backend in use. */
export interface Backend {
  name: Exclude<BackendName, "auto">;
  /** The device, for people: "NVIDIA H100 PCIe", "CPU, 2 cores (oneDNN)". */
  device: string;
  /** Whether it is a graphics card. */
  gpu: boolean;
  /** How to get a faster one, where that is known. */
  advice?: string;
}

let current: Promise<Backend> | undefined;

/**
 * Prepare a backend and make it tfjs's current one. Without a name: the one already chosen, else
 * "auto", which takes the first that works of native TensorFlow with a CUDA GPU, WebGPU on a
 * hardware adapter, native TensorFlow on the CPU, plain JavaScript.
 *
 * @throws {RangeError} if there is no backend of that name
 * @throws {Error} if the one named cannot work here, saying what is missing; never a silent fallback
 */
export function useBackend(name?: BackendName): Promise<Backend> {
  if (name === undefined && current) return current;
  const prepared = prepare(name ?? "auto");
  current = prepared;
  prepared.catch(() => {
    if (current === prepared) current = undefined;
  });
  return prepared;
}

/** Bytes of the largest tensor that the current backend computes with; Infinity if memory decides. */
export function maxTensorBytes(): number {
  return tf.getBackend() === "webgpu" ? webgpuTensorBytes() : Infinity;
}

/** Batch size of inference; larger ones gain nothing and cost memory. */
export function inferenceBatch(): number {
  // One needs 8 MiB. A GPU is done with 32 before the next are queued.
  return tf.getBackend() === "webgpu" ? 64 : 32;
}

/**
 * Batches or training steps to queue at once; it changes with their measured time. WebGPU computes
 * beside JavaScript but blocks it during a wait for results, so several are awaited together. The
 * other backends compute when they are called.
 */
export function batchesAtOnce(): number {
  return tf.getBackend() === "webgpu" ? webgpuReadsAtOnce() : 1;
}

/**
 * Let WebGPU measure how to tile layers that are new to the adapter, which is impossible while
 * kernels are queued. To be called after a step; mostly does nothing.
 *
 * @param onMeasured called with how many of the new layers are measured
 */
export async function settleBackend(
  onMeasured?: (done: number, total: number) => void | Promise<void>,
): Promise<void> {
  if (tf.getBackend() === "webgpu") await settleWebgpu(onMeasured);
}

async function prepare(name: BackendName): Promise<Backend> {
  if (!BACKEND_NAMES.includes(name)) {
    throw new RangeError(
      `Cannot use backend as name must be one of ${BACKEND_NAMES.join(", ")}: ` +
        `current value is "${name}"`,
    );
  }
  const backend = await load(name === "auto" ? await best() : name);
  registerGradientKernels(backend.name);
  if (!await tf.setBackend(backend.name)) {
    throw new Error(
      `Cannot use backend "${backend.name}" as tfjs could not start it on this machine`,
    );
  }
  if (backend.name === "webgpu") watchWebgpu();
  return backend;
}

/**
 * The WebGPU adapter, looked for only after native TensorFlow is loaded where it is built: Mesa's
 * drivers bring their own LLVM, and TensorFlow crashes when it is loaded after that one.
 */
async function adapterAfterTensorflow() {
  if (hasAddon()) loadTensorflow();
  return await findAdapter();
}

async function best(): Promise<Backend["name"]> {
  if (hasAddon() && seesCuda()) return "tensorflow";
  const adapter = await adapterAfterTensorflow();
  if (adapter && !adapter.software) return "webgpu";
  return hasAddon() ? "tensorflow" : "cpu";
}

async function load(name: Backend["name"]): Promise<Backend> {
  const cores = `CPU, ${navigator.hardwareConcurrency} cores`;
  if (name === "tensorflow") {
    if (!hasAddon()) {
      throw new Error(
        `Cannot use backend "tensorflow" as the native add-on is not built: ` +
          `run "${taskCommand("setup tensorflow")}"`,
      );
    }
    loadTensorflow();
    const gpu = seesCuda();
    return { name, gpu, device: gpu ? "NVIDIA GPU (CUDA)" : `${cores} (TensorFlow, oneDNN)` };
  }
  if (name === "webgpu") {
    const adapter = await adapterAfterTensorflow();
    if (!adapter) {
      throw new Error(
        `Cannot use backend "webgpu" as no adapter was found: a graphics driver is needed ` +
          `(Linux: Vulkan)`,
      );
    }
    await loadWebgpu();
    const advice = adapter.software
      ? "this WebGPU adapter is a program on the CPU, for tests only"
      : undefined;
    return { name, device: adapter.name, gpu: !adapter.software, advice };
  }
  const advice = `plain JavaScript is the slowest engine: run "${taskCommand("setup tensorflow")}"`;
  return { name, device: `${cores} (plain JavaScript)`, gpu: false, advice };
}
