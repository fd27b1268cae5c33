/** What both ways of judging retrieval share: `scoreNeighbours`, `chanceLevel` and their types. */

import { type Grouping, type ScoreMeans, summariseScores } from "./bootstrap.ts";
import { type RankingProblem, visitRankings } from "./ranking.ts";
import { averagePrecisionAt, countHits, mapAtR, rPrecision } from "./scores.ts";

/** The scores: P@k and AP@k under names that hold k, such as `precisionAt5`; MAP@R; R-precision. */
export type RetrievalScores<K extends number> =
  & Record<`precisionAt${K}` | `averagePrecisionAt${K}`, ScoreMeans>
  & Record<"mapAtR" | "rPrecision", ScoreMeans>;

/** P@k that a random order reaches on average: of queries, and of categories. */
export interface Chance {
  macro: number;
  micro: number;
}

/** What each query found, for looking at single queries. */
export interface QueryFindings {
  /** How many of the k neighbours are of the query's category, int32 `[q]`. */
  hits: Int32Array;
  /** Rows of the k nearest neighbours, nearest first, int32 `[q, k]`. */
  neighbours: Int32Array;
  /** Their squared Euclidean distances, float32 `[q, k]`. */
  distances: Float32Array;
}

/** How scores are summarised. */
export interface SummaryOptions {
  /** Resamples for the 95 % intervals, 1 or more. @default 1000 */
  resamples?: number;
  /** Seed of the resamples, an integer. @default 1 */
  seed?: number;
}

/**
 * Score the neighbours that queries found, and their rankings down to R.
 *
 * @param neighbours rows, int32 `[q, k]`
 * @param relevantCounts R of each category
 * @param grouping categories of the queries, and which of them count
 */
export async function scoreNeighbours<K extends number>(
  problem: Omit<RankingProblem, "depth" | "queryCodes">,
  neighbours: Int32Array,
  relevantCounts: Int32Array,
  grouping: Grouping,
  k: K,
  { resamples = 1000, seed = 1 }: SummaryOptions,
): Promise<{ scores: RetrievalScores<K>; hits: Int32Array }> {
  checkResamples(resamples);
  const { codes: queryCodes, counted } = grouping;
  const count = queryCodes.length;
  const hits = new Int32Array(count);
  const [precision, averagePrecision, precisionAtR, averageAtR] = Array.from(
    { length: 4 },
    () => new Float64Array(count),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let query = 0; query < count; query++) {
    const code = queryCodes[query]!;
    const rows = neighbours.subarray(query * k, (query + 1) * k);
    const relevant = Uint8Array.from(rows, (row) => problem.codes[row] === code ? 1 : 0);
    hits[query] = countHits(relevant, k);
    precision[query] = hits[query]! / k;
    averagePrecision[query] = averagePrecisionAt(relevant, k, relevantCounts[code]!);
  }
  const depth = (query: number) => {
    const code = queryCodes[query]!;
    return counted[code] === 1 ? relevantCounts[code]! : 0;
  };
  await visitRankings({ ...problem, queryCodes, depth }, (query, relevant) => {
    precisionAtR[query] = rPrecision(relevant, depth(query));
    averageAtR[query] = mapAtR(relevant, depth(query));
  });
  const scores = summariseScores<keyof RetrievalScores<number>>(
    {
      [`precisionAt${k as number}` as const]: precision,
      [`averagePrecisionAt${k as number}` as const]: averagePrecision,
      mapAtR: averageAtR,
      rPrecision: precisionAtR,
    },
    grouping,
    { resamples, seed },
  );
  return { scores: scores as RetrievalScores<K>, hits };
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
  const share = (code: number) => relevantCounts[code]! / choices;
  const queries = codes.filter((code) => counted[code] === 1);
  const present = [...new Set(queries)];
  return {
    macro: present.reduce((sum, code) => sum + share(code), 0) / present.length,
    micro: queries.reduce((sum, code) => sum + share(code), 0) / queries.length,
  };
}

/** @throws {RangeError} if `k` is no integer from 1 to `most` */
export function checkK(k: number, most: number, what: string): void {
  if (!Number.isInteger(k) || k < 1 || k > most) {
    throw new RangeError(
      `Cannot evaluate retrieval as k must be an integer from 1 to the ${most} ${what}: ` +
        `current value is ${k}`,
    );
  }
}

function checkResamples(resamples: number): void {
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(
      `Cannot evaluate retrieval as resamples must be a positive integer: ` +
        `current value is ${resamples}`,
    );
  }
}
