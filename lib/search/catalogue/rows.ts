/** Rows of a catalogue's table by id: `placesOf`, `readItems`, `removeIds`, `readPlaces`. */

import type { Table } from "@lancedb/lancedb";
import type { CatalogueItem } from "./items.ts";
import { isOneOf } from "./literal.ts";

/** Ids in one condition. */
const IDS = 10_000;

/** Places of those of `ids` that are there, and the place of the next new item. */
export async function placesOf(
  table: Table,
  ids: readonly string[],
): Promise<{ known: Map<string, number>; next: number }> {
  const known = new Map<string, number>();
  for (const where of conditions(ids)) {
    for await (const batch of table.query().where(where).select(["id", "place"])) {
      const [id, place] = [batch.getChild("id")!, batch.getChild("place")!];
      for (let i = 0; i < batch.numRows; i++) known.set(id.get(i), place.get(i));
    }
  }
  return { known, next: (await readPlaces(table)).next };
}

/**
 * Read the places of all rows (4 bytes each), and with that the beginning of every file of data.
 *
 * @returns the number of rows, and the place of the next new item
 */
export async function readPlaces(table: Table): Promise<{ count: number; next: number }> {
  let count = 0;
  let next = 0;
  for await (const batch of table.query().select(["place"])) {
    const places: Int32Array = batch.getChild("place")!.toArray();
    count += places.length;
    for (const place of places) if (place >= next) next = place + 1;
  }
  return { count, next };
}

/** The items of `ids`, in that order; undefined for those that are not there. */
export async function readItems(
  table: Table,
  ids: readonly string[],
): Promise<(CatalogueItem | undefined)[]> {
  const found = new Map<string, CatalogueItem>();
  for (const where of conditions(ids)) {
    for await (const batch of table.query().where(where).select(["id", "category", "attributes"])) {
      const column = (name: string) => batch.getChild(name)!;
      for (let i = 0; i < batch.numRows; i++) {
        const id: string = column("id").get(i);
        const attributes = JSON.parse(column("attributes").get(i));
        found.set(id, { id, category: column("category").get(i), attributes });
      }
    }
  }
  return ids.map((id) => found.get(id));
}

/** Remove the rows of `ids`; returns how many there were. */
export async function removeIds(table: Table, ids: readonly string[]): Promise<number> {
  let removed = 0;
  for (const where of conditions(ids)) removed += (await table.delete(where)).numDeletedRows;
  return removed;
}

/** Conditions that together name all of `ids`. */
function* conditions(ids: readonly string[]): Generator<string> {
  for (let first = 0; first < ids.length; first += IDS) {
    yield isOneOf("id", ids.slice(first, first + IDS));
  }
}
