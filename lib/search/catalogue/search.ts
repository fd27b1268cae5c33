/** Searching a catalogue's table as `FlatIndex` is searched, `searchTable`, and listing it, `findIds`. */

import type { Table } from "@lancedb/lancedb";
import type { SearchResult } from "../flat_index.ts";
import { checkLatents, checkName } from "./items.ts";
import { equals, hasAttribute } from "./literal.ts";
import { type Candidate, nearestOfEach } from "./nearest.ts";
import { countCategories, listIds } from "./rows.ts";
import { approximation, type CatalogueIndex } from "./vector_index.ts";

/** Which items are meant. */
export interface CatalogueFilter {
  /** Only items of this category. @default all */
  category?: string;
  /** Only items with these attributes: `{ colour: "red" }`. @default all */
  attributes?: Readonly<Record<string, string>>;
}

/** What a search may leave out. */
export interface CatalogueSearchOptions extends CatalogueFilter {
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

/** The condition of a filter, undefined where all are meant. @throws {RangeError} if a name is none */
function conditionOf(
  { category, attributes = {} }: CatalogueFilter,
  action: string,
): string | undefined {
  if (category !== undefined) checkName(category, "category", action);
  const wanted = Object.entries(attributes);
  for (const [name, text] of wanted) {
    if (name.isWellFormed() && typeof text === "string" && text.isWellFormed()) continue;
    throw new RangeError(
      `Cannot ${action} as attributes must be texts: current value of ${JSON.stringify(name)} is ` +
        JSON.stringify(text),
    );
  }
  const conditions = [
    ...(category === undefined ? [] : [equals("category", category)]),
    ...wanted.map(([name, text]) => hasAttribute(name, text)),
  ];
  return conditions.length === 0 ? undefined : conditions.join(" AND ");
}

/** @throws {RangeError} if the catalogue has no item of this category, with those that it has */
async function checkCategory(
  table: Table,
  category: string,
  action: string,
): Promise<void> {
  const known = await countCategories(table);
  if (known.has(category)) return;
  const names = [...known.keys()];
  const shown = names.slice(0, 50).join(", ") + (names.length > 50 ? ", ..." : "");
  throw new RangeError(
    `Cannot ${action} as category must be one of ${shown || "those of items (there are none)"}: ` +
      `current value is "${category}"`,
  );
}

/**
 * Ids of the items that a filter means, in the order in which they came.
 *
 * @throws {RangeError} if a name is none, or there is no item of the category
 */
export async function findIds(table: Table, filter: CatalogueFilter): Promise<string[]> {
  const action = "list catalogue";
  const ids = await listIds(table, conditionOf(filter, action));
  if (ids.length === 0 && filter.category !== undefined) {
    await checkCategory(table, filter.category, action);
  }
  return ids;
}

/** The `k` nearest items of each query, by `index` if there is one; fewer where there are no more. */
export async function searchTable(
  table: Table,
  dim: number,
  index: CatalogueIndex | undefined,
  queries: Float32Array,
  most: number,
  { exclude, ...filter }: CatalogueSearchOptions,
): Promise<CatalogueResult> {
  const action = "search catalogue";
  checkLatents(queries, dim, "queries", action);
  if (!Number.isInteger(most) || most < 1) {
    throw new RangeError(
      `Cannot ${action} as k must be a whole number of 1 or more: current value is ${most}`,
    );
  }
  const k = Math.min(most, await table.countRows());
  const where = conditionOf(filter, action);
  const count = queries.length / dim;
  if (exclude !== undefined && exclude.length !== count) {
    throw new TypeError(
      `Cannot ${action} as exclude must have ${count} entries, one a query: ` +
        `current value is ${exclude.length}`,
    );
  }
  const scope = where === undefined ? "all" : "category";
  const common = {
    k,
    where,
    approximately: index && approximation(index.kind, index.probes[scope]),
  };
  const asked = Array.from({ length: count }, (_, q) => {
    return { ...common, vector: queries.slice(q * dim, (q + 1) * dim), exclude: exclude?.[q] };
  });
  // Of nothing, LanceDB finds nothing.
  const found = k === 0 ? asked.map(() => []) : await nearestOfEach(table, asked);
  if (filter.category !== undefined && count > 0 && found.flat().length === 0) {
    await checkCategory(table, filter.category, action);
  }
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
