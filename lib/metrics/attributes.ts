/** How often neighbours share a colour, a pattern or another attribute. */

import { PRODUCT } from "../dataset/photo_source.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { checkInteger } from "../io/check_integer.ts";
import { kNearest, type Neighbours } from "../search/neighbours.ts";
import type { SummaryOptions } from "./bootstrap.ts";
import { checkEntries, encodeLabels } from "./labels.ts";
import { hitsAtK, precisionAtK } from "./precision_curve.ts";
import { chanceLevel } from "./retrieval.ts";
import type { Chance, ScoreMeans } from "./score_schemas.ts";

/** What `evaluateAttribute` needs. */
export interface AttributeInput extends SummaryOptions {
  /** The vectors of all items, searched again only where `neighbours` are not deep enough. */
  index: Vectors;
  /** Of each item among the others. */
  neighbours: Neighbours;
  /** The attribute of each item, such as "red"; undefined where it is unknown. */
  values: readonly (string | undefined)[];
  /** Neighbours looked at; fewer where there are not as many other items. @default 5 */
  k?: number;
}

/** How well neighbours agree in one attribute. */
export interface AttributeScore {
  /** Items whose attribute is known: queries and index. */
  items: number;
  /** Number of different values. */
  values: number;
  /** Neighbours looked at. */
  k: number;
  /** P@k: the fraction of the `k` nearest that have the query's value; "category" stands for value. */
  precision: ScoreMeans;
  /** Places of the items that count as queries, int32 `[q]`: others share their value. */
  queries: Int32Array;
  /** How many of the `k` nearest of each query have its value, int32 `[q]`. */
  hits: Int32Array;
  /** What a random order reaches. */
  chance: Chance;
}

/** Names of the attributes that some item has, sorted; products are scored in other ways. */
export function attributeNames(
  items: readonly { attributes: Readonly<Record<string, string>> }[],
): string[] {
  const names = new Set(items.flatMap(({ attributes }) => Object.keys(attributes)));
  names.delete(PRODUCT);
  return [...names].sort();
}

/**
 * P@k with an attribute in place of the category, each item a query and left out of its own answers.
 * Items whose attribute is unknown can be neither right nor wrong: they are left out altogether. A
 * value that one item alone has cannot be found and does not count.
 *
 * @returns null if no two items share a value
 * @throws {RangeError} if there is not one value per item, or `k` is no positive integer
 */
export async function evaluateAttribute(
  { index, neighbours, values, k = 5, resamples, seed }: AttributeInput,
): Promise<AttributeScore | null> {
  checkInteger(k, { task: "evaluate attribute", name: "k" });
  checkEntries(values, index.vectors.length / index.dim, "values", "evaluate attribute");
  const rows = [...values.keys()].filter((row) => values[row] !== undefined);
  const labels = rows.map((row) => values[row]!);
  const { categories, codes, sizes } = encodeLabels(labels);
  if (!sizes.some((size) => size > 1)) return null;
  const most = Math.min(k, rows.length - 1);
  const known = knownNeighbours(neighbours, rows, most) ??
    await kNearest({ dim: index.dim, vectors: takeRows(index.vectors, index.dim, rows) }, most, {
      exclude: "self",
    });
  const precision = precisionAtK(known, labels, { resamples, seed });
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  const relevant = {
    relevantCounts: codes.map((code) => sizes[code]! - 1),
    choices: new Int32Array(rows.length).fill(rows.length - 1),
  };
  const chance = chanceLevel(relevant, { categories, codes, counted });
  const isQuery = (_: number, place: number) => counted[codes[place]!] === 1;
  const [queries, hits] = [Int32Array.from(rows), hitsAtK(known, codes, most)]
    .map((all) => all.filter(isQuery)) as [Int32Array, Int32Array];
  return {
    items: rows.length,
    values: categories.length,
    k: most,
    precision,
    queries,
    hits,
    chance,
  };
}

/**
 * The first `k` neighbours of `rows` among themselves, by their places in `rows`; undefined if some
 * list has fewer.
 */
function knownNeighbours(
  { indices, distances, k: depth }: Neighbours,
  rows: readonly number[],
  k: number,
): Neighbours | undefined {
  const placeOf = new Map(rows.map((row, place) => [row, place]));
  const known = {
    k,
    indices: new Int32Array(rows.length * k),
    distances: new Float32Array(rows.length * k),
  };
  for (const [query, row] of rows.entries()) {
    let found = 0;
    for (let at = row * depth; at < (row + 1) * depth && found < k; at++) {
      const place = placeOf.get(indices[at]!);
      if (place === undefined) continue;
      known.indices[query * k + found] = place;
      known.distances[query * k + found++] = distances[at]!;
    }
    if (found < k) return undefined;
  }
  return known;
}
