/** Neighbours that differ from each other: `diversify`. */

/** How to choose. */
export interface DiversifyOptions {
  /** How many to choose, as far as there are so many. */
  k: number;
  /** 0: the nearest; 1: each the farthest from those chosen before. */
  diversity: number;
  /** Distance between two candidates, by their places. */
  between: (a: number, b: number) => number;
}

/**
 * Places of `k` candidates, chosen one after the other by maximal marginal relevance: the nearest
 * first, then each time the one with the least
 * `(1 - diversity) * distance to the query - diversity * distance to the nearest chosen one`, the
 * first of equals.
 *
 * Source: Carbonell and Goldstein, The use of MMR, diversity-based reranking for reordering documents
 * and producing summaries, SIGIR 1998, with distances for similarities.
 *
 * @param distances of the candidates to the query, nearest first
 *
 * @example
 * ```ts
 * // On a line: the query at 0, candidates at 1, 1.1 and -2.
 * const [at, distances] = [[1, 1.1, -2], [1, 1.1, 2]];
 * const between = (a: number, b: number) => Math.abs(at[a]! - at[b]!);
 * diversify(distances, { k: 2, diversity: 0.5, between }); // [0, 2]
 * ```
 */
export function diversify(
  distances: ArrayLike<number>,
  { k, diversity, between }: DiversifyOptions,
): number[] {
  const open = Array.from(distances, (_, place) => place);
  if (diversity === 0) return open.slice(0, k);
  const chosen: number[] = [];
  const nearestChosen = new Float64Array(open.length).fill(Infinity);
  while (chosen.length < k && open.length > 0) {
    const score = (place: number) =>
      chosen.length === 0
        ? distances[place]!
        : (1 - diversity) * distances[place]! - diversity * nearestChosen[place]!;
    const best = open.reduce((a, b) => score(b) < score(a) ? b : a);
    open.splice(open.indexOf(best), 1);
    chosen.push(best);
    for (const place of open) {
      nearestChosen[place] = Math.min(nearestChosen[place]!, between(best, place));
    }
  }
  return chosen;
}
