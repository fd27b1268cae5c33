/** Counts of each split, and whether splits share groups: `summariseSplits`. */

import type { Item } from "../store/items_table.ts";
import { type Split, SPLITS } from "./split.ts";

/** Counts of one split. */
export interface SplitReport {
  split: Split;
  items: number;
  /** Fraction of all items, 0 to 1. */
  fraction: number;
  /** Groups of its items, such as boards; 0 where there are no groups. */
  groups: number;
  /** Categories that occur in it. */
  categories: number;
  /** Its items whose group also has a training item; 0 for the training split itself. */
  sharedWithTraining: number;
}

/**
 * The splits of `items`, those without items included.
 *
 * @param splits the split of each item, to try another one. @default the split in `items`
 */
export function summariseSplits(
  items: readonly Pick<Item, "category" | "group" | "split">[],
  splits: readonly Split[] = items.map(({ split }) => split),
): SplitReport[] {
  const training = new Set(items.filter((_, i) => splits[i] === "train").map(({ group }) => group));
  training.delete(undefined);
  return SPLITS.map((split) => {
    const own = items.filter((_, i) => splits[i] === split);
    const shared = split === "train" ? [] : own.filter(({ group }) => training.has(group));
    return {
      split,
      items: own.length,
      fraction: items.length === 0 ? 0 : own.length / items.length,
      groups: new Set(own.flatMap(({ group }) => group ?? [])).size,
      categories: new Set(own.map(({ category }) => category)).size,
      sharedWithTraining: shared.length,
    };
  });
}
