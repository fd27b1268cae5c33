/** How much an index finds of what comparing everything finds: `sampleQueries`, `recallOf`. */

import type { Table } from "@lancedb/lancedb";
import { shuffledIndices } from "../../io/random.ts";
import { equals } from "./literal.ts";
import { type Approximation, nearestOfEach, type NearestQuery } from "./nearest.ts";

/** How recall is measured. */
export interface RecallOptions {
  /** Neighbours a query. @default 5 */
  k?: number;
  /** Queries: so many items of the catalogue, each kept out of its own answer. @default 100 */
  queries?: number;
  /** Which items. @default 1 */
  seed?: number;
}

/** What of the true neighbours an index finds; of those at equal distance any counts. */
export interface Recall {
  /** Neighbours a query. */
  k: number;
  /** Queries it was measured with. */
  queries: number;
  /** Share that is found among all items, 0 to 1. */
  all: number;
  /** Share that is found in searches of the query's own category, 0 to 1. */
  category: number;
}

/** Where a search looks: among all items, or in one category. */
export type Scope = "all" | "category";

/** Queries, and the true distances of their k-th neighbours. */
export interface Sample {
  queries: NearestQuery[];
  reach: number[];
  /** How many neighbours there are to find. */
  count: number;
}

/** Draw queries, and compare each with every vector, of all items and of its category. */
export async function sampleQueries(
  table: Table,
  { k = 5, queries = 100, seed = 1 }: RecallOptions,
): Promise<Record<Scope, Sample>> {
  const size = await table.countRows();
  const offsets = [...shuffledIndices(size, seed).subarray(0, queries)];
  const all: NearestQuery[] = [];
  const within: NearestQuery[] = [];
  for await (const batch of table.takeOffsets(offsets).select(["id", "category", "vector"])) {
    const column = (name: string) => batch.getChild(name)!;
    const vectors: Float32Array = column("vector").data[0]!.children[0]!.values;
    const dim = vectors.length / batch.numRows;
    for (let i = 0; i < batch.numRows; i++) {
      const vector = vectors.slice(i * dim, (i + 1) * dim);
      const query = { vector, k, exclude: column("id").get(i) };
      all.push(query);
      within.push({ ...query, where: equals("category", column("category").get(i)) });
    }
  }
  return { all: await answer(table, all), category: await answer(table, within) };
}

async function answer(table: Table, queries: NearestQuery[]): Promise<Sample> {
  const found = await nearestOfEach(table, queries);
  return {
    queries,
    reach: found.map((nearest) => nearest.at(-1)?.distance ?? 0),
    count: found.flat().length,
  };
}

/** Share of the true neighbours of `sample` that the index finds, asked as `approximately` says. */
export async function recallOf(
  table: Table,
  { queries, reach, count }: Sample,
  approximately: Approximation,
): Promise<number> {
  const found = await nearestOfEach(
    table,
    queries.map((query) => ({ ...query, approximately })),
  );
  const hits = found.map((nearest, i) => nearest.filter(({ distance }) => distance <= reach[i]!));
  return count === 0 ? 1 : hits.flat().length / count;
}
