/** The backends that can work on this machine, software WebGPU adapters included. */

import { findAdapter } from "../lib/backend/adapter.ts";
import type { Backend } from "../lib/backend/mod.ts";
import { hasAddon } from "../lib/backend/addon.ts";
import { loadTensorflow } from "../lib/backend/tensorflow.ts";

/** Names of the backends, the fastest kind first. */
export async function availableBackends(): Promise<Backend["name"][]> {
  const names: Backend["name"][] = ["cpu"];
  // Mesa's drivers bring their own LLVM, and TensorFlow crashes when it is loaded after that one.
  if (hasAddon()) loadTensorflow();
  if (await findAdapter()) names.unshift("webgpu");
  if (hasAddon()) names.unshift("tensorflow");
  return names;
}
