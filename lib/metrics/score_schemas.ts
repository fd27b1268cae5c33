/** Scores as schemas, by which results in files are checked, and the types inferred from them. */

import * as v from "valibot";
import { byName, Mean, Numeral, Positive } from "../io/json.ts";

/** Lower and upper end of a 95 % interval. */
export const INTERVAL = v.tuple([Mean, Mean]);
export type Interval = v.InferOutput<typeof INTERVAL>;

/** A difference of two means with its 95 % bootstrap interval. */
export const DIFFERENCE = v.strictObject({
  value: Numeral,
  interval: v.tuple([Numeral, Numeral]),
});
export type Difference = v.InferOutput<typeof DIFFERENCE>;

/** P@k that a random order reaches on average: of categories, and of queries. */
export const CHANCE = v.strictObject({ macro: Mean, micro: Mean });
export type Chance = v.InferOutput<typeof CHANCE>;

/** Means of a score, and their 95 % intervals. */
export const SCORE_MEANS = v.strictObject({
  /** Mean of the categories' means: each category counts the same. */
  macro: Mean,
  /** Mean over all queries: each query counts the same. */
  micro: Mean,
  interval: v.strictObject({ macro: INTERVAL, micro: INTERVAL }),
  /** Mean over the queries of each category. */
  perCategory: byName(Mean),
});
export type ScoreMeans = v.InferOutput<typeof SCORE_MEANS>;

/** Means of a score by category alone. */
export const CATEGORY_MEANS = v.pick(SCORE_MEANS, ["macro", "perCategory"]);
export type CategoryMeans = v.InferOutput<typeof CATEGORY_MEANS>;

/** Scores of retrieval as means over queries. */
export const RETRIEVAL_SCORES = v.strictObject({
  /** Neighbours that `precision` and `averagePrecision` look at. */
  k: Positive,
  /** P@k. */
  precision: SCORE_MEANS,
  /** AP@k. */
  averagePrecision: SCORE_MEANS,
  mapAtR: SCORE_MEANS,
  rPrecision: SCORE_MEANS,
});
export type RetrievalScores = v.InferOutput<typeof RETRIEVAL_SCORES>;

/** Scores without the neighbours of the query's own group. */
export const GROUP_SCORES = v.strictObject({
  ...RETRIEVAL_SCORES.entries,
  /** Queries that have an item of their category outside their group; no mean counts others. */
  queryCount: Positive,
  /** P@k minus that of the same queries with their groups, paired. */
  difference: DIFFERENCE,
  chance: CHANCE,
});
export type GroupScores = v.InferOutput<typeof GROUP_SCORES>;

/** P@k where a neighbour must also have the query's colour or pattern. */
export const LOOK_SCORE = v.strictObject({
  /** Queries whose colour or pattern is known and whose look some item of the index has. */
  queryCount: Positive,
  precision: SCORE_MEANS,
  chance: CHANCE,
});
export type LookScore = v.InferOutput<typeof LOOK_SCORE>;
