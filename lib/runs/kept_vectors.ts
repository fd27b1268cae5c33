/** Vectors of images that a run keeps in a file once they were made: `keptVectors`. */

import type { Vectors } from "../embedding/embedding.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";

/** A file of vectors. */
export interface VectorFile {
  path: string;
  /** All that decides them; a file that says otherwise is of other images or another version. */
  metadata: Readonly<Record<string, string>>;
  /** Number of images. */
  count: number;
  /** Write the file if it has not these vectors. */
  keep: boolean;
}

/**
 * The vectors that the file has, `[count, dim]`, else those that `make` gives. A damaged file holds
 * nothing that is not made here again.
 */
export async function keptVectors(
  { path, metadata, count, keep }: VectorFile,
  make: () => Promise<Vectors>,
): Promise<Vectors> {
  const file = await readTensorFile(path, { keys: Object.keys(metadata) }).catch((error) => {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  });
  const kept = file?.tensors.vectors;
  const [rows, dim] = kept?.shape ?? [];
  const same = Object.entries(metadata).every(([key, value]) => file?.metadata[key] === value);
  if (same && kept?.dtype === "F32" && rows === count && dim !== undefined) {
    return { vectors: kept.data, dim };
  }
  const made = await make();
  if (keep) {
    const tensor = { dtype: "F32", shape: [count, made.dim], data: made.vectors } as const;
    await writeTensorFile(path, { vectors: tensor }, metadata);
  }
  return made;
}
