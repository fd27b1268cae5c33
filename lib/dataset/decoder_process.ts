/**
 * Program that decodes photos for the process that started it (`DecoderPool`): it takes a request
 * a line, as JSON, from its standard input, writes the images into the file that its argument
 * names, and answers with a line of JSON on its standard output. It ends with its input.
 */

import sharp from "sharp";
import { IMAGE_BYTES } from "./decode.ts";
import { readLines } from "./lines.ts";
import { decodeLoaded, loadPhoto, type ReadPhoto } from "./read_photo.ts";
import type { SourcePhoto } from "./source.ts";

/** What a request asks for. */
export interface DecodeRequest {
  photo: SourcePhoto;
  /** Where in the file the image of the photo's item 0 belongs: image number, from 0. */
  slot: number;
}

/** What became of a photo. The image of item i was written as number `slot` + i. */
export interface DecodeReply extends Omit<ReadPhoto, "images"> {
  images: { item: number; width: number; height: number }[];
}

/** What the program says first: that it runs. */
export const READY = "ready";

if (import.meta.main) {
  // One photo at a time, on one thread: other processes have the other cores. Nothing is decoded
  // twice, so keeping what was decoded would only cost memory.
  sharp.concurrency(1);
  sharp.cache(false);
  using out = Deno.openSync(Deno.args[0]!, { write: true });
  say(READY);
  let last = Promise.resolve();
  for await (const line of readLines(Deno.stdin.readable)) {
    const { photo, slot }: DecodeRequest = JSON.parse(line);
    // The file is read at once, while an earlier one is decoded.
    const loaded = loadPhoto(photo);
    last = last.then(async () => {
      const { images, ...rest } = await decodeLoaded(loaded);
      for (const { item, pixels } of images) {
        out.seekSync((slot + item) * IMAGE_BYTES, Deno.SeekMode.Start);
        writeAllSync(out, pixels);
      }
      const reply: DecodeReply = {
        ...rest,
        images: images.map(({ item, width, height }) => ({ item, width, height })),
      };
      say(JSON.stringify(reply));
    });
  }
  await last;
}

function say(line: string): void {
  writeAllSync(Deno.stdout, new TextEncoder().encode(line + "\n"));
}

function writeAllSync(file: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}
