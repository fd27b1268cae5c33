/** Small seeded inputs for the tests of projections, and what a map of them is held to. */

import { createRandom } from "../../lib/io/random.ts";
import type { Neighbours } from "../../lib/search/neighbours.ts";
import { nearestBySorting } from "../search/oracle.ts";

/** `count` vectors in `clusters` balls of radius about 1, whose centres are about `apart` away. */
export function clusteredVectors(
  count: number,
  dim: number,
  { clusters = 1, apart = 10, seed = 1 } = {},
): { vectors: Float32Array; labels: number[] } {
  const random = createRandom(seed);
  const centres = Float64Array.from({ length: clusters * dim }, () => (random() - 0.5) * apart);
  const labels = Array.from({ length: count }, (_, i) => i % clusters);
  const vectors = Float32Array.from(
    { length: count * dim },
    (_, i) => centres[labels[Math.floor(i / dim)]! * dim + i % dim]! + random() - 0.5,
  );
  return { vectors, labels };
}

/** The `k` nearest items of each, the item itself among them, at squared distances. */
export function exactNeighbours(vectors: Float32Array, dim: number, k: number): Neighbours {
  const { indices, distances } = nearestBySorting(vectors, vectors, dim, k);
  return { k, indices: Int32Array.from(indices), distances: Float32Array.from(distances) };
}

/**
 * Mean distance within a cluster over mean distance of all points, as in umap-js's tests, where a
 * map of clusters must stay below 0.15.
 */
export function clusterRatio(map: Float32Array, components: number, labels: number[]): number {
  let within = 0, pairsWithin = 0, all = 0, pairs = 0;
  for (let i = 0; i < labels.length; i++) {
    for (let j = 0; j < i; j++) {
      let squared = 0;
      for (let c = 0; c < components; c++) {
        squared += (map[i * components + c]! - map[j * components + c]!) ** 2;
      }
      all += Math.sqrt(squared);
      pairs++;
      if (labels[i] !== labels[j]) continue;
      within += Math.sqrt(squared);
      pairsWithin++;
    }
  }
  return (within / pairsWithin) / (all / pairs);
}
