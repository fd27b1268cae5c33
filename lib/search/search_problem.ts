/** What a search is given and what it finds. */

/** The nearest rows of each query, nearest first, ties by lower row. */
export interface Neighbours {
  k: number;
  /** Rows of the index, int32 `[q, k]`; -1 where fewer than `k` rows were left. */
  indices: Int32Array;
  /** Squared Euclidean distances, float32 `[q, k]`; Infinity where fewer than `k` rows were left. */
  distances: Float32Array;
}

/** The neighbours of `first` and the queries after it, as many as there are lists. */
export interface NeighbourBlock extends Neighbours {
  first: number;
}

/** A search whose parts have been checked. */
export interface SearchProblem {
  /** Row-major float32 `[q, dim]`. */
  queries: Float32Array;
  /** Row-major float32 `[n, dim]`: all rows of the index. */
  vectors: Float32Array;
  dim: number;
  k: number;
  /** How many of the `k` distances must be exact. */
  measured: number;
  /** Rows to search, ascending; all when absent. */
  rows?: Int32Array;
  /** For each query the row it must not find, -1 for none. */
  exclude?: Int32Array;
  /** Whether the queries are the vectors of the index, all of which are searched. */
  self: boolean;
}
