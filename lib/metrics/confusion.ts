/** Confusion of retrieved categories. */

import type { Neighbours } from "../search/neighbours.ts";
import { encodeLabels } from "./labels.ts";

/** What the neighbours of each category are. */
export interface Confusion {
  /** Names of the categories, sorted by code unit; the order of rows and columns. */
  categories: string[];
  /**
   * Fraction of the neighbours of the row's category that are of the column's: float64
   * `[categories, categories]`, row-major; each row sums to 1.
   */
  shares: Float64Array;
}

/** One category found for another. */
export interface ConfusedPair {
  /** Category of the queries. */
  query: string;
  /** Category of what was found. */
  found: string;
  /** Fraction of the neighbours of `query` that are of `found`, 0 to 1. */
  share: number;
}

/**
 * Count what is found for each category among the first `k` neighbours of its items.
 *
 * @param neighbours of each query
 * @param labels category of each row of the index
 * @param k neighbours counted, 1 to `neighbours.k`
 * @param options.queryLabels Category of each query. @default labels: the index's rows are the queries
 * @throws {RangeError} if there is not one list per query or `k` is outside that
 */
export function neighbourConfusion(
  { indices, k: depth }: Neighbours,
  labels: ArrayLike<string | number>,
  k: number,
  { queryLabels = labels }: { queryLabels?: ArrayLike<string | number> } = {},
): Confusion {
  const queries = queryLabels.length;
  if (indices.length !== queries * depth || !Number.isInteger(k) || k < 1 || k > depth) {
    throw new RangeError(
      `Cannot count confusions as k must be an integer from 1 to the ${depth} neighbours of a ` +
        `row: current value is ${k}`,
    );
  }
  const { categories, codes, queryCodes } = encodeLabels(labels, queryLabels);
  const size = categories.length;
  const shares = new Float64Array(size * size);
  queryCodes.forEach((code, query) => {
    for (const row of indices.subarray(query * depth, query * depth + k)) {
      if (row < 0) continue;
      const at = code * size + codes[row]!;
      shares[at] = shares[at]! + 1;
    }
  });
  for (let code = 0; code < size; code++) {
    const row = shares.subarray(code * size, (code + 1) * size);
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((count, i) => row[i] = sum > 0 ? count / sum : 0);
  }
  return { categories, shares };
}

/** The `count` largest shares off the diagonal, largest first, ties in the order of categories. */
export function strongestConfusions({ categories, shares }: Confusion, count: number) {
  const size = categories.length;
  return Array.from(shares, (share, at): ConfusedPair => ({
    query: categories[Math.floor(at / size)]!,
    found: categories[at % size]!,
    share,
  })).filter(({ query, found, share }) => query !== found && share > 0)
    .sort((a, b) => b.share - a.share)
    .slice(0, count);
}
