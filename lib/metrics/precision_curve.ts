/** P@k for every k up to some depth, from one search: `precisionCurve`. */

import { encodeLabels } from "./labels.ts";
import { type ScoreMeans, summariseScores } from "./bootstrap.ts";
import type { SummaryOptions } from "./retrieval_scores.ts";

/**
 * P@1, P@2, ... P@depth of neighbours that were found once, each as the means of `summariseScores`
 * (element `k - 1` is P@k). Categories of a single item, to which nothing is relevant, count in no
 * mean, as in `evaluateRetrieval`.
 *
 * @param neighbours rows of the other rows nearest to each row, nearest first, int32 `[n, depth]`
 * @param labels category of each of the `n` rows
 * @throws {RangeError} if `neighbours` is no whole number of lists, or no category has two items
 */
export function precisionCurve(
  neighbours: Int32Array,
  labels: ArrayLike<string | number>,
  { resamples = 1000, seed = 1 }: SummaryOptions = {},
): ScoreMeans[] {
  const n = labels.length;
  const depth = neighbours.length / n;
  const { categories, codes, sizes } = encodeLabels(labels, n, "labels", "measure precision");
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  if (!Number.isInteger(depth) || depth < 1 || !counted.includes(1)) {
    throw new RangeError(
      `Cannot measure precision as ${n} rows, two of one category, must have a list of neighbours ` +
        `each: current number of neighbours is ${neighbours.length}`,
    );
  }
  // A column of scores for each k, named by it.
  const scores: Record<string, Float64Array> = {};
  const hits = new Int32Array(n);
  for (let k = 1; k <= depth; k++) {
    scores[k] = Float64Array.from({ length: n }, (_, query) => {
      if (codes[neighbours[query * depth + k - 1]!] === codes[query]) hits[query]!++;
      return hits[query]! / k;
    });
  }
  const means = summariseScores(scores, { categories, codes, counted }, { resamples, seed });
  return Array.from({ length: depth }, (_, i) => means[i + 1]!);
}
