/** Exact k-nearest neighbours in Euclidean distance: `FlatIndex`. */

import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import { searchDirectly } from "./direct.ts";
import type { SearchProblem } from "./nearest_lists.ts";
import { PRODUCTS_PAY, searchByProducts } from "./products.ts";
import { type RowStatistics, rowStatistics } from "./statistics.ts";
import {
  checkDimension,
  checkNeighbourCount,
  checkVectors,
  readExclusion,
  readIds,
  type RowFilter,
  selectRows,
} from "./validation.ts";

export type { RowFilter } from "./validation.ts";

/** Queries that are answered before the backend has been given the rows. */
const FEW_QUERIES = 4;

/** What a search may leave out. */
export interface SearchOptions {
  /**
   * For each query the row it must not find, such as its own: -1 for none; "self" when query i is
   * row i of the index. @default nothing is excluded
   */
  exclude?: "self" | ArrayLike<number>;
  /**
   * The rows that may be found: a function of the row, a Uint8Array of `size` with 1 for yes and 0
   * for no, or another list of rows in any order. @default all
   */
  filter?: RowFilter;
}

/** The nearest rows of each query, nearest first, ties by lower row. */
export interface SearchResult {
  /** Number of neighbours a query. */
  k: number;
  /** Ids of the neighbours; a query for which fewer than `k` rows were left has fewer. */
  ids: string[][];
  /** Rows of the neighbours, int32 `[queries, k]`, -1 where fewer than `k` rows were left. */
  indices: Int32Array;
  /** Squared Euclidean distances, float32 `[queries, k]`, Infinity where too few were left. */
  distances: Float32Array;
}

/**
 * An index that compares a query with every vector, so that its answers are exact.
 *
 * Distances are summed in float64 from differences; ties go to the lower row.
 */
export class FlatIndex {
  readonly #vectors: Float32Array;
  readonly #dim: number;
  readonly #ids: readonly string[];
  readonly #statistics: RowStatistics;

  private constructor(vectors: Float32Array, dim: number, ids: readonly string[]) {
    this.#vectors = vectors;
    this.#dim = dim;
    this.#ids = ids;
    this.#statistics = rowStatistics(vectors, dim);
  }

  /**
   * An index over a copy of `vectors`.
   *
   * @param vectors float32 `[n, dim]`, row-major, finite; n may be 0
   * @param ids one a row; the row numbers when absent
   * @throws {RangeError} if `dim` is not a positive integer, a number is not finite, or there are
   *   more or fewer ids than rows
   * @throws {TypeError} if `vectors` is no Float32Array or no whole number of rows
   */
  static build(vectors: Float32Array, dim: number, ids?: readonly string[]): FlatIndex {
    checkDimension(dim, "build index");
    checkVectors(vectors, dim, "vectors", "build index");
    return new FlatIndex(vectors.slice(), dim, readIds(ids, vectors.length / dim));
  }

  /** Number of vectors. */
  get size(): number {
    return this.#ids.length;
  }

  /** Numbers in a vector. */
  get dim(): number {
    return this.#dim;
  }

  /** Size of the vectors in bytes: 4 a number. */
  get bytes(): number {
    return this.#vectors.byteLength;
  }

  /** Ids of the rows, in order. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  /** A copy of row `index`, float32 `[dim]`. */
  vector(index: number): Float32Array {
    if (!Number.isInteger(index) || index < 0 || index >= this.size) {
      throw new RangeError(
        `Cannot read vector as index must be a row below ${this.size}: current value is ${index}`,
      );
    }
    return this.#vectors.slice(index * this.#dim, (index + 1) * this.#dim);
  }

  /**
   * The `k` nearest rows of each query.
   *
   * Much work goes to the backend in tiles (about 350 MB at most beside the index); searching an
   * index for its own vectors costs half.
   *
   * @param queries float32 `[q, dim]`, row-major, finite; q may be 0
   * @param k neighbours a query, 1 to `size`
   * @throws {RangeError} if `k` is no integer from 1 to `size`, a number is not finite, or `exclude`
   *   or `filter` name rows that are not there
   * @throws {TypeError} if `queries` is no whole number of rows, or `exclude` or a mask has another
   *   length than it must
   */
  async search(
    queries: Float32Array,
    k: number,
    { exclude, filter }: SearchOptions = {},
  ): Promise<SearchResult> {
    checkVectors(queries, this.#dim, "queries", "search index");
    checkNeighbourCount(k, this.size, "search index");
    const queryCount = queries.length / this.#dim;
    const problem: SearchProblem = {
      queries,
      vectors: this.#vectors,
      dim: this.#dim,
      k,
      rows: filter === undefined ? undefined : selectRows(filter, this.size),
      exclude: exclude === undefined ? undefined : readExclusion(exclude, queryCount, this.size),
      duplicateOf: this.#statistics.duplicateOf,
    };
    const work = queries.length * (problem.rows?.length ?? this.size);
    const self = filter === undefined && sameNumbers(queries, this.#vectors);
    const found = queryCount > FEW_QUERIES && work >= PRODUCTS_PAY
      ? await searchByProducts(problem, this.#statistics, { self })
      : undefined;
    const { indices, distances } = found ?? searchDirectly(problem);
    return { k, ids: this.#idsOf(indices, k), indices, distances: Float32Array.from(distances) };
  }

  /**
   * Write the index as safetensors: `vectors`, F32 `[n, dim]`, and in the metadata `ids`, a JSON
   * list. The file appears whole or not at all.
   */
  async save(path: string): Promise<void> {
    const vectors = {
      dtype: "F32" as const,
      shape: [this.size, this.#dim],
      data: this.#vectors,
    };
    const metadata = { format: "lookalike-index", ids: JSON.stringify(this.#ids) };
    await writeTensorFile(path, { vectors }, metadata);
  }

  /**
   * Read an index that `save` wrote.
   *
   * @throws {SyntaxError} if the file is no such index, or damaged
   */
  static async load(path: string): Promise<FlatIndex> {
    const file = await readTensorFile(path, {
      keys: ["format", "ids"],
      hint: "build the index and save it again",
    });
    if (!file) throw new Deno.errors.NotFound(`Cannot load index as "${path}" must exist`);
    const { metadata, tensors: { vectors } } = file;
    if (vectors?.dtype !== "F32" || vectors.shape.length !== 2) {
      throw new SyntaxError(
        `Cannot load index as "${path}" must hold vectors, F32 [n, dim]: current value is ` +
          (vectors ? `${vectors.dtype} [${vectors.shape}]` : "no such tensor"),
      );
    }
    const [count, dim] = vectors.shape as [number, number];
    const ids = parseIds(metadata.ids, path);
    if (ids.length !== count) {
      throw new SyntaxError(
        `Cannot load index as "${path}" must hold ${count} ids: current value is ${ids.length}`,
      );
    }
    checkDimension(dim, "load index");
    checkVectors(vectors.data, dim, "vectors", "load index");
    return new FlatIndex(vectors.data, dim, ids);
  }

  #idsOf(indices: Int32Array, k: number): string[][] {
    return Array.from({ length: indices.length / k }, (_, q) => {
      const found: string[] = [];
      for (let at = q * k; at < (q + 1) * k && indices[at]! >= 0; at++) {
        found.push(this.#ids[indices[at]!]!);
      }
      return found;
    });
  }
}

function parseIds(text: string | undefined, path: string): string[] {
  let ids: unknown;
  try {
    ids = JSON.parse(text ?? "");
  } catch {
    // Falls through to the error below.
  }
  if (Array.isArray(ids) && ids.every((id) => typeof id === "string")) return ids;
  throw new SyntaxError(
    `Cannot load index as the metadata of "${path}" must hold ids, a JSON list of strings: ` +
      `current value is ${text === undefined ? "undefined" : `"${text.slice(0, 40)}"`}`,
  );
}

function sameNumbers(a: Float32Array, b: Float32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
