/** The original's split of the sampled rows: `rowSplits`. */

import { HELD_OUT_SHARE, type Split } from "../../split/split.ts";

/**
 * Splits of `count` rows in drawn order, 90/5/5: the first train, then round(0.05 count) validate,
 * and as many at the end test. Boards are not looked at.
 */
export function rowSplits(count: number): Split[] {
  const heldOut = Math.round(count * HELD_OUT_SHARE);
  return Array.from(
    { length: count },
    (_, i) => i < count - 2 * heldOut ? "train" : i < count - heldOut ? "validation" : "test",
  );
}
