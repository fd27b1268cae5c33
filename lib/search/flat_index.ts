/** A small index of named vectors for exact search. */

import { countRows } from "../embedding/check_vectors.ts";
import { kNearest, type NeighbourOptions, type Neighbours } from "./neighbours.ts";
import { readIds } from "./validation.ts";

/** Neighbours and their ids. */
export interface SearchResult extends Neighbours {
  /** Ids of the neighbours; a query for which fewer than `k` rows were left has fewer. */
  ids: string[][];
}

/**
 * An index that compares a query with every vector, so that its answers are exact.
 *
 * @example
 * ```ts
 * const index = FlatIndex.build(Float32Array.of(0, 0, 3, 0, 0, 4), 2, ["a", "b", "c"]);
 * const { ids } = await index.search(Float32Array.of(0, 1), 2); // [["a", "c"]]
 * ```
 */
export class FlatIndex {
  readonly #vectors: Float32Array;

  private constructor(
    vectors: Float32Array,
    /** Values in a vector. */
    readonly dim: number,
    /** Ids of the rows, in order. */
    readonly ids: readonly string[],
  ) {
    this.#vectors = vectors;
  }

  /**
   * An index over a copy of `vectors`.
   *
   * @param vectors float32 `[n, dim]`, row-major, finite; n may be 0
   * @param ids one per row; the row numbers when absent
   * @throws {RangeError} if `dim` is not a positive integer, a value is not finite, there are
   *   more or fewer ids than rows, or an id comes twice
   * @throws {TypeError} if `vectors` is no Float32Array or no whole number of rows
   */
  static build(vectors: Float32Array, dim: number, ids?: readonly string[]): FlatIndex {
    const count = countRows({ vectors, dim }, "build index");
    return new FlatIndex(vectors.slice(), dim, readIds(ids, count));
  }

  /** Number of vectors. */
  get size(): number {
    return this.ids.length;
  }

  /** Size of the vectors in bytes. */
  get bytes(): number {
    return this.#vectors.byteLength;
  }

  /** A copy of row `index`, float32 `[dim]`. */
  vector(index: number): Float32Array {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(
        `Cannot read vector as index must be a row below ${this.size}: current value is ${index}`,
      );
    }
    return this.#vectors.slice(index * this.dim, (index + 1) * this.dim);
  }

  /**
   * The `k` nearest rows of each query, as `kNearest` finds them.
   *
   * @param queries float32 `[q, dim]`, row-major, finite; q may be 0
   * @param k neighbours per query, 1 to `size`
   */
  async search(
    queries: Float32Array,
    k: number,
    options: Omit<NeighbourOptions, "queries" | "checked"> = {},
  ): Promise<SearchResult> {
    const index = { vectors: this.#vectors, dim: this.dim };
    const own = sameNumbers(queries, this.#vectors);
    const asked = own ? options : { ...options, queries };
    const found = await kNearest(index, k, { ...asked, checked: true });
    return { ...found, ids: this.#idsOf(found) };
  }

  #idsOf({ k, indices }: Neighbours): string[][] {
    return Array.from({ length: indices.length / k }, (_, q) => {
      const rows = indices.subarray(q * k, (q + 1) * k).filter((row) => row >= 0);
      return Array.from(rows, (row) => this.ids[row]!);
    });
  }
}

function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
