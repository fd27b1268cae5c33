/** Means of a score in every category, and how sure each of them is: `categoryIntervals`. */

import { createRandom } from "../io/random.ts";
import { encodeLabels } from "./labels.ts";
import { interval95 } from "./bootstrap.ts";
import type { SummaryOptions } from "./retrieval_scores.ts";

/** Mean of a score over the queries of one category, with its 95 % interval. */
export interface CategoryInterval {
  /** The mean. */
  value: number;
  /** Lower and upper end; missing for a category of one query, whose spread nobody knows. */
  low?: number;
  high?: number;
  /** How many queries it is the mean of. */
  queries: number;
}

/**
 * Mean score of each category with a 95 % percentile bootstrap interval: a category's own queries
 * are drawn again and again with replacement, as many as it has. With the difference of two models'
 * scores as the score, the intervals are those of a paired comparison.
 *
 * @param scores one a query
 * @param labels category of each query
 * @throws {RangeError} if there is not one label a query, or `resamples` is no positive integer
 */
export function categoryIntervals(
  scores: ArrayLike<number>,
  labels: ArrayLike<string | number>,
  { resamples = 1000, seed = 1 }: SummaryOptions = {},
): Record<string, CategoryInterval> {
  const action = "measure intervals";
  const { categories, codes } = encodeLabels(labels, scores.length, "labels", action);
  if (!Number.isInteger(resamples) || resamples < 1) {
    throw new RangeError(
      `Cannot ${action} as resamples must be a positive integer: current value is ${resamples}`,
    );
  }
  const members = categories.map((): number[] => []);
  codes.forEach((code, query) => members[code]!.push(scores[query]!));
  const random = createRandom(seed);
  return Object.fromEntries(categories.map((category, code) => {
    const own = members[code]!;
    const value = mean(own.length, (i) => own[i]!);
    if (own.length === 1) return [category, { value, queries: 1 }];
    const means = Float64Array.from(
      { length: resamples },
      () => mean(own.length, () => own[Math.floor(random() * own.length)]!),
    );
    const [low, high] = interval95(means.sort());
    return [category, { value, low, high, queries: own.length }];
  }));
}

function mean(count: number, valueAt: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += valueAt(i);
  return sum / count;
}
