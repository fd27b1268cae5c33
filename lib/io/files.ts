/**
 * Files that appear whole or not at all (`writeFileAtomic`, `writeJsonAtomic`, `stageFile`), JSON
 * files (`readJson`), and errors that name the file (`naming`).
 */

import { dirname, join } from "node:path";
import { writeAll } from "./bytes.ts";

/** Content of a file: bytes, text (written as UTF-8), or bytes in parts. */
export type FileData = Uint8Array | string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A file that is written and flushed under a temporary name. */
export interface StagedFile {
  /** Rename it to its final name, which needs no room on the disk. */
  commit(): Promise<void>;
  /** Remove it; does nothing after `commit`. */
  discard(): Promise<void>;
}

let stagedFiles = 0;

/**
 * Write `data` to `path` so that a reader sees the old file or the whole new one, also after a
 * power cut: a temporary file in the same folder is written, flushed to disk, then renamed.
 *
 * Creates the folder if it is missing.
 *
 * @throws {Error} if it cannot be written, naming the path; an older file is then unchanged
 *
 * @example
 * ```ts
 * import { writeFileAtomic } from "./files.ts";
 *
 * const path = `${await Deno.makeTempDir()}/new/folder/notes.txt`;
 * await writeFileAtomic(path, "whole or not at all");
 * ```
 */
export async function writeFileAtomic(path: string, data: FileData): Promise<void> {
  const file = await stageFile(path, data);
  try {
    await file.commit();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Write `value` to `path` as indented JSON, whole or not at all. */
export async function writeJsonAtomic(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, JSON.stringify(value, null, 2) + "\n");
}

/**
 * The JSON in `path`, as `check` returns it; undefined if there is no such file, or it is damaged.
 *
 * @param check throws a SyntaxError if the value is not valid
 */
export async function readJson<T>(
  path: string,
  check: (value: unknown) => T,
): Promise<T | undefined> {
  try {
    return check(JSON.parse(await Deno.readTextFile(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The result of `reading`, or undefined if the file it reads does not exist. */
export async function ifExists<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * Write `data` beside `path` and flush it to disk; `commit` then gives it its name. Files that
 * belong together are all staged before the first is committed, so that a full disk changes none.
 *
 * @throws {Error} if it cannot be written, naming the path
 */
export async function stageFile(path: string, data: FileData): Promise<StagedFile> {
  const folder = dirname(path);
  await naming(path, Deno.mkdir(folder, { recursive: true }));
  // The count keeps two writers of one process apart.
  const temporary = `${path}.${Deno.pid}-${++stagedFiles}.tmp`;
  const discard = () => Deno.remove(temporary).catch(() => {});
  const parts = typeof data === "string"
    ? [new TextEncoder().encode(data)]
    : data instanceof Uint8Array
    ? [data]
    : data;
  try {
    const create = { write: true, create: true, truncate: true };
    using file = await naming(path, Deno.open(temporary, create));
    for await (const part of parts) await naming(path, writeAll(file, part));
    await naming(path, file.sync());
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    async commit() {
      await naming(path, Deno.rename(temporary, path));
      // The rename survives a power cut once the folder is flushed.
      using handle = await Deno.open(folder, { read: true });
      await handle.sync().catch(() => {});
    },
    discard,
  };
}

/** Why a file cannot be written, by the operating system's code. */
const CONDITIONS: Record<string, string> = {
  ENOSPC: "the disk must have room",
  EDQUOT: "the disk must have room within your quota",
  EROFS: "its folder must not be on a read-only disk",
  EACCES: "its folder must be writable",
  EPERM: "its folder must be writable",
  EEXIST: "its folder must not be a file or a broken link",
  ENOTDIR: "its folder must not lie in a file",
};

/** The result of `writing`; an error becomes one of the same class that names `path`. */
export async function naming<T>(path: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = "code" in error ? String(error.code) : "";
    const condition = CONDITIONS[code] ??
      (error instanceof Deno.errors.NotCapable
        ? "it must lie where this task may write"
        : "the system must take it");
    // Callers distinguish errors such as Deno.errors.NotFound by their class, which takes a message.
    const Class = error.constructor as ErrorConstructor;
    throw new Class(`Cannot write "${path}" as ${condition}: ${error.message}`, { cause: error });
  }
}

/**
 * Remove the temporary files that a killed program left in `directory`, of those files whose name
 * `isOwn` accepts. Call it under the folder's lock: no other program may be writing these files.
 */
export async function removeTemporaryFiles(
  directory: string,
  isOwn: (name: string) => boolean,
): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(directory)) {
    const original = /^(.+)\.\d+(-\d+)?\.tmp$/.exec(name)?.[1];
    if (isFile && original !== undefined && isOwn(original)) {
      await ifExists(Deno.remove(join(directory, name)));
    }
  }
}
