/**
 * Program that decodes photos for the process that started it (`DecoderPool`). It reads messages
 * from its standard input, each a list of photos, and answers each on its standard output with a
 * message, a list of what became of the photos, followed by the pixels of their images. It ends
 * with its input.
 */

import sharp from "sharp";
import type { SourcePhoto } from "../photo_source.ts";
import { encodeMessage, MessageReader } from "./messages.ts";
import { decodeAll, type ReadPhoto } from "./read_photo.ts";

/** First message of the program: it has started. */
export const READY = "ready";

if (import.meta.main) {
  // One photo at a time, on one thread: other processes use the other cores. Nothing is decoded
  // twice, so a cache would only cost memory.
  sharp.concurrency(1);
  sharp.cache(false);
  const requests = new MessageReader(Deno.stdin.readable);
  try {
    write(encodeMessage(READY));
    for (let request; (request = await requests.message()) !== undefined;) {
      // The parent process wrote it, so it needs no validation.
      const photos = await decodeAll(request as SourcePhoto[]);
      write(encodeMessage(photos.map(withoutPixels)));
      for (const { pixels } of photos.flatMap(({ images }) => images)) write(pixels);
    }
  } catch (error) {
    // The parent process was killed.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

function withoutPixels({ images, ...photo }: ReadPhoto): unknown {
  return { ...photo, images: images.map(({ pixels: _, ...image }) => image) };
}

function write(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}
