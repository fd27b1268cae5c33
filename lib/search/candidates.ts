/** The rows that may be among a query's nearest, by products with an error. */

import { squaredDistance } from "../embedding/distance.ts";
import type { SearchProblem } from "./search_problem.ts";

/** What turns a product of scaled rows into bounds on their squared distance. */
export interface ProductBounds {
  /** What the rows were multiplied with before the product. */
  scale: number;
  /** A distance is off by at most `error` times the sum of both rows' squared lengths. */
  error: number;
  /** Squared lengths of the centred, scaled queries and rows, float64. */
  queryNorms: Float64Array;
  rowNorms: Float64Array;
  /** The row of the index at each place of the products. */
  rows: Int32Array;
}

/** With the 32 bits of a distance, the places below this fill a float64's 53. */
export const PLACE_LIMIT = 2 ** 21;
/** Makes up for the rounding of a lower bound to float32. */
const DOWN = 1 - 2 ** -23;
const UP = 1 + 2 ** -22;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** A number that sorts by `distance`, 0 or more and rounded to float32, then by `place`. */
function keyOf(distance: number, place: number): number {
  float[0] = distance;
  return bits[0]! * PLACE_LIMIT + place;
}

function distanceOf(key: number): number {
  if (key === Infinity) return Infinity;
  bits[0] = Math.floor(key / PLACE_LIMIT);
  return float[0]!;
}

function placeOf(key: number): number {
  return key - Math.floor(key / PLACE_LIMIT) * PLACE_LIMIT;
}

/**
 * For each query the `size` rows whose squared distance has the least lower bound.
 *
 * With `sum = |x|^2 + |y|^2`, a product `g` says that the squared distance lies between
 * `sum - 2g - error * sum` and `sum - 2g + error * sum`, in scaled units.
 */
export class Candidates {
  /** A row at place `p` comes in to list `i` only if `g - half[p] > threshold[i]`. */
  readonly half: Float64Array;
  readonly threshold: Float64Array;
  readonly #size: number;
  readonly #problem: SearchProblem;
  readonly #bounds: ProductBounds;
  readonly #queries: Int32Array;
  /** What flushing tiny numbers to zero can cost a distance. */
  readonly #underflow: number;
  /** A heap for each list, the largest key first; Infinity where nothing has come in yet. */
  readonly #heaps: Float64Array;

  /** @param queries the query of each list */
  constructor(problem: SearchProblem, bounds: ProductBounds, queries: Int32Array, size: number) {
    this.#problem = problem;
    this.#bounds = bounds;
    this.#queries = queries;
    this.#size = size;
    this.#underflow = problem.dim * 2 ** -122;
    this.half = bounds.rowNorms.map((norm) => ((1 - bounds.error) * norm - this.#underflow) / 2);
    this.threshold = new Float64Array(queries.length).fill(-Infinity);
    this.#heaps = new Float64Array(queries.length * size).fill(Infinity);
  }

  /** Offer list `list` the row at place `place`, by its product with the query. */
  offer(list: number, place: number, product: number): void {
    const queryTerm = (1 - this.#bounds.error) * this.#bounds.queryNorms[this.#queries[list]!]!;
    const lower = (queryTerm + 2 * (this.half[place]! - product)) * DOWN;
    const key = keyOf(lower > 0 ? lower : 0, place);
    const heap = this.#heaps, root = list * this.#size, size = this.#size;
    if (key >= heap[root]!) return;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size && heap[root + child + 1]! > heap[root + child]!) child++;
      if (heap[root + child]! <= key) break;
      heap[root + hole] = heap[root + child]!;
      hole = child;
    }
    heap[root + hole] = key;
    this.threshold[list] = (queryTerm - distanceOf(heap[root]!)) / 2;
  }

  /**
   * The nearest `count` rows of list `list`, in exact order.
   *
   * Candidates whose possible distances overlap form a run, which is measured in float64 and sorted
   * by distance, then place. So are the first `measured`.
   *
   * @param places where the places of the rows go, int32 `[count]`
   * @param distances where their squared distances go, float64 `[count]`
   * @returns false if a row that was dropped may be nearer than the last of these
   */
  settle(list: number, measured: number, places: Int32Array, distances: Float64Array): boolean {
    const { rowNorms, scale } = this.#bounds;
    const query = this.#queries[list]!;
    const keys = this.#heaps.subarray(list * this.#size, (list + 1) * this.#size).sort();
    const found = keys.at(-1)! < Infinity ? keys.length : keys.indexOf(Infinity);
    // No row that was dropped can be nearer than this.
    const dropped = found < rowNorms.length ? distanceOf(keys[found - 1]!) / UP : Infinity;
    for (let first = 0; first < places.length;) {
      let end = first, high = 0;
      do high = Math.max(high, this.#upper(query, keys[end++]!)); while (
        end < found && distanceOf(keys[end]!) <= high
      );
      const open = end === found && dropped <= high;
      if (!open && end === first + 1) {
        const place = placeOf(keys[first]!);
        places[first] = place;
        distances[first] = first < measured
          ? this.#distance(query, place)
          : distanceOf(keys[first]!) / (scale * scale);
        first = end;
        continue;
      }
      const run = this.#measure(query, Array.from(keys.subarray(first, end), placeOf));
      for (const { place, distance } of run.slice(0, places.length - first)) {
        places[first] = place;
        distances[first++] = distance;
      }
      if (open && !(distances[places.length - 1]! * scale * scale < dropped)) return false;
      first = end;
    }
    return true;
  }

  /** The most that the scaled distance of a candidate can be. */
  #upper(query: number, key: number): number {
    const { error, queryNorms, rowNorms } = this.#bounds;
    const sum = queryNorms[query]! + rowNorms[placeOf(key)]!;
    return distanceOf(key) * UP + 2 * (error * sum + this.#underflow);
  }

  /** Squared distances of the rows at `places`, ascending, ties by place. */
  #measure(query: number, places: number[]): { place: number; distance: number }[] {
    return places.map((place) => ({ place, distance: this.#distance(query, place) }))
      .sort((a, b) => a.distance - b.distance || a.place - b.place);
  }

  #distance(query: number, place: number): number {
    const { queries, vectors, dim } = this.#problem;
    const row = this.#bounds.rows[place]!;
    return squaredDistance(queries, query * dim, vectors, row * dim, dim);
  }
}
