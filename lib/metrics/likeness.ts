/** How alike two rows are by the standard of all: `Likeness`. */

import { randomPairs } from "../embedding/concatenate.ts";
import { squaredDistance } from "../embedding/distance.ts";
import type { Vectors } from "../embedding/embedding.ts";

/**
 * Likeness of rows: the fraction of random pairs of rows that are farther apart, so that 0.5 is a
 * typical pair and 1 nearer than all of them, whatever the unit of the distances.
 */
export class Likeness {
  /** Squared distances, ascending. */
  readonly #pairs: Float64Array;

  /** @throws {RangeError} if there are fewer than two rows */
  constructor(private readonly vectors: Vectors) {
    this.#pairs = randomPairs(vectors);
  }

  /** Of two rows, 0 to 1. */
  between(a: number, b: number): number {
    const { vectors, dim } = this.vectors;
    const squared = squaredDistance(vectors, a * dim, vectors, b * dim, dim);
    let [low, high] = [0, this.#pairs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#pairs[middle]! <= squared) low = middle + 1;
      else high = middle;
    }
    return 1 - low / this.#pairs.length;
  }
}
