/** Searching a catalogue's table as `FlatIndex` is searched: `searchTable`. */

import type { Table } from "@lancedb/lancedb";
import type { SearchResult } from "../flat_index.ts";
import { checkNeighbourCount } from "../validation.ts";
import { checkLatents, checkName } from "./items.ts";
import { equals } from "./literal.ts";
import { type Candidate, nearestOfEach } from "./nearest.ts";
import { approximation, type CatalogueIndex } from "./vector_index.ts";

/** What a search may leave out. */
export interface CatalogueSearchOptions {
  /** Only items of this category may be found. @default all */
  category?: string;
  /** For each query the id it must not find, such as its own. @default nothing is excluded */
  exclude?: readonly (string | undefined)[];
  /** Compare every vector even where there is an index. @default false */
  exact?: boolean;
}

/** As `FlatIndex` answers; `indices` are places in the order in which items came. */
export interface CatalogueResult extends SearchResult {
  /** Categories of the neighbours, as `ids`. */
  categories: string[][];
  /** Share of the true neighbours that the index found when it was measured; 1 without an index. */
  recall: number;
}

/** The `k` nearest items of each query, by `index` if there is one. */
export async function searchTable(
  table: Table,
  dim: number,
  index: CatalogueIndex | undefined,
  queries: Float32Array,
  k: number,
  { category, exclude }: CatalogueSearchOptions,
): Promise<CatalogueResult> {
  const action = "search catalogue";
  checkLatents(queries, dim, "queries", action);
  checkNeighbourCount(k, await table.countRows(), action);
  if (category !== undefined) checkName(category, "category", action);
  const count = queries.length / dim;
  if (exclude !== undefined && exclude.length !== count) {
    throw new TypeError(
      `Cannot ${action} as exclude must have ${count} entries, one a query: ` +
        `current value is ${exclude.length}`,
    );
  }
  const scope = category === undefined ? "all" : "category";
  const common = {
    k,
    where: category === undefined ? undefined : equals("category", category),
    approximately: index && approximation(index.kind, index.probes[scope]),
  };
  const asked = Array.from({ length: count }, (_, q) => {
    return { ...common, vector: queries.slice(q * dim, (q + 1) * dim), exclude: exclude?.[q] };
  });
  const found = await nearestOfEach(table, asked);
  return { ...toResult(found, k), recall: index?.recall[scope] ?? 1 };
}

/** The candidates of every query as `FlatIndex` would give them. */
function toResult(found: readonly Candidate[][], k: number): Omit<CatalogueResult, "recall"> {
  const indices = new Int32Array(found.length * k).fill(-1);
  const distances = new Float32Array(found.length * k).fill(Infinity);
  for (const [q, candidates] of found.entries()) {
    for (const [i, { place, distance }] of candidates.entries()) {
      indices[q * k + i] = place;
      distances[q * k + i] = distance;
    }
  }
  const all = (name: "id" | "category") => found.map((list) => list.map((item) => item[name]));
  return { k, ids: all("id"), categories: all("category"), indices, distances };
}
