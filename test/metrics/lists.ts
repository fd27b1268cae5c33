/** Neighbours written down by hand. */

import type { Neighbours } from "../../lib/search/neighbours.ts";

/** Lists of `k` rows and their squared distances. */
export function listsOf(k: number, rows: number[], distances: number[] = []): Neighbours {
  return { k, indices: Int32Array.from(rows), distances: Float32Array.from(distances) };
}
