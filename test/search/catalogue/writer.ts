/**
 * Adds batches of 20 items to a catalogue until it is killed, and prints the number of items after
 * each. Usage: writer.ts ADDRESS
 */

import { Catalogue } from "../../../lib/search/catalogue/mod.ts";

/** Items of a batch: all of it must be there or nothing. */
export const BATCH = 20;
export const WRITTEN = { dim: 64, dataset: "photos", model: "weights", encoder: "HOG" };

/** Batch number `batch`: 20 items and their vectors. */
export function batchOf(batch: number) {
  const items = Array.from({ length: BATCH }, (_, i) => ({ id: `${batch}/${i}`, category: "all" }));
  return { items, vectors: new Float32Array(BATCH * WRITTEN.dim).fill(batch) };
}

if (import.meta.main) {
  const catalogue = await Catalogue.open(Deno.args[0]!, WRITTEN);
  for (let batch = await catalogue.size() / BATCH;; batch++) {
    const { items, vectors } = batchOf(batch);
    await catalogue.add(items, vectors);
    console.log((batch + 1) * BATCH);
  }
}
