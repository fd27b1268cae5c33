/** Distances as probabilities by isotonic regression: `fitCalibration`, `probabilityAt`. */

import { firstPlace } from "../io/first_place.ts";

/** How often a neighbour at a distance is right: a line from knot to knot, level beyond the ends. */
export interface Calibration {
  /** Distances of the knots, strictly ascending. */
  distances: number[];
  /** Probability at each knot, 0 to 1, never ascending. */
  probabilities: number[];
}

/** Neighbours of one mean: their smallest and largest distance, and how many of them are right. */
interface Block {
  first: number;
  last: number;
  right: number;
  count: number;
}

/**
 * The calibration that fits observed neighbours best: of all functions that never ascend, the one of
 * the least squared error at them (isotonic regression by the pool adjacent violators algorithm).
 * Neighbours at the same distance are averaged first.
 *
 * Source: Zadrozny and Elkan, Transforming classifier scores into accurate multiclass probability
 * estimates, KDD 2002. As scikit-learn's `IsotonicRegression(increasing=False,
 * out_of_bounds="clip")`.
 *
 * @param distances of neighbours to their queries, finite, `[n]` in any order
 * @param right 1 where the neighbour is right, else 0, `[n]`
 * @throws {RangeError} if there is no neighbour, a distance is not finite, or the lengths differ
 *
 * @example
 * ```ts
 * const calibration = fitCalibration([1, 2, 3, 4], [1, 0, 1, 0]);
 * // 2 is right less often than 3, so that both are averaged: 1, 0.5, 0.5, 0
 * probabilityAt(calibration, 2.7); // 0.5
 * probabilityAt(calibration, 3.5); // 0.25, halfway from 0.5 to 0
 * ```
 */
export function fitCalibration(
  distances: ArrayLike<number>,
  right: ArrayLike<number>,
): Calibration {
  const order = Uint32Array.from({ length: distances.length }, (_, i) => i)
    .sort((a, b) => distances[a]! - distances[b]!);
  if (order.length === 0 || right.length !== order.length) {
    throw new RangeError(
      `Cannot calibrate distances as each of one or more must be right or not: ` +
        `current value is ${right.length} for ${order.length} distances`,
    );
  }
  const blocks: Block[] = [];
  for (const i of order) {
    const distance = distances[i]!;
    if (!Number.isFinite(distance)) {
      throw new RangeError(
        `Cannot calibrate distances as each must be finite: current value is ${distance}`,
      );
    }
    const previous = blocks.at(-1);
    if (previous?.first === distance) {
      previous.right += right[i]!;
      previous.count++;
    } else {
      pool(blocks);
      blocks.push({ first: distance, last: distance, right: right[i]!, count: 1 });
    }
  }
  pool(blocks);
  const knots = blocks.flatMap(({ first, last, right, count }) => {
    const probability = right / count;
    return first === last ? [[first, probability]] : [[first, probability], [last, probability]];
  });
  return {
    distances: knots.map(([distance]) => distance!),
    probabilities: knots.map(([, probability]) => probability!),
  };
}

/** Join the last block with those before it whose mean is not above its own. */
function pool(blocks: Block[]): void {
  while (blocks.length > 1) {
    const [before, last] = blocks.slice(-2) as [Block, Block];
    if (before.right * last.count > last.right * before.count) return;
    blocks.splice(-2, 2, {
      first: before.first,
      last: last.last,
      right: before.right + last.right,
      count: before.count + last.count,
    });
  }
}

/**
 * How often a neighbour at this distance is right, 0 to 1.
 *
 * @param distance to the query, in the unit of those that were calibrated
 */
export function probabilityAt(
  { distances, probabilities }: Calibration,
  distance: number,
): number {
  // The first knot at this distance or beyond it.
  const knot = firstPlace(distances.length, (place) => !(distances[place]! < distance));
  if (knot === distances.length) return probabilities.at(-1)!;
  if (knot === 0) return probabilities[0]!;
  const [from, to] = [distances[knot - 1]!, distances[knot]!];
  const way = (distance - from) / (to - from);
  return probabilities[knot - 1]! + way * (probabilities[knot]! - probabilities[knot - 1]!);
}
