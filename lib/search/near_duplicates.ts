/** Items that are nearly the same photo: `findNearDuplicates`. */

import { squaredDistance } from "./distance.ts";
import { FlatIndex } from "./flat_index.ts";
import { takeRows } from "../embedding/rows.ts";

/** Vectors of the same items under one model. */
export interface VectorSpace {
  /** Row-major `[n, dim]`, float32. */
  vectors: Float32Array;
  dim: number;
}

/** Two rows that lie much closer than neighbours do, in every space. */
export interface NearDuplicate {
  /** The two rows, the lower first. */
  rows: [number, number];
  /** Their Euclidean distance in each space, as a share of what is typical there. */
  shares: number[];
}

/** Near duplicates and the distances they were judged by. */
export interface NearDuplicates {
  /** Nearest first, by the largest of their shares. */
  pairs: NearDuplicate[];
  /** Median distance of a row to its nearest other row, in each space. */
  typicalDistances: number[];
}

/**
 * Pairs of rows that are nearest neighbours in the first space and whose distance in *every* space
 * is at most `share` of the median distance between a row and its nearest neighbour there. One
 * model alone is fooled by photos it cannot tell apart; several are fooled by different ones.
 *
 * @param spaces vectors of the same items, row i the same item in each
 * @param options.share 0 to 1. @default 0.25
 * @throws {TypeError} if the spaces hold different numbers of rows
 */
export async function findNearDuplicates(
  spaces: readonly VectorSpace[],
  { share = 0.25 }: { share?: number } = {},
): Promise<NearDuplicates> {
  const indexes = spaces.map(({ vectors, dim }) => FlatIndex.build(vectors, dim));
  const [first] = indexes;
  const other = indexes.find(({ size }) => size !== first?.size);
  if (!first || other) {
    throw new TypeError(
      `Cannot find near duplicates as every space must hold ${first?.size ?? "some"} rows: ` +
        `current value is ${other?.size ?? 0}`,
    );
  }
  if (first.size < 2) return { pairs: [], typicalDistances: spaces.map(() => 0) };
  const typicalDistances: number[] = [];
  let nearest = new Int32Array();
  for (const [i, index] of indexes.entries()) {
    const found = await index.search(spaces[i]!.vectors, 1, { exclude: "self" });
    if (i === 0) nearest = Int32Array.from(found.indices);
    const sorted = found.distances.toSorted();
    typicalDistances.push(Math.sqrt(sorted[Math.floor(sorted.length / 2)]!));
  }
  const pairs = new Map<string, NearDuplicate>();
  for (const [row, found] of nearest.entries()) {
    const rows: [number, number] = row < found ? [row, found] : [found, row];
    const shares = spaces.map((space, i) => distanceOf(space, rows) / typicalDistances[i]!);
    // Written so that 0 / 0, where all rows are equal, counts as equal.
    if (!shares.some((value) => value > share)) pairs.set(rows.join(), { rows, shares });
  }
  const worst = ({ shares }: NearDuplicate) => Math.max(...shares);
  return { pairs: [...pairs.values()].sort((a, b) => worst(a) - worst(b)), typicalDistances };
}

function distanceOf({ vectors, dim }: VectorSpace, [a, b]: [number, number]): number {
  const two = takeRows(vectors, dim, [a, b]);
  return Math.sqrt(squaredDistance(two, 0, two, dim, dim));
}
