/** Rows that need not all be in memory, and their embeddings. */

import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Vectors } from "./embedding.ts";

/** Rows of values, read a batch at a time. */
export interface RowSource {
  /** Number of rows. */
  count: number;
  /** Values in a row, such as 128 x 128 x 3 = 49,152 of an image. */
  dim: number;
  /** Rows `first` to `end - 1`, row-major `[end - first, dim]`. */
  read(first: number, end: number): Promise<Uint8Array | Float32Array>;
}

/** Turns images, uint8 `[n, 128, 128, 3]`, into vectors, float32 `[n, dim]`, each by itself. */
export type Encoder = (images: Uint8Array) => Float32Array | Promise<Float32Array>;

/** Rows in memory: row-major `[n, dim]`. */
export function arraySource(rows: Uint8Array | Float32Array, dim: number): RowSource {
  if (!Number.isInteger(dim) || dim < 1 || rows.length % dim !== 0) {
    throw new TypeError(
      `Cannot read rows as their length ${rows.length} must be a multiple of dim: ` +
        `current value is ${dim}`,
    );
  }
  return {
    count: rows.length / dim,
    dim,
    read: (first, end) => Promise.resolve(rows.subarray(first * dim, end * dim)),
  };
}

/** The images in `rows` of `store`, in that order: uint8 `[128, 128, 3]` each, read on demand. */
export function imageRows(store: Pick<ImageStore, "readImages">, rows: Uint32Array): RowSource {
  return {
    count: rows.length,
    dim: IMAGE_BYTES,
    read: (first, end) => store.readImages(rows.subarray(first, end)),
  };
}

/**
 * The embedding of all images of a source, in order: float32 `[count, dim]`, and 0 dimensions without
 * any image.
 *
 * @param images rows are images, uint8 `[128, 128, 3]`
 * @param options.batch Images read at once. @default 256
 * @throws {TypeError} if they are no bytes
 */
export async function embedRows(
  images: RowSource,
  encoder: Encoder,
  { batch = 256 }: { batch?: number } = {},
): Promise<Vectors> {
  let [vectors, dim] = [new Float32Array(), 0];
  for (let first = 0; first < images.count; first += batch) {
    const end = Math.min(first + batch, images.count);
    const rows = await images.read(first, end);
    if (!(rows instanceof Uint8Array)) {
      throw new TypeError(`Cannot embed images as they must be bytes: row ${first} is not`);
    }
    const embedded = await encoder(rows);
    if (first === 0) {
      dim = embedded.length / (end - first);
      vectors = new Float32Array(images.count * dim);
    }
    vectors.set(embedded, first * dim);
  }
  return { vectors, dim };
}

/** A source from start to end in batches, as float32 copies that the caller may change. */
export async function* batches(
  source: RowSource,
  batch: number,
): AsyncGenerator<{ first: number; end: number; rows: Float32Array }> {
  for (let first = 0; first < source.count; first += batch) {
    const end = Math.min(first + batch, source.count);
    const read = await source.read(first, end);
    if (read.length !== (end - first) * source.dim) {
      throw new TypeError(
        `Cannot read rows ${first} to ${end - 1} as they must hold ` +
          `${(end - first) * source.dim} numbers: current value is ${read.length}`,
      );
    }
    yield { first, end, rows: new Float32Array(read) };
  }
}
