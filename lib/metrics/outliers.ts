/** Outliers by distance to the k-th neighbour. */

import { checkInteger } from "../io/check_integer.ts";
import type { Neighbours } from "../search/neighbours.ts";

/** An item far from all others. */
export interface Outlier {
  row: number;
  /** Euclidean distance to its k-th nearest other row. */
  distance: number;
  /** That distance over the median row's. */
  timesMedian: number;
}

/**
 * The `count` rows farthest from their k-th nearest other row, farthest first, ties by lower row;
 * all of them if there are fewer. The k-th, not the first: two copies of a strange photo are
 * strange still.
 *
 * Source: Ramaswamy, Rastogi, Shim, Efficient algorithms for mining outliers from large data sets,
 * SIGMOD 2000.
 *
 * @param neighbours of each row among the others
 * @param options.k 1 to `neighbours.k`
 * @throws {RangeError} if `k` is outside that
 */
export function findOutliers(
  { distances, k: depth }: Neighbours,
  { k, count }: { k: number; count: number },
): Outlier[] {
  const n = distances.length / depth;
  const limit = `the ${depth} neighbours of a row`;
  checkInteger(k, { task: "find outliers", name: "k", most: depth, limit });
  const far = Float64Array.from(
    { length: n },
    (_, row) => Math.sqrt(distances[row * depth + k - 1]!),
  );
  const median = far.toSorted()[Math.floor(n / 2)]!;
  return Array.from(far, (distance, row) => ({ row, distance, timesMedian: distance / median }))
    .sort((a, b) => b.distance - a.distance || a.row - b.row)
    .slice(0, count);
}
