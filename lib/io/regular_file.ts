/** Files of other people, which may be exchanged at any moment: `readRegularFile`. */

import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/**
 * The bytes of the file at `path`, or its first `length` ones. What is no regular file is refused
 * where others would wait for ever, as on a named pipe. It blocks.
 *
 * @throws {Deno.errors.NotFound} if there is no such file
 * @throws {TypeError} if it is something else, such as a folder or a named pipe
 * @throws {Error} if it cannot be read
 */
export function readRegularFile(path: string, length = Infinity): Uint8Array<ArrayBuffer> {
  const file = open(path);
  try {
    const info = fstatSync(file);
    if (!info.isFile()) throw new TypeError(`"${path}" is not a regular file`);
    const bytes = new Uint8Array(Math.min(info.size, length));
    let at = 0;
    for (let read = 1; read > 0 && at < bytes.length; at += read) {
      read = readSync(file, bytes, at, bytes.length - at, null);
    }
    return bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
}

function open(path: string): number {
  try {
    // Without O_NONBLOCK, which Windows has not, opening a pipe waits for who writes into it.
    return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new Deno.errors.NotFound(`No such file: "${path}"`, { cause: error });
  }
}
