/** Photos decoded into one file of images, resumably: `writeImages`. */

import { crc32 } from "node:zlib";
import { fill, writeAll } from "../../io/bytes.ts";
import { naming } from "../../io/files.ts";
import { mapInOrder } from "../../io/in_order.ts";
import { commonFolder } from "../../io/paths.ts";
import { Journal } from "../../io/journal.ts";
import { DecoderPool } from "../decode/decoder_pool.ts";
import { decodeAll, type ReadPhoto } from "../decode/read_photo.ts";
import type { SkippedPhoto, SourcePhoto } from "../photo_source.ts";
import type { Split } from "../split/split.ts";
import { IMAGE_BYTES } from "./image_size.ts";
import type { Item } from "./items_table.ts";

/** Photos that a decoder is asked for at once. */
const PHOTOS_A_REQUEST = 16;

/** Requests per decoder that are running or waiting for their turn to be written. */
const REQUESTS_A_DECODER = 2;

/** Fewer photos are not worth another decoder, which takes a tenth of a second to start. */
const PHOTOS_A_DECODER = 50;

/** Each takes some 150 MB of memory. */
const MAX_DECODERS = 16;

/** Progress of a preparation. */
export interface PrepareProgress {
  /** Files that are done, of how many. */
  done: number;
  total: number;
  /** Reasons so far for skipping something. */
  skipped: number;
}

/** An item whose image was written; its split may still have to be drawn. */
export interface WrittenItem extends Omit<Item, "split"> {
  split?: Split | undefined;
  /** SHA-256, hex, of the file it comes from. */
  sha256: string;
}

/** What became of the photos. */
export interface Written {
  /** Item i is image i of the file. */
  items: WrittenItem[];
  /** CRC-32 of each image's bytes. */
  checksums: number[];
  skipped: SkippedPhoto[];
  /** Number of items skipped; copies not counted. */
  skippedPhotos: number;
  /** Number of items skipped of files with the same bytes as another one. */
  copies: number;
}

/** Options of `writeImages`. */
export interface WriteOptions {
  /** Key of the photos and their state; another one begins anew. */
  listing: string;
  /**
   * Decode in this process, for few photos: no other program is started, but a photo that crashes the
   * decoding library ends this one.
   *
   * @default false
   */
  inProcess?: boolean | undefined;
  /** Called after each file. */
  onProgress?: ((progress: PrepareProgress) => void) | undefined;
}

/** The journal of the images in `path`. */
export function journalPath(path: string): string {
  return `${path}.done`;
}

/**
 * Decode `photos`, several at once, and write their images to the file `path` one after the other,
 * in the order of the photos. A file with the same bytes as an earlier one is skipped. Photos that
 * a program decoded before it was killed are not decoded again.
 *
 * @throws {Error} if the file or its journal cannot be written, naming it
 */
export async function writeImages(
  path: string,
  photos: readonly SourcePhoto[],
  { listing, inProcess = false, onProgress }: WriteOptions,
): Promise<Written> {
  const requests = Array.from(
    { length: Math.ceil(photos.length / PHOTOS_A_REQUEST) },
    (_, i) => photos.slice(i * PHOTOS_A_REQUEST, (i + 1) * PHOTOS_A_REQUEST),
  );
  using journal = await Journal.open(journalPath(path), listing);
  using file = await naming(path, Deno.open(path, { read: true, write: true, create: true }));
  const saved = await readSaved(journal, file);
  await journal.keep(saved.length);
  const savedImages = saved.reduce((sum, { checksums }) => sum + checksums.length, 0);
  await naming(path, file.truncate(savedImages * IMAGE_BYTES));
  await file.seek(savedImages * IMAGE_BYTES, Deno.SeekMode.Start);
  const folder = commonFolder(photos.map(({ path }) => path));
  await using pool = inProcess ? undefined : new DecoderPool(decoderCount(photos.length), folder);
  const decoded = mapInOrder(
    requests.entries(),
    REQUESTS_A_DECODER * (pool?.size ?? 1),
    async ([i, request]) =>
      saved[i]?.photos ?? await (pool ? pool.decode(request) : decodeAll(request)),
  );
  const written: Written = { items: [], checksums: [], skipped: [], skippedPhotos: 0, copies: 0 };
  const fileOf = new Map<string, string>();
  let i = 0, done = 0;
  for await (const replies of decoded) {
    const request = requests[i]!;
    const images = request.flatMap((photo, j) => addPhoto(written, fileOf, photo, replies[j]!));
    let checksums = saved[i++]?.checksums;
    if (checksums === undefined) {
      checksums = images.map(({ pixels }) => crc32(pixels));
      for (const { pixels } of images) await naming(path, writeAll(file, pixels));
      await journal.add(encodeDone({ photos: replies, checksums }));
    }
    written.checksums.push(...checksums);
    for (const _ of request) {
      onProgress?.({ done: ++done, total: photos.length, skipped: written.skipped.length });
    }
  }
  await naming(path, file.sync());
  return written;
}

/** One decoder a core, as far as there is work. */
function decoderCount(photos: number): number {
  const useful = Math.ceil(photos / PHOTOS_A_DECODER);
  return Math.max(1, Math.min(navigator.hardwareConcurrency, MAX_DECODERS, useful));
}

/** A request whose images are in the file: what became of its photos, and its images' CRC-32. */
interface Done {
  photos: ReadPhoto[];
  checksums: number[];
}

function encodeDone({ photos, checksums }: Done): Uint8Array {
  const withoutPixels = (key: string, value: unknown) => key === "pixels" ? undefined : value;
  return new TextEncoder().encode(JSON.stringify({ photos, checksums }, withoutPixels));
}

/** The requests that an earlier program has done, up to the first whose images are damaged. */
async function readSaved(journal: Journal, file: Deno.FsFile): Promise<Done[]> {
  const saved: Done[] = [];
  const image = new Uint8Array(IMAGE_BYTES);
  for (const record of journal.records) {
    // Written by this file, and its checksum is that of the journal.
    const request: Done = JSON.parse(new TextDecoder().decode(record));
    for (const checksum of request.checksums) {
      if (!await fill(file, image) || crc32(image) !== checksum) return saved;
    }
    saved.push(request);
  }
  return saved;
}

/** Note what became of a photo, and return its images that belong in the store. */
function addPhoto(
  written: Written,
  fileOf: Map<string, string>,
  { file, items }: SourcePhoto,
  { sha256, reason, images, refused }: ReadPhoto,
): ReadPhoto["images"] {
  const twin = fileOf.get(sha256);
  const skipReason = twin === undefined ? reason : `has the same bytes as "${twin}"`;
  if (skipReason !== undefined) {
    written.skipped.push({ file, reason: skipReason });
    if (twin !== undefined) written.copies += items.length;
    else written.skippedPhotos += items.length;
    return [];
  }
  fileOf.set(sha256, file);
  for (const { item, width, height } of images) {
    const { attributes, ...known } = items[item]!;
    written.items.push({ ...known, file, width, height, attributes: { ...attributes }, sha256 });
  }
  for (const { item, reason } of refused) {
    written.skipped.push({ file, reason: `gives no crop ("${items[item]!.id}": ${reason})` });
  }
  written.skippedPhotos += refused.length;
  return images;
}
