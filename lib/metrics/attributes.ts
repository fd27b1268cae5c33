/** How often neighbours share a colour, a pattern, ...: `attributeNames`, `evaluateAttribute`. */

import { FlatIndex } from "../search/flat_index.ts";
import { takeRows } from "../embedding/rows.ts";
import { encodeLabels } from "./labels.ts";
import type { ScoreMeans } from "./bootstrap.ts";
import { precisionCurve } from "./precision_curve.ts";
import { type Chance, chanceLevel, type SummaryOptions } from "./retrieval_scores.ts";

/** What `evaluateAttribute` needs. */
export interface AttributeInput extends SummaryOptions {
  /** float32 `[n, dim]`, row-major, finite. */
  vectors: Float32Array;
  /** Numbers in a vector. */
  dim: number;
  /** The attribute of each row, such as "red"; undefined where nobody knows it. */
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
  /** P@k: share of the `k` nearest that have the query's value; "category" stands for value. */
  precision: ScoreMeans;
  /** What a random order reaches. */
  chance: Chance;
}

/** Names of the attributes that some item has, sorted. */
export function attributeNames(
  items: readonly { attributes: Readonly<Record<string, string>> }[],
): string[] {
  return [...new Set(items.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
}

/**
 * P@k with an attribute in place of the category, each item a query and left out of its own answers.
 * Items whose attribute is unknown can be neither right nor wrong: they are left out altogether. A
 * value that one item alone has cannot be found and does not count.
 *
 * @returns null if no two items share a value
 * @throws {RangeError} if there is not one value a row, or `k` is no positive integer
 */
export async function evaluateAttribute(
  { vectors, dim, values, k = 5, resamples, seed }: AttributeInput,
): Promise<AttributeScore | null> {
  const action = "evaluate attribute";
  if (!Number.isInteger(k) || k < 1) {
    throw new RangeError(`Cannot ${action} as k must be a positive integer: current value is ${k}`);
  }
  if (values.length * dim !== vectors.length) {
    throw new RangeError(
      `Cannot ${action} as values must have ${vectors.length / dim} entries, one a row: ` +
        `current value is ${values.length}`,
    );
  }
  const rows = [...values.keys()].filter((row) => values[row] !== undefined);
  const labels = rows.map((row) => values[row]!);
  const { categories, codes, sizes } = encodeLabels(labels, rows.length, "values", action);
  if (!sizes.some((size) => size > 1)) return null;
  const known = rows.length === values.length ? vectors : takeRows(vectors, dim, rows);
  const most = Math.min(k, rows.length - 1);
  const { indices } = await FlatIndex.build(known, dim).search(known, most, { exclude: "self" });
  const precision = precisionCurve(indices, labels, { resamples, seed }).at(-1)!;
  const counted = Uint8Array.from(sizes, (size) => size > 1 ? 1 : 0);
  const others = sizes.map((size) => size - 1);
  const chance = chanceLevel(others, { categories, codes, counted }, rows.length - 1);
  return { items: rows.length, values: categories.length, k: most, precision, chance };
}
