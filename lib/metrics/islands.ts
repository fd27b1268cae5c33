/** Islands on a map: whether the points of a category lie together, `categoryIslands`. */

import type { Neighbours } from "../search/neighbours.ts";
import {
  type CategoryInterval,
  categoryIntervals,
  type Grouping,
  type SummaryOptions,
} from "./bootstrap.ts";
import { checkEntries, encodeLabels } from "./labels.ts";
import { groupConnected } from "./near_duplicates.ts";
import { hitsAtK } from "./precision_curve.ts";

/** How the points of a category lie on a map. */
export interface CategoryIsland {
  category: string;
  /** P@k of its points: the fraction of their `k` neighbours that are of the category. */
  precision: CategoryInterval;
  /** P@k where points lie at random: the fraction of the other points that are of the category. */
  chance: number;
  /**
   * Connected components of its points, where an edge joins a point and each of its `k` neighbours
   * that is of the category. A point without such neighbours is a component of its own.
   */
  components: number;
  /** Fraction of its points that the largest component has. */
  largest: number;
}

/**
 * How far each category forms an island: do its points have neighbours of their own kind (`precision`
 * against `chance`), and do they hang together (`largest`)?
 *
 * @param neighbours of each point among the others
 * @param labels category of each point
 * @param options as of `categoryIntervals`
 * @returns the category with the highest precision first
 * @throws {RangeError} if there is not one list of neighbours per label
 */
export function categoryIslands(
  neighbours: Neighbours,
  labels: readonly string[],
  options: SummaryOptions & { groups?: Grouping["groups"] } = {},
): CategoryIsland[] {
  const n = labels.length;
  const { indices, k } = neighbours;
  checkEntries(labels, indices.length / k, "labels", "find islands");
  const { categories, codes } = encodeLabels(labels);
  const shares = Float64Array.from(hitsAtK(neighbours, codes, k), (hits) => hits / k);
  const precisions = categoryIntervals(shares, labels, options);
  const pairs = Array.from(indices, (found, at) => [Math.floor(at / k), found] as const)
    .filter(([point, found]) => codes[point] === codes[found]);
  const components = groupConnected(pairs, n);
  const sizes = categories.map(() => new Map<number, number>());
  codes.forEach((code, point) => {
    const [size, component] = [sizes[code]!, components[point]!];
    size.set(component, (size.get(component) ?? 0) + 1);
  });
  return categories.map((category, code) => {
    const precision = precisions.get(category)!;
    return {
      category,
      precision,
      chance: (precision.queries - 1) / (n - 1),
      components: sizes[code]!.size,
      largest: Math.max(...sizes[code]!.values()) / precision.queries,
    };
  }).sort((a, b) => b.precision.value - a.precision.value);
}
