/**
 * Files that appear whole or not at all: `writeFileAtomic`, `writeJsonAtomic`; and what they leave
 * behind if the program is killed: `removeTemporaryFiles`.
 */

import { dirname, join } from "node:path";

/**
 * Write `data` to `path` so that a reader sees the old file or the whole new one, also after a
 * power cut: a temporary file in the same folder is written, flushed to disk, then renamed.
 *
 * Creates the folder if it is missing.
 */
export async function writeFileAtomic(
  path: string,
  data: Uint8Array | string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const folder = dirname(path);
  await Deno.mkdir(folder, { recursive: true });
  const temporary = `${path}.${Deno.pid}.tmp`;
  const parts = typeof data === "string"
    ? [new TextEncoder().encode(data)]
    : data instanceof Uint8Array
    ? [data]
    : data;
  try {
    using file = await Deno.open(temporary, { write: true, create: true, truncate: true });
    for await (const part of parts) {
      for (let offset = 0; offset < part.length;) {
        offset += await file.write(part.subarray(offset));
      }
    }
    await file.sync();
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw error;
  }
  // The rename itself is durable once the folder is flushed.
  using handle = await Deno.open(folder, { read: true });
  await handle.sync().catch(() => {});
}

/** Write `value` to `path` as indented JSON, whole or not at all. */
export async function writeJsonAtomic(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, JSON.stringify(value, null, 2) + "\n");
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
    const original = /^(.+)\.\d+\.tmp$/.exec(name)?.[1];
    if (isFile && original !== undefined && isOwn(original)) {
      await Deno.remove(join(directory, name)).catch((error) => {
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      });
    }
  }
}
