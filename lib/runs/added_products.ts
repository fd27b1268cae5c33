/**
 * Products that come and go after a run was evaluated, in `data/runs/<run>/added`: `openProducts`,
 * `addProducts`, `removeProducts`. The data set of the experiment stays as it was evaluated.
 */

import { join } from "node:path";
import * as v from "valibot";
import { decodeAll } from "../dataset/decode/read_photo.ts";
import type { SkippedPhoto, SourcePhoto } from "../dataset/photo_source.ts";
import { readImageFolder } from "../dataset/sources/folder.ts";
import { prepareDataset } from "../dataset/prepare.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import { joinStores } from "../dataset/store/join_stores.ts";
import { messageOf } from "../io/errors.ts";
import { Text } from "../io/json.ts";
import { lockFolder } from "../io/lock.ts";
import { readRecord, writeRecord } from "../io/record.ts";
import { runDirectory } from "./directories.ts";
import type { Settings } from "./settings.ts";

/** A record of what came and went; what it does not name is not there. */
const PRODUCTS = {
  version: 1,
  schema: v.strictObject({
    /** Folders of image stores, in the order in which they were added. */
    stores: v.array(Text),
    /** Products that are gone: the folder of their store, "" for the data set, and their id. */
    removed: v.array(v.strictObject({ store: Text, id: Text })),
  }),
  hint: "delete the folder, and add products again",
};
type Products = v.InferOutput<typeof PRODUCTS.schema>;

/** The products of a run. */
export interface RunProducts {
  /**
   * The images of the data set, then those that were added. `rowsOf` knows those of the data set alone:
   * added products belong to no split of the experiment.
   */
  store: ImageStore;
  /** Rows of products that were removed. */
  removed: ReadonlySet<number>;
  /** The stores that `store` joins, the data set first, and where vectors of their images are kept. */
  sections: Section[];
}

/** Some of a run's products. */
export interface Section {
  store: ImageStore;
  directory: string;
}

const folderOf = (settings: Settings) => join(runDirectory(settings), "added");
const recordOf = (settings: Settings) => join(folderOf(settings), "products.json");

async function readProducts(settings: Settings): Promise<Products> {
  return await readRecord(recordOf(settings), PRODUCTS) ?? { stores: [], removed: [] };
}

/**
 * The products of a run: `dataset`, what was added to it, and what was removed. Closing the store
 * closes `dataset`.
 *
 * @throws {RangeError} if an added store is missing or damaged
 */
export async function openProducts(settings: Settings, dataset: ImageStore): Promise<RunProducts> {
  const { stores, removed } = await readProducts(settings);
  const sections = [sectionOf(settings, dataset)];
  try {
    for (const name of stores) {
      const directory = join(folderOf(settings), name);
      const store = await openImageStore(directory);
      // Like the images of the index, they are found; queries for scores they are not.
      const items = store.items.map((item) => ({ ...item, split: "train" as const }));
      sections.push({ store: { ...store, items }, directory });
    }
  } catch (error) {
    closeAdded(sections);
    throw new RangeError(
      `Cannot open the products that were added to run "${settings.run}" (delete ` +
        `"${folderOf(settings)}", and add products again): ${messageOf(error)}`,
      { cause: error },
    );
  }
  const all = sections.map(({ store }) => store);
  const gone = new Set(removed.map(({ store, id }) => JSON.stringify([store, id])));
  const names = all.flatMap(({ items }, i) =>
    items.map(({ id }) => JSON.stringify([stores[i - 1] ?? "", id]))
  );
  return {
    store: { ...joinStores(all), rowsOf: dataset.rowsOf },
    removed: new Set(names.flatMap((name, row) => gone.has(name) ? row : [])),
    sections,
  };
}

/** The data set of a run alone. */
export function sectionOf(settings: Settings, dataset: ImageStore): Section {
  return { store: dataset, directory: join(runDirectory(settings), "descriptors") };
}

function closeAdded([_, ...added]: readonly Section[]): void {
  for (const { store } of added) store.close();
}

/** What became of a folder of new products. */
export interface AddedProducts {
  added: number;
  /** Photos whose id was there already. */
  known: number;
  skipped: readonly SkippedPhoto[];
}

/** Options of `addProducts`. */
export interface AddOptions {
  /** The images that the run was evaluated on. */
  dataset: ImageStore;
  /** Called with the new images before they count as added. */
  onPrepared?: (store: ImageStore, directory: string) => Promise<void>;
}

/**
 * Add the photos of a folder, laid out like that of a data set (`readImageFolder`), to a run. A photo
 * whose id (path below the folder) is there already is passed over: remove it first to replace it.
 * A program that is killed has added nothing.
 *
 * @throws {RangeError} as `readImageFolder`
 */
export async function addProducts(
  settings: Settings,
  folder: string,
  { dataset, onPrepared }: AddOptions,
): Promise<AddedProducts> {
  using _lock = await lockFolder(folderOf(settings), { task: "add products" });
  const source = await readImageFolder(folder);
  const { store, removed, sections } = await openProducts(settings, dataset);
  closeAdded(sections);
  const known = new Set(store.items.filter((_, row) => !removed.has(row)).map(({ id }) => id));
  const fresh = source.photos.filter(({ items }) => !items.some(({ id }) => known.has(id)));
  const { photos, skipped } = await usablePhotos(fresh);
  const unusable = [...source.skipped, ...skipped];
  const passed = source.photos.length - fresh.length;
  if (photos.length === 0) return { added: 0, known: passed, skipped: unusable };
  const { stores, removed: gone } = await readProducts(settings);
  const name = String(stores.length + 1);
  const directory = join(folderOf(settings), name);
  const options = { directory, name, seed: settings.seed, inProcess: true };
  using prepared = await prepareDataset({ ...source, photos, skipped: [] }, options);
  await onPrepared?.(prepared, directory);
  await writeRecord(recordOf(settings), PRODUCTS, { stores: [...stores, name], removed: gone });
  return { added: prepared.count, known: passed, skipped: [...unusable, ...prepared.skipped] };
}

/**
 * The photos that can be decoded. A folder whose other photos are all there already may hold none, which
 * no store can be prepared of.
 */
async function usablePhotos(photos: readonly SourcePhoto[]) {
  const usable: SourcePhoto[] = [];
  const skipped: SkippedPhoto[] = [];
  for (const photo of photos) {
    const [decoded] = await decodeAll([photo]);
    const { reason } = decoded!;
    if (reason === undefined) usable.push(photo);
    else skipped.push({ file: photo.file, reason });
  }
  return { photos: usable, skipped };
}

/**
 * Remove products from a run: they are no longer found or recommended. Their images stay.
 *
 * @throws {RangeError} if there is no product of an id; nothing is then removed
 */
export async function removeProducts(
  settings: Settings,
  ids: readonly string[],
  { dataset }: Pick<AddOptions, "dataset">,
): Promise<void> {
  using _lock = await lockFolder(folderOf(settings), { task: "remove products" });
  const { store, removed, sections } = await openProducts(settings, dataset);
  closeAdded(sections);
  const record = await readProducts(settings);
  const firsts = [0];
  for (const { store: { count } } of sections) firsts.push(firsts.at(-1)! + count);
  const rowOf = new Map(store.items.flatMap(({ id }, row) => removed.has(row) ? [] : [[id, row]]));
  const gone = ids.map((id) => {
    const row = rowOf.get(id);
    if (row === undefined) {
      throw new RangeError(
        `Cannot remove products as each must be one of the ${rowOf.size} of run "${settings.run}": ` +
          `current value is ${JSON.stringify(id)}`,
      );
    }
    const section = firsts.findLastIndex((first) => row >= first);
    return { store: record.stores[section - 1] ?? "", id };
  });
  await writeRecord(recordOf(settings), PRODUCTS, {
    ...record,
    removed: [...record.removed, ...gone],
  });
}
