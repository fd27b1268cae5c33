/** Putting items into a catalogue's table: `addItems`, `replaceItems`. */

import type { Table } from "@lancedb/lancedb";
import type { CatalogueAbout } from "./about.ts";
import type { CatalogueItem } from "./items.ts";
import type { Lance } from "./lance.ts";
import { toTable } from "./records.ts";
import { placesOf } from "./rows.ts";

/** A catalogue's table, and what it is about. */
export interface Target {
  lance: Lance;
  table: Table;
  about: CatalogueAbout;
}

/**
 * Add items that are new, with `vectors`, float32 `[items.length, dim]`, in one commit.
 *
 * @throws {RangeError} if an id is there already
 */
export async function addItems(
  { lance, table, about }: Target,
  items: readonly CatalogueItem[],
  vectors: Float32Array,
): Promise<void> {
  const { known, next } = await placesOf(table, items.map(({ id }) => id));
  const first = known.keys().next();
  if (!first.done) {
    throw new RangeError(
      `Cannot add to catalogue as ids must be new: current value is "${first.value}", ` +
        `and ${known.size - 1} more; use replace`,
    );
  }
  if (items.length === 0) return;
  const placed = items.map((item, i) => ({ ...item, place: next + i }));
  await table.add(toTable(lance, about, placed, vectors));
}

/** Put items in, in place of those with the same ids, in one commit; those keep their place. */
export async function replaceItems(
  { lance, table, about }: Target,
  items: readonly CatalogueItem[],
  vectors: Float32Array,
): Promise<{ added: number; replaced: number }> {
  const { known, next } = await placesOf(table, items.map(({ id }) => id));
  if (items.length === 0) return { added: 0, replaced: 0 };
  let place = next;
  const placed = items.map((item) => ({ ...item, place: known.get(item.id) ?? place++ }));
  await table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll()
    .execute(toTable(lance, about, placed, vectors));
  return { added: items.length - known.size, replaced: known.size };
}
