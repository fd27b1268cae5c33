/**
 * Scores of one ranking: `precisionAt`, `averagePrecisionAt`, `rPrecision`, `mapAtR`.
 *
 * A ranking is a list of 0 and 1, nearest first: 1 where the item found is relevant, which here
 * means of the query's category.
 */

/** P@k: fraction of the first `k` that is relevant; places beyond the end count as not. */
export function precisionAt(relevant: ArrayLike<number>, k: number): number {
  return countHits(relevant, k) / k;
}

/**
 * AP@k = `sum_{i <= k} P@i * relevant_i / min(R, k)`, 0 where R is 0.
 *
 * The divisor is that of Kaggle's ml_metrics: a perfect ranking scores 1 also where there are fewer
 * than `k` relevant items or many more.
 *
 * @param relevantCount R, how many items are relevant in all
 */
export function averagePrecisionAt(
  relevant: ArrayLike<number>,
  k: number,
  relevantCount: number,
): number {
  if (relevantCount === 0) return 0;
  let hits = 0;
  let sum = 0;
  for (let i = 0; i < Math.min(k, relevant.length); i++) {
    if (relevant[i] === 1) sum += ++hits / (i + 1);
  }
  return sum / Math.min(relevantCount, k);
}

/** R-precision: fraction of the first R that is relevant, R being how many are in all; 0 for R = 0. */
export function rPrecision(relevant: ArrayLike<number>, relevantCount: number): number {
  return relevantCount === 0 ? 0 : countHits(relevant, relevantCount) / relevantCount;
}

/**
 * MAP@R of one query = `sum_{i <= R} P@i * relevant_i / R`, 0 for R = 0.
 *
 * Source: Musgrave, Belongie, Lim, A Metric Learning Reality Check, 2020.
 */
export function mapAtR(relevant: ArrayLike<number>, relevantCount: number): number {
  return relevantCount === 0 ? 0 : averagePrecisionAt(relevant, relevantCount, relevantCount);
}

/** How many of the first `k` are relevant. */
export function countHits(relevant: ArrayLike<number>, k: number): number {
  let hits = 0;
  for (let i = 0; i < Math.min(k, relevant.length); i++) if (relevant[i] === 1) hits++;
  return hits;
}
