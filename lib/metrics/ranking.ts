/** The nearest rows of queries, and what their rankings down to R come to. */

import type { Vectors } from "../embedding/embedding.ts";
import { nearestBlocks, nearestOf, type Neighbours } from "../search/neighbours.ts";
import { mapAtR, rPrecision } from "./scores.ts";

/** Which rows are relevant to which query: those of the same code. */
export interface Relevance {
  /** Code of each row of the index, int32 `[n]`. */
  codes: Int32Array;
  /** Code of each query, int32 `[q]`. */
  queryCodes: Int32Array;
  /** R of each code: how many rows are relevant to a query of it. */
  relevantCounts: Int32Array;
}

/** What was found for each query. */
export interface Ranking {
  /** The first neighbours of each query. */
  neighbours: Neighbours;
  /** One number per query, float64 `[q]`. */
  mapAtR: Float64Array;
  rPrecision: Float64Array;
}

/**
 * Search once, down to the largest R, in blocks of queries: the first `depth` neighbours are kept, of
 * those after them only MAP@R and R-precision.
 *
 * @param index the rows to rank
 * @param options.queries float32 `[q, dim]`. @default the index's own vectors, each left out of its
 *   own ranking
 */
export async function rankQueries(
  index: Vectors,
  { codes, queryCodes, relevantCounts }: Relevance,
  { queries, depth }: { queries?: Float32Array; depth: number },
): Promise<Ranking> {
  const exclude = queries ? undefined : "self";
  const deepest = queryCodes.reduce((most, code) => Math.max(most, relevantCounts[code]!), depth);
  const count = queryCodes.length;
  const neighbours = {
    k: depth,
    indices: new Int32Array(count * depth),
    distances: new Float32Array(count * depth),
  };
  const ranking = {
    neighbours,
    mapAtR: new Float64Array(count),
    rPrecision: new Float64Array(count),
  };
  const blocks = nearestBlocks(index, deepest, { queries, exclude, measured: depth });
  for await (const block of blocks) {
    const kept = nearestOf(block, depth);
    neighbours.indices.set(kept.indices, block.first * depth);
    neighbours.distances.set(kept.distances, block.first * depth);
    for (let i = 0; i < block.indices.length / deepest; i++) {
      const query = block.first + i;
      const code = queryCodes[query]!;
      const relevantCount = relevantCounts[code]!;
      const rows = block.indices.subarray(i * deepest, i * deepest + relevantCount);
      const relevant = Uint8Array.from(rows, (row) => codes[row] === code ? 1 : 0);
      ranking.rPrecision[query] = rPrecision(relevant, relevantCount);
      ranking.mapAtR[query] = mapAtR(relevant, relevantCount);
    }
  }
  return ranking;
}
