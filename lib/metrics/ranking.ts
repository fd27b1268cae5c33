/** Which of a query's nearest are relevant, far down the ranking: `visitRankings`. */

import { squaredDistance } from "../search/distance.ts";
import { type DistanceBlock, distanceBlocks } from "../search/distance_blocks.ts";
import { type RowStatistics, rowStatistics } from "../search/statistics.ts";
import { selectSmallest } from "./select_smallest.ts";

/** Queries, the rows to rank for them, and which rows are relevant to which query. */
export interface RankingProblem {
  /** float32 `[q, dim]`, row-major, finite. */
  queries: Float32Array;
  /** float32 `[n, dim]`, row-major, finite. */
  vectors: Float32Array;
  dim: number;
  /** int32 `[q]`; a row is relevant to a query of the same code. */
  queryCodes: Int32Array;
  /** int32 `[n]`. */
  codes: Int32Array;
  /** Whether query i is row i, which is then left out of its ranking. */
  self: boolean;
  /** How far down to rank for a query. */
  depth: (query: number) => number;
}

/** Rows that fit a sorting key: with the 32 bits of a distance they fill a float64's 53. */
const ROW_LIMIT = 2 ** 21;
/** Half the spacing of float32 numbers at 1. */
const FLOAT32_UNIT = 2 ** -24;

/**
 * Rank all rows for every query and hand over which of the first `depth` are relevant, 0 or 1,
 * nearest first, ties by lower row. The array handed over is good during the call only.
 *
 * Distances come a block of queries at a time, so that memory does not grow with `q * n`. Relevant
 * and other rows whose distances are too close to tell apart are measured again in float64.
 *
 * @throws {RangeError} from 2^21 rows on
 */
export async function visitRankings(
  problem: RankingProblem,
  visit: (query: number, relevant: Uint8Array) => void,
): Promise<void> {
  const { queries, vectors, dim, queryCodes, codes, self, depth } = problem;
  if (codes.length >= ROW_LIMIT) {
    throw new RangeError(
      `Cannot rank rows as there must be fewer than ${ROW_LIMIT}: current value is ${codes.length}`,
    );
  }
  const statistics = rowStatistics(vectors, dim);
  const relevant = new Uint8Array(codes.length);
  const others = self ? codes.length - 1 : codes.length;
  for await (const block of distanceBlocks(queries, vectors, dim, statistics)) {
    const near = new NearRows(problem, statistics, block);
    for (let query = block.first; query < block.first + block.count; query++) {
      const rows = near.find(query, Math.min(depth(query), others));
      for (let i = 0; i < rows.length; i++) {
        relevant[i] = codes[rows[i]!] === queryCodes[query] ? 1 : 0;
      }
      visit(query, relevant.subarray(0, rows.length));
    }
  }
}

/** Ranks the rows for the queries of one block. */
class NearRows {
  readonly #problem: RankingProblem;
  readonly #statistics: RowStatistics;
  readonly #block: DistanceBlock;
  /** The bits of the block's distances, which order as the distances do. */
  readonly #bits: Uint32Array;
  readonly #keys: Float64Array;
  /** Where the current query's distances start in the block. */
  #start = 0;
  #query = 0;

  constructor(problem: RankingProblem, statistics: RowStatistics, block: DistanceBlock) {
    this.#problem = problem;
    this.#statistics = statistics;
    this.#block = block;
    this.#bits = new Uint32Array(block.distances.buffer);
    this.#keys = new Float64Array(problem.codes.length);
  }

  /** The `count` rows nearest to `query`, nearest first. */
  find(query: number, count: number): Int32Array {
    if (count <= 0) return new Int32Array();
    this.#query = query;
    this.#start = (query - this.#block.first) * this.#keys.length;
    const { duplicateOf } = this.#statistics;
    const keys = this.#keys;
    // A key sorts by distance, then row. Equal rows take one row's distance: true ties stay ties.
    for (let row = 0; row < keys.length; row++) {
      keys[row] = this.#bits[this.#start + duplicateOf[row]!]! * ROW_LIMIT + row;
    }
    if (this.#problem.self) keys[query] = Infinity;
    selectSmallest(keys, count);
    const sorted = keys.subarray(0, this.#gatherClose(count)).sort();
    const rows = new Int32Array(sorted.length);
    for (let i = 0; i < rows.length; i++) rows[i] = rowOfKey(sorted[i]!);
    this.#settle(rows, count);
    return rows.subarray(0, count);
  }

  /** Bring all that may be among the nearest `count` to the front of the keys; gives their number. */
  #gatherClose(count: number): number {
    const keys = this.#keys;
    let last = 0;
    for (let i = 0; i < count; i++) last = Math.max(last, keys[i]!);
    const { error, queryNorms } = this.#block;
    const largest = error * (queryNorms[this.#query]! + this.#statistics.largestNorm);
    const distance = this.#distance(rowOfKey(last));
    const reach = Math.fround((distance + 2 * largest) * (1 + 4 * FLOAT32_UNIT));
    // Distances of exactly 0 are no estimates, and the keys have put their rows in order.
    if (reach === 0) return count;
    const limit = (bitsOf(reach) + 1) * ROW_LIMIT;
    let close = count;
    for (let i = count; i < keys.length; i++) {
      const key = keys[i]!;
      if (key < limit) {
        keys[i] = keys[close]!;
        keys[close++] = key;
      }
    }
    return close;
  }

  /** Put runs of rows too close to tell apart in their true order, where it matters. */
  #settle(rows: Int32Array, count: number): void {
    for (let first = 0; first < count;) {
      let end = first;
      let high = 0;
      do {
        const row = rows[end++]!;
        high = Math.max(high, this.#distance(row) + this.#error(row));
      } while (end < rows.length && this.#distance(rows[end]!) - this.#error(rows[end]!) <= high);
      if (this.#matters(rows, first, end)) this.#measure(rows.subarray(first, end));
      first = end;
    }
  }

  /** Whether the order of a run shows: it has relevant and other rows, and not only equal ones. */
  #matters(rows: Int32Array, first: number, end: number): boolean {
    const { codes, queryCodes } = this.#problem;
    const { duplicateOf } = this.#statistics;
    let relevant = 0;
    let equal = 0;
    for (let i = first; i < end; i++) {
      if (codes[rows[i]!] === queryCodes[this.#query]) relevant++;
      if (duplicateOf[rows[i]!] === duplicateOf[rows[first]!]) equal++;
    }
    return relevant > 0 && relevant < end - first && equal < end - first;
  }

  /** Sort a run by distances summed in float64, then row. */
  #measure(run: Int32Array): void {
    const { queries, vectors, dim } = this.#problem;
    const { duplicateOf } = this.#statistics;
    const measured = new Map<number, number>();
    for (const row of run) {
      const original = duplicateOf[row]!;
      if (measured.has(original)) continue;
      const start = this.#query * dim;
      measured.set(original, squaredDistance(queries, start, vectors, original * dim, dim));
    }
    const distance = (row: number) => measured.get(duplicateOf[row]!)!;
    run.sort((a, b) => distance(a) - distance(b) || a - b);
  }

  #distance(row: number): number {
    return this.#block.distances[this.#start + this.#statistics.duplicateOf[row]!]!;
  }

  /** What a distance may be off by, its rounding to float32 included. */
  #error(row: number): number {
    const { error, queryNorms } = this.#block;
    return error * (queryNorms[this.#query]! + this.#statistics.norms[row]!) +
      FLOAT32_UNIT * this.#distance(row);
  }
}

function rowOfKey(key: number): number {
  return key - Math.floor(key / ROW_LIMIT) * ROW_LIMIT;
}

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The 32 bits of a float32 as an integer. */
function bitsOf(value: number): number {
  float[0] = value;
  return bits[0]!;
}
