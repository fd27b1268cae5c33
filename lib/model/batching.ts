/** Batches in parts that the backend can hold, with the results in order. */

import type * as tf from "@tensorflow/tfjs-core";
import { batchesAtOnce, maxTensorBytes, settleBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { mapInOrder } from "../io/in_order.ts";

/** `count` images from row `start` on. */
export interface Part {
  start: number;
  count: number;
}

/**
 * `n` images in parts of at most `limit`, each small enough for one tensor of the backend.
 *
 * @param values float32 values of an image in the widest layer
 */
export function partsOf(n: number, values: number, limit = Infinity): Part[] {
  const size = Math.min(limit, Math.max(1, Math.floor(maxTensorBytes() / (4 * values))));
  const parts: Part[] = [];
  for (let start = 0; start < n; start += size) {
    parts.push({ start, count: Math.min(size, n - start) });
  }
  return parts;
}

/**
 * What `run` makes of each part, `[count, dim]` float32, one after another: `[n, dim]`, row-major.
 * Several parts are computed at once where the backend gains from it.
 */
export async function mapParts(
  parts: readonly Part[],
  dim: number,
  run: (part: Part) => tf.Tensor,
): Promise<Float32Array> {
  const n = parts.reduce((sum, { count }) => sum + count, 0);
  const out = new Float32Array(n * dim);
  const work = async (part: Part) => {
    return { start: part.start, values: await valuesOf(() => run(part)) };
  };
  for await (const { start, values } of mapInOrder(parts, batchesAtOnce, work)) {
    out.set(values, start * dim);
  }
  await settleBackend();
  return out;
}
