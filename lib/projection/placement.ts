/** Places of new items on a map that stays as it is: `placeOnMap`. */

import type { Neighbours } from "../search/neighbours.ts";
import { edgeStrengths } from "./fuzzy_graph.ts";

/**
 * The place of each new item: the mean of those of its nearest items on the map, weighted by the
 * strengths of their edges (`buildFuzzyGraph`), which is where umap-learn's `transform` starts. An item
 * that is equal to one on the map lies at its place.
 *
 * @param points of the items on the map, float32 `[n, components]`, row-major
 * @param neighbours of each new item among those on the map, with squared distances, nearest first
 * @returns float32 `[new items, components]`, row-major
 */
export function placeOnMap(
  points: Float32Array,
  components: number,
  { k, indices, distances }: Neighbours,
): Float32Array {
  const placed = new Float32Array(indices.length / k * components);
  for (let start = 0, at = 0; start < indices.length; start += k, at += components) {
    const row = Float64Array.from(distances.subarray(start, start + k), Math.sqrt);
    const strengths = row[0] === 0 ? Float32Array.of(1) : edgeStrengths(row, k + 1, 0);
    const total = strengths.reduce((sum, strength) => sum + strength, 0);
    for (let c = 0; c < components; c++) {
      const sum = strengths.reduce((sum, strength, j) => {
        return sum + strength * points[indices[start + j]! * components + c]!;
      }, 0);
      placed[at + c] = sum / total;
    }
  }
  return placed;
}
