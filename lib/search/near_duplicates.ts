/** Items that are nearly the same photo: `findNearDuplicates`. */

import { FlatIndex } from "./flat_index.ts";

/** Two rows that lie much closer than neighbours do. */
export interface NearDuplicate {
  /** The two rows, the lower first. */
  rows: [number, number];
  /** Their Euclidean distance. */
  distance: number;
}

/** Near duplicates and the distances they were judged by. */
export interface NearDuplicates {
  /** Nearest first. */
  pairs: NearDuplicate[];
  /** Median distance of a row to its nearest other row. */
  typicalDistance: number;
  /** Pairs nearer than this are near duplicates: `share` of `typicalDistance`. */
  threshold: number;
}

/**
 * Pairs of rows whose distance is at most `share` of the median distance between a row and its
 * nearest neighbour; only nearest neighbours are looked at, so a row of many copies is named once.
 *
 * @param vectors float32 `[n, dim]`, row-major
 * @param options.share 0 to 1. @default 0.25
 */
export async function findNearDuplicates(
  vectors: Float32Array,
  dim: number,
  { share = 0.25 }: { share?: number } = {},
): Promise<NearDuplicates> {
  const index = FlatIndex.build(vectors, dim);
  if (index.size < 2) return { pairs: [], typicalDistance: 0, threshold: 0 };
  const { indices, distances } = await index.search(vectors, 1, { exclude: "self" });
  const nearest = distances.map(Math.sqrt);
  const typicalDistance = nearest.toSorted()[Math.floor(nearest.length / 2)]!;
  const threshold = share * typicalDistance;
  const pairs = new Map<string, NearDuplicate>();
  for (const [row, distance] of nearest.entries()) {
    if (distance > threshold) continue;
    const other = indices[row]!;
    const rows: [number, number] = row < other ? [row, other] : [other, row];
    pairs.set(rows.join(), { rows, distance });
  }
  const sorted = [...pairs.values()].sort((a, b) => a.distance - b.distance);
  return { pairs: sorted, typicalDistance, threshold };
}
