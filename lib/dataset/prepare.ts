/** Photos into an image store, once: `prepareDataset`. */

import { join } from "node:path";
import { naming, removeTemporaryFiles } from "../io/files.ts";
import { lockFolder } from "../io/lock.ts";
import { contentFingerprint, listingKey } from "./store/fingerprint.ts";
import { logPath } from "./store/finished_photos.ts";
import { type ImageStore, type Item, openImageStore } from "./store/image_store.ts";
import { itemsToParquet } from "./store/items_table.ts";
import type { PhotoSource, SkippedPhoto, SourcePhoto } from "./photo_source.ts";
import { assignSplits, selectStratified } from "./split/split.ts";
import { readManifest, stageStoreFiles, STORE_FILES } from "./store/store_files.ts";
import {
  type PrepareProgress,
  writeImages,
  type Written,
  type WrittenItem,
} from "./store/write_images.ts";

export type { PrepareProgress };

/** What to prepare, and where. */
export interface PrepareOptions {
  /** Folder of the store; made if it is missing. */
  directory: string;
  /** Name of the data set, for people. */
  name: string;
  /** Draws the splits where the source has none, and the photos if there is a limit. */
  seed: number;
  /**
   * Use at most this many items, drawn with the mix of all. 1 or more.
   *
   * @default undefined, all
   */
  limit?: number;
  /** Called after each file. */
  onProgress?: (progress: PrepareProgress) => void;
  /** Told of another program that prepares the same, which is waited for. @default console.warn */
  onNotice?: (notice: string) => void | Promise<void>;
}

/** A store, and whether it lay there already. */
export interface PreparedStore extends ImageStore {
  /** True if nothing had to be done, as the same photos were prepared before. */
  readonly reused: boolean;
}

/**
 * Prepare the photos of `source` into the store in `directory`, and open it; the caller closes it.
 *
 * Photos are decoded several at once and written as they come: memory does not grow with their
 * number. A photo that cannot be used is left out with its reason, and so is the second of two
 * files with the same bytes. If the listing of the source (names, sizes, times), the seed and the
 * limit are those of the store that lies there, that is opened. All is written before anything of an
 * older store is touched, and the manifest is put in its place last, so a preparation that was
 * interrupted leaves the older store or none that opens; the next goes on with the photos that were
 * not decoded. Two programs that prepare the same store take turns.
 *
 * @throws {RangeError} if an option is out of range, no photo can be used, or more than half of
 * them cannot (with the reasons); a store that lay there before is then still there
 */
export async function prepareDataset(
  source: PhotoSource,
  options: PrepareOptions,
): Promise<PreparedStore> {
  const { directory, name, seed, limit, onNotice } = options;
  for (const [option, value, least] of [["seed", seed, 0], ["limit", limit ?? 1, 1]] as const) {
    if (!Number.isSafeInteger(value) || value < least) {
      throw new RangeError(
        `Cannot prepare data set as ${option} must be a whole number, ${least} or more: ` +
          `current value is ${value}`,
      );
    }
  }
  const listing = listingKey(source, { seed, limit });
  const ready = await openIfSame(directory, listing);
  if (ready !== undefined) return { ...ready, name, reused: true };
  using _lock = await lockFolder(directory, { task: "prepare photos", wait: true, onNotice });
  // Another program may have prepared it while this one waited.
  const made = await openIfSame(directory, listing);
  if (made !== undefined) return { ...made, name, reused: true };
  await prepare(source, listing, options);
  return { ...await openImageStore(directory), reused: false };
}

async function openIfSame(directory: string, listing: string): Promise<ImageStore | undefined> {
  try {
    const manifest = await readManifest(directory);
    return manifest.listing === listing ? await openImageStore(directory) : undefined;
  } catch (error) {
    // No store, or one that does not open: it is prepared again.
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function prepare(
  source: PhotoSource,
  listing: string,
  { directory, name, seed, limit, onProgress }: PrepareOptions,
): Promise<void> {
  const photos = selectPhotos(source.photos, limit, seed);
  const path = (file: keyof typeof STORE_FILES) => join(directory, STORE_FILES[file]);
  const temporary = `${path("images")}.tmp`;
  const names: readonly string[] = Object.values(STORE_FILES);
  await removeTemporaryFiles(directory, (name) => names.includes(name));
  try {
    const written = await writeImages(temporary, photos, { listing, onProgress });
    refuseIfTooFew(source, written);
    const items = withSplits(written.items, seed);
    const skipped = [...source.skipped, ...written.skipped];
    const staged = await stageStoreFiles(directory, {
      sums: sumsToBytes(written.sums),
      items: itemsToParquet(items),
      skipped: new TextEncoder().encode(skipped.map(toLine).join("")),
    }, {
      name,
      root: source.root,
      fingerprint: contentFingerprint(items, { seed, limit }),
      listing,
      count: items.length,
      leftOut: skipped.length,
      seed,
      limit: limit ?? null,
    });
    try {
      // From here to the new manifest there is no store. Nothing but renames, which need no room.
      await naming(path("manifest"), Deno.remove(path("manifest")).catch(ignoreMissing));
      await naming(path("images"), Deno.rename(temporary, path("images")));
      for (const file of staged) await file.commit();
    } finally {
      for (const file of staged) await file.discard();
    }
  } finally {
    // A program that is killed leaves them, and the next goes on from there.
    for (const path of [temporary, `${temporary}.next`, logPath(temporary)]) {
      await Deno.remove(path).catch(ignoreMissing);
    }
  }
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

function toLine({ file, reason }: SkippedPhoto): string {
  return JSON.stringify({ file, reason }) + "\n";
}

/** Sums as they lie on disk, little-endian. */
function sumsToBytes(sums: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * sums.length);
  const view = new DataView(bytes.buffer);
  for (const [i, sum] of sums.entries()) view.setUint32(4 * i, sum, true);
  return bytes;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** Of a set that is mostly unusable, the rest is no data set but a mistake. */
function refuseIfTooFew(source: PhotoSource, { items, skipped, photosLeftOut }: Written): void {
  // With a limit the photos that were read stand for all.
  const listed = source.photos.length / (source.photos.length + source.skipped.length);
  const usable = items.length / (items.length + photosLeftOut);
  if (items.length > 0 && listed * usable >= 0.5) return;
  const all = [...source.skipped, ...skipped];
  throw new RangeError(
    `Cannot prepare data set as at least half of the photos must be usable: ` +
      `kept ${items.length}, left out ${all.length} of "${source.root}" (${topReasons(all)})`,
  );
}

/** The three most frequent reasons, each with how often and for which file first. */
function topReasons(skipped: readonly SkippedPhoto[]): string {
  // Details in brackets and names would make every reason another one.
  const groups = Map.groupBy(skipped, ({ reason }) => reason.replace(/ \(.*| ".*/s, ""));
  return [...groups]
    .sort(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .map(([reason, { length, 0: first }]) => `${length} x ${reason}, first "${first!.file}"`)
    .join("; ");
}
