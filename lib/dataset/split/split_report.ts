/** What the parts of a data set hold, and whether they share boards: `describeSplits`. */

import type { Item } from "../store/image_store.ts";
import { type Split, SPLITS } from "./split.ts";

/** What one split holds. */
export interface SplitReport {
  split: Split;
  items: number;
  /** Share of all items, 0 to 1. */
  share: number;
  /** Boards that its items are cropped from; 0 where there are no boards. */
  boards: number;
  /** Categories that occur in it. */
  categories: number;
  /** Its items of whose board a training item is too: 0 for the training split itself. */
  sharedWithTraining: number;
}

/**
 * The splits of `items`, those without items included.
 *
 * @param splits the split of each item, to try another one. @default what the items say
 */
export function describeSplits(
  items: readonly Pick<Item, "category" | "board" | "split">[],
  splits: readonly Split[] = items.map(({ split }) => split),
): SplitReport[] {
  const training = new Set(items.filter((_, i) => splits[i] === "train").map(({ board }) => board));
  training.delete(undefined);
  return SPLITS.map((split) => {
    const own = items.filter((_, i) => splits[i] === split);
    const shared = split === "train" ? [] : own.filter(({ board }) => training.has(board));
    return {
      split,
      items: own.length,
      share: items.length === 0 ? 0 : own.length / items.length,
      boards: new Set(own.flatMap(({ board }) => board ?? [])).size,
      categories: new Set(own.map(({ category }) => category)).size,
      sharedWithTraining: shared.length,
    };
  });
}
