/** Which photos an epoch shows, in which order: `epochOrder`. */

import { balancedOrder } from "../dataset/balanced_order.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { deriveSeed, shuffledIndices } from "../io/random.ts";

/** The photos of one epoch. */
export interface EpochOrder {
  /** Rows of the store. */
  rows: Uint32Array;
  /** For each a number to draw its random changes from: its row, and another for each repeat of it. */
  keys: Uint32Array;
}

/**
 * The training rows of `store` in the order of epoch `epoch` (from 1): each once, or, `balanced`, as
 * many in all but each category as often as the others. It depends on nothing but its arguments.
 */
export function epochOrder(
  store: Pick<ImageStore, "rowsOf" | "items" | "count">,
  { seed, epoch, balanced = false }: { seed: number; epoch: number; balanced?: boolean },
): EpochOrder {
  const rows = store.rowsOf("train");
  if (!balanced) {
    const order = shuffledIndices(rows.length, deriveSeed(seed, `order of epoch ${epoch}`));
    const shuffled = order.map((i) => rows[i]!);
    return { rows: shuffled, keys: shuffled };
  }
  const labels = Array.from(rows, (row) => store.items[row]!.category);
  const { order, drawnBefore } = balancedOrder(labels, { seed, epoch });
  const drawn = order.map((i) => rows[i]!);
  return { rows: drawn, keys: drawn.map((row, i) => row + drawnBefore[i]! * store.count) };
}
