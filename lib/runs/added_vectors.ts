/** Vectors of added products, kept beside their images: `openAddedVectors`. */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { embedRows, imageRows } from "../embedding/row_source.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import type { QueryEncoder } from "./query_encoder.ts";

/** Options of `openAddedVectors`. */
export interface AddedVectorsOptions {
  /** SHA-256, hex, of all that decides the vector of an image. */
  key: string;
  /** Dimensions of a vector. */
  dim: number;
  /** Write them beside the images if they are not there. */
  keep: boolean;
}

/** The vectors of added products, `[count, dim]`: those beside the images if of this key, else made. */
export async function openAddedVectors(
  { store, directory }: { store: ImageStore; directory: string },
  encoder: Pick<QueryEncoder, "embed">,
  { key, dim, keep }: AddedVectorsOptions,
): Promise<Float32Array> {
  const path = join(directory, "vectors.safetensors");
  const file = await readTensorFile(path, { keys: ["key"] }).catch((error) => {
    // Damaged, it holds nothing that is not made here again.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  });
  const kept = file?.tensors.vectors;
  const length = store.count * dim;
  if (file?.metadata.key === key && kept?.dtype === "F32" && kept.data.length === length) {
    return kept.data;
  }
  const rows = Uint32Array.from({ length: store.count }, (_, row) => row);
  const { vectors } = await embedRows(imageRows(store, rows), (images) => encoder.embed(images));
  if (keep) {
    const tensor = { dtype: "F32", shape: [store.count, dim], data: vectors } as const;
    await writeTensorFile(path, { vectors: tensor }, { key });
  }
  return vectors;
}
