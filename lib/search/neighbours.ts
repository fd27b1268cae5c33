/** Exact k-nearest neighbours in Euclidean distance. */

import { checkDimension, checkVectors } from "../embedding/check_vectors.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { checkInteger } from "../io/check_integer.ts";
import { nearestDirectly } from "./direct.ts";
import { PRODUCTS_PAY, productSearch } from "./products.ts";
import type { NeighbourBlock, Neighbours } from "./search_problem.ts";
import { readExclusion, type RowFilter, selectRows } from "./validation.ts";

export type { NeighbourBlock, Neighbours } from "./search_problem.ts";
export type { RowFilter } from "./validation.ts";

/** What to search for, and what to leave out. */
export interface NeighbourOptions {
  /** float32 `[q, dim]`, row-major, finite. @default the index's own vectors, at half the cost */
  queries?: Float32Array;
  /**
   * For each query the row it must not find, -1 for none; "self" when query i is row i of the index.
   *
   * @default nothing is excluded
   */
  exclude?: "self" | ArrayLike<number>;
  /**
   * The rows that may be found: a function of the row, a Uint8Array of 1 and 0 for each row, or a
   * list of rows in any order. @default all
   */
  filter?: RowFilter;
  /** Whether the index's vectors are known to be finite, which saves a third of a single query. @default false */
  checked?: boolean;
}

/** Queries that are answered directly, whatever they cost. */
const FEW_QUERIES = 4;

/**
 * The `k` nearest rows of `index` for each query, by squared Euclidean distance summed in float64
 * from differences. Much work goes to the backend as matrix products; the answer is exact either way.
 *
 * @param k 1 to the number of rows
 * @throws {RangeError} if `k` is outside that, a value is not finite, or `exclude` or `filter` name
 *   rows that do not exist
 * @throws {TypeError} if vectors are no whole number of rows, or `exclude` or a mask has another
 *   length than it must
 *
 * @example
 * ```ts
 * const index = { dim: 2, vectors: Float32Array.of(0, 0, 3, 0, 0, 4) };
 * const { indices, distances } = await kNearest(index, 2, { exclude: "self" });
 * // indices: 1 2, 0 2, 0 1; distances: 9 16, 9 25, 16 25
 * ```
 */
export async function kNearest(
  index: Vectors,
  k: number,
  options: NeighbourOptions = {},
): Promise<Neighbours> {
  const blocks: NeighbourBlock[] = [];
  for await (const block of nearestBlocks(index, k, options)) blocks.push(block);
  const length = blocks.reduce((sum, { indices }) => sum + indices.length, 0);
  const all = { k, indices: new Int32Array(length), distances: new Float32Array(length) };
  for (const { first, indices, distances } of blocks) {
    all.indices.set(indices, first * k);
    all.distances.set(distances, first * k);
  }
  return all;
}

/** The first `k` neighbours of each list. */
export function nearestOf({ k: depth, indices, distances }: Neighbours, k: number): Neighbours {
  const first = (_: unknown, i: number) => Math.floor(i / k) * depth + i % k;
  const places = Int32Array.from({ length: indices.length / depth * k }, first);
  return {
    k,
    indices: places.map((at) => indices[at]!),
    distances: Float32Array.from(places, (at) => distances[at]!),
  };
}

/**
 * `kNearest` in blocks of queries, in order, so that memory stays bounded where `k` is large.
 *
 * @param options.measured distances that are exact, of the nearest of each query. Those after them
 *   come from products and may be off by some roundings; their order is settled all the same. @default k
 */
export async function* nearestBlocks(
  { vectors, dim }: Vectors,
  k: number,
  { queries, exclude, filter, checked = false, measured = k }: NeighbourOptions & {
    measured?: number;
  } = {},
): AsyncGenerator<NeighbourBlock> {
  const action = "search index";
  checkDimension(dim, action);
  if (!checked) checkVectors(vectors, dim, "vectors", action);
  if (queries) checkVectors(queries, dim, "queries", action);
  const size = vectors.length / dim;
  checkInteger(k, { task: action, name: "k", most: size, limit: `the index size ${size}` });
  const asked = queries ?? vectors;
  const queryCount = asked.length / dim;
  const rows = filter === undefined ? undefined : selectRows(filter, size);
  const problem = {
    queries: asked,
    vectors,
    dim,
    k,
    measured: Math.min(k, measured),
    rows,
    exclude: exclude === undefined ? undefined : readExclusion(exclude, queryCount, size),
    self: queries === undefined && rows === undefined,
  };
  const work = asked.length * (rows?.length ?? size);
  const large = queryCount > FEW_QUERIES && work >= PRODUCTS_PAY;
  yield* large && await productSearch(problem) || nearestDirectly(problem);
}
