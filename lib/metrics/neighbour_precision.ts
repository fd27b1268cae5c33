/** P@k of neighbours that were found before: `neighbourPrecision`. */

import { encodeLabels } from "./labels.ts";
import { type CategoryMeans, categoryMeans } from "./means.ts";
import { precisionAt } from "./scores.ts";

/** Means of P@k. */
export interface NeighbourPrecision extends CategoryMeans {
  /** Mean over all items. */
  micro: number;
}

/**
 * P@k of each item's first `k` neighbours, in the mean over items (`micro`), over the items of a
 * category (`perCategory`) and over categories of more than one item (`macro`).
 *
 * @param neighbours `[n, width]` rows, nearest first; -1 for none
 * @throws {RangeError} if there is no item, or `k` is not 1 to `width`
 */
export function neighbourPrecision(
  neighbours: ArrayLike<number>,
  { labels, k }: { labels: readonly string[]; k: number },
): NeighbourPrecision {
  const n = labels.length;
  const width = neighbours.length / n;
  if (!Number.isInteger(k) || !(k >= 1 && k <= width)) {
    throw new RangeError(
      `Cannot score neighbours as k must be a whole number from 1 to ${width}: ` +
        `current value is ${k}`,
    );
  }
  const { categories, codes, sizes } = encodeLabels(labels, n, "labels", "score neighbours");
  const scores = Float64Array.from(labels, (label, i) => {
    const found = Array.from({ length: k }, (_, j) => neighbours[i * width + j]!);
    return precisionAt(found.map((row) => labels[row] === label ? 1 : 0), k);
  });
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  return {
    micro: scores.reduce((sum, score) => sum + score, 0) / n,
    ...categoryMeans(scores, { categories, codes, counted }),
  };
}
