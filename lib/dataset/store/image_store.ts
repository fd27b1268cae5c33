/**
 * A prepared data set on disk: `openImageStore` gives an `ImageStore`, whose images are read from
 * the file as they are asked for, never all at once.
 */

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { IMAGE_BYTES, IMAGE_SIZE } from "./image_size.ts";
import { itemsFromParquet } from "./items_table.ts";
import type { SkippedPhoto } from "../photo_source.ts";
import type { Split } from "../split/split.ts";
import {
  missingFile,
  PREPARE_AGAIN,
  readManifest,
  readStoreFile,
  STORE_FILES,
} from "./store_files.ts";

export type { SkippedPhoto, Split };

/** What is known of one image; row i of `items.parquet` is image i of `images.u8`. */
export interface Item {
  /** Unique and stable: the file's path below the root; for a crop, board signature + "-" + n. */
  id: string;
  /** Source file relative to the data set's root, with "/" between folders. */
  file: string;
  category: string;
  split: Split;
  /** Pixels of the source photo, its EXIF orientation applied, or of the crop. */
  width: number;
  height: number;
  /** Signature of the board it is cropped from. */
  board?: string;
  /** Part of the board: left, top, width, height, as fractions of its width and height. */
  box?: [x: number, y: number, width: number, height: number];
  /** What else is known, such as colour, pattern and style; empty if nothing is. */
  attributes: Record<string, string>;
}

/** A prepared data set, open for reading. */
export interface ImageStore {
  readonly directory: string;
  readonly name: string;
  /** SHA-256, hex, of what the store holds. */
  readonly fingerprint: string;
  readonly count: number;
  readonly imageSize: 128;
  /** What is known of each image, in the order of the rows. */
  readonly items: readonly Item[];
  /** The categories of the items, sorted. */
  readonly categories: readonly string[];
  /** What was left out, and why. */
  readonly skipped: readonly SkippedPhoto[];
  /** Rows of a split, ascending; empty for a split that the data set does not have. */
  rowsOf(split: Split): Uint32Array;
  /**
   * Images of `rows`, in their order: uint8 `[rows.length, 128, 128, 3]`, RGB, 0 to 255, the
   * caller's to keep and change. Only these rows are read from disk.
   *
   * @throws {RangeError} if a row is not a whole number from 0 to count - 1, or its bytes are not
   *   those that were prepared
   */
  readImages(rows: ArrayLike<number>): Promise<Uint8Array>;
  /** Close the file; reading fails from then on. */
  close(): void;
}

/**
 * Open the store in `directory`; the caller closes it.
 *
 * @throws {RangeError} if nothing was prepared there, or its files do not fit together
 * @throws {SyntaxError} if a file is damaged
 */
export async function openImageStore(directory: string): Promise<ImageStore> {
  const manifest = await readManifest(directory);
  const items = itemsFromParquet(await readStoreFile(directory, "items", manifest));
  if (items.length !== manifest.count) {
    throw new RangeError(
      `Cannot open image store as "${STORE_FILES.items}" in "${directory}" must have ` +
        `${manifest.count} rows: current value is ${items.length}`,
    );
  }
  const skipped = parseLines(await readStoreFile(directory, "skipped", manifest), directory);
  const sums = sumsFrom(await readStoreFile(directory, "sums", manifest), manifest.count);
  const images = await openImages(directory, manifest.count);
  const reader = new RowReader(images, sums, directory);
  return {
    directory,
    name: manifest.name,
    fingerprint: manifest.fingerprint,
    count: manifest.count,
    imageSize: IMAGE_SIZE,
    items,
    categories: [...new Set(items.map((item) => item.category))].sort(),
    skipped,
    rowsOf: (split) =>
      Uint32Array.from([...items.keys()].filter((row) => items[row]!.split === split)),
    readImages: (rows) => reader.read(rows),
    close: () => reader.close(),
  };
}

function parseLines(bytes: Uint8Array, directory: string): SkippedPhoto[] {
  const lines = new TextDecoder().decode(bytes).split("\n").filter((line) => line !== "");
  try {
    return lines.map((line) => JSON.parse(line));
  } catch (error) {
    throw new SyntaxError(
      `Cannot open image store as "${STORE_FILES.skipped}" in "${directory}" must hold a line ` +
        `of JSON each`,
      { cause: error },
    );
  }
}

/** Sums that lie little-endian in a file. */
function sumsFrom(bytes: Uint8Array, count: number): Uint32Array {
  if (bytes.length !== 4 * count) {
    throw new RangeError(
      `Cannot open image store as there must be ${count} sums: current value is ${
        bytes.length / 4
      } (${PREPARE_AGAIN})`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: count }, (_, i) => view.getUint32(4 * i, true));
}

async function openImages(directory: string, count: number): Promise<Deno.FsFile> {
  const name = STORE_FILES.images;
  const file = await Deno.open(join(directory, name)).catch((error) => {
    throw missingFile(directory, name, error);
  });
  const { size } = await file.stat();
  if (size !== count * IMAGE_BYTES) {
    file.close();
    throw new RangeError(
      `Cannot open image store as "${name}" in "${directory}" must have ` +
        `${count * IMAGE_BYTES} bytes (${count} images): current value is ${size} ` +
        `(${PREPARE_AGAIN})`,
    );
  }
  return file;
}

// Reading a photo takes 12 microseconds, and 50 where each is waited for; but a disk may be slow.
const TURN_MS = 10;

/** Reads rows of one file; calls that overlap take turns, as the file has one position. */
class RowReader {
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;
  /** When others last had their turn. */
  #lastTurn = 0;

  constructor(
    readonly file: Deno.FsFile,
    /** CRC-32 of each image's bytes. */
    readonly sums: Uint32Array,
    readonly directory: string,
  ) {}

  get count(): number {
    return this.sums.length;
  }

  read(rows: ArrayLike<number>): Promise<Uint8Array> {
    const reading = this.#last.then(() => this.#read(rows));
    this.#last = reading.catch(() => {});
    return reading;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.file.close();
  }

  async #read(rows: ArrayLike<number>): Promise<Uint8Array> {
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      if (!Number.isInteger(row) || row < 0 || row >= this.count) {
        throw new RangeError(
          `Cannot read images as a row must be a whole number from 0 to ${this.count - 1}: ` +
            `current value is ${row}`,
        );
      }
    }
    const images = new Uint8Array(rows.length * IMAGE_BYTES);
    for (let start = 0, end; start < rows.length; start = end) {
      // Neighbours in the file are read at once.
      for (end = start + 1; end < rows.length && rows[end] === rows[end - 1]! + 1; end++);
      this.#fill(rows[start]!, images.subarray(start * IMAGE_BYTES, end * IMAGE_BYTES));
      if (performance.now() - this.#lastTurn > TURN_MS) {
        // Signals are seen while a timer runs.
        await delay(0);
        this.#lastTurn = performance.now();
      }
    }
    for (let i = 0; i < rows.length; i++) {
      const sum = crc32(images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES));
      if (sum !== this.sums[rows[i]!]) {
        throw new RangeError(
          `Cannot read images as image ${rows[i]} must be as it was prepared: it is damaged ` +
            `(delete "${this.directory}", then ${PREPARE_AGAIN})`,
        );
      }
    }
    return images;
  }

  #fill(row: number, target: Uint8Array): void {
    const refuse = (condition: string) => {
      throw new RangeError(`Cannot read images as ${condition}: "${this.directory}"`);
    };
    if (this.#closed) refuse("the store must be open");
    this.file.seekSync(row * IMAGE_BYTES, Deno.SeekMode.Start);
    for (let at = 0; at < target.length;) {
      const read = this.file.readSync(target.subarray(at));
      if (read === null) return refuse("the file of the store must keep its length");
      at += read;
    }
  }
}
