/** Embeddings as values: `Vectors`, `Embedding`; and what files of them are called. */

/** Endings of the files that `readVectors` reads. */
export const VECTOR_FILES = [".safetensors", ".parquet", ".npy"] as const;

/** Vectors of equal length. */
export interface Vectors {
  /** Dimensions of a vector. */
  dim: number;
  /** Float32 `[n, dim]`, row-major. */
  vectors: Float32Array;
}

/** Vectors of images, with what they are called. */
export interface Embedding extends Vectors {
  name: string;
  /** Id of the image of each row, `[n]`. */
  ids: readonly string[];
}
