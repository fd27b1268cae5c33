/** Images of a store in batches, read ahead of their use: `batches`. */

import { mapInOrder } from "../io/in_order.ts";
import type { ImageStore } from "./store/image_store.ts";

/** Some images of a store. */
export interface Batch {
  /** Their rows in the store. */
  rows: Uint32Array;
  /** uint8 `[rows.length, 128, 128, 3]`, RGB, 0 to 255; the caller's to keep and change. */
  images: Uint8Array;
}

/** How `batches` reads. */
export interface BatchOptions {
  /** Images a batch; the last one holds what is left. 1 or more. */
  batchSize: number;
  /**
   * Batches read while the caller works on one; 0 reads each when it is asked for.
   *
   * @default 2
   */
  prefetch?: number;
}

/**
 * The images of `rows` in their order, batch by batch. While the caller awaits its own work on one
 * batch the next are read, so that a step does not wait for the disk; at most `prefetch` + 1
 * batches are held in memory.
 *
 * @throws {RangeError} if `batchSize`, `prefetch` or a row is not a whole number in its range, at
 * once; or a row is beyond the store's last, when its batch is reached
 */
export function batches(
  store: Pick<ImageStore, "readImages">,
  rows: ArrayLike<number>,
  { batchSize, prefetch = 2 }: BatchOptions,
): AsyncGenerator<Batch, void, void> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(
      `Cannot read batches as batchSize must be a whole number above 0: ` +
        `current value is ${batchSize}`,
    );
  }
  if (!Number.isInteger(prefetch) || prefetch < 0) {
    throw new RangeError(
      `Cannot read batches as prefetch must be a whole number, 0 or more: ` +
        `current value is ${prefetch}`,
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
  return mapInOrder(parts, prefetch + 1, async (part) => ({
    rows: part,
    images: await store.readImages(part),
  }));
}
