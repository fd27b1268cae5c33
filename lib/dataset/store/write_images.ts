/** Decoding many photos into one file of images: `writeImages`. */

import { naming } from "../../io/files.ts";
import { mapInOrder } from "../../io/in_order.ts";
import { DecoderPool } from "../decode/decoder_pool.ts";
import type { DecodeReply, DecodeRequest } from "../decode/decoder_process.ts";
import { IMAGE_BYTES } from "./image_size.ts";
import { FinishedLog, keepFinished } from "./finished_photos.ts";
import type { Item } from "./image_store.ts";
import type { SkippedPhoto, SourcePhoto } from "../photo_source.ts";
import type { Split } from "../split/split.ts";

/** Photos a decoder is asked for at once. */
const PHOTOS_A_REQUEST = 16;

/** Requests per decoder, so that it has the next at hand. */
const IN_FLIGHT = 3;

/** Fewer are not worth another decoder. */
const PHOTOS_A_DECODER = 50;

/** Each takes some 150 MB of memory. */
const MAX_DECODERS = 16;

/** Images moved at once where there are gaps in the file. */
const IMAGES_A_MOVE = 64;

/** How far a preparation is. */
export interface PrepareProgress {
  /** Files done, of how many. */
  done: number;
  total: number;
  /** Items in the store so far, and reasons noted for leaving something out. */
  kept: number;
  leftOut: number;
}

/** An item whose image was written; its split may still have to be drawn. */
export interface WrittenItem extends Omit<Item, "split"> {
  split?: Split;
  /** SHA-256, hex, of the file it comes from. */
  sha256: string;
}

/** What became of the photos. */
export interface Written {
  /** Item i is image i of the file. */
  items: WrittenItem[];
  /** CRC-32 of each image's bytes. */
  sums: number[];
  skipped: SkippedPhoto[];
  /** How many items were left out of files that are photos, or are named like one. */
  photosLeftOut: number;
}

/** Options of `writeImages`. */
export interface WriteOptions {
  /** Key of the photos and their state: another one begins again. */
  listing: string;
  /** Called after each file. */
  onProgress?: ((progress: PrepareProgress) => void) | undefined;
}

/**
 * Decode `photos`, several at once, and write their images to the file `path` one after the other,
 * in the order of the photos. A file with the same bytes as an earlier one is left out. What a
 * program that was killed has decoded is not decoded again.
 */
export async function writeImages(
  path: string,
  photos: readonly SourcePhoto[],
  { listing, onProgress }: WriteOptions,
): Promise<Written> {
  const written: Written = { items: [], sums: [], skipped: [], photosLeftOut: 0 };
  const slots: number[] = [];
  const fileOf = new Map<string, string>();
  const all = [...requestsFor(photos)];
  const finished = await keepFinished(path, listing, all);
  using log = await FinishedLog.open(path);
  using out = await naming(path, Deno.open(path, { read: true, write: true }));
  await using pool = new DecoderPool(path, decoders(photos.length));
  const answers = mapInOrder(
    all.entries(),
    IN_FLIGHT * pool.size,
    async ([i, requests]) => ({
      requests,
      replies: finished[i] ?? await pool.decode(requests),
      isNew: i >= finished.length,
    }),
  );
  let done = 0;
  for await (const { requests, replies, isNew } of answers) {
    if (isNew) await log.add(replies);
    for (const [i, { photo, slot }] of requests.entries()) {
      const reply = replies[i]!;
      const twin = fileOf.get(reply.sha256);
      const reason = twin === undefined ? reply.reason : `has the same bytes as "${twin}"`;
      if (reason === undefined) {
        fileOf.set(reply.sha256, photo.file);
        for (const image of reply.images) {
          written.items.push(describe(photo, reply, image));
          written.sums.push(image.crc32);
          slots.push(slot + image.item);
        }
      }
      noteLeftOut(written, photo, reply, reason);
      done++;
      onProgress?.({
        done,
        total: photos.length,
        kept: written.items.length,
        leftOut: written.skipped.length,
      });
    }
  }
  await naming(path, closeGaps(out, slots));
  await naming(path, out.sync());
  return written;
}

/** One decoder a core, as far as there is work: each takes a tenth of a second to start. */
function decoders(photos: number): number {
  const useful = Math.ceil(photos / PHOTOS_A_DECODER);
  return Math.max(1, Math.min(navigator.hardwareConcurrency, MAX_DECODERS, useful));
}

/** Some photos each, with the places of their images as if none were left out. */
function* requestsFor(photos: readonly SourcePhoto[]): Generator<DecodeRequest[]> {
  let slot = 0;
  for (let start = 0; start < photos.length; start += PHOTOS_A_REQUEST) {
    yield photos.slice(start, start + PHOTOS_A_REQUEST).map((photo) => {
      const request = { photo, slot };
      slot += photo.items.length;
      return request;
    });
  }
}

function describe(
  { file, items }: SourcePhoto,
  { sha256 }: DecodeReply,
  { item, width, height }: DecodeReply["images"][number],
): WrittenItem {
  const { id, category, split, board, box, attributes } = items[item]!;
  const written: WrittenItem = {
    id,
    file,
    category,
    width,
    height,
    attributes: { ...attributes },
    sha256,
  };
  if (split !== undefined) written.split = split;
  if (board !== undefined) written.board = board;
  if (box !== undefined) written.box = [...box];
  return written;
}

function noteLeftOut(
  written: Written,
  { file, items }: SourcePhoto,
  { refused, isPhoto }: DecodeReply,
  reason: string | undefined,
): void {
  if (reason !== undefined) {
    written.skipped.push({ file, reason });
    if (isPhoto) written.photosLeftOut += items.length;
  } else {
    for (const { item, reason } of refused) {
      written.skipped.push({ file, reason: `gives no crop ("${items[item]!.id}": ${reason})` });
    }
    written.photosLeftOut += refused.length;
  }
}

/** Move image `slots[i]` to place i for each i, and cut the file after the last. */
async function closeGaps(file: Deno.FsFile, slots: readonly number[]): Promise<void> {
  const buffer = new Uint8Array(IMAGES_A_MOVE * IMAGE_BYTES);
  for (let start = 0, end; start < slots.length; start = end) {
    // Images that lie side by side stay so.
    for (end = start + 1; end < slots.length && end - start < IMAGES_A_MOVE; end++) {
      if (slots[end] !== slots[end - 1]! + 1) break;
    }
    if (slots[start] === start) continue;
    const images = buffer.subarray(0, (end - start) * IMAGE_BYTES);
    await file.seek(slots[start]! * IMAGE_BYTES, Deno.SeekMode.Start);
    for (let at = 0; at < images.length;) at += await file.read(images.subarray(at)) ?? NaN;
    await file.seek(start * IMAGE_BYTES, Deno.SeekMode.Start);
    for (let at = 0; at < images.length;) at += await file.write(images.subarray(at));
  }
  await file.truncate(slots.length * IMAGE_BYTES);
}
