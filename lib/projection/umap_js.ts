/** The projection of the package umap-js, a second opinion on ours. */

import { UMAP } from "umap-js";
import { createRandom } from "../io/random.ts";
import type { Neighbours } from "../search/neighbours.ts";

/**
 * A map of `neighbours` by umap-js, from a random start: float32 `[n, 2]`, row-major.
 *
 * @param neighbours of each row among the others, with squared distances, nearest first
 * @throws {Error} as umap-js does, for fewer rows than neighbours
 */
export function projectUmapJs(
  { k, indices, distances }: Neighbours,
  { minDist = 0.1, seed = 42 }: { minDist?: number; seed?: number } = {},
): Float32Array {
  const n = indices.length / k;
  // It counts the row itself as its first neighbour.
  const rows = (values: ArrayLike<number>, first: (i: number) => number) =>
    Array.from(
      { length: n },
      (_, i) => [first(i), ...Array.from({ length: k }, (_, j) => values[i * k + j]!)],
    );
  const umap = new UMAP({ nNeighbors: k + 1, minDist, nComponents: 2, random: createRandom(seed) });
  const knnDistances = rows(distances.map(Math.sqrt), () => 0);
  umap.setPrecomputedKNN(rows(indices, (i) => i), knnDistances);
  // Of the vectors it reads no more than their number, once the neighbours are there.
  return Float32Array.from(umap.fit(knnDistances).flat());
}
