/** Batches of a store's images, read before they are needed: `batches`. */

import { mapInOrder } from "../io/in_order.ts";
import type { ImageStore } from "./store/image_store.ts";

/** Some images of a store. */
export interface Batch {
  /** Their rows in the store. */
  rows: Uint32Array;
  /** uint8 `[rows.length, 128, 128, 3]`, RGB, 0 to 255; the caller may change it. */
  images: Uint8Array;
}

/** Batches read while the caller works on one. */
const PREFETCH = 2;

/**
 * The images of `rows` in their order, batch by batch. The next batches are read while the caller
 * works on one, so that a step does not wait for the disk; at most three batches are in memory.
 *
 * @param options.batchSize images in a batch, 1 or more; the last batch may have fewer
 * @throws {RangeError} at once if `batchSize` or a row is not a whole number in its range; when its
 *   batch is reached if a row is beyond the store's last
 *
 * @example
 * ```ts
 * import { batches } from "./batches.ts";
 *
 * // Any object that reads images: here black ones.
 * const store = {
 *   readImages: (rows: ArrayLike<number>) =>
 *     Promise.resolve(new Uint8Array(rows.length * 128 * 128 * 3)),
 * };
 * for await (const { rows } of batches(store, [4, 2, 0], { batchSize: 2 })) {
 *   console.log([...rows]); // [4, 2], then [0]
 * }
 * ```
 */
export function batches(
  store: Pick<ImageStore, "readImages">,
  rows: ArrayLike<number>,
  { batchSize }: { batchSize: number },
): AsyncGenerator<Batch, void, void> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(
      `Cannot read batches as batchSize must be a whole number above 0: ` +
        `current value is ${batchSize}`,
    );
  }
  const all = Uint32Array.from(rows);
  // A typed array would turn -1, 1.5 or NaN into some other row.
  const wrong = all.findIndex((row, i) => row !== rows[i]);
  if (wrong !== -1) {
    throw new RangeError(
      `Cannot read batches as a row must be a whole number, 0 or more: ` +
        `current value is ${rows[wrong]}`,
    );
  }
  const count = Math.ceil(all.length / batchSize);
  const parts = Array.from(
    { length: count },
    (_, i) => all.subarray(i * batchSize, (i + 1) * batchSize),
  );
  return mapInOrder(parts, PREFETCH + 1, async (part) => ({
    rows: part,
    images: await store.readImages(part),
  }));
}
