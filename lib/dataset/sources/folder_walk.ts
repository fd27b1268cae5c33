/** Files and folders below a folder of photos: `startWalk`, `listFolder`, `skipFolder`, `skipPictures`. */

import { join, sep } from "node:path";
import { messageOf } from "../../io/errors.ts";
import { mapInOrder } from "../../io/in_order.ts";
import { readRegularFile } from "../../io/regular_file.ts";
import { isPicture, PHOTO_NAME, START_BYTES } from "../decode/photo_header.ts";
import type { SkippedPhoto, SourcePhoto } from "../photo_source.ts";

/** Files looked at at once. */
const IN_FLIGHT = 32;

/** What systems put into any folder for themselves: recycle bins, small copies, what was lost. */
const SYSTEM_FOLDER =
  /^(\$recycle\.bin|recycle(d|r|\.bin)|#recycle|@recycle|@?trash|trash-\d+|@eadir|#snapshot|__macosx|lost\+found|system volume information|network trash folder|temporary items)$/i;

/** Stands for each byte of a name that is not UTF-8; the file cannot be opened by it. */
const NOT_UTF8 = "\ufffd";

/** A file or folder, links followed. */
export interface Entry extends Pick<SourcePhoto, "file" | "path" | "size" | "stamp"> {
  name: string;
  kind: "file" | "folder";
  isLink: boolean;
  /** Whether a file is named like a picture or begins like one. */
  isPicture: boolean;
}

/** A folder that is being read, and what was found so far. */
export interface Walk {
  root: string;
  realRoot: string;
  photos: SourcePhoto[];
  skipped: SkippedPhoto[];
}

/** @throws {RangeError} if the root does not exist, is not a folder or cannot be read */
export async function startWalk(root: string): Promise<Walk> {
  const refuse = (condition: string) => {
    throw new RangeError(`Cannot read photos as ${condition}: current value is "${root}"`);
  };
  const info = await Deno.stat(root).catch((error) =>
    error instanceof Deno.errors.NotFound
      ? refuse("the folder must exist")
      : refuse(`the folder must be readable (${messageOf(error)})`)
  );
  if (!info.isDirectory) refuse("it must be a folder, not a file");
  return { root, realRoot: await Deno.realPath(root), photos: [], skipped: [] };
}

/** Entries of a folder below the root, without hidden ones; adds to `walk.skipped`. */
export async function listFolder(walk: Walk, folder: string): Promise<Entry[]> {
  const listed: Deno.DirEntry[] = [];
  try {
    for await (const entry of Deno.readDir(join(walk.root, folder))) {
      if (!entry.name.startsWith(".") && !SYSTEM_FOLDER.test(entry.name)) listed.push(entry);
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
  for await (const entry of mapInOrder(listed, IN_FLIGHT, (entry) => look(walk, folder, entry))) {
    if ("reason" in entry) walk.skipped.push(entry);
    else entries.push(entry);
  }
  return entries;
}

/**
 * Note each picture in a folder that is passed over, however deep. Links are not followed: they lead
 * to folders below the root, whose pictures are there anyway, or to one above them.
 */
export async function skipFolder(
  walk: Walk,
  folder: Entry,
  reason: string,
): Promise<void> {
  if (folder.isLink) return;
  const entries = await listFolder(walk, folder.file);
  skipPictures(walk, entries, reason);
  for (const entry of entries) if (entry.kind === "folder") await skipFolder(walk, entry, reason);
}

/** Note each picture of `entries`. */
export function skipPictures(walk: Walk, entries: readonly Entry[], reason: string): void {
  for (const { file, isPicture } of entries) if (isPicture) walk.skipped.push({ file, reason });
}

async function look(
  walk: Walk,
  folder: string,
  { name, isDirectory }: Deno.DirEntry,
): Promise<Entry | SkippedPhoto> {
  const file = folder === "" ? name : `${folder}/${name}`;
  let path = join(walk.root, file);
  try {
    let info = await Deno.lstat(path);
    const isLink = info.isSymlink;
    if (isLink) {
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
    const isPicture = info.isFile && (PHOTO_NAME.test(name) || beginsLikePicture(path));
    return { name, file, kind, isLink, isPicture, path, size: info.size, stamp };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      return { file, reason: `cannot be read (${messageOf(error)})` };
    }
    if (!name.includes(NOT_UTF8)) return { file, reason: "is gone or a broken link" };
    const what = isDirectory
      ? "is a folder, its photos not counted, whose name"
      : "has a name that";
    return { file, reason: `${what} is not UTF-8: rename it` };
  }
}

/** Whether a file begins like a picture of any format; false if it cannot be read. */
function beginsLikePicture(path: string): boolean {
  try {
    return isPicture(readRegularFile(path, START_BYTES));
  } catch {
    return false;
  }
}
