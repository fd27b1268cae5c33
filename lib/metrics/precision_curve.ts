/** P@k of neighbours that were found once, for every k up to their depth. */

import type { Neighbours } from "../search/neighbours.ts";
import { encodeLabels } from "./labels.ts";
import { summariseScores, type SummaryOptions } from "./bootstrap.ts";
import type { ScoreMeans } from "./score_schemas.ts";

/**
 * P@1, P@2, ... P@k, each as the means of `summariseScores` (element `k - 1` is P@k). Categories of a
 * single item, to which nothing is relevant, count in no mean.
 *
 * @param neighbours of each of the `n` rows among the others
 * @param labels category of each of the `n` rows
 * @throws {RangeError} if there is not one list per row, or no category has two items
 */
export function precisionCurve(
  neighbours: Neighbours,
  labels: ArrayLike<string | number>,
  options: SummaryOptions = {},
): ScoreMeans[] {
  const ks = Array.from({ length: neighbours.k }, (_, i) => i + 1);
  return precisions(neighbours, labels, ks, options);
}

/** One point of `precisionCurve`: P@k, by default at the depth of the neighbours. */
export function precisionAtK(
  neighbours: Neighbours,
  labels: ArrayLike<string | number>,
  { k = neighbours.k, ...options }: SummaryOptions & { k?: number } = {},
): ScoreMeans {
  return precisions(neighbours, labels, [k], options)[0]!;
}

/**
 * How many of the first `k` neighbours of each query have its label, int32 `[q]`.
 *
 * @param labels of each row of the index
 * @param queryLabels of each query. @default labels: the index's rows are the queries
 */
export function hitsAtK<Label extends string | number>(
  { indices, k: depth }: Neighbours,
  labels: ArrayLike<Label>,
  k: number,
  queryLabels = labels,
): Int32Array {
  return Int32Array.from(
    queryLabels,
    (label, query) =>
      indices.subarray(query * depth, query * depth + k)
        .reduce((sum, found) => labels[found] === label ? sum + 1 : sum, 0),
  );
}

function precisions(
  neighbours: Neighbours,
  labels: ArrayLike<string | number>,
  ks: readonly number[],
  options: SummaryOptions,
): ScoreMeans[] {
  const n = labels.length;
  const { categories, codes, sizes } = encodeLabels(labels);
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  const { indices, k: depth } = neighbours;
  if (indices.length !== n * depth || !counted.includes(1)) {
    throw new RangeError(
      `Cannot measure precision as ${n} rows, two of one category, must have a list of neighbours ` +
        `each: current number of neighbours is ${indices.length}`,
    );
  }
  const scores = ks.map((k): [string, Float64Array] => {
    return [String(k), Float64Array.from(hitsAtK(neighbours, codes, k), (hits) => hits / k)];
  });
  const grouping = { categories, codes, counted };
  const means = summariseScores(Object.fromEntries(scores), grouping, options);
  return ks.map((k) => means[k]!);
}
