/**
 * Files that appear whole or not at all: `writeFileAtomic`, `writeJsonAtomic`, several at once with
 * `stageFile`; what they leave behind if the program is killed: `removeTemporaryFiles`; and errors
 * that say which file could not be written: `naming`. And JSON read back: `readJson`.
 */

import { dirname, join } from "node:path";

/** What a file is to hold. */
export type FileData = Uint8Array | string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** A file that is written and on the disk, but not yet in its place. */
export interface StagedFile {
  /** Put it in its place: a rename, which needs no room. */
  commit(): Promise<void>;
  /** Forget it; does nothing after `commit`. */
  discard(): Promise<void>;
}

let staged = 0;

/**
 * Write `data` to `path` so that a reader sees the old file or the whole new one, also after a
 * power cut: a temporary file in the same folder is written, flushed to disk, then renamed.
 *
 * Creates the folder if it is missing.
 *
 * @throws {Error} if it cannot be written, naming the path; what was there before is kept
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
 * The JSON in `path`, as `check` gives it, or undefined where there is no file.
 *
 * @param check throws where the value is not what it must be
 * @throws {SyntaxError} if it is damaged, naming the path and what is wrong
 */
export async function readJson<T>(
  path: string,
  check: (value: unknown) => T,
): Promise<T | undefined> {
  try {
    return check(JSON.parse(await Deno.readTextFile(path)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw new SyntaxError(
      `Cannot read "${path}" as it must be whole (run the notebook that makes it once more): ` +
        (error as Error).message,
      { cause: error },
    );
  }
}

/**
 * Write `data` beside `path`, to the disk, for `commit` to put it in its place. Files that belong
 * together are all staged before the first is committed, so that a full disk changes none of them.
 *
 * @throws {Error} if it cannot be written, naming the path
 */
export async function stageFile(path: string, data: FileData): Promise<StagedFile> {
  const folder = dirname(path);
  await naming(path, Deno.mkdir(folder, { recursive: true }));
  // Also two writers in one process have a file each.
  const temporary = `${path}.${Deno.pid}-${++staged}.tmp`;
  const discard = () => Deno.remove(temporary).catch(() => {});
  const parts = typeof data === "string"
    ? [new TextEncoder().encode(data)]
    : data instanceof Uint8Array
    ? [data]
    : data;
  try {
    using file = await naming(
      path,
      Deno.open(temporary, { write: true, create: true, truncate: true }),
    );
    for await (const part of parts) {
      for (let offset = 0; offset < part.length;) {
        offset += await naming(path, file.write(part.subarray(offset)));
      }
    }
    await naming(path, file.sync());
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    async commit() {
      await naming(path, Deno.rename(temporary, path));
      // The rename itself is durable once the folder is flushed.
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
};

/** What `writing` gives; an error of it becomes one of the same class that names `path`. */
export async function naming<T>(path: string, writing: Promise<T>): Promise<T> {
  try {
    return await writing;
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const condition = CONDITIONS[code ?? ""] ?? "the system must take it";
    const Class = (error as Error).constructor as ErrorConstructor;
    throw new Class(`Cannot write "${path}" as ${condition}: ${message}`, { cause: error });
  }
}

/**
 * Remove the temporary files that a killed program left in `directory` of the files that `isOwn`
 * claims by name. Nobody else may be writing these: call it under the folder's lock.
 */
export async function removeTemporaryFiles(
  directory: string,
  isOwn: (name: string) => boolean,
): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(directory)) {
    const original = /^(.+)\.\d+(-\d+)?\.tmp$/.exec(name)?.[1];
    if (isFile && original !== undefined && isOwn(original)) {
      await Deno.remove(join(directory, name)).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
    }
  }
}
