/** The distance every search ends with, computed directly: `squaredDistance`. */

/** Entries summed between two looks at the limit. */
const CHUNK = 64;

/**
 * Squared Euclidean distance `sum_l (a[l] - b[l])^2` between two rows, summed in float64.
 *
 * The sum depends only on the two rows and is the same with the rows swapped, so that equal vectors
 * are at distance exactly 0 and ties are true ties.
 *
 * @param a row-major float32 `[n, dim]`; the row starts at entry `aStart`
 * @param b row-major float32 `[m, dim]`; the row starts at entry `bStart`
 * @param limit once the sum has reached it, the rest is skipped and some number of at least `limit`
 *   comes back
 */
export function squaredDistance(
  a: Float32Array,
  aStart: number,
  b: Float32Array,
  bStart: number,
  dim: number,
  limit = Infinity,
): number {
  // Four sums, because one sum alone would wait for each addition to end.
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0;
  let l = 0;
  const whole = dim - (dim % 4);
  while (l < whole) {
    if (s0 + s1 + (s2 + s3) >= limit) return s0 + s1 + (s2 + s3);
    const end = Math.min(l + CHUNK, whole);
    for (; l < end; l += 4) {
      const d0 = a[aStart + l]! - b[bStart + l]!;
      const d1 = a[aStart + l + 1]! - b[bStart + l + 1]!;
      const d2 = a[aStart + l + 2]! - b[bStart + l + 2]!;
      const d3 = a[aStart + l + 3]! - b[bStart + l + 3]!;
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
  }
  for (; l < dim; l++) {
    const d = a[aStart + l]! - b[bStart + l]!;
    s0 += d * d;
  }
  return s0 + s1 + (s2 + s3);
}
