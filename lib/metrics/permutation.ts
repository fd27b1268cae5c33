/** A check of an evaluation by shuffled labels: `permutedPrecision`. */

import { deriveSeed, shuffledIndices } from "../io/random.ts";
import type { Neighbours } from "../search/neighbours.ts";
import { precisionAtK } from "./precision_curve.ts";
import type { ScoreMeans } from "./score_schemas.ts";

/**
 * P@k with the labels shuffled: it must be that of chance, unless the evaluation has a mistake, such
 * as a query that finds itself.
 *
 * @param neighbours of each row among the others
 * @param labels category of each row
 * @param options.seed of the permutation and of the bootstrap
 */
export function permutedPrecision(
  neighbours: Neighbours,
  labels: readonly string[],
  { k, seed }: { k: number; seed: number },
): ScoreMeans {
  const order = shuffledIndices(labels.length, deriveSeed(seed, "dealt labels"));
  return precisionAtK(neighbours, Array.from(order, (i) => labels[i]!), { k, seed });
}
