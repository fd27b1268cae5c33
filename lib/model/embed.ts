/** Embeddings of the images of a store. */

import { batchesAtOnce, inferenceBatch } from "../backend/mod.ts";
import { batches } from "../dataset/batches.ts";
import { countByteImages } from "../dataset/store/check_images.ts";
import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { mapInOrder } from "../io/in_order.ts";
import type { Images } from "./images.ts";

/** What embeds images. */
export interface Embedder {
  /** Dimensions of an embedding. */
  latentDim: number;
  /** Embeddings of `images`, `[n, latentDim]`, row-major. */
  embed(images: Images): Promise<Float32Array>;
}

/** Options of `embedStore`. */
export interface EmbedOptions {
  /** Called after each batch with the number of images done. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  /** Embeddings of the first rows, whole batches, from an earlier start. @default none */
  kept?: Float32Array;
  /** Called with the embeddings of each batch, in order. */
  onBatch?: (vectors: Float32Array) => void | Promise<void>;
}

/**
 * Embeddings of images, `[n, latentDim]`, row-major: of an image the same to the bit whatever the
 * others are.
 *
 * @param images uint8 `[n, 128, 128, 3]`, RGB
 * @throws {TypeError} if they are no bytes or no whole number of images
 */
export async function embedImages(
  model: Embedder,
  images: Uint8Array,
): Promise<Float32Array> {
  const batch = inferenceBatch() * IMAGE_BYTES;
  const vectors = new Float32Array(countByteImages(images, "embed images") * model.latentDim);
  for (let first = 0; first < images.length; first += batch) {
    const embedded = await model.embed(images.subarray(first, first + batch));
    vectors.set(embedded, first / IMAGE_BYTES * model.latentDim);
  }
  return vectors;
}

/** Embeddings of the images in `rows`, in that order: `[rows.length, latentDim]`, row-major. */
export async function embedStore(
  model: Embedder,
  store: Pick<ImageStore, "readImages">,
  rows: Uint32Array,
  { onProgress, kept = new Float32Array(), onBatch }: EmbedOptions = {},
): Promise<Float32Array> {
  const vectors = new Float32Array(rows.length * model.latentDim);
  vectors.set(kept);
  let done = kept.length / model.latentDim;
  const rest = batches(store, rows.subarray(done), { batchSize: inferenceBatch() });
  const embedded = mapInOrder(rest, batchesAtOnce, ({ images }) => embedImages(model, images));
  for await (const batch of embedded) {
    vectors.set(batch, done * model.latentDim);
    await onBatch?.(batch);
    done += batch.length / model.latentDim;
    await onProgress?.(done, rows.length);
  }
  return vectors;
}
