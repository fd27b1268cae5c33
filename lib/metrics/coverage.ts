/** How many queries are answered at an asked precision, and how precise the answers are. */

import { type Calibration, probabilityAt } from "./calibration.ts";

/** Neighbours of queries, and which are right. */
export interface JudgedNeighbours {
  /** Neighbours of each query. */
  k: number;
  /** Euclidean distances, nearest first, float64 `[queries, k]`. */
  distances: Float64Array;
  /** 1 where a neighbour has the query's category, else 0, `[queries, k]`. */
  right: Uint8Array;
}

/** What is left of the neighbours at one asked precision. */
export interface Coverage {
  asked: number;
  /** Fraction of the queries that are left a neighbour. */
  coverage: number;
  /** Fraction of the neighbours left that are right; NaN where none is. */
  precision: number;
}

/** Coverage and precision where only neighbours of a probability of `asked` or more are shown. */
export function coverageAt(
  { k, distances, right }: JudgedNeighbours,
  calibration: Calibration,
  asked: number,
): Coverage {
  const shown = distances.map((distance) => probabilityAt(calibration, distance) >= asked ? 1 : 0);
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  // The nearest is the most probable.
  const answered = total(shown.filter((_, at) => at % k === 0));
  return {
    asked,
    coverage: answered / (distances.length / k),
    precision: total(shown.map((value, at) => value * right[at]!)) / total(shown),
  };
}
