/**
 * What a preparation that was killed has finished: `keepFinished`, `FinishedLog`.
 *
 * Beside the file of images lies a log, ".done" added to its name: a line for what is prepared, then
 * one for each request that was answered, in order; each begins with the CRC-32 of its JSON.
 */

import { crc32 } from "node:zlib";
import { naming, writeFileAtomic } from "../../io/files.ts";
import { IMAGE_BYTES } from "./image_size.ts";
import type { DecodeReply, DecodeRequest } from "../decode/decoder_process.ts";

/** Path of the log of the images in `path`. */
export function logPath(path: string): string {
  return `${path}.done`;
}

/**
 * The replies to the first of `requests` that an earlier program had, their images in `path` as they
 * were written. All that comes after is forgotten, and everything if that program prepared something
 * else.
 *
 * @param listing key of what is prepared
 */
export async function keepFinished(
  path: string,
  listing: string,
  requests: readonly DecodeRequest[][],
): Promise<DecodeReply[][]> {
  const logged = await readLog(logPath(path), listing);
  const finished: DecodeReply[][] = [];
  // Another file, as a decoder of the program that was killed may still write into the old one.
  const next = `${path}.next`;
  const create = { write: true, create: true, truncate: true };
  using copy = await naming(next, Deno.open(next, create));
  using old = logged.length > 0 ? await openIfThere(path) : undefined;
  for (const [i, replies] of old ? logged.entries() : []) {
    const request = requests[i];
    if (request?.length !== replies.length) break;
    if (!await naming(next, copyImages(old!, copy, request, replies))) break;
    finished.push(replies);
  }
  await writeFileAtomic(logPath(path), [listing, ...finished].map(toLine).join(""));
  await naming(path, Deno.rename(next, path));
  return finished;
}

/** The log of a preparation under way. */
export class FinishedLog implements Disposable {
  private constructor(readonly path: string, readonly file: Deno.FsFile) {}

  /** Go on with the log that `keepFinished` wrote. */
  static async open(path: string): Promise<FinishedLog> {
    const log = logPath(path);
    return new FinishedLog(log, await naming(log, Deno.open(log, { append: true })));
  }

  /** Note that a request was answered and its images are written. */
  async add(replies: DecodeReply[]): Promise<void> {
    const bytes = new TextEncoder().encode(toLine(replies));
    for (let at = 0; at < bytes.length;) {
      at += await naming(this.path, this.file.write(bytes.subarray(at)));
    }
  }

  [Symbol.dispose](): void {
    this.file.close();
  }
}

function toLine(value: unknown): string {
  const json = JSON.stringify(value);
  return `${crc32(json)} ${json}\n`;
}

/** The replies in a log of this listing, up to the first line that is not whole. */
async function readLog(path: string, listing: string): Promise<DecodeReply[][]> {
  const text = await Deno.readTextFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  });
  const values: unknown[] = [];
  for (const line of text.split("\n").slice(0, -1)) {
    const [sum, json] = [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1)];
    if (sum !== String(crc32(json))) break;
    values.push(JSON.parse(json));
  }
  return values[0] === listing ? values.slice(1) as DecodeReply[][] : [];
}

async function openIfThere(path: string): Promise<Deno.FsFile | undefined> {
  return await Deno.open(path, { read: true }).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
}

/** Copy the images of a request; false if one is not what was written. */
async function copyImages(
  old: Deno.FsFile,
  copy: Deno.FsFile,
  request: readonly DecodeRequest[],
  replies: readonly DecodeReply[],
): Promise<boolean> {
  const image = new Uint8Array(IMAGE_BYTES);
  for (const [i, { slot }] of request.entries()) {
    for (const { item, crc32: sum } of replies[i]!.images) {
      const place = (slot + item) * IMAGE_BYTES;
      await old.seek(place, Deno.SeekMode.Start);
      for (let at = 0; at < image.length;) {
        const read = await old.read(image.subarray(at));
        if (read === null) return false;
        at += read;
      }
      if (crc32(image) !== sum) return false;
      await copy.seek(place, Deno.SeekMode.Start);
      for (let at = 0; at < image.length;) at += await copy.write(image.subarray(at));
    }
  }
  return true;
}
