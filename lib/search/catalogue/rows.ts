/**
 * Rows of a catalogue's table: `listIds` and `countCategories`; by id `placesOf`, `readItems`,
 * `readVectors` and `removeIds`; and `readPlaces`.
 */

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

/**
 * The vectors of `ids`, in that order, float32 `[ids.length, dim]`.
 *
 * @throws {RangeError} if one is not there
 */
export async function readVectors(
  table: Table,
  ids: readonly string[],
  dim: number,
): Promise<Float32Array> {
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const vectors = new Float32Array(ids.length * dim);
  for (const where of conditions(ids)) {
    for await (const batch of table.query().where(where).select(["id", "vector"])) {
      const id = batch.getChild("id")!;
      const values: Float32Array = batch.getChild("vector")!.data[0]!.children[0]!.values;
      for (let i = 0; i < batch.numRows; i++) {
        const row = rowOf.get(id.get(i))!;
        rowOf.delete(id.get(i));
        vectors.set(values.subarray(i * dim, (i + 1) * dim), row * dim);
      }
    }
  }
  const missing = rowOf.keys().next();
  if (missing.done) return vectors;
  throw new RangeError(
    `Cannot read vectors as ids must be in the catalogue: current value is "${missing.value}", ` +
      `and ${rowOf.size - 1} more`,
  );
}

/** Ids of the rows that fulfil a condition, in the order in which items came. */
export async function listIds(table: Table, where: string | undefined): Promise<string[]> {
  const found: [place: number, id: string][] = [];
  const query = table.query().select(["id", "place"]);
  for await (const batch of where === undefined ? query : query.where(where)) {
    const [id, place] = [batch.getChild("id")!, batch.getChild("place")!];
    for (let i = 0; i < batch.numRows; i++) found.push([place.get(i), id.get(i)]);
  }
  return found.sort(([a], [b]) => a - b).map(([, id]) => id);
}

/** How many rows there are of each category, by its name, sorted. */
export async function countCategories(table: Table): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for await (const batch of table.query().select(["category"])) {
    for (const name of batch.getChild("category")!) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return new Map([...counts].sort(([a], [b]) => a < b ? -1 : 1));
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
