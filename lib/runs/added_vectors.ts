/** Vectors of added products, kept beside their images: `openAddedVectors`. */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { embedRows, imageRows } from "../embedding/row_source.ts";
import { keptVectors } from "./kept_vectors.ts";
import type { QueryEncoder } from "./query_encoder.ts";

/**
 * Images embedded at once. Products arrive by the hundred: the memory that a larger batch touches for
 * the first time takes longer than it saves.
 */
const BATCH = 8;

/** Options of `openAddedVectors`. */
export interface AddedVectorsOptions {
  /** SHA-256, hex, of all that decides the vector of an image. */
  key: string;
  /** Write them beside the images if they are not there. */
  keep: boolean;
}

/** The vectors of added products, `[count, dim]`: those beside the images if of this key, else made. */
export async function openAddedVectors(
  { store, directory }: { store: ImageStore; directory: string },
  encoder: Pick<QueryEncoder, "embed">,
  { key, keep }: AddedVectorsOptions,
): Promise<Float32Array> {
  const path = join(directory, "vectors.safetensors");
  const { count } = store;
  const { vectors } = await keptVectors({ path, metadata: { key }, count, keep }, () => {
    const rows = Uint32Array.from({ length: count }, (_, row) => row);
    return embedRows(imageRows(store, rows), (images) => encoder.embed(images), { batch: BATCH });
  });
  return vectors;
}
