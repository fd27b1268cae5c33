/** Decoding many photos into one file of images: `writeImages`. */

import sharp from "sharp";
import type { Item } from "./image_store.ts";
import { mapInOrder } from "./in_order.ts";
import { type ReadImage, type ReadPhoto, readPhoto } from "./read_photo.ts";
import type { SkippedPhoto, SourcePhoto } from "./source.ts";
import type { Split } from "./split.ts";

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
  skipped: SkippedPhoto[];
  /** How many items were left out of files that are photos, or are named like one. */
  photosLeftOut: number;
}

/**
 * Decode `photos`, several at once, and write their images to the file `path` one after the other,
 * in the order of the photos. A file with the same bytes as an earlier one is left out.
 */
export async function writeImages(
  path: string,
  photos: readonly SourcePhoto[],
  onProgress?: (progress: PrepareProgress) => void,
): Promise<Written> {
  const written: Written = { items: [], skipped: [], photosLeftOut: 0 };
  const fileOf = new Map<string, string>();
  using out = await Deno.open(path, { write: true, create: true, truncate: true });
  let done = 0;
  for await (const read of readPhotos(photos)) {
    const twin = fileOf.get(read.sha256);
    const reason = twin === undefined ? read.reason : `has the same bytes as "${twin}"`;
    if (reason === undefined) {
      fileOf.set(read.sha256, read.photo.file);
      for (const image of read.images) {
        await writeAll(out, image.pixels);
        written.items.push(describe(read, image));
      }
    }
    noteLeftOut(written, read, reason);
    done++;
    onProgress?.({
      done,
      total: photos.length,
      kept: written.items.length,
      leftOut: written.skipped.length,
    });
  }
  await out.sync();
  return written;
}

/** Each photo is decoded by one thread, several at once: faster than several threads on one. */
async function* readPhotos(photos: readonly SourcePhoto[]): AsyncGenerator<ReadPhoto> {
  // Some more than there are cores, as results are taken in order and one can take longer.
  const inFlight = 2 * navigator.hardwareConcurrency + 2;
  const threads = sharp.concurrency();
  sharp.concurrency(1);
  try {
    yield* mapInOrder(photos, inFlight, readPhoto);
  } finally {
    sharp.concurrency(threads);
  }
}

function describe({ photo, sha256 }: ReadPhoto, { item, width, height }: ReadImage): WrittenItem {
  const { id, category, split, board, box, attributes } = item;
  const written: WrittenItem = {
    id,
    file: photo.file,
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

function noteLeftOut(written: Written, read: ReadPhoto, reason: string | undefined): void {
  const { photo: { file, items }, refused, isPhoto } = read;
  if (reason !== undefined) {
    written.skipped.push({ file, reason });
    if (isPhoto) written.photosLeftOut += items.length;
  } else {
    for (const { item, reason } of refused) {
      written.skipped.push({ file, reason: `gives no crop ("${item.id}": ${reason})` });
    }
    written.photosLeftOut += refused.length;
  }
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}
