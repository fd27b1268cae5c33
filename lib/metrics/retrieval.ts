/** Retrieval scores: how often an item's nearest neighbours are of its category. */

import { countRows } from "../embedding/check_vectors.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { checkInteger } from "../io/check_integer.ts";
import type { Neighbours } from "../search/neighbours.ts";
import {
  categoryMeans,
  countedQueries,
  type Grouping,
  sampleMeans,
  summariseScores,
  type SummaryOptions,
} from "./bootstrap.ts";
import { pairedDifference } from "./differences.ts";
import { checkEntries, encodeGroups, encodeLabels } from "./labels.ts";
import { type QueryScores, type Ranking, rankQueries } from "./ranking.ts";
import type { CategoryMeans, Chance, GroupScores, RetrievalScores } from "./score_schemas.ts";
import { precisionAt } from "./scores.ts";

/** Vectors, their categories, and how to score. */
export interface RetrievalInput extends Vectors, SummaryOptions {
  /** Category of each row. */
  labels: ArrayLike<string | number>;
  /**
   * Group of each row, such as the board or the sender of its photo; undefined for a row that has
   * none. Means are then also taken without neighbours of the query's group, and the intervals
   * resample groups.
   *
   * @default no groups
   */
  groups?: readonly (string | undefined)[] | undefined;
  /** Neighbours that scores look at, 1 to n - 1. @default 5 */
  k?: number;
  /** Neighbours kept for other measures, `k` to n - 1. @default k */
  depth?: number;
}

/** What both evaluations find out. */
interface QueryResults {
  /** Number of items in the index. */
  n: number;
  dim: number;
  k: number;
  /** All rows of the query's group are left out; missing if the index has no other row of a query's group. */
  leaveOneGroupOut?: GroupScores;
  /** P@k of a random order. */
  chance: Chance;
  /** How many of the k nearest are of the query's category, int32 `[q]`. */
  hits: Int32Array;
  /** The nearest `depth` rows of each query. */
  neighbours: Neighbours;
}

/** What `evaluateRetrieval` finds out. */
export interface RetrievalReport extends QueryResults {
  /** Number of items of each category. */
  categorySizes: Map<string, number>;
  /** Categories of one item: nothing is relevant to it, so no leave-one-out mean counts them. */
  singleItemCategories: number;
  /**
   * Mean P@k by the original post's protocol: the query stays in the index, where it mostly is its
   * own first hit, and every category counts, those of a single item too.
   */
  selfIncluded: CategoryMeans;
  /** The query's own row is left out, and it alone, whatever else is equal. */
  leaveOneOut: RetrievalScores;
}

/** The vectors to search, the queries, and how to score. */
export interface HeldOutInput extends RetrievalInput {
  /** float32 `[q, dim]`, row-major, finite. */
  queries: Float32Array;
  /** Category of each query. */
  queryLabels: ArrayLike<string | number>;
  /** Group of each query, as in `groups`. @default no groups */
  queryGroups?: readonly (string | undefined)[] | undefined;
}

/** What `evaluateQueries` finds out. */
export interface HeldOutReport extends QueryResults {
  /** Number of queries. */
  queryCount: number;
  /** Categories of queries that the index has no item of; no mean counts them. */
  missingCategories: string[];
  /** The scores, over the queries whose category the index has. */
  heldOut: RetrievalScores;
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
  { vectors, dim, labels, groups, k = 5, depth = k, ...options }: RetrievalInput,
): Promise<RetrievalReport> {
  const n = countRows({ vectors, dim }, ACTION);
  checkEntries(labels, n, "labels", ACTION);
  const { categories, codes, sizes } = encodeLabels(labels);
  const [ofRows] = encodeGroups(groupsOf(groups, n, "groups")) ?? [];
  checkInteger(k, { task: ACTION, name: "k", most: n - 1, limit: `the ${n - 1} other items` });
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  const grouping = { categories, codes, counted, groups: ofRows };
  if (!counted.includes(1)) {
    throw new RangeError(
      `Cannot ${ACTION} as some category must have two items: ` +
        `current value is ${n} items in ${categories.length} categories`,
    );
  }
  const relevance = {
    codes,
    queryCodes: codes,
    groups: ofRows && { rows: ofRows, queries: ofRows },
  };
  const ranking = await rankQueries({ vectors, dim }, relevance, {
    k,
    depth: Math.min(n - 1, Math.max(k, depth)),
  });
  const everyCategory = { ...grouping, counted: counted.map(() => 1) };
  return {
    ...{ n, dim, k },
    categorySizes: new Map(categories.map((name, code) => [name, sizes[code]!])),
    singleItemCategories: sizes.filter((size) => size === 1).length,
    selfIncluded: categoryMeans(selfIncluded(ranking.neighbours, codes, k), everyCategory),
    leaveOneOut: meansOf(ranking.scores, grouping, k, options),
    ...resultsOf(ranking, grouping, k, options),
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
  { vectors, dim, labels, groups, queries, queryLabels, queryGroups, k = 5, depth = k, ...options }:
    HeldOutInput,
): Promise<HeldOutReport> {
  const n = countRows({ vectors, dim }, ACTION);
  checkInteger(k, { task: ACTION, name: "k", most: n, limit: `the ${n} items` });
  const queryCount = queries.length / dim;
  checkEntries(labels, n, "labels", ACTION);
  checkEntries(queryLabels, queryCount, "queryLabels", ACTION);
  const { categories, codes, queryCodes, sizes } = encodeLabels(labels, queryLabels);
  const counted = Uint8Array.from(sizes, (size) => size > 0 ? 1 : 0);
  if (!queryCodes.some((code) => counted[code] === 1)) {
    throw new RangeError(
      `Cannot ${ACTION} as the index must have an item of some query's category: ` +
        `current value is ${queryCount} queries without`,
    );
  }
  const [ofRows, ofQueries] = encodeGroups(
    groupsOf(groups, n, "groups"),
    groupsOf(queryGroups, queryCount, "queryGroups"),
  ) ?? [];
  const relevance = {
    codes,
    queryCodes,
    groups: ofRows && { rows: ofRows, queries: ofQueries! },
  };
  const grouping = { categories, codes: queryCodes, counted, groups: ofQueries };
  const ranking = await rankQueries({ vectors, dim }, relevance, {
    queries,
    k,
    depth: Math.min(n, Math.max(k, depth)),
  });
  return {
    ...{ n, queryCount, dim, k },
    missingCategories: categories.filter((_, code) => counted[code] === 0),
    heldOut: meansOf(ranking.scores, grouping, k, options),
    ...resultsOf(ranking, grouping, k, options),
  };
}

function resultsOf(
  ranking: Ranking,
  grouping: Grouping,
  k: number,
  options: SummaryOptions,
): Omit<QueryResults, "n" | "dim" | "k"> {
  const { scores, neighbours } = ranking;
  const chance = chanceLevel(scores, grouping);
  return { ...groupScores(ranking, grouping, k, options), chance, hits: scores.hits, neighbours };
}

/** Means of all four scores. */
function meansOf(
  { hits, averagePrecision, mapAtR, rPrecision }: QueryScores,
  grouping: Grouping,
  k: number,
  options: SummaryOptions,
): RetrievalScores {
  const precision = Float64Array.from(hits, (found) => found / k);
  const scores = { precision, averagePrecision, mapAtR, rPrecision };
  return { k, ...summariseScores(scores, grouping, options) };
}

/** Means without the rows of each query's group, where there are such rows. */
function groupScores(
  { scores: withGroup, outsideGroup }: Ranking,
  grouping: Grouping,
  k: number,
  options: SummaryOptions,
): { leaveOneGroupOut?: GroupScores } {
  if (!outsideGroup) return {};
  // A query whose category is in its own group alone can find nothing, and does not count.
  const { relevantCounts } = outsideGroup;
  const counted = Int32Array.from(relevantCounts.keys()).filter((query) =>
    relevantCounts[query]! > 0
  );
  if (counted.length === 0) return {};
  const scores = takeQueries(outsideGroup, counted);
  const of = {
    ...grouping,
    codes: counted.map((query) => grouping.codes[query]!),
    groups: grouping.groups && counted.map((query) => grouping.groups![query]!),
  };
  const before = Float64Array.from(counted, (query) => withGroup.hits[query]! / k);
  const after = Float64Array.from(scores.hits, (found) => found / k);
  return {
    leaveOneGroupOut: {
      queryCount: counted.length,
      ...meansOf(scores, of, k, options),
      difference: pairedDifference(before, after, { ...options, groups: of.groups }),
      chance: chanceLevel(scores, of),
    },
  };
}

function takeQueries(scores: QueryScores, queries: Int32Array): QueryScores {
  const counts = (values: Int32Array) => queries.map((query) => values[query]!);
  const numbers = (values: Float64Array) => Float64Array.from(queries, (query) => values[query]!);
  return {
    relevantCounts: counts(scores.relevantCounts),
    choices: counts(scores.choices),
    hits: counts(scores.hits),
    averagePrecision: numbers(scores.averagePrecision),
    mapAtR: numbers(scores.mapAtR),
    rPrecision: numbers(scores.rPrecision),
  };
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

/** P@k of a random order: R of each query as a fraction of what it could find, whatever k is. */
export function chanceLevel(
  { relevantCounts, choices }: Pick<QueryScores, "relevantCounts" | "choices">,
  grouping: Grouping,
): Chance {
  const levels = Float64Array.from(relevantCounts, (count, query) => count / choices[query]!);
  const { micro, macro } = sampleMeans(levels, grouping, countedQueries(grouping));
  return { macro, micro };
}

function groupsOf(
  groups: readonly (string | undefined)[] | undefined,
  count: number,
  name: string,
): readonly (string | undefined)[] {
  if (groups) checkEntries(groups, count, name, ACTION);
  return groups ?? new Array<undefined>(count).fill(undefined);
}
