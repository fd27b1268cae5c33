/** Products that may be more than fit in memory, and come and go: `Catalogue`. */

import type { Connection, Table } from "@lancedb/lancedb";
import { type CatalogueAbout, checkAbout, matchAbout, readAbout } from "./about.ts";
import { CatalogueError, withStorage } from "./errors.ts";
import { type CatalogueItem, checkIds, checkItems } from "./items.ts";
import type { Lance } from "./lance.ts";
import type { Recall, RecallOptions } from "./recall.ts";
import { tableSchema } from "./records.ts";
import { countCategories, readItems, readPlaces, readVectors, removeIds } from "./rows.ts";
import {
  type CatalogueFilter,
  type CatalogueResult,
  type CatalogueSearchOptions,
  findIds,
  searchTable,
} from "./search.ts";
import { type CatalogueOptions, connect, hasTable, TABLE } from "./storage.ts";
import {
  buildVectorIndex,
  type CatalogueIndex,
  dropVectorIndex,
  type IndexOptions,
  readVectorIndex,
  tuneVectorIndex,
} from "./vector_index.ts";
import { verifyRows } from "./verify.ts";
import { addItems, replaceItems, type Target } from "./writes.ts";

/** What a retry should do after a write whose end is unknown. */
const RETRY = "what was stored before is intact; run the same replace or delete again: " +
  "it ends the same whether or not this one came through";

/** Milliseconds. */
const DAY = 86_400_000;

/** What to do where the storage holds something else than was written. */
const DAMAGED = "if it is damaged, or of an earlier version, delete it and build it again";

/**
 * Items with vectors, kept by LanceDB in a folder or on S3 (`s3://bucket/folder`).
 *
 * Every write appears whole or not at all, and searches at the same time see the state before it or
 * after it. Any number of processes may read; one at a time should write: two that add the same id
 * at the same moment would both succeed. On S3 that needs a server that honours `If-None-Match: *`
 * when it stores an object, as Amazon's does; with one that ignores it, of two writes at the same
 * moment one can be lost.
 */
export class Catalogue {
  /** Path or address. */
  readonly address: string;
  readonly about: CatalogueAbout;
  /** What is let go of with the catalogue, such as a lock of its folder. */
  held?: Disposable;
  readonly #lance: Lance;
  readonly #connection: Connection;
  readonly #table: Table;
  /** The index, as of a version of the table. */
  #known?: { version: number; index: CatalogueIndex | undefined };

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
    const { dim, dataset, model, encoder } = about;
    const kept = { dim, dataset, model, encoder };
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
      throw new CatalogueError(action, "its table must be a catalogue's", "another table", DAMAGED);
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
    return await this.#storage("count catalogue", () => this.#table.countRows());
  }

  /**
   * Read everything, 4 bytes a number: LanceDB keeps no checksums, so that opening and searching
   * would not notice a changed number.
   *
   * @throws {CatalogueError} if the storage fails, or a number is not finite, or an id comes twice
   */
  async verify(): Promise<void> {
    await this.#storage("verify catalogue", () => verifyRows(this.#table, this.about.dim), DAMAGED);
  }

  /** The items of `ids`, in that order; undefined for those that are not there. */
  async items(ids: readonly string[]): Promise<(CatalogueItem | undefined)[]> {
    checkIds(ids, "read catalogue");
    return await this.#storage("read catalogue", () => readItems(this.#table, ids));
  }

  /**
   * Vectors of the items of `ids`, in that order, float32 `[ids.length, dim]`.
   *
   * @throws {RangeError} if one is not there or comes twice
   */
  async vectors(ids: readonly string[]): Promise<Float32Array> {
    checkIds(ids, "read vectors");
    const read = () => readVectors(this.#table, ids, this.about.dim);
    return await this.#storage("read vectors of catalogue", read);
  }

  /**
   * Ids of all items, or of those of a category or with some attributes, in the order in which they
   * came.
   *
   * @throws {RangeError} if there is no item of the category, with the categories that there are
   */
  async ids(filter: CatalogueFilter = {}): Promise<string[]> {
    return await this.#storage("list catalogue", () => findIds(this.#table, filter));
  }

  /** How many items there are of each category, by its name, sorted. */
  async categories(): Promise<Map<string, number>> {
    return await this.#storage("list catalogue", () => countCategories(this.#table));
  }

  /**
   * Change category and attributes of items, all or none; their vectors and places stay.
   *
   * @throws {RangeError} if an id is not there or comes twice, or a name is none
   * @throws {CatalogueError} if the storage fails
   */
  async update(items: readonly CatalogueItem[]): Promise<void> {
    await this.replace(items, await this.vectors(items.map(({ id }) => id)));
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
    await this.#storage(action, () => addItems(this.#target, items, vectors), RETRY);
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
    return await this.#storage(action, () => replaceItems(this.#target, items, vectors), RETRY);
  }

  /**
   * Take the items of `ids` out, 10,000 at a time; that some are not there is no error.
   *
   * @returns how many there were
   */
  async delete(ids: readonly string[]): Promise<number> {
    checkIds(ids, "delete from catalogue");
    return await this.#storage("delete from catalogue", () => removeIds(this.#table, ids), RETRY);
  }

  /**
   * The `k` nearest items of each query in squared Euclidean distance, ties by lower place: exact,
   * unless there is an index, whose recall stands in the result.
   *
   * @param queries float32 `[q, dim]`, row-major, finite; q may be 0
   * @param k neighbours a query, 1 or more; as many as there are items, if those are fewer
   * @throws {RangeError} if `k` is none, a number is not finite, or there is no item of `category`,
   *   with the categories that there are
   * @throws {TypeError} if `queries` is no whole number of rows or `exclude` has another length
   * @throws {CatalogueError} if the storage fails
   */
  async search(
    queries: Float32Array,
    k: number,
    options: CatalogueSearchOptions = {},
  ): Promise<CatalogueResult> {
    const index = options.exact ? undefined : await this.index();
    return await this.#storage(
      "search catalogue",
      () => searchTable(this.#table, this.about.dim, index, queries, k, options),
    );
  }

  /**
   * Build a vector index, in place of one that is there. Its recall is measured on a sample, and the
   * fewest probes are taken that reach the target; searches then use it.
   *
   * @throws {RangeError} if there are too few items, `dim` does not fit the kind, or the target is
   *   not reached; there is then no index, and searches are exact
   * @throws {CatalogueError} if the storage fails
   */
  async buildIndex(options: IndexOptions = {}): Promise<CatalogueIndex> {
    const { dim } = this.about;
    const build = () => buildVectorIndex(this.#lance, this.#table, dim, options);
    return await this.#storage(
      "build index of catalogue",
      build,
      "searches are exact until an index is built",
    );
  }

  /** The index that searches use, with its recall as measured last; undefined for none. */
  async index(): Promise<CatalogueIndex | undefined> {
    return await this.#storage("read index of catalogue", async () => {
      const version = await this.#table.version();
      if (this.#known?.version !== version) {
        this.#known = { version, index: await readVectorIndex(this.#table) };
      }
      return this.#known.index;
    });
  }

  /**
   * Measure the recall of the index again, such as after many changes, and let searches look into
   * more of it where that has fallen below the index's target; searches tell the recall from then.
   *
   * @throws {RangeError} if there is no index
   */
  async measureRecall(options: RecallOptions = {}): Promise<Recall> {
    const index = await this.index();
    if (!index) {
      throw new RangeError(
        "Cannot measure recall as there must be an index: current value is none",
      );
    }
    const measure = () => tuneVectorIndex(this.#table, index, options);
    return await this.#storage("measure recall of catalogue", measure);
  }

  /** Remove the index; searches are then exact. */
  async dropIndex(): Promise<void> {
    await this.#storage("drop index of catalogue", () => dropVectorIndex(this.#table));
  }

  /**
   * Put small files together, take items that came later into the index and measure it as
   * `measureRecall` does, and remove states of the catalogue that are older than `keep`.
   *
   * @param keep days; a search or write that takes longer than that would fail. @default 7
   */
  async optimize({ keep = 7, ...options }: RecallOptions & { keep?: number } = {}): Promise<void> {
    if (!(keep >= 0)) {
      throw new RangeError(
        `Cannot optimize catalogue as keep must be 0 days or more: current value is ${keep}`,
      );
    }
    const index = await this.index();
    await this.#storage("optimize catalogue", async () => {
      await this.#table.optimize({ cleanupOlderThan: new Date(Date.now() - keep * DAY) });
      if (index) await tuneVectorIndex(this.#table, index, options);
    }, "the items are intact; run it again");
  }

  /** Let go of the storage; the catalogue can no longer be used. */
  close(): void {
    this.#table.close();
    this.#connection.close();
    this.held?.[Symbol.dispose]();
  }

  get #target(): Target {
    return { lance: this.#lance, table: this.#table, about: this.about };
  }

  /** As `withStorage`, naming the catalogue. */
  #storage<T>(action: string, work: () => Promise<T>, advice?: string): Promise<T> {
    return withStorage(`${action} "${this.address}"`, work, advice);
  }
}
