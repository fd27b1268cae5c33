/** Trustworthiness of a projection. */

import { countRows } from "../embedding/check_vectors.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { checkInteger } from "../io/check_integer.ts";
import { firstPlace } from "../io/first_place.ts";
import { distanceBlocks } from "../search/distances.ts";
import type { Neighbours } from "../search/neighbours.ts";

/**
 * Trustworthiness of a projection, 0 to 1: it falls with every row that is among another's `k`
 * nearest in the projection without being so in the original space.
 *
 * `T(k) = 1 - 2 / (n k (2n - 3k - 1)) * sum_i sum_j max(0, r(i, j) - k)`, over the k rows j nearest
 * to i in the projection, r(i, j) being the rank of j among the rows nearest to i in the original
 * space, from 1. Source: Venna, Kaski, Neighborhood preservation in nonlinear projection methods,
 * 2001; scikit-learn's `trustworthiness` gives the same number up to ties.
 *
 * @param space the original vectors, finite
 * @param neighbours of each row in the projection among the others; k is less than n / 2
 * @throws {RangeError} if k is outside that or a value is not finite
 * @throws {TypeError} if there is not one list per row
 */
export async function trustworthiness(space: Vectors, neighbours: Neighbours): Promise<number> {
  const action = "measure trustworthiness";
  const { k, indices } = neighbours;
  const n = countRows(space, action);
  if (indices.length !== n * k) {
    throw new TypeError(
      `Cannot ${action} as neighbours must have ${n} lists: current value is ${indices.length / k}`,
    );
  }
  const limit = `less than half of ${n} rows`;
  checkInteger(k, { task: action, name: "k", most: Math.ceil(n / 2) - 1, limit });
  let penalty = 0;
  for await (const { first, count, distances } of distanceBlocks(space)) {
    for (let i = 0; i < count; i++) {
      const row = first + i;
      const near = indices.subarray(row * k, (row + 1) * k);
      for (const rank of ranks(distances.subarray(i * n, (i + 1) * n), row, near)) {
        penalty += Math.max(0, rank - k);
      }
    }
  }
  return 1 - 2 * penalty / (n * k * (2 * n - 3 * k - 1));
}

/** Ranks of `near` among all rows but `self`, by distance, then row, from 1; ascending. */
function ranks(distances: Float32Array, self: number, near: Int32Array): number[] {
  const before = (a: number, b: number) => distances[a]! - distances[b]! || a - b;
  const sorted = [...near].sort(before);
  // counts[j]: rows that come after `sorted[j - 1]` and before `sorted[j]`.
  const counts = new Array<number>(sorted.length).fill(0);
  const farthest = distances[sorted.at(-1)!]!;
  for (let row = 0; row < distances.length; row++) {
    if (distances[row]! > farthest || row === self) continue;
    const next = firstPlace(sorted.length, (place) => before(row, sorted[place]!) <= 0);
    if (next < sorted.length) counts[next]!++;
  }
  let sum = 0;
  return counts.map((count) => sum += count);
}
