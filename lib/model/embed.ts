/** Every photo through the encoder: `embedStore`. */

import { batches } from "../dataset/batches.ts";
import type { ImageStore } from "../dataset/image_store.ts";
import type { Autoencoder } from "./autoencoder.ts";
import { imagesFromBytes } from "./images.ts";

/** Options of `embedStore`. */
export interface EmbedOptions {
  /** Called after each batch with the photos done. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
}

// As large as the encoder takes in one go; more only costs memory.
const BATCH = 32;

/** Latent vectors of the photos in `rows`, in that order: row-major `[rows.length, latentDim]`. */
export async function embedStore(
  model: Autoencoder,
  store: Pick<ImageStore, "readImages">,
  rows: Uint32Array,
  { onProgress }: EmbedOptions = {},
): Promise<Float32Array> {
  const vectors = new Float32Array(rows.length * model.latentDim);
  let done = 0;
  for await (const batch of batches(store, rows, { batchSize: BATCH })) {
    vectors.set(await model.encode(imagesFromBytes(batch.images)), done * model.latentDim);
    done += batch.rows.length;
    await onProgress?.(done, rows.length);
  }
  return vectors;
}
