/** Picks and prepares the tfjs backend: `useBackend`, `BACKEND_NAMES`. */

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { hasAddon, loadTensorflow } from "./tensorflow.ts";

export const BACKEND_NAMES = ["tensorflow", "webgpu", "cpu"] as const;
export type BackendName = typeof BACKEND_NAMES[number];

export interface Backend {
  name: BackendName;
}

let current: Promise<Backend> | undefined;

export function useBackend(name?: BackendName): Promise<Backend> {
  if (name === undefined && current) return current;
  return current = prepare(name ?? (hasAddon() ? "tensorflow" : "cpu"));
}

async function prepare(name: BackendName): Promise<Backend> {
  if (name === "tensorflow") await loadTensorflow();
  await tf.setBackend(name);
  await tf.ready();
  return { name };
}
