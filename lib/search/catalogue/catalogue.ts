/** Products that may be more than fit in memory, and come and go: `Catalogue`. */

import type { Connection, Table } from "@lancedb/lancedb";
import type { SearchResult } from "../flat_index.ts";
import { mapInOrder } from "../../dataset/in_order.ts";
import { checkNeighbourCount } from "../validation.ts";
import { type CatalogueAbout, checkAbout, matchAbout, readAbout } from "./about.ts";
import { CatalogueError, withStorage } from "./errors.ts";
import { type CatalogueItem, checkIds, checkItems, checkLatents, checkName } from "./items.ts";
import type { Lance } from "./lance.ts";
import { equals } from "./literal.ts";
import { type Candidate, nearestItems } from "./nearest.ts";
import { tableSchema, toTable } from "./records.ts";
import { placesOf, readItems, readPlaces, removeIds } from "./rows.ts";
import { type CatalogueOptions, connect, hasTable, TABLE } from "./storage.ts";
import { verifyRows } from "./verify.ts";

/** Queries asked at once. */
const AT_ONCE = 4;

/** What a search may leave out. */
export interface CatalogueSearchOptions {
  /** Only items of this category may be found. @default all */
  category?: string;
  /** For each query the id it must not find, such as its own. @default nothing is excluded */
  exclude?: readonly (string | undefined)[];
}

/** As `FlatIndex` answers; `indices` are places in the order in which items came. */
export interface CatalogueResult extends SearchResult {
  /** Categories of the neighbours, as `ids`. */
  categories: string[][];
}

/** What a retry should do after a write whose end is unknown. */
const RETRY = "what was stored before is intact; run the same replace or delete again: " +
  "it ends the same whether or not this one came through";

/** What to do where the storage holds something else than was written. */
const DAMAGED = "if it is damaged, delete it and build it again";

/**
 * Items with vectors, kept by LanceDB in a folder or on S3 (`s3://bucket/folder`).
 *
 * Every write appears whole or not at all, and searches at the same time see the state before it or
 * after it. Any number of processes may read; one at a time should write: two that add the same id
 * at the same moment would both succeed.
 */
export class Catalogue {
  /** Path or address. */
  readonly address: string;
  readonly about: CatalogueAbout;
  readonly #lance: Lance;
  readonly #connection: Connection;
  readonly #table: Table;

  private constructor(
    address: string,
    about: CatalogueAbout,
    lance: Lance,
    connection: Connection,
    table: Table,
  ) {
    this.address = address;
    this.about = about;
    this.#lance = lance;
    this.#connection = connection;
    this.#table = table;
  }

  /**
   * A new catalogue without items.
   *
   * @param address a folder, or `s3://bucket/folder`
   * @throws {RangeError} if there is one already, or `about` or `address` are none
   * @throws {CatalogueError} if the storage does not answer
   */
  static async create(
    address: string,
    about: CatalogueAbout,
    options: CatalogueOptions = {},
  ): Promise<Catalogue> {
    checkAbout(about);
    const action = `create catalogue "${address}"`;
    if (await hasTable(address, action, options)) {
      throw new RangeError(
        `Cannot ${action} as nothing may be there: current value is a catalogue; open it instead`,
      );
    }
    const { lance, connection, uri } = await connect(address, action, options);
    const { dim, dataset, model } = about;
    const kept = { dim, dataset, model };
    const make = () => connection.createEmptyTable(TABLE, tableSchema(lance, kept));
    const table = await withStorage(action, make);
    return new Catalogue(uri, kept, lance, connection, table);
  }

  /**
   * The catalogue at `address`, once everything of it could be read but the vectors themselves.
   *
   * @param expected what it must be about
   * @throws {RangeError} if it is about something else, or `address` is none
   * @throws {Deno.errors.NotFound} if there is none
   * @throws {CatalogueError} if the storage does not answer or holds something damaged
   */
  static async open(
    address: string,
    expected: Partial<CatalogueAbout> = {},
    options: CatalogueOptions = {},
  ): Promise<Catalogue> {
    const action = `open catalogue "${address}"`;
    if (!await hasTable(address, action, options)) {
      throw new Deno.errors.NotFound(
        `Cannot ${action} as one must be there: current value is nothing; create it first`,
      );
    }
    const { lance, connection, uri } = await connect(address, action, options);
    const table = await withStorage(action, () => connection.openTable(TABLE), DAMAGED);
    const about = readAbout((await table.schema()).metadata);
    if (!about) {
      throw new CatalogueError(action, "its table must be a catalogue's", "another table");
    }
    matchAbout(about, expected, address);
    await withStorage(action, () => readPlaces(table), DAMAGED);
    return new Catalogue(uri, about, lance, connection, table);
  }

  /**
   * Whether there is a catalogue at `address`.
   *
   * @throws {CatalogueError} if the storage does not answer
   */
  static async exists(address: string, options: CatalogueOptions = {}): Promise<boolean> {
    return await hasTable(address, `find catalogue "${address}"`, options);
  }

  /** Number of items. */
  async size(): Promise<number> {
    return await withStorage("count catalogue", () => this.#table.countRows());
  }

  /**
   * Read everything, 4 bytes a number: LanceDB keeps no checksums, so that opening and searching
   * would not notice a changed number.
   *
   * @throws {CatalogueError} if the storage fails, or a number is not finite, or an id comes twice
   */
  async verify(): Promise<void> {
    await withStorage("verify catalogue", () => verifyRows(this.#table, this.about.dim), DAMAGED);
  }

  /** The items of `ids`, in that order; undefined for those that are not there. */
  async items(ids: readonly string[]): Promise<(CatalogueItem | undefined)[]> {
    checkIds(ids, "read catalogue");
    return await withStorage("read catalogue", () => readItems(this.#table, ids));
  }

  /**
   * Add new items, all or none.
   *
   * @param vectors float32 `[items.length, dim]`, row-major, finite
   * @throws {RangeError} if an id is there already or comes twice, or a name or number is none
   * @throws {TypeError} if there are more or fewer vectors than items
   * @throws {CatalogueError} if the storage fails
   */
  async add(items: readonly CatalogueItem[], vectors: Float32Array): Promise<void> {
    const action = "add to catalogue";
    checkItems(items, vectors, this.about.dim, action);
    await withStorage(action, async () => {
      const { known, next } = await placesOf(this.#table, items.map(({ id }) => id));
      const first = known.keys().next();
      if (!first.done) {
        throw new RangeError(
          `Cannot ${action} as ids must be new: current value is "${first.value}", ` +
            `and ${known.size - 1} more; use replace`,
        );
      }
      if (items.length === 0) return;
      const placed = items.map((item, i) => ({ ...item, place: next + i }));
      await this.#table.add(toTable(this.#lance, this.about, placed, vectors));
    }, RETRY);
  }

  /**
   * Put items in, in place of those with the same ids where there are some, all or none.
   *
   * @returns how many were new and how many were replaced; those keep their place
   * @throws as `add`, but for ids that are there
   */
  async replace(
    items: readonly CatalogueItem[],
    vectors: Float32Array,
  ): Promise<{ added: number; replaced: number }> {
    const action = "replace in catalogue";
    checkItems(items, vectors, this.about.dim, action);
    return await withStorage(action, async () => {
      const { known, next } = await placesOf(this.#table, items.map(({ id }) => id));
      if (items.length === 0) return { added: 0, replaced: 0 };
      let place = next;
      const placed = items.map((item) => ({ ...item, place: known.get(item.id) ?? place++ }));
      const rows = toTable(this.#lance, this.about, placed, vectors);
      await this.#table.mergeInsert("id").whenMatchedUpdateAll().whenNotMatchedInsertAll()
        .execute(rows);
      return { added: items.length - known.size, replaced: known.size };
    }, RETRY);
  }

  /** Take the items of `ids` out; those that are not there are none's loss. Returns how many were. */
  async delete(ids: readonly string[]): Promise<number> {
    checkIds(ids, "delete from catalogue");
    return await withStorage(
      "delete from catalogue",
      () => removeIds(this.#table, ids),
      RETRY,
    );
  }

  /**
   * The `k` nearest items of each query in squared Euclidean distance, ties by lower place.
   *
   * @param queries float32 `[q, dim]`, row-major, finite; q may be 0
   * @param k neighbours a query, 1 to the number of items
   * @throws {RangeError} if `k` is none, a number is not finite, or `category` is no name
   * @throws {TypeError} if `queries` is no whole number of rows or `exclude` has another length
   * @throws {CatalogueError} if the storage fails
   */
  async search(
    queries: Float32Array,
    k: number,
    { category, exclude }: CatalogueSearchOptions = {},
  ): Promise<CatalogueResult> {
    const action = "search catalogue";
    const { dim } = this.about;
    checkLatents(queries, dim, "queries", action);
    checkNeighbourCount(k, await this.size(), action);
    if (category !== undefined) checkName(category, "category", action);
    const count = queries.length / dim;
    if (exclude !== undefined && exclude.length !== count) {
      throw new TypeError(
        `Cannot ${action} as exclude must have ${count} entries, one a query: ` +
          `current value is ${exclude.length}`,
      );
    }
    const where = category === undefined ? undefined : equals("category", category);
    const ask = (q: number) => {
      const vector = queries.slice(q * dim, (q + 1) * dim);
      return nearestItems(this.#table, { vector, k, where, exclude: exclude?.[q] });
    };
    const found: Candidate[][] = [];
    await withStorage(action, async () => {
      const asked = mapInOrder(Array(count).keys(), AT_ONCE, ask);
      for await (const candidates of asked) found.push(candidates);
    });
    return toResult(found, k);
  }

  /** Let go of the storage; the catalogue can no longer be used. */
  close(): void {
    this.#table.close();
    this.#connection.close();
  }
}

/** The candidates of every query as `FlatIndex` would give them. */
function toResult(found: readonly Candidate[][], k: number): CatalogueResult {
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
