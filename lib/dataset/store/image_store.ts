/**
 * A prepared data set on disk, whose images are read as they are needed, never all at once:
 * `openImageStore`, `ImageStore`; and what it holds beside the images, `readContents`.
 */

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { ifExists } from "../../io/files.ts";
import { IMAGE_BYTES, IMAGE_SIZE } from "./image_size.ts";
import { type Item, itemsFromParquet } from "./items_table.ts";
import type { SkippedPhoto } from "../photo_source.ts";
import type { Split } from "../split/split.ts";
import {
  missingFile,
  PREPARE_AGAIN,
  readManifest,
  readStoreFile,
  STORE_FILES,
  type StoredManifest,
} from "./store_files.ts";

export type { Item, SkippedPhoto, Split };

/** What a store holds, or is about to, to compare two states. */
export interface StoreContents {
  /** SHA-256, hex, of what the store holds. */
  readonly fingerprint: string;
  readonly items: readonly Pick<Item, "id" | "category" | "split">[];
  /** CRC-32 of the bytes of each item's image. */
  readonly checksums: ArrayLike<number>;
}

/** A prepared data set, open for reading; `using` closes it. */
export interface ImageStore extends StoreContents, Disposable {
  readonly directory: string;
  readonly name: string;
  readonly count: number;
  /** Items that there were, if the store holds a sample of them. */
  readonly available?: number | undefined;
  /** Width and height of each image in pixels. */
  readonly imageSize: typeof IMAGE_SIZE;
  /** What is known of each image, in the order of the rows. */
  readonly items: readonly Item[];
  /** The categories of the items, sorted. */
  readonly categories: readonly string[];
  /** Photos and crops that were skipped, and why. */
  readonly skipped: readonly SkippedPhoto[];
  /** Rows of a split, ascending; empty for a split that the data set does not have. */
  rowsOf(split: Split): Uint32Array;
  /**
   * Images of `rows`, in their order: uint8 `[rows.length, 128, 128, 3]`, RGB, 0 to 255, a new
   * array for each call. Only these rows are read from disk.
   *
   * @throws {RangeError} if a row is not a whole number from 0 to count - 1, or is damaged
   */
  readImages(rows: ArrayLike<number>): Promise<Uint8Array>;
  /** Close the file; reading fails from then on. */
  close(): void;
}

/**
 * The contents of the store in `directory`, without its images.
 *
 * @param given its manifest, if it was read before
 * @throws {RangeError} if nothing was prepared there, or a file is missing or has another length
 * @throws {SyntaxError} if a file is damaged
 */
export async function readContents(directory: string, given?: StoredManifest) {
  const manifest = given ?? await readManifest(directory);
  const { fingerprint, count } = manifest;
  const items = itemsFromParquet(await readStoreFile(directory, "items", manifest));
  checkLength(directory, "items", "rows", items.length, count);
  const lines = new TextDecoder().decode(await readStoreFile(directory, "skipped", manifest));
  const skipped: SkippedPhoto[] = lines.split("\n").filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  const sums = await readStoreFile(directory, "sums", manifest);
  checkLength(directory, "sums", "bytes", sums.length, 4 * count);
  const checksums = new Uint32Array(sums.slice().buffer);
  return { fingerprint, items, skipped, checksums };
}

/**
 * Open the store in `directory`; the caller closes it.
 *
 * @throws {RangeError} if nothing was prepared there, or a file is missing or has another length
 * @throws {SyntaxError} if a file is damaged
 */
export async function openImageStore(directory: string): Promise<ImageStore> {
  const manifest = await readManifest(directory);
  const { name, count, available } = manifest;
  const contents = await readContents(directory, manifest);
  const { items, checksums } = contents;
  const reader = new RowReader(await openImages(directory, count), checksums, directory);
  return {
    directory,
    name,
    ...contents,
    count,
    available,
    imageSize: IMAGE_SIZE,
    categories: [...new Set(items.map((item) => item.category))].sort(),
    rowsOf: (split) =>
      Uint32Array.from([...items.keys()].filter((row) => items[row]!.split === split)),
    readImages: (rows) => reader.read(rows),
    close: () => reader.close(),
    [Symbol.dispose]: () => reader.close(),
  };
}

async function openImages(directory: string, count: number): Promise<Deno.FsFile> {
  const file = await ifExists(Deno.open(join(directory, STORE_FILES.images)));
  if (file === undefined) throw missingFile(directory, "images");
  try {
    const { size } = await file.stat();
    checkLength(directory, "images", "bytes", size, count * IMAGE_BYTES);
    return file;
  } catch (error) {
    file.close();
    throw error;
  }
}

function checkLength(
  directory: string,
  file: keyof typeof STORE_FILES,
  unit: string,
  length: number,
  expected: number,
): void {
  if (length === expected) return;
  throw new RangeError(
    `Cannot open image store as "${STORE_FILES[file]}" in "${directory}" must have ${expected} ` +
      `${unit}: current value is ${length} (${PREPARE_AGAIN})`,
  );
}

/** Longest reading without a pause in which signals are seen and other work goes on. */
const TURN_MS = 10;

/** Reads rows of one file, synchronously: an image takes 12 microseconds so, and 50 if each is awaited. */
class RowReader {
  #closed = false;
  /** Time of the last pause. */
  #lastPause = 0;

  constructor(
    readonly file: Deno.FsFile,
    /** CRC-32 of each image's bytes. */
    readonly checksums: Uint32Array,
    readonly directory: string,
  ) {}

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.file.close();
  }

  async read(rows: ArrayLike<number>): Promise<Uint8Array> {
    const count = this.checksums.length;
    const wrong = Array.from(rows).find((row) => !(row in this.checksums));
    if (wrong !== undefined) {
      throw new RangeError(
        `Cannot read images as a row must be a whole number from 0 to ${count - 1}: ` +
          `current value is ${wrong}`,
      );
    }
    if (this.#closed) throw new RangeError(`Cannot read images: "${this.directory}" is closed`);
    const images = new Uint8Array(rows.length * IMAGE_BYTES);
    for (let start = 0, end; start < rows.length; start = end) {
      // Neighbours in the file are read at once.
      for (end = start + 1; end < rows.length && rows[end] === rows[end - 1]! + 1; end++);
      this.#fill(rows[start]!, images.subarray(start * IMAGE_BYTES, end * IMAGE_BYTES));
      if (performance.now() - this.#lastPause > TURN_MS) {
        // Signals are seen while a timer runs.
        await delay(0);
        this.#lastPause = performance.now();
      }
    }
    for (let i = 0; i < rows.length; i++) {
      const checksum = crc32(images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES));
      if (checksum !== this.checksums[rows[i]!]) {
        throw new RangeError(
          `Cannot read images as image ${rows[i]} is damaged: checksum mismatch ` +
            `(delete "${this.directory}", then ${PREPARE_AGAIN})`,
        );
      }
    }
    return images;
  }

  /** Calls of `read` that overlap cannot come between the position and the reading from there. */
  #fill(row: number, target: Uint8Array): void {
    this.file.seekSync(row * IMAGE_BYTES, Deno.SeekMode.Start);
    for (let at = 0; at < target.length;) {
      const read = this.file.readSync(target.subarray(at));
      if (read === null) {
        throw new RangeError(`Cannot read images: "${this.directory}" was cut since it was opened`);
      }
      at += read;
    }
  }
}
