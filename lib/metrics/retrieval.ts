/** How often an item's nearest neighbours are of its category: `evaluateRetrieval`. */

import { FlatIndex } from "../search/flat_index.ts";
import { encodeLabels } from "./labels.ts";
import { type CategoryMeans, categoryMeans } from "./bootstrap.ts";
import {
  type Chance,
  chanceLevel,
  checkK,
  type QueryFindings,
  type RetrievalScores,
  scoreNeighbours,
  type SummaryOptions,
} from "./retrieval_scores.ts";
import { precisionAt } from "./scores.ts";

export type { Chance, QueryFindings, RetrievalScores } from "./retrieval_scores.ts";

/** Vectors, their categories, and how to score. */
export interface RetrievalInput<K extends number = number> extends SummaryOptions {
  /** float32 `[n, dim]`, row-major, finite. */
  vectors: Float32Array;
  /** Numbers in a vector. */
  dim: number;
  /** Category of each row. */
  labels: ArrayLike<string | number>;
  /** Neighbours looked at, 1 to n - 1. @default 5 */
  k?: K;
}

/** What `evaluateRetrieval` finds out. */
export interface RetrievalReport<K extends number = number> {
  /** Number of items. */
  n: number;
  dim: number;
  k: K;
  /** Number of items of each category. */
  categorySizes: Record<string, number>;
  /** Categories of one item: nothing is relevant to it, so no leave-one-out mean counts them. */
  singleItemCategories: number;
  /**
   * Mean P@k by the original post's protocol: the query stays in the index, where it mostly is its
   * own first hit, and every category counts, those of a single item too.
   */
  selfIncluded: CategoryMeans;
  /** The honest protocol: the query's own row is left out, and it alone, whatever else is equal. */
  leaveOneOut: RetrievalScores<K>;
  /** What a random order reaches for `precisionAt<k>` of `leaveOneOut`. */
  chance: Chance;
  /** The leave-one-out neighbours of each item, by row. */
  queries: QueryFindings;
}

/**
 * Judge vectors by their own nearest neighbours: every item is a query, and should find the other
 * items of its category.
 *
 * Neighbours are exact: squared Euclidean distance, ties by lower row. The scores are those of
 * `scores.ts` with R = the other items of the query's category: P@k, AP@k (divisor `min(R, k)`),
 * MAP@R, R-precision. Each comes as the mean over the items of a category (`perCategory`; 0 for a
 * single item), over categories (`macro`) and over items (`micro`), with 95 % bootstrap intervals
 * (`means.ts`).
 *
 * @throws {RangeError} if `k` is not 1 to n - 1, no category has two items, a number is not finite
 *   or there is not one label a row
 * @throws {TypeError} if `vectors` is no whole number of rows
 */
export async function evaluateRetrieval<K extends number = 5>(
  { vectors, dim, labels, k = 5 as K, ...options }: RetrievalInput<K>,
): Promise<RetrievalReport<K>> {
  const index = FlatIndex.build(vectors, dim);
  const n = index.size;
  const { categories, codes, sizes } = encodeLabels(labels, n, "labels", "evaluate retrieval");
  checkK(k, n - 1, "other items");
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  if (!counted.includes(1)) {
    throw new RangeError(
      "Cannot evaluate retrieval as some category must have two items: " +
        `current value is ${n} items in ${categories.length} categories`,
    );
  }
  // One neighbour more than asked for serves both protocols: with the query's own row and without.
  const found = await index.search(vectors, k + 1);
  const selfPrecision = Float64Array.from({ length: n }, (_, query) => {
    const rows = found.indices.subarray(query * (k + 1), query * (k + 1) + k);
    return precisionAt(Uint8Array.from(rows, (row) => codes[row] === codes[query] ? 1 : 0), k);
  });
  const { neighbours, distances } = withoutSelf(found.indices, found.distances, n, k);
  const grouping = { categories, codes, counted };
  const others = sizes.map((size) => size - 1);
  const problem = { queries: vectors, vectors, dim, codes, self: true };
  const { scores, hits } = await scoreNeighbours(problem, neighbours, others, grouping, k, options);
  return {
    n,
    dim,
    k,
    categorySizes: Object.fromEntries(categories.map((name, code) => [name, sizes[code]!])),
    singleItemCategories: sizes.filter((size) => size === 1).length,
    selfIncluded: categoryMeans(selfPrecision, { ...grouping, counted: counted.map(() => 1) }),
    leaveOneOut: scores,
    chance: chanceLevel(others, grouping, n - 1),
    queries: { hits, neighbours, distances },
  };
}

/** From the k + 1 nearest rows of each row, k that are not the row itself. */
function withoutSelf(
  indices: Int32Array,
  distances: Float32Array,
  n: number,
  k: number,
): Pick<QueryFindings, "neighbours" | "distances"> {
  const kept = { neighbours: new Int32Array(n * k), distances: new Float32Array(n * k) };
  for (let query = 0, to = 0; query < n; query++) {
    const first = query * (k + 1);
    // Among more than k equal rows, the row itself may not be there; then the last one goes.
    const own = indices.subarray(first, first + k).indexOf(query);
    const left = own < 0 ? k : own;
    for (let i = 0; i <= k; i++) {
      if (i === left) continue;
      kept.neighbours[to] = indices[first + i]!;
      kept.distances[to++] = distances[first + i]!;
    }
  }
  return kept;
}
