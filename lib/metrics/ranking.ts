/** The nearest rows of queries, and the scores of each query's ranking. */

import type { Vectors } from "../embedding/embedding.ts";
import { nearestBlocks, nearestOf, type Neighbours } from "../search/neighbours.ts";
import { averagePrecisionAt, countHits, mapAtR, rPrecision } from "./scores.ts";

/** Which rows are relevant to which query: those of the same code. */
export interface Relevance {
  /** Code of each row of the index, int32 `[n]`. */
  codes: Int32Array;
  /** Code of each query, int32 `[q]`. */
  queryCodes: Int32Array;
  /** Group of each row and of each query. @default none */
  groups?: { rows: Int32Array; queries: Int32Array } | undefined;
}

/** Scores of each query. */
export interface QueryScores {
  /** R: how many rows are relevant, int32 `[q]`. */
  relevantCounts: Int32Array;
  /** How many rows could be found, int32 `[q]`. */
  choices: Int32Array;
  /** How many of the first k are relevant, int32 `[q]`. */
  hits: Int32Array;
  /** AP@k, MAP@R and R-precision, float64 `[q]`. */
  averagePrecision: Float64Array;
  mapAtR: Float64Array;
  rPrecision: Float64Array;
}

/** What was found for each query. */
export interface Ranking {
  /** The first neighbours of each query. */
  neighbours: Neighbours;
  scores: QueryScores;
  /** The scores without the rows of the query's own group; missing if no query shares a group. */
  outsideGroup?: QueryScores;
}

/** How to rank. */
export interface RankOptions {
  /** float32 `[q, dim]`. @default the index's own vectors, each left out of its own ranking */
  queries?: Float32Array;
  /** Neighbours that P@k and AP@k look at. */
  k: number;
  /** Neighbours kept, `k` or more. */
  depth: number;
}

/**
 * Search once, in blocks of queries, as deep as the largest R needs: the first `depth` neighbours are
 * kept, of those after them only MAP@R and R-precision.
 *
 * @param index the rows to rank
 */
export async function rankQueries(
  index: Vectors,
  relevance: Relevance,
  { queries, k, depth }: RankOptions,
): Promise<Ranking> {
  const { codes, queryCodes, groups } = relevance;
  const exclude = queries ? undefined : "self";
  const scores = emptyScores(relevance, exclude !== undefined);
  const outside = groups && outsideGroups(relevance, scores, exclude !== undefined);
  const deepest = queryCodes.reduce((most, _, query) => {
    const deep = Math.max(most, scores.relevantCounts[query]!);
    if (!outside) return deep;
    const choices = scores.choices[query]!;
    const inGroup = choices - outside.choices[query]!;
    return Math.max(
      deep,
      Math.min(choices, Math.max(k, outside.relevantCounts[query]!) + inGroup),
    );
  }, depth);
  const count = queryCodes.length;
  const neighbours = {
    k: depth,
    indices: new Int32Array(count * depth),
    distances: new Float32Array(count * depth),
  };
  for await (
    const block of nearestBlocks(index, deepest, { queries, exclude, measured: depth })
  ) {
    const kept = nearestOf(block, depth);
    neighbours.indices.set(kept.indices, block.first * depth);
    neighbours.distances.set(kept.distances, block.first * depth);
    for (let i = 0; i < block.indices.length / deepest; i++) {
      const query = block.first + i;
      const rows = block.indices.subarray(i * deepest, (i + 1) * deepest);
      const isRelevant = (row: number) => codes[row] === queryCodes[query] ? 1 : 0;
      scoreQuery(scores, query, k, Uint8Array.from(rows, isRelevant));
      if (!outside) continue;
      const others = rows.filter((row) => groups!.rows[row] !== groups!.queries[query]);
      scoreQuery(outside, query, k, Uint8Array.from(others, isRelevant));
    }
  }
  return { neighbours, scores, ...(outside && { outsideGroup: outside }) };
}

/**
 * Scores to fill in, with R of each query.
 *
 * @param own whether each query is a row of the index, that it cannot find
 */
function emptyScores({ codes, queryCodes }: Relevance, own: boolean): QueryScores {
  const self = own ? 1 : 0;
  const sizes = new Map<number, number>();
  for (const code of codes) sizes.set(code, (sizes.get(code) ?? 0) + 1);
  return {
    relevantCounts: queryCodes.map((code) => (sizes.get(code) ?? 0) - self),
    choices: new Int32Array(queryCodes.length).fill(codes.length - self),
    ...zeroScores(queryCodes.length),
  };
}

/** `scores` without the rows of each query's group; undefined if no query shares its group. */
function outsideGroups(
  { codes, queryCodes, groups }: Relevance,
  { relevantCounts, choices }: QueryScores,
  own: boolean,
): QueryScores | undefined {
  const self = own ? 1 : 0;
  const rowsOf = Map.groupBy(codes.keys(), (row) => groups!.rows[row]);
  const members = Array.from(groups!.queries, (group) => rowsOf.get(group) ?? []);
  if (members.every(({ length }) => length <= self)) return undefined;
  return {
    relevantCounts: relevantCounts.map((size, query) => {
      const relevant = members[query]!.filter((row) => codes[row] === queryCodes[query]);
      return size - (relevant.length - self);
    }),
    choices: choices.map((size, query) => size - (members[query]!.length - self)),
    ...zeroScores(queryCodes.length),
  };
}

function zeroScores(count: number) {
  return {
    hits: new Int32Array(count),
    averagePrecision: new Float64Array(count),
    mapAtR: new Float64Array(count),
    rPrecision: new Float64Array(count),
  };
}

function scoreQuery(scores: QueryScores, query: number, k: number, relevant: Uint8Array): void {
  const relevantCount = scores.relevantCounts[query]!;
  scores.hits[query] = countHits(relevant, k);
  scores.averagePrecision[query] = averagePrecisionAt(relevant, k, relevantCount);
  scores.mapAtR[query] = mapAtR(relevant, relevantCount);
  scores.rPrecision[query] = rPrecision(relevant, relevantCount);
}
