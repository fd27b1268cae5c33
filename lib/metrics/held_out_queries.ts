/** How often queries that are not in the index find their category in it: `evaluateQueries`. */

import { FlatIndex } from "../search/flat_index.ts";
import { encodeLabels } from "./labels.ts";
import type { RetrievalInput } from "./retrieval.ts";
import {
  type Chance,
  chanceLevel,
  checkK,
  type QueryFindings,
  type RetrievalScores,
  scoreNeighbours,
} from "./retrieval_scores.ts";

/** The vectors to search, the queries, and how to score. */
export interface HeldOutInput<K extends number = number> extends RetrievalInput<K> {
  /** float32 `[q, dim]`, row-major, finite. */
  queries: Float32Array;
  /** Category of each query. */
  queryLabels: ArrayLike<string | number>;
}

/** What `evaluateQueries` finds out. */
export interface HeldOutReport<K extends number = number> {
  /** Number of items in the index. */
  n: number;
  /** Number of queries. */
  queryCount: number;
  dim: number;
  k: K;
  /** Categories of queries that the index has no item of; no mean counts them. */
  missingCategories: string[];
  /** The scores, over the queries whose category the index has. */
  heldOut: RetrievalScores<K>;
  /** What a random order reaches for `precisionAt<k>`. */
  chance: Chance;
  /** What each query found, by query. */
  queries: QueryFindings;
}

/**
 * Judge vectors by queries of another split, such as validation photos against a training index.
 * Scores are as in `evaluateRetrieval`, with R = the index's items of the query's category.
 *
 * @throws {RangeError} if `k` is not 1 to n, the index has no item of any query's category, a number
 *   is not finite or there is not one label a row
 * @throws {TypeError} if `vectors` or `queries` is no whole number of rows
 */
export async function evaluateQueries<K extends number = 5>(
  { vectors, dim, labels, queries, queryLabels, k = 5 as K, ...options }: HeldOutInput<K>,
): Promise<HeldOutReport<K>> {
  const index = FlatIndex.build(vectors, dim);
  checkK(k, index.size, "items");
  const found = await index.search(queries, k);
  const queryCount = queries.length / dim;
  encodeLabels(labels, index.size, "labels", "evaluate retrieval");
  encodeLabels(queryLabels, queryCount, "queryLabels", "evaluate retrieval");
  // Numbered together, so that a category has one number in both.
  const both = [...Array.from(labels), ...Array.from(queryLabels)];
  const all = encodeLabels(both, both.length, "labels", "evaluate retrieval");
  const codes = all.codes.subarray(0, index.size);
  const relevantCounts = new Int32Array(all.categories.length);
  for (const code of codes) relevantCounts[code] = relevantCounts[code]! + 1;
  const grouping = {
    categories: all.categories,
    codes: all.codes.subarray(index.size),
    counted: Uint8Array.from(relevantCounts, (count) => count > 0 ? 1 : 0),
  };
  if (!grouping.codes.some((code) => relevantCounts[code]! > 0)) {
    throw new RangeError(
      "Cannot evaluate retrieval as the index must have an item of some query's category: " +
        `current value is ${queryCount} queries without`,
    );
  }
  const problem = { queries, vectors, dim, codes, self: false };
  const { scores, hits } = await scoreNeighbours(
    problem,
    found.indices,
    relevantCounts,
    grouping,
    k,
    options,
  );
  return {
    n: index.size,
    queryCount,
    dim,
    k,
    missingCategories: all.categories.filter((_, code) => relevantCounts[code] === 0),
    heldOut: scores,
    chance: chanceLevel(relevantCounts, grouping, index.size),
    queries: { hits, neighbours: found.indices, distances: found.distances },
  };
}
