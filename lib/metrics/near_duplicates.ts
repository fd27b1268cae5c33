/** Near-duplicates: pairs much closer than neighbours usually are, and groups of them. */

import type { Vectors } from "../embedding/embedding.ts";
import { squaredDistance } from "../embedding/distance.ts";
import type { Neighbours } from "../search/neighbours.ts";

/** Vectors of the same items under one embedding, and the neighbours of each among the others. */
export interface SearchedSpace extends Vectors {
  /** In all spaces but the first those of some items suffice, for the typical distance. */
  neighbours: Neighbours;
}

/** Two rows that are much closer than neighbours are, in every space. */
export interface NearDuplicate {
  /** The two rows, the lower first. */
  rows: [number, number];
  /** Their Euclidean distance in each space over the typical distance there. */
  ratios: number[];
}

/** Near duplicates and the distances that decided them. */
export interface NearDuplicates {
  /** Nearest first, by the largest of their ratios. */
  pairs: NearDuplicate[];
  /** Median distance of a row to its nearest other row, in each space. */
  typicalDistances: number[];
}

/**
 * Pairs of rows that are nearest neighbours in the first space and whose distance in *every* space
 * is at most `maxRatio` of the median distance between a row and its nearest neighbour there. One
 * embedding alone confuses images that it cannot tell apart; several confuse different ones.
 *
 * @param spaces row i is the same item in each
 * @param options.maxRatio 0 to 1. @default 0.25
 * @throws {TypeError} if the spaces hold different numbers of rows
 */
export function findNearDuplicates(
  spaces: readonly SearchedSpace[],
  { maxRatio = 0.25 }: { maxRatio?: number } = {},
): NearDuplicates {
  const sizes = spaces.map(({ vectors, dim }) => vectors.length / dim);
  const other = sizes.find((size) => size !== sizes[0]);
  if (sizes.length === 0 || other !== undefined) {
    throw new TypeError(
      `Cannot find near duplicates as every space must hold ${sizes[0] ?? "some"} rows: ` +
        `current value is ${other ?? 0}`,
    );
  }
  if (sizes[0]! < 2) return { pairs: [], typicalDistances: spaces.map(() => 0) };
  const typicalDistances = spaces.map(({ neighbours: { distances, k } }) => {
    const sorted = distances.filter((_, at) => at % k === 0).sort();
    return Math.sqrt(sorted[Math.floor(sorted.length / 2)]!);
  });
  const { indices, k } = spaces[0]!.neighbours;
  const pairs = new Map<string, NearDuplicate>();
  for (let row = 0; row < sizes[0]!; row++) {
    const found = indices[row * k]!;
    const rows: [number, number] = row < found ? [row, found] : [found, row];
    const ratios = spaces.map((space, i) => distanceOf(space, rows) / typicalDistances[i]!);
    // Written so that 0 / 0, where all rows are equal, counts as equal.
    if (!ratios.some((ratio) => ratio > maxRatio)) pairs.set(rows.join(), { rows, ratios });
  }
  const largest = ({ ratios }: NearDuplicate) => Math.max(...ratios);
  return { pairs: [...pairs.values()].sort((a, b) => largest(a) - largest(b)), typicalDistances };
}

/**
 * The rows that pairs connect, as the lowest row of each row's group, int32 `[count]`; a row in no pair
 * is a group of its own.
 */
export function groupConnected(
  pairs: Iterable<readonly [a: number, b: number]>,
  count: number,
): Int32Array {
  const groups = Int32Array.from({ length: count }, (_, row) => row);
  const lowest = (row: number): number => {
    while (groups[row] !== row) row = groups[row] = groups[groups[row]!]!;
    return row;
  };
  for (const [a, b] of pairs) {
    const [low, high] = [lowest(a), lowest(b)].sort((one, other) => one - other);
    groups[high!] = low!;
  }
  return groups.map((_, row) => lowest(row));
}

function distanceOf({ vectors, dim }: Vectors, [a, b]: [number, number]): number {
  return Math.sqrt(squaredDistance(vectors, a * dim, vectors, b * dim, dim));
}
