/**
 * One search by two kinds of vectors, such as a model's and a colour histogram: `typicalDistance`,
 * `joinScale`, `joinVectors`.
 *
 * With every row the two vectors one after the other, the second times `scale`, the squared distance
 * of two rows is `|x1 - y1|^2 + scale^2 |x2 - y2|^2`: any index of Euclidean distances searches by both
 * at once.
 */

import { createRandom } from "../io/random.ts";
import { squaredDistance } from "../search/distance.ts";
import type { VectorSpace } from "../search/near_duplicates.ts";

/** Pairs of rows that a typical distance is measured of. */
const PAIRS = 4096;

/**
 * Median Euclidean distance between two different rows, of random pairs.
 *
 * @param seed draws the pairs
 * @throws {RangeError} if there are fewer than two rows
 */
export function typicalDistance({ vectors, dim }: VectorSpace, seed = 1): number {
  const count = vectors.length / dim;
  if (count < 2) {
    throw new RangeError(
      `Cannot measure distances as there must be two rows: current number is ${count}`,
    );
  }
  const random = createRandom(seed);
  const squares = Float64Array.from({ length: PAIRS }, () => {
    const a = Math.floor(random() * count);
    const b = (a + 1 + Math.floor(random() * (count - 1))) % count;
    return squaredDistance(vectors, a * dim, vectors, b * dim, dim);
  }).sort();
  return Math.sqrt((squares[PAIRS / 2 - 1]! + squares[PAIRS / 2]!) / 2);
}

/**
 * What to multiply the second vectors with so that they weigh `weight` times as much as the first:
 * `sqrt(weight) * m1 / m2` with the typical distances m1 and m2 of both, so that
 * `distance^2 = d1^2 + weight * (m1 / m2)^2 * d2^2`. At weight 1 both add the same to the squared
 * distance of a typical pair; at 0 the second adds nothing.
 *
 * @param second the second vectors, or m2, where something else than their median is typical
 * @param weight 0 or more
 * @throws {RangeError} if it is not, or there are fewer than two rows
 */
export function joinScale(
  first: VectorSpace,
  second: VectorSpace | number,
  weight: number,
): number {
  if (!(Number.isFinite(weight) && weight >= 0)) {
    throw new RangeError(
      `Cannot join vectors as weight must be a number, 0 or more: current value is ${weight}`,
    );
  }
  const typical = typeof second === "number" ? second : typicalDistance(second);
  // Vectors that are all alike tell no rows apart, at any weight.
  return typical === 0 ? 0 : Math.sqrt(weight) * typicalDistance(first) / typical;
}

/**
 * The vectors of both spaces one after the other in each row, the second times `scale`; the first are
 * not changed, so that at scale 0 all distances are exactly theirs.
 *
 * @throws {TypeError} if the two do not have as many rows
 */
export function joinVectors(first: VectorSpace, second: VectorSpace, scale: number): VectorSpace {
  const [count, other] = [first, second].map(({ vectors, dim }) => vectors.length / dim) as [
    number,
    number,
  ];
  if (count !== other) {
    throw new TypeError(
      `Cannot join vectors as both must have ${count} rows: current value is ${other}`,
    );
  }
  const dim = first.dim + second.dim;
  const vectors = new Float32Array(count * dim);
  for (let row = 0; row < count; row++) {
    vectors.set(first.vectors.subarray(row * first.dim, (row + 1) * first.dim), row * dim);
    const scaled = second.vectors.subarray(row * second.dim, (row + 1) * second.dim)
      .map((value) => value * scale);
    vectors.set(scaled, row * dim + first.dim);
  }
  return { vectors, dim };
}
