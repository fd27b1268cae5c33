/** Late fusion: concatenated embeddings and their fusion weight. */

import { createRandom } from "../io/random.ts";
import { squaredDistance } from "./distance.ts";
import type { Vectors } from "./embedding.ts";

/** Random pairs of rows whose distances stand for all. */
const PAIRS = 4096;

/**
 * Squared Euclidean distances between two different rows, of 4,096 random pairs, ascending.
 *
 * @param seed of the pairs
 * @throws {RangeError} if there are fewer than two rows
 */
export function randomPairs({ vectors, dim }: Vectors, seed = 1): Float64Array {
  const count = vectors.length / dim;
  if (count < 2) {
    throw new RangeError(
      `Cannot measure distances as there must be two rows: current number is ${count}`,
    );
  }
  const random = createRandom(seed);
  return Float64Array.from({ length: PAIRS }, () => {
    const a = Math.floor(random() * count);
    const b = (a + 1 + Math.floor(random() * (count - 1))) % count;
    return squaredDistance(vectors, a * dim, vectors, b * dim, dim);
  }).sort();
}

/**
 * Median Euclidean distance between two different rows, of random pairs (`randomPairs`).
 *
 * @throws {RangeError} if there are fewer than two rows
 */
export function typicalDistance(vectors: Vectors, seed = 1): number {
  const squares = randomPairs(vectors, seed);
  return Math.sqrt((squares[PAIRS / 2 - 1]! + squares[PAIRS / 2]!) / 2);
}

/**
 * Scale of the second embedding that gives it a fusion weight of `weight` beside the first:
 * `sqrt(weight) * m1 / m2` with the typical distances m1 and m2 of both. The squared distance of two
 * concatenated rows is then `d1^2 + weight * (m1 / m2)^2 * d2^2`: at weight 1 both add the same to a
 * typical pair, at 0 the second adds nothing.
 *
 * @param second the second embedding, or m2, where another distance than the median is typical
 * @param weight 0 or more
 * @throws {RangeError} if it is not, or there are fewer than two rows
 */
export function fusionScale(first: Vectors, second: Vectors | number, weight: number): number {
  if (!(Number.isFinite(weight) && weight >= 0)) {
    throw new RangeError(
      `Cannot concatenate embeddings as weight must be a number, 0 or more: ` +
        `current value is ${weight}`,
    );
  }
  const typical = typeof second === "number" ? second : typicalDistance(second);
  // Vectors that are all equal tell no rows apart, at any weight.
  return typical === 0 ? 0 : Math.sqrt(weight) * typicalDistance(first) / typical;
}

/**
 * Both vectors of each row one after the other, `[n, first.dim + second.dim]`, the second times
 * `scale`. The first stays as it is, so that at scale 0 all distances are exactly its own.
 *
 * @throws {TypeError} if the two have different numbers of rows
 */
export function concatenate(first: Vectors, second: Vectors, scale: number): Vectors {
  const count = first.vectors.length / first.dim;
  const others = second.vectors.length / second.dim;
  if (count !== others) {
    throw new TypeError(
      `Cannot concatenate embeddings as both must have ${count} rows: current value is ${others}`,
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
