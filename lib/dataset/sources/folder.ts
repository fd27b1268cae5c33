/** A source of items from a folder of photos: `readImageFolder`. */

import { basename } from "node:path";
import { type PhotoSource, PRODUCT, type SourcePhoto, withItems } from "../photo_source.ts";
import type { Split } from "../split/split.ts";
import { splitNamed } from "../split/split_names.ts";
import {
  type Entry,
  listFolder,
  skipFolder,
  skipPictures,
  startWalk,
  type Walk,
} from "./folder_walk.ts";
import { type PhotoTable, readPhotoTables } from "./groups.ts";

/**
 * The photos of `<root>/<category>/*` or `<root>/<split>/<category>/*`; no photo is read yet.
 *
 * It is the second if any folder in the root is named for a split ("train", "val", "dev", "test",
 * "holdout" and the like: `splitNamed`) and holds folders. Photos of `<root>/*`, where no folder holds
 * anything, and of `<root>/<split>/*`, where all folders are named for a split and none holds
 * folders, are one category, named for the root. A file is a photo if it is named like a picture or
 * begins like one. Hidden files and folders are ignored, and so are recycle bins and the like
 * (`SYSTEM_FOLDER`). Skipped, each with its reason: links to outside the root, folders that cannot
 * be read, names that are not UTF-8, anything that is not a file or folder, other files in a
 * category, and photos in folders inside a category or outside the categories. Tables
 * in the root give the groups and products of the photos (`readPhotoTables`).
 *
 * @throws {RangeError} if the root does not exist, is not a folder, cannot be read or holds no
 * files where photos belong, or a table of groups or products names none of them
 * @throws {RangeError} if a table gives a photo two groups or products
 * @throws {SyntaxError} if such a table cannot be read
 */
export async function readImageFolder(root: string): Promise<PhotoSource> {
  const walk = await startWalk(root);
  const top = await listFolder(walk, "");
  const below = new Map<Entry, Entry[]>();
  for (const entry of top) {
    if (entry.kind === "folder") below.set(entry, await listFolder(walk, entry.name));
  }
  const holdsFolders = (folder: Entry) => below.get(folder)!.some(({ kind }) => kind === "folder");
  const isSplit = (folder: Entry) => splitNamed(folder.name) !== undefined && holdsFolders(folder);
  const folders = [...below.keys()];
  const hasSplits = folders.some(isSplit);
  const hasFlatSplits = !folders.some(holdsFolders) &&
    folders.every(({ name }) => splitNamed(name) !== undefined);
  if ([...below.values()].every(({ length }) => length === 0)) addFlat(walk, top);
  else skipPictures(walk, top, hasSplits ? "is outside the split folders" : OUTSIDE);
  for (const [folder, entries] of below) {
    const split = splitNamed(folder.name);
    if (hasFlatSplits) addFlat(walk, entries, split);
    else if (!hasSplits) await addCategory(walk, { category: folder.name }, entries);
    else if (isSplit(folder)) await addSplit(walk, split, entries);
    else {
      await skipFolder(
        walk,
        folder,
        "is in a folder that is neither a split folder nor inside one",
      );
    }
  }
  if (walk.photos.length === 0) refuseEmpty(walk, folders.filter(holdsFolders));
  return {
    root,
    ...await withTables(root, walk.photos.sort(byFile)),
    skipped: walk.skipped.sort(byFile),
  };
}

/** The photos with the groups and products that tables in the root give them, and what to warn of. */
async function withTables(root: string, photos: SourcePhoto[]) {
  const { groups, products } = await readPhotoTables(root);
  const warnings = [groups, products].flatMap((table) =>
    table ? unknownNamesIn(table, photos) : []
  );
  const all = withItems(photos, (item, { file }) => {
    const group = groups?.values.get(groups.nameOf(file));
    const product = products?.values.get(products.nameOf(file));
    return {
      ...item,
      ...(group !== undefined && { group }),
      ...(product !== undefined && { attributes: { [PRODUCT]: product } }),
    };
  });
  return { photos: all, warnings };
}

/**
 * A warning if a table names files that are none of `photos`.
 *
 * @throws {RangeError} if it names no photo
 */
function unknownNamesIn({ file, values, nameOf }: PhotoTable, photos: SourcePhoto[]): string[] {
  const known = new Set(photos.map((photo) => nameOf(photo.file)));
  const unknown = [...values.keys()].filter((name) => !known.has(name));
  if (unknown.length < values.size) {
    const count = unknown.length === 1
      ? "1 file that is no photo"
      : `${unknown.length} files that are no photos`;
    return unknown.length === 0
      ? []
      : [`"${file}" names ${count} of the folder, first ${JSON.stringify(unknown[0])}`];
  }
  throw new RangeError(
    `Cannot read "${file}" as it must name photos of its folder, such as ` +
      `${JSON.stringify(nameOf(photos[0]!.file))}: current names are ` +
      (JSON.stringify(unknown.slice(0, 3)).slice(1, -1) || "none"),
  );
}

const OUTSIDE = "is outside the category folders";

/** What the photos of a folder are. */
interface Kind {
  category: string;
  split?: Split | undefined;
}

async function addSplit(
  walk: Walk,
  split: Split | undefined,
  entries: readonly Entry[],
): Promise<void> {
  skipPictures(walk, entries, OUTSIDE);
  for (const { file, name: category, kind } of entries) {
    if (kind !== "folder") continue;
    await addCategory(walk, { category, split }, await listFolder(walk, file));
  }
}

async function addCategory(walk: Walk, what: Kind, entries: readonly Entry[]): Promise<void> {
  addPhotos(walk, what, entries);
  for (const entry of entries) {
    const { file, kind, isPicture, size } = entry;
    if (kind === "folder") await skipFolder(walk, entry, "is in a folder inside a category");
    else if (!isPicture) {
      const reason = size === 0 ? "is empty" : "is not a JPEG, PNG, WebP or GIF photo";
      walk.skipped.push({ file, reason, isPhoto: false });
    }
  }
}

/** Add the photos of a folder without categories. */
function addFlat(walk: Walk, entries: readonly Entry[], split?: Split): void {
  addPhotos(walk, { category: basename(walk.realRoot) || "photos", split }, entries);
}

function addPhotos(walk: Walk, { category, split }: Kind, entries: readonly Entry[]): void {
  for (const { file, path, size, stamp, isPicture } of entries) {
    if (!isPicture) continue;
    const item = split === undefined ? { id: file, category } : { id: file, category, split };
    walk.photos.push({ file, path, size, stamp, items: [item] });
  }
}

/** @param deep folders in the root that hold folders */
function refuseEmpty(walk: Walk, deep: readonly Entry[]): never {
  const [first] = walk.skipped;
  const skipped = first === undefined
    ? ""
    : `; skipped ${walk.skipped.length}, first "${first.file}", which ${first.reason}`;
  throw new RangeError(
    `Cannot read photos as "${walk.root}" must hold photos, <category>/<photo> or ` +
      `<split>/<category>/<photo>: found no photos${skipped}` +
      (deep.length === 1 ? ` (is "${walk.root}/${deep[0]!.name}" meant?)` : ""),
  );
}

function byFile(a: { file: string }, b: { file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
