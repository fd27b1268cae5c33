/** A source of items from a folder of photos: `readImageFolder`. */

import { join, sep } from "node:path";
import { messageOf } from "../../io/errors.ts";
import { mapInOrder } from "../../io/in_order.ts";
import type { PhotoSource, SkippedPhoto, SourcePhoto } from "../photo_source.ts";
import { readGroups } from "./groups.ts";
import type { Split } from "../split/split.ts";

/** Lower-case names of folders that hold a split. */
const SPLIT_FOLDERS: Readonly<Record<string, Split>> = {
  train: "train",
  validation: "validation",
  val: "validation",
  valid: "validation",
  test: "test",
};

/** Endings of photos. A file with another ending is still tried if it is in a category. */
const PHOTO_NAME = /\.(jpe?g|png|webp|gif)$/i;

/** Files looked at at once. */
const IN_FLIGHT = 32;

/**
 * The photos of `<root>/<category>/*` or `<root>/<split>/<category>/*`; no photo is read yet.
 *
 * It is the second if any folder in the root is named for a split ("train", "validation", "val",
 * "valid", "test", in any case) and holds folders. Hidden files and folders are ignored. Each
 * other file in a category is a photo whatever its name ends in; its content decides. Skipped with
 * their reason: links to outside the root, folders that cannot be read, anything that is not a file
 * or folder, folders inside a category, and photos outside the categories. A table `groups.csv` or
 * `images.csv` in the root gives the groups of the photos (`readGroups`).
 *
 * @throws {RangeError} if the root does not exist, is not a folder, cannot be read or holds no
 * files where photos belong, or a table of groups names none of them
 * @throws {SyntaxError} if the table of groups cannot be read
 */
export async function readImageFolder(root: string): Promise<PhotoSource> {
  const walk: Walk = { root, realRoot: await realFolder(root), photos: [], skipped: [] };
  const top = await listFolder(walk, "");
  const below = new Map<string, Entry[]>();
  for (const entry of top) {
    if (entry.kind === "folder") below.set(entry.name, await listFolder(walk, entry.name));
  }
  const isSplit = (name: string) =>
    Object.hasOwn(SPLIT_FOLDERS, name.toLowerCase()) &&
    below.get(name)!.some((entry) => entry.kind === "folder");
  const hasSplits = [...below.keys()].some(isSplit);
  skipStrays(walk, "", top, hasSplits ? "is outside the split folders" : OUTSIDE);
  for (const [name, entries] of below) {
    if (!hasSplits) addCategory(walk, name, name, entries);
    else if (!isSplit(name)) {
      walk.skipped.push({ file: name, reason: "is neither a split folder nor inside one" });
    } else {
      skipStrays(walk, name, entries, OUTSIDE);
      for (const entry of entries) {
        if (entry.kind !== "folder") continue;
        const path = `${name}/${entry.name}`;
        const split = SPLIT_FOLDERS[name.toLowerCase()];
        addCategory(walk, path, entry.name, await listFolder(walk, path), split);
      }
    }
  }
  if (walk.photos.length === 0) refuseEmpty(walk);
  return {
    root,
    photos: await withGroups(root, walk.photos.sort(byFile)),
    skipped: walk.skipped.sort(byFile),
  };
}

/** The photos with the groups that a table in the root gives them. */
async function withGroups(root: string, photos: SourcePhoto[]): Promise<SourcePhoto[]> {
  const groupOf = await readGroups(root);
  if (!groupOf) return photos;
  const grouped = photos.map((photo) => {
    const group = groupOf(photo.file);
    return group === undefined
      ? photo
      : { ...photo, items: photo.items.map((item) => ({ ...item, group })) };
  });
  if (grouped.some(({ items }) => items.some(({ group }) => group !== undefined))) return grouped;
  throw new RangeError(
    `Cannot read groups as the table in "${root}" must name photos of that folder: it names none`,
  );
}

const OUTSIDE = "is outside the category folders";

/** A file or folder, links followed. */
interface Entry {
  name: string;
  kind: "file" | "folder";
  path: string;
  size: number;
  stamp: string;
}

interface Walk {
  root: string;
  realRoot: string;
  photos: SourcePhoto[];
  skipped: SkippedPhoto[];
}

async function realFolder(root: string): Promise<string> {
  const refuse = (condition: string) => {
    throw new RangeError(`Cannot read photos as ${condition}: current value is "${root}"`);
  };
  const info = await Deno.stat(root).catch((error) =>
    error instanceof Deno.errors.NotFound
      ? refuse("the folder must exist")
      : refuse(`the folder must be readable (${messageOf(error)})`)
  );
  if (!info.isDirectory) refuse("it must be a folder, not a file");
  return await Deno.realPath(root);
}

/** Entries of a folder below the root, without hidden ones; adds to `walk.skipped`. */
async function listFolder(walk: Walk, folder: string): Promise<Entry[]> {
  const names: string[] = [];
  try {
    for await (const { name } of Deno.readDir(join(walk.root, folder))) {
      if (!name.startsWith(".")) names.push(name);
    }
  } catch (error) {
    if (folder === "") {
      throw new RangeError(
        `Cannot read photos as the folder must be readable (${messageOf(error)}): ` +
          `current value is "${walk.root}"`,
      );
    }
    walk.skipped.push({ file: folder, reason: `is a folder that cannot be read` });
    return [];
  }
  const entries: Entry[] = [];
  for await (const entry of mapInOrder(names, IN_FLIGHT, (name) => look(walk, folder, name))) {
    if ("reason" in entry) walk.skipped.push(entry);
    else entries.push(entry);
  }
  return entries;
}

async function look(walk: Walk, folder: string, name: string): Promise<Entry | SkippedPhoto> {
  const file = folder === "" ? name : `${folder}/${name}`;
  let path = join(walk.root, file);
  try {
    let info = await Deno.lstat(path);
    if (info.isSymlink) {
      path = await Deno.realPath(path);
      if (!path.startsWith(walk.realRoot + sep)) {
        return { file, reason: "is a link to outside the folder" };
      }
      info = await Deno.lstat(path);
    }
    if (!info.isFile && !info.isDirectory) return { file, reason: "is not a regular file" };
    const kind = info.isFile ? "file" : "folder";
    // The time of the last change of status moves even if a tool keeps the modification time.
    const stamp = `${info.mtime?.getTime() ?? 0},${info.ctime?.getTime() ?? 0}`;
    return { name, kind, path, size: info.size, stamp };
  } catch (error) {
    const broken = error instanceof Deno.errors.NotFound;
    return {
      file,
      reason: broken ? "is gone or a broken link" : `cannot be read (${messageOf(error)})`,
    };
  }
}

function addCategory(
  walk: Walk,
  folder: string,
  category: string,
  entries: readonly Entry[],
  split?: Split,
): void {
  for (const { name, kind, path, size, stamp } of entries) {
    const file = `${folder}/${name}`;
    if (kind === "folder") {
      walk.skipped.push({ file, reason: "is a folder inside a category" });
    } else {
      const item = split === undefined ? { id: file, category } : { id: file, category, split };
      walk.photos.push({ file, path, size, stamp, items: [item] });
    }
  }
}

/** Note photos beside the folders they belong in; other files there, such as a licence, are not noted. */
function skipStrays(
  walk: Walk,
  folder: string,
  entries: readonly Entry[],
  reason: string,
): void {
  for (const { name, kind } of entries) {
    if (kind === "file" && PHOTO_NAME.test(name)) {
      walk.skipped.push({ file: folder === "" ? name : `${folder}/${name}`, reason });
    }
  }
}

function refuseEmpty(walk: Walk): never {
  const [first] = walk.skipped;
  const skipped = first === undefined
    ? ""
    : `; skipped ${walk.skipped.length}, first "${first.file}", which ${first.reason}`;
  throw new RangeError(
    `Cannot read photos as "${walk.root}" must hold <category>/<photo> or ` +
      `<split>/<category>/<photo>: found no photos${skipped}`,
  );
}

function byFile(a: { file: string }, b: { file: string }): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}
