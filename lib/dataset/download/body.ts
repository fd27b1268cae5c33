/** A body with a limit: `limited` for a stream of it, `joinChunks` for all of it. */

import type { Body } from "./read_url.ts";
import { DownloadError } from "./errors.ts";

/**
 * The chunks of a body, ended with an error as soon as there are more than `maxBytes`: what was
 * promised, if anything, is not relied on.
 *
 * @throws {DownloadError} if there are more
 */
export async function* limited(
  { length, chunks }: Body,
  maxBytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  const tooLarge = () => new DownloadError(`has more than ${maxBytes} bytes`, { again: false });
  if (length !== undefined && length > maxBytes) throw tooLarge();
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    if (total > maxBytes) throw tooLarge();
    yield chunk;
  }
}

/** All chunks in one array. */
export async function joinChunks(
  chunks: AsyncIterable<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
