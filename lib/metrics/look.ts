/** How often neighbours share the query's category and its colour or pattern. */

import type { Item } from "../dataset/store/items_table.ts";
import type { Neighbours } from "../search/neighbours.ts";
import { summariseScores, type SummaryOptions } from "./bootstrap.ts";
import { encodeGroups, encodeLabels } from "./labels.ts";
import { chanceLevel } from "./retrieval.ts";
import type { LookScore } from "./score_schemas.ts";

/** What is known of an image whose look is compared. */
export type LookItem = Pick<Item, "category" | "group" | "attributes">;

/** What `evaluateLook` needs. */
export interface LookInput extends SummaryOptions {
  /** Of each query among the index, at least `k` deep. */
  neighbours: Neighbours;
  /** The items of the index. */
  items: readonly LookItem[];
  /** The queries. @default the items themselves, each left out of its own answers */
  queries?: readonly LookItem[];
  /** Neighbours looked at. @default 5 */
  k?: number;
}

/**
 * P@k where a neighbour is relevant if it is of the query's category and has its colour or its
 * pattern (the attributes "colour" and "pattern"): what a shopper would call alike.
 *
 * @returns undefined if no query has a relevant item
 */
export function evaluateLook(
  { neighbours, items, queries, k = 5, ...options }: LookInput,
): LookScore | undefined {
  const asked = queries ?? items;
  const byCategory = Map.groupBy(items.keys(), (row) => items[row]!.category);
  const isAlike = (a: LookItem, b: LookItem) => {
    return a.category === b.category && ["colour", "pattern"].some((name) => {
      return a.attributes[name] !== undefined && a.attributes[name] === b.attributes[name];
    });
  };
  const self = queries ? 0 : 1;
  const relevantCounts = Int32Array.from(asked, (query) => {
    const others = byCategory.get(query.category) ?? [];
    return others.filter((row) => isAlike(query, items[row]!)).length;
  }).map((count) => Math.max(0, count - self));
  const counted = Int32Array.from(asked.keys()).filter((query) => relevantCounts[query]! > 0);
  if (counted.length === 0) return undefined;
  const precision = Float64Array.from(counted, (query) => {
    const rows = neighbours.indices.subarray(query * neighbours.k, query * neighbours.k + k);
    return rows.filter((row) => isAlike(asked[query]!, items[row]!)).length / k;
  });
  const labels = Array.from(counted, (query) => asked[query]!.category);
  const { categories, codes } = encodeLabels(labels);
  const [groups] = encodeGroups(Array.from(counted, (query) => asked[query]!.group)) ?? [];
  const grouping = {
    categories,
    codes,
    counted: new Uint8Array(categories.length).fill(1),
    groups,
  };
  const choices = new Int32Array(counted.length).fill(items.length - self);
  return {
    queryCount: counted.length,
    precision: summariseScores({ precision }, grouping, options).precision,
    chance: chanceLevel(
      { relevantCounts: counted.map((q) => relevantCounts[q]!), choices },
      grouping,
    ),
  };
}
