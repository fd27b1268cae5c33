/** How alike two rows are by the standard of all: `likenessIn`. */

import { randomPairs } from "../embedding/concatenate.ts";
import { squaredDistance } from "../embedding/distance.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { firstPlace } from "../io/first_place.ts";

/**
 * A function that gives the likeness of two rows: the fraction of random pairs of rows that are farther
 * apart, so that 0.5 is a typical pair and 1 nearer than all of them, whatever the unit of the distances.
 *
 * @throws {RangeError} if there are fewer than two rows
 */
export function likenessIn({ vectors, dim }: Vectors): (a: number, b: number) => number {
  const pairs = randomPairs({ vectors, dim });
  return (a, b) => {
    const squared = squaredDistance(vectors, a * dim, vectors, b * dim, dim);
    return 1 - firstPlace(pairs.length, (place) => pairs[place]! > squared) / pairs.length;
  };
}
