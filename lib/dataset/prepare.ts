/** Photos prepared into an image store: `prepareDataset`. */

import { join } from "node:path";
import { unlessDamaged } from "../io/errors.ts";
import { firstRepeated } from "../io/repeated.ts";
import { ifExists, naming, removeTemporaryFiles } from "../io/files.ts";
import { lockFolder } from "../io/lock.ts";
import { withUnifiedCategories } from "./category_names.ts";
import type { PhotoSource, SkippedPhoto, SourcePhoto } from "./photo_source.ts";
import { withUsableSplits } from "./split/given_splits.ts";
import { assignSplits, selectStratified } from "./split/split.ts";
import { contentFingerprint, listingKey } from "./store/fingerprint.ts";
import { type ImageStore, openImageStore, type StoreContents } from "./store/image_store.ts";
import { type Item, itemsToParquet } from "./store/items_table.ts";
import { moveStore, readManifest, stageStoreFiles, STORE_FILES } from "./store/store_files.ts";
import {
  journalPath,
  type PrepareProgress,
  writeImages,
  type WriteOptions,
  type Written,
  type WrittenItem,
} from "./store/write_images.ts";

export type { PrepareProgress };

/** Options of `prepareDataset`. */
export interface PrepareOptions extends Pick<WriteOptions, "inProcess" | "onProgress"> {
  /** Folder of the store; made if it is missing. */
  directory: string;
  /** Name of the data set, for people. */
  name: string;
  /** Draws the splits if the source has none, and the items if there is a limit; 0 or more. */
  seed: number;
  /**
   * Use at most this many items, drawn with the mix of all. 1 or more.
   *
   * @default undefined, all
   */
  limit?: number;
  /**
   * Called with the images before their store replaces an older one, and before one that is there is
   * opened. What it throws leaves all as it is. @default accepts them
   */
  check?: (prepared: StoreContents) => void | Promise<void>;
  /**
   * Whether to keep an older store of other images, by its fingerprint, in a folder beside `directory`
   * (`<directory>-<the first eight digits>`). @default replaces it
   */
  keepOlder?: (fingerprint: string) => Promise<boolean>;
  /**
   * Called with a message if another program prepares the same store, which is waited for,
   * categories differ only in case or spaces, a table names no photo, or the source's splits cannot be
   * used (`withUsableSplits`).
   *
   * @default console.warn
   */
  onWarning?: (warning: string) => void | Promise<void>;
}

/** A store, and whether it was prepared before. */
export interface PreparedStore extends ImageStore {
  /** True if nothing had to be done, because the same photos were prepared before. */
  readonly reused: boolean;
}

/**
 * Prepare the photos of `given` into the store in `directory`, and open it; the caller closes it.
 *
 * Photos are decoded several at once and written as they come, so memory does not grow with their
 * number. A photo that cannot be used is skipped with its reason, and so is the second of two files
 * with the same bytes. A store of the same listing (names, sizes, times), seed and limit is opened
 * as it is. Everything is written before any file of an older store is replaced, and the manifest is
 * renamed last: a preparation that was interrupted leaves the older store or none that opens, and
 * the next one decodes only the photos that are missing. Two programs that prepare the same store
 * take turns.
 *
 * @throws {RangeError} if an option is out of range, an id comes twice, no photo can be used, or more
 *   than half of them cannot (with the reasons); an older store is then unchanged
 *
 * @example
 * ```ts ignore
 * import { prepareDataset, readImageFolder } from "lookalike";
 *
 * const source = await readImageFolder("../my-photos");
 * const store = await prepareDataset(source, { directory: "store", name: "mine", seed: 42 });
 * console.log(store.count, store.fingerprint);
 * store.close();
 * ```
 */
export async function prepareDataset(
  given: PhotoSource,
  options: PrepareOptions,
): Promise<PreparedStore> {
  const { directory, name, seed, limit, onWarning = console.warn } = options;
  checkGiven(given, options);
  const unified = withUnifiedCategories(given);
  const usable = withUsableSplits(unified.source);
  const { source } = usable;
  const warnings = [...given.warnings ?? [], unified.warning, usable.warning];
  for (const warning of warnings) if (warning) await onWarning(warning);
  const listing = listingKey(source, { seed, limit });
  const ready = await openIfSame(options, listing);
  if (ready !== undefined) return { ...ready, name, reused: true };
  using _lock = await lockFolder(directory, { task: "prepare photos", wait: true, onWarning });
  // Another program may have prepared it while this one waited.
  const made = await openIfSame(options, listing);
  if (made !== undefined) return { ...made, name, reused: true };
  await prepare(source, listing, options);
  return { ...await openImageStore(directory), reused: false };
}

function checkGiven({ photos }: PhotoSource, { seed, limit = 1 }: PrepareOptions): void {
  for (const [option, value, least] of [["seed", seed, 0], ["limit", limit, 1]] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(
        `Cannot prepare data set as ${option} must be a whole number, ${least} or more: ` +
          `current value is ${value}`,
      );
    }
  }
  const twice = firstRepeated(photos.flatMap(({ items }) => items.map(({ id }) => id)));
  if (twice === undefined) return;
  throw new RangeError(
    `Cannot prepare data set as ids must be unique: current value is "${twice}" twice`,
  );
}

async function openIfSame(
  { directory, check }: PrepareOptions,
  listing: string,
): Promise<ImageStore | undefined> {
  // A store that is missing or does not open is prepared again.
  const manifest = await unlessDamaged(readManifest(directory));
  if (manifest?.listing !== listing) return undefined;
  const store = await unlessDamaged(openImageStore(directory));
  if (!store) return undefined;
  try {
    await check?.(store);
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

async function prepare(
  source: PhotoSource,
  listing: string,
  { directory, name, seed, limit, check, keepOlder, inProcess, onProgress }: PrepareOptions,
): Promise<void> {
  const photos = selectPhotos(source.photos, limit, seed);
  const images = join(directory, STORE_FILES.images);
  const manifest = join(directory, STORE_FILES.manifest);
  const temporary = `${images}.tmp`;
  const names: readonly string[] = Object.values(STORE_FILES);
  await removeTemporaryFiles(directory, (name) => names.includes(name));
  try {
    const written = await writeImages(temporary, photos, { listing, inProcess, onProgress });
    refuseIfTooFew(source, written);
    const items = withSplits(written.items, seed);
    const fingerprint = contentFingerprint(items, { seed, limit });
    await check?.({ fingerprint, items, checksums: written.checksums });
    const skipped = allSkipped(source, written);
    const staged = await stageStoreFiles(directory, {
      sums: new Uint8Array(Uint32Array.from(written.checksums).buffer),
      items: itemsToParquet(items),
      skipped: new TextEncoder().encode(
        skipped.map(({ file, reason }) => JSON.stringify({ file, reason }) + "\n").join(""),
      ),
    }, {
      name,
      root: source.root,
      fingerprint,
      listing,
      count: items.length,
      leftOut: skipped.length,
      seed,
      limit: limit ?? null,
      ...sampledFrom(source, limit),
    });
    try {
      const older = (await unlessDamaged(readManifest(directory)))?.fingerprint;
      if (older !== undefined && older !== fingerprint && await keepOlder?.(older)) {
        await moveStore(directory, `${directory}-${older.slice(0, 8)}`);
      }
      // From here to the new manifest there is no store. Only renames follow, which need no room.
      await naming(manifest, ifExists(Deno.remove(manifest)));
      await naming(images, Deno.rename(temporary, images));
      for (const file of staged) await file.commit();
    } finally {
      for (const file of staged) await file.discard();
    }
  } finally {
    // A program that is killed leaves them, for the next one to go on from.
    for (const path of [temporary, journalPath(temporary)]) await ifExists(Deno.remove(path));
  }
}

/** How many items there are, if `limit` takes a sample of them. */
function sampledFrom(source: PhotoSource, limit = Infinity): { available?: number } {
  const available = source.photos.reduce((sum, { items }) => sum + items.length, 0);
  return available > limit ? { available } : {};
}

/** The photos of at most `limit` items, with only these items. */
function selectPhotos(
  photos: readonly SourcePhoto[],
  limit: number | undefined,
  seed: number,
): readonly SourcePhoto[] {
  if (limit === undefined) return photos;
  const items = photos.flatMap((photo) => photo.items);
  const selected = new Set(selectStratified(items, limit, seed).map((i) => items[i]!));
  return photos
    .map((photo) => ({ ...photo, items: photo.items.filter((item) => selected.has(item)) }))
    .filter((photo) => photo.items.length > 0);
}

/** The items with the split that the source gives them, or one that is drawn. */
function withSplits(items: readonly WrittenItem[], seed: number): (WrittenItem & Item)[] {
  const open = items.filter((item) => item.split === undefined);
  const drawn = new Map(assignSplits(open, seed).map((split, i) => [open[i]!, split]));
  return items.map((item) => ({ ...item, split: item.split ?? drawn.get(item)! }));
}

/** What the source and the preparation skipped, photos first. */
function allSkipped(source: PhotoSource, written: Written): SkippedPhoto[] {
  const [photos, others] = [true, false].map((wanted) =>
    source.skipped.filter(({ isPhoto = true }) => isPhoto === wanted)
  );
  return [...photos!, ...written.skipped, ...others!];
}

/** Throw if most photos are unusable: the folder is then probably not the one that was meant. */
function refuseIfTooFew(source: PhotoSource, written: Written): void {
  const { items, skippedPhotos, copies } = written;
  // With a limit, the photos that were read are a sample of all.
  const passedOver = source.skipped.filter(({ isPhoto = true }) => isPhoto).length;
  const listed = source.photos.length / (source.photos.length + passedOver);
  const good = items.length + copies;
  if (items.length > 0 && listed * good / (good + skippedPhotos) >= 0.5) return;
  const all = allSkipped(source, written);
  throw new RangeError(
    `Cannot prepare data set as at least half of the photos must be usable: ` +
      `prepared ${items.length}, skipped ${all.length} of "${source.root}" (${topReasons(all)})`,
  );
}

/** The three most frequent reasons, each with its count and its first file. */
function topReasons(skipped: readonly SkippedPhoto[]): string {
  // Reasons that differ only in details in brackets or in names are counted together.
  const groups = Map.groupBy(skipped, ({ reason }) => reason.replace(/ \(.*| ".*/s, ""));
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .map(([reason, { length, 0: first }]) => `${length} x ${reason}, first "${first!.file}"`)
    .join("; ");
}
