/** Copy detection: whether an augmented copy of an image finds the image. */

import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { squaredDistance } from "../embedding/distance.ts";
import { kNearest } from "../search/neighbours.ts";
import type { Interval } from "./score_schemas.ts";

/** What `evaluateCopies` needs. */
export interface CopiesInput extends Vectors {
  /** Vectors of the augmented copies, float32 `[copies, dim]`, row-major, finite; one or more. */
  copies: Float32Array;
  /** Row of the index that each copy is a copy of. */
  rows: ArrayLike<number>;
}

/** How many copies found their image. */
export interface CopiesScore {
  copies: number;
  /** Recall@1: the fraction of the copies to which no row of the index is nearer than their own. */
  recall: number;
  /** 95 % Wilson score interval of `recall`. */
  interval: Interval;
  /** 1 for each copy that found its image, int32 `[copies]`. */
  hits: Int32Array;
  /** Nearest row of the index to each copy, int32 `[copies]`. */
  nearest: Int32Array;
}

/**
 * Recall@1 of augmented copies: each is a query, and its own image should be its first neighbour. An
 * image that is in the index twice is found either way: where several are nearest, all count.
 *
 * @throws {RangeError} if there is no copy, there is not one row a copy, or a row is not there
 */
export async function evaluateCopies(
  { vectors, dim, copies, rows }: CopiesInput,
): Promise<CopiesScore> {
  const count = copies.length / dim;
  if (rows.length !== count || count === 0) {
    throw new RangeError(
      `Cannot evaluate copies as each must have the row it is a copy of: ` +
        `current value is ${rows.length} rows for ${count} copies`,
    );
  }
  const own = takeRows(vectors, dim, rows);
  const { indices, distances } = await kNearest({ vectors, dim }, 1, { queries: copies });
  const hits = Int32Array.from(distances, (nearest, i) => {
    // Rounded as the search rounds its distances, so that equal ones compare as equal.
    const distance = Math.fround(squaredDistance(copies, i * dim, own, i * dim, dim));
    return distance <= nearest ? 1 : 0;
  });
  const found = hits.reduce((sum, hit) => sum + hit, 0);
  const interval = wilsonInterval(found, count);
  return { copies: count, recall: found / count, interval, hits, nearest: indices };
}

/** The 97.5th percentile of the standard normal distribution. */
const Z = 1.959963984540054;

/**
 * 95 % Wilson score interval of a fraction: `(p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) /
 * (1 + z^2 / n)`. Unlike a bootstrap it has a width also where all or none are right.
 *
 * Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.
 *
 * @param right 0 to `n`
 * @param n 1 or more
 */
export function wilsonInterval(right: number, n: number): Interval {
  const p = right / n;
  const middle = p + Z * Z / (2 * n);
  const reach = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
  const scale = 1 + Z * Z / n;
  return [Math.max(0, (middle - reach) / scale), Math.min(1, (middle + reach) / scale)];
}
