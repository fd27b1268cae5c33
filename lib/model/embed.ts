/** Every photo through the encoder: `embedStore`. */

import { batchesAtOnce, inferenceBatch } from "../backend/mod.ts";
import { batches } from "../dataset/batches.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { mapInOrder } from "../io/in_order.ts";
import type { Autoencoder } from "./autoencoder.ts";

/** Options of `embedStore`. */
export interface EmbedOptions {
  /** Called after each batch with the photos done. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  /** Vectors of the first rows, whole batches, of an earlier start. @default none */
  kept?: Float32Array;
  /** Called with the vectors of each batch as it is done. */
  onBatch?: (vectors: Float32Array) => void | Promise<void>;
}

/**
 * Vectors to search the photos in `rows` by (`Autoencoder.describe`), in that order: row-major
 * `[rows.length, latentDim]`.
 */
export async function embedStore(
  model: Autoencoder,
  store: Pick<ImageStore, "readImages">,
  rows: Uint32Array,
  { onProgress, kept = new Float32Array(), onBatch }: EmbedOptions = {},
): Promise<Float32Array> {
  const vectors = new Float32Array(rows.length * model.latentDim);
  vectors.set(kept);
  let done = kept.length / model.latentDim;
  const left = batches(store, rows.subarray(done), { batchSize: inferenceBatch() });
  const described = mapInOrder(left, batchesAtOnce, async ({ images }) => {
    return await model.describe(images);
  });
  for await (const encoded of described) {
    vectors.set(encoded, done * model.latentDim);
    await onBatch?.(encoded);
    done += encoded.length / model.latentDim;
    await onProgress?.(done, rows.length);
  }
  return vectors;
}
