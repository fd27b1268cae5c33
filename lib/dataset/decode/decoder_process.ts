/**
 * Program that decodes photos for the process that started it (`DecoderPool`): it takes some
 * requests a line, as JSON, from its standard input, writes the images into the file that its
 * argument names, and answers with a line of JSON on its standard output. It ends with its input.
 */

import { crc32 } from "node:zlib";
import sharp from "sharp";
import { IMAGE_BYTES } from "../store/image_size.ts";
import { readLines } from "./lines.ts";
import { decodeLoaded, loadPhoto, type ReadPhoto } from "./read_photo.ts";
import type { SourcePhoto } from "../photo_source.ts";

/** What a request asks for. */
export interface DecodeRequest {
  photo: SourcePhoto;
  /** Where in the file the image of the photo's item 0 belongs: image number, from 0. */
  slot: number;
}

/** What became of a photo. The image of item i was written as number `slot` + i. */
export interface DecodeReply extends Omit<ReadPhoto, "images"> {
  images: {
    item: number;
    width: number;
    height: number;
    /** Sum over the image's bytes, taken before they were written. */
    crc32: number;
  }[];
}

/** Answer of a program that cannot go on, whatever photo comes: the disk is full, say. */
export interface DecodeFailure {
  failure: string;
}

/** What the program says first: that it runs. */
export const READY = "ready";

if (import.meta.main) {
  // One photo at a time, on one thread: other processes have the other cores. Nothing is decoded
  // twice, so keeping what was decoded would only cost memory.
  sharp.concurrency(1);
  sharp.cache(false);
  using out = Deno.openSync(Deno.args[0]!, { write: true });
  try {
    say(READY);
    for await (const line of readLines(Deno.stdin.readable)) {
      say(JSON.stringify(await decodeAll(JSON.parse(line), out)));
    }
  } catch (error) {
    // Who asked was killed: nobody is left to tell.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function decodeAll(
  requests: readonly DecodeRequest[],
  out: Deno.FsFile,
): Promise<DecodeReply[]> {
  const replies: DecodeReply[] = [];
  let loaded = loadPhoto(requests[0]!.photo);
  for (const [i, { slot }] of requests.entries()) {
    const decoding = decodeLoaded(loaded);
    // The next file is read while this one is decoded.
    if (i + 1 < requests.length) loaded = loadPhoto(requests[i + 1]!.photo);
    const { images, ...rest } = await decoding;
    for (const { item, pixels } of images) writeImage(out, slot + item, pixels);
    replies.push({
      ...rest,
      images: images.map(({ pixels, ...size }) => ({ ...size, crc32: crc32(pixels) })),
    });
  }
  return replies;
}

function writeImage(out: Deno.FsFile, place: number, pixels: Uint8Array): void {
  try {
    out.seekSync(place * IMAGE_BYTES, Deno.SeekMode.Start);
    writeAllSync(out, pixels);
  } catch (error) {
    const failure: DecodeFailure = { failure: (error as Error).message };
    say(JSON.stringify(failure));
    throw error;
  }
}

function say(line: string): void {
  writeAllSync(Deno.stdout, new TextEncoder().encode(line + "\n"));
}

function writeAllSync(file: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}
