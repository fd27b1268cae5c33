/** Retrieval scores: how often an item's nearest neighbours are of its category. */

import type { Vectors } from "../embedding/embedding.ts";
import { checkDimension, checkVectors } from "../search/validation.ts";
import type { Neighbours } from "../search/neighbours.ts";
import {
  type CategoryMeans,
  categoryMeans,
  type Grouping,
  type ScoreMeans,
  summariseScores,
  type SummaryOptions,
} from "./bootstrap.ts";
import { encodeLabels } from "./labels.ts";
import { type Ranking, rankQueries, type Relevance } from "./ranking.ts";
import { averagePrecisionAt, countHits, precisionAt } from "./scores.ts";

/** Scores as means over queries. */
export interface RetrievalScores {
  /** Neighbours that `precision` and `averagePrecision` look at. */
  k: number;
  /** P@k. */
  precision: ScoreMeans;
  /** AP@k. */
  averagePrecision: ScoreMeans;
  mapAtR: ScoreMeans;
  rPrecision: ScoreMeans;
}

/** P@k that a random order reaches on average: of queries, and of categories. */
export interface Chance {
  macro: number;
  micro: number;
}

/** Vectors, their categories, and how to score. */
export interface RetrievalInput extends Vectors, SummaryOptions {
  /** Category of each row. */
  labels: ArrayLike<string | number>;
  /** Neighbours that scores look at, 1 to n - 1. @default 5 */
  k?: number;
  /** Neighbours kept for other measures, `k` to n - 1. @default k */
  depth?: number;
}

/** What queries found, for looking at single ones. */
interface QueryResults {
  /** How many of the k nearest are of the query's category, int32 `[q]`. */
  hits: Int32Array;
  /** The nearest `depth` rows of each query. */
  neighbours: Neighbours;
}

/** What `evaluateRetrieval` finds out. */
export interface RetrievalReport extends QueryResults {
  /** Number of items. */
  n: number;
  dim: number;
  k: number;
  /** Number of items of each category. */
  categorySizes: Record<string, number>;
  /** Categories of one item: nothing is relevant to it, so no leave-one-out mean counts them. */
  singleItemCategories: number;
  /**
   * Mean P@k by the original post's protocol: the query stays in the index, where it mostly is its
   * own first hit, and every category counts, those of a single item too.
   */
  selfIncluded: CategoryMeans;
  /** The query's own row is left out, and it alone, whatever else is equal. */
  leaveOneOut: RetrievalScores;
  /** P@k of a random order. */
  chance: Chance;
}

/** The vectors to search, the queries, and how to score. */
export interface HeldOutInput extends RetrievalInput {
  /** float32 `[q, dim]`, row-major, finite. */
  queries: Float32Array;
  /** Category of each query. */
  queryLabels: ArrayLike<string | number>;
}

/** What `evaluateQueries` finds out. */
export interface HeldOutReport extends QueryResults {
  /** Number of items in the index. */
  n: number;
  /** Number of queries. */
  queryCount: number;
  dim: number;
  k: number;
  /** Categories of queries that the index has no item of; no mean counts them. */
  missingCategories: string[];
  /** The scores, over the queries whose category the index has. */
  heldOut: RetrievalScores;
  /** P@k of a random order. */
  chance: Chance;
}

const ACTION = "evaluate retrieval";

/**
 * Leave-one-out evaluation: every item is a query, and should find the other items of its category.
 *
 * Neighbours are exact: squared Euclidean distance, ties by lower row. The scores are those of
 * `scores.ts` with R = the other items of the query's category: P@k, AP@k (divisor `min(R, k)`),
 * MAP@R, R-precision. Each comes as the mean over the items of a category (`perCategory`; 0 for a
 * single item), over categories (`macro`) and over items (`micro`), with 95 % bootstrap intervals.
 *
 * @throws {RangeError} if `k` is not 1 to n - 1, no category has two items, a number is not finite
 *   or there is not one label per row
 * @throws {TypeError} if `vectors` is no whole number of rows
 *
 * @example
 * ```ts
 * const vectors = Float32Array.of(0, 1, 10, 11);
 * const labels = ["a", "a", "b", "b"];
 * const { leaveOneOut } = await evaluateRetrieval({ vectors, dim: 1, labels, k: 1 });
 * // leaveOneOut.precision.micro: 1
 * ```
 */
export async function evaluateRetrieval(
  { vectors, dim, labels, k = 5, depth = k, ...options }: RetrievalInput,
): Promise<RetrievalReport> {
  const n = countRows(vectors, dim);
  const { categories, codes, sizes } = encodeLabels(labels, n, "labels", ACTION);
  checkK(k, n - 1, "other items");
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  const grouping = { categories, codes, counted };
  if (!counted.includes(1)) {
    throw new RangeError(
      `Cannot ${ACTION} as some category must have two items: ` +
        `current value is ${n} items in ${categories.length} categories`,
    );
  }
  const relevance = { codes, queryCodes: codes, relevantCounts: sizes.map((size) => size - 1) };
  const ranking = await rankQueries({ vectors, dim }, relevance, {
    depth: Math.min(n - 1, Math.max(k, depth)),
  });
  const { scores, hits } = scoreRanking(ranking, relevance, grouping, k, options);
  const everyCategory = { ...grouping, counted: counted.map(() => 1) };
  return {
    n,
    dim,
    k,
    categorySizes: Object.fromEntries(categories.map((name, code) => [name, sizes[code]!])),
    singleItemCategories: sizes.filter((size) => size === 1).length,
    selfIncluded: categoryMeans(selfIncluded(ranking.neighbours, codes, k), everyCategory),
    leaveOneOut: scores,
    chance: chanceLevel(relevance.relevantCounts, grouping, n - 1),
    hits,
    neighbours: ranking.neighbours,
  };
}

/**
 * Evaluation with queries of another split, such as validation images against a training index.
 * Scores are as in `evaluateRetrieval`, with R = the index's items of the query's category.
 *
 * @throws {RangeError} if `k` is not 1 to n, the index has no item of any query's category, a number
 *   is not finite or there is not one label per row
 * @throws {TypeError} if `vectors` or `queries` is no whole number of rows
 */
export async function evaluateQueries(
  { vectors, dim, labels, queries, queryLabels, k = 5, depth = k, ...options }: HeldOutInput,
): Promise<HeldOutReport> {
  const n = countRows(vectors, dim);
  checkK(k, n, "items");
  const queryCount = queries.length / dim;
  encodeLabels(labels, n, "labels", ACTION);
  encodeLabels(queryLabels, queryCount, "queryLabels", ACTION);
  // Encoded together, so that a category has one code in both.
  const both = [...Array.from(labels), ...Array.from(queryLabels)];
  const { categories, codes: all } = encodeLabels(both, both.length, "labels", ACTION);
  const [codes, queryCodes] = [all.subarray(0, n), all.subarray(n)];
  const relevantCounts = new Int32Array(categories.length);
  for (const code of codes) relevantCounts[code] = relevantCounts[code]! + 1;
  const counted = Uint8Array.from(relevantCounts, (count) => count > 0 ? 1 : 0);
  if (!queryCodes.some((code) => counted[code] === 1)) {
    throw new RangeError(
      `Cannot ${ACTION} as the index must have an item of some query's category: ` +
        `current value is ${queryCount} queries without`,
    );
  }
  const relevance = { codes, queryCodes, relevantCounts };
  const grouping = { categories, codes: queryCodes, counted };
  const ranking = await rankQueries({ vectors, dim }, relevance, {
    queries,
    depth: Math.min(n, Math.max(k, depth)),
  });
  const { scores, hits } = scoreRanking(ranking, relevance, grouping, k, options);
  return {
    n,
    queryCount,
    dim,
    k,
    missingCategories: categories.filter((_, code) => relevantCounts[code] === 0),
    heldOut: scores,
    chance: chanceLevel(relevantCounts, grouping, n),
    hits,
    neighbours: ranking.neighbours,
  };
}

/** Scores of rankings: P@k and AP@k from their neighbours, and means of all four. */
function scoreRanking(
  { neighbours: { indices, k: depth }, mapAtR, rPrecision }: Ranking,
  { codes, queryCodes, relevantCounts }: Relevance,
  grouping: Grouping,
  k: number,
  options: SummaryOptions,
): { scores: RetrievalScores; hits: Int32Array } {
  const count = queryCodes.length;
  const hits = new Int32Array(count);
  const averagePrecision = new Float64Array(count);
  queryCodes.forEach((code, query) => {
    const rows = indices.subarray(query * depth, query * depth + k);
    const relevant = Uint8Array.from(rows, (row) => codes[row] === code ? 1 : 0);
    hits[query] = countHits(relevant, k);
    averagePrecision[query] = averagePrecisionAt(relevant, k, relevantCounts[code]!);
  });
  const precision = Float64Array.from(hits, (found) => found / k);
  const scores = { precision, averagePrecision, mapAtR, rPrecision };
  return { scores: { k, ...summariseScores(scores, grouping, options) }, hits };
}

/** P@k of each query if its own row were searched too: it comes before all rows but equal lower ones. */
function selfIncluded(
  { indices, distances, k: depth }: Neighbours,
  codes: Int32Array,
  k: number,
): Float64Array {
  return Float64Array.from(codes, (code, query) => {
    const start = query * depth;
    let own = 0;
    while (own < k && distances[start + own] === 0 && indices[start + own]! < query) own++;
    const rows = [...indices.subarray(start, start + k)];
    rows.splice(own, 0, query);
    return precisionAt(rows.map((row) => codes[row] === code ? 1 : 0), k);
  });
}

/**
 * P@k of a random order of `choices` items: `R / choices` for each query, whatever k is.
 *
 * @param relevantCounts R of each category
 */
export function chanceLevel(
  relevantCounts: Int32Array,
  { codes, counted }: Grouping,
  choices: number,
): Chance {
  const level = (code: number) => relevantCounts[code]! / choices;
  const queries = codes.filter((code) => counted[code] === 1);
  const present = [...new Set(queries)];
  return {
    macro: present.reduce((sum, code) => sum + level(code), 0) / present.length,
    micro: queries.reduce((sum, code) => sum + level(code), 0) / queries.length,
  };
}

function countRows(vectors: Float32Array, dim: number): number {
  checkDimension(dim, ACTION);
  checkVectors(vectors, dim, "vectors", ACTION);
  return vectors.length / dim;
}

function checkK(k: number, most: number, what: string): void {
  if (!Number.isInteger(k) || k < 1 || k > most) {
    throw new RangeError(
      `Cannot ${ACTION} as k must be an integer from 1 to the ${most} ${what}: ` +
        `current value is ${k}`,
    );
  }
}
