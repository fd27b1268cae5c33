/** Whether neighbours on a map are neighbours in truth: `trustworthiness`. */

import { distanceBlocks } from "../search/distance_blocks.ts";
import { FlatIndex } from "../search/flat_index.ts";
import { rowStatistics } from "../search/statistics.ts";
import { checkDimension, checkVectors } from "../search/validation.ts";

/**
 * Trustworthiness of a projection, 0 to 1: it falls with every row that is among another's `k`
 * nearest in the projection without being so in the original space.
 *
 * `T(k) = 1 - 2 / (n k (2n - 3k - 1)) * sum_i sum_j max(0, r(i, j) - k)`, over the k rows j nearest
 * to i in the projection, r(i, j) being the place of j among the rows nearest to i in the original
 * space, from 1. Source: Venna, Kaski, Neighborhood preservation in nonlinear projection methods,
 * 2001; scikit-learn's `trustworthiness` gives the same number up to ties.
 *
 * @param vectors float32 `[n, dim]`, row-major, finite
 * @param projection float32 `[n, projectionDim]`, row-major, finite
 * @param options.neighbours k, at least 1 and less than n / 2. @default 15
 * @throws {RangeError} if `neighbours` is outside that or a number is not finite
 * @throws {TypeError} if the two have different numbers of rows
 */
export async function trustworthiness(
  vectors: Float32Array,
  dim: number,
  projection: Float32Array,
  projectionDim: number,
  { neighbours = 15 }: { neighbours?: number } = {},
): Promise<number> {
  const action = "measure trustworthiness";
  checkDimension(dim, action);
  checkDimension(projectionDim, action);
  checkVectors(vectors, dim, "vectors", action);
  checkVectors(projection, projectionDim, "projection", action);
  const n = vectors.length / dim;
  if (projection.length / projectionDim !== n) {
    throw new TypeError(
      `Cannot ${action} as projection must have ${n} rows: ` +
        `current value is ${projection.length / projectionDim}`,
    );
  }
  if (!Number.isInteger(neighbours) || neighbours < 1 || neighbours >= n / 2) {
    throw new RangeError(
      `Cannot ${action} as neighbours must be an integer from 1 to less than half of ${n} rows: ` +
        `current value is ${neighbours}`,
    );
  }
  const index = FlatIndex.build(projection, projectionDim);
  const { indices } = await index.search(projection, neighbours, { exclude: "self" });
  const statistics = rowStatistics(vectors, dim);
  let penalty = 0;
  for await (
    const { first, count, distances } of distanceBlocks(vectors, vectors, dim, statistics)
  ) {
    for (let i = 0; i < count; i++) {
      const row = first + i;
      const near = indices.subarray(row * neighbours, (row + 1) * neighbours);
      for (const place of places(distances.subarray(i * n, (i + 1) * n), row, near)) {
        penalty += Math.max(0, place - neighbours);
      }
    }
  }
  return 1 - 2 * penalty / (n * neighbours * (2 * n - 3 * neighbours - 1));
}

/** Places of `near` among all rows but `self`, by distance, then row, from 1; in order of place. */
function places(distances: Float32Array, self: number, near: Int32Array): number[] {
  const before = (a: number, b: number) => distances[a]! - distances[b]! || a - b;
  const sorted = [...near].sort(before);
  // counts[j]: rows that come after `sorted[j - 1]` and before `sorted[j]`.
  const counts = new Array<number>(sorted.length).fill(0);
  const farthest = distances[sorted.at(-1)!]!;
  for (let row = 0; row < distances.length; row++) {
    if (distances[row]! > farthest || row === self) continue;
    let low = 0, high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (before(row, sorted[middle]!) <= 0) high = middle;
      else low = middle + 1;
    }
    if (low < sorted.length) counts[low]!++;
  }
  let sum = 0;
  return counts.map((count) => sum += count);
}
