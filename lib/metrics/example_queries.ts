/** Which queries to look at: `exampleQueries`. */

/** Rows of queries, those worth most attention first. */
export interface ExampleQueries {
  /** The fewest hits. */
  worst: number[];
  /** Nearest to the mean number of hits. */
  typical: number[];
  /** The most hits. */
  best: number[];
}

/**
 * The worst, the typical and the best queries, `count` of each, no query twice. Where it can be,
 * each is of another category, so that one hard category does not fill the picture; ties go to the
 * lower row.
 *
 * @param hits how many neighbours were right, one a query; for several models their sum
 * @param labels category of each query
 * @param options.heldOut Whether the queries are not in the index; else categories of one item are left
 *   out, as nothing can be found for them. @default false
 */
export function exampleQueries(
  hits: ArrayLike<number>,
  labels: readonly string[],
  count: number,
  { heldOut = false }: { heldOut?: boolean } = {},
): ExampleQueries {
  const sizes = new Map<string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const queries = [...labels.keys()].filter((query) => heldOut || sizes.get(labels[query]!)! > 1);
  const mean = queries.reduce((sum, query) => sum + hits[query]!, 0) / queries.length;
  const taken = new Set<number>();
  const pick = (badness: (query: number) => number) => {
    const order = queries.filter((query) => !taken.has(query))
      .sort((a, b) => badness(a) - badness(b) || a - b);
    const categories = new Set<string>();
    const fresh = order.filter((query) => {
      if (categories.has(labels[query]!)) return false;
      categories.add(labels[query]!);
      return true;
    });
    const rest = order.filter((query) => !fresh.includes(query));
    const picked = [...fresh, ...rest].slice(0, count);
    for (const query of picked) taken.add(query);
    return picked;
  };
  const worst = pick((query) => hits[query]!);
  const best = pick((query) => -hits[query]!);
  const typical = pick((query) => Math.abs(hits[query]! - mean));
  return { worst, typical, best };
}
