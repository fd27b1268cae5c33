/** The nearest rows found so far, kept while a search runs: `NearestLists`. */

import { squaredDistance } from "./distance.ts";

/** What a search asks, once everything is checked. */
export interface SearchProblem {
  /** Row-major float32 `[count, dim]`. */
  queries: Float32Array;
  /** Row-major float32 `[n, dim]`: all rows of the index. */
  vectors: Float32Array;
  dim: number;
  k: number;
  /** Which rows to search, ascending; all when absent. */
  rows?: Int32Array;
  /** For each query the row it must not find, -1 for none. */
  exclude?: Int32Array;
  /** As in `RowStatistics`. */
  duplicateOf: Int32Array;
}

/**
 * For each of a range of queries, the `k` nearest rows: squared distance ascending, then row.
 *
 * Rows must be offered to a query in ascending order. Then a row at the same distance as the k-th
 * of those before it can never come in, and every comparison here can be strict.
 */
export class NearestLists {
  /** Rows found, int32 `[count, k]`, -1 where there are too few. */
  readonly indices: Int32Array;
  /** Squared distances, float64 `[count, k]`, Infinity where there are too few. */
  readonly distances: Float64Array;
  readonly #problem: SearchProblem;
  readonly #firstQuery: number;
  /** Distances of the current query to the first of each set of equal rows. */
  readonly #remembered: Float64Array;
  readonly #rememberedBy: Int32Array;

  /** Lists for the queries `firstQuery` to `firstQuery + count - 1`. */
  constructor(problem: SearchProblem, firstQuery: number, count: number) {
    this.#problem = problem;
    this.#firstQuery = firstQuery;
    this.indices = new Int32Array(count * problem.k).fill(-1);
    this.distances = new Float64Array(count * problem.k).fill(Infinity);
    this.#remembered = new Float64Array(problem.duplicateOf.length);
    this.#rememberedBy = new Int32Array(problem.duplicateOf.length).fill(-1);
  }

  /** Distance of the k-th row so far; a row must be nearer to come in. */
  limit(list: number): number {
    return this.distances[(list + 1) * this.#problem.k - 1]!;
  }

  /** Compute the distance of `row` to the query of list `list` and take the row in if near. */
  offer(list: number, row: number): void {
    const { queries, vectors, dim, exclude, duplicateOf } = this.#problem;
    const query = this.#firstQuery + list;
    const limit = this.limit(list);
    if (limit === 0 || exclude?.[query] === row) return;
    const original = duplicateOf[row]!;
    let distance: number;
    if (original !== row && this.#rememberedBy[original] === query) {
      distance = this.#remembered[original]!;
    } else {
      distance = squaredDistance(queries, query * dim, vectors, row * dim, dim, limit);
      this.#remembered[original] = distance;
      this.#rememberedBy[original] = query;
    }
    // A remembered number may be a sum cut short at an earlier limit, which was no smaller.
    if (distance < limit) this.#insert(list, row, distance);
  }

  #insert(list: number, row: number, distance: number): void {
    const { k } = this.#problem;
    const first = list * k;
    let slot = first + k - 1;
    for (; slot > first && this.distances[slot - 1]! > distance; slot--) {
      this.distances[slot] = this.distances[slot - 1]!;
      this.indices[slot] = this.indices[slot - 1]!;
    }
    this.distances[slot] = distance;
    this.indices[slot] = row;
  }
}
