/** Whether an index is worth it: `weighIndex`. */

import type { Catalogue } from "./catalogue.ts";
import { FEWEST_INDEXED } from "./vector_index.ts";

/** One way to search. */
export interface SearchWay {
  way: string;
  /** Mean time of a query, one at a time, in milliseconds. */
  milliseconds: number;
  /** Share of the true neighbours that is found, among all items. */
  recall: number;
  /** Size beside the vectors themselves, in MB. */
  megabytes: number;
}

/**
 * Exact search beside search with an index, which is built for that and removed again.
 *
 * @param queries float32 `[q, dim]`, row-major, finite; one or more
 * @returns exact search alone where there are too few items for an index
 */
export async function weighIndex(
  catalogue: Catalogue,
  queries: Float32Array,
  k: number,
): Promise<SearchWay[]> {
  const { dim } = catalogue.about;
  const time = async (exact: boolean) => {
    // Not counted: the first search opens files.
    await catalogue.search(queries.slice(0, dim), k, { exact });
    const start = performance.now();
    for (let first = 0; first < queries.length; first += dim) {
      await catalogue.search(queries.slice(first, first + dim), k, { exact });
    }
    return (performance.now() - start) * dim / queries.length;
  };
  const all = { way: "exact search", milliseconds: await time(true), recall: 1, megabytes: 0 };
  if (await catalogue.size() < FEWEST_INDEXED) return [all];
  const { kind, bytes, recall } = await catalogue.buildIndex({ k, queries: 40 });
  const milliseconds = await time(false);
  await catalogue.dropIndex();
  return [all, {
    way: `index (${kind})`,
    milliseconds,
    recall: recall.all,
    megabytes: bytes / 1e6,
  }];
}
