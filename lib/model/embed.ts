/** Every photo through the encoder: `embedStore`, `EMBED_BATCH`. */

import { batches } from "../dataset/batches.ts";
import type { ImageStore } from "../dataset/image_store.ts";
import type { Autoencoder } from "./autoencoder.ts";
import { imagesFromBytes } from "./images.ts";

/** Options of `embedStore`. */
export interface EmbedOptions {
  /** Called after each batch with the photos done. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  /** Vectors of the first rows, whole batches, of an earlier start. @default none */
  kept?: Float32Array;
  /** Called with the vectors of each batch as it is done. */
  onBatch?: (vectors: Float32Array) => void | Promise<void>;
}

/** Photos a batch: as large as the encoder takes in one go; more only costs memory. */
export const EMBED_BATCH = 32;

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
  for await (const batch of batches(store, rows.subarray(done), { batchSize: EMBED_BATCH })) {
    const encoded = await model.describe(imagesFromBytes(batch.images));
    vectors.set(encoded, done * model.latentDim);
    await onBatch?.(encoded);
    done += batch.rows.length;
    await onProgress?.(done, rows.length);
  }
  return vectors;
}
