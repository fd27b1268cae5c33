/** The rows that may still be among the nearest, judged by products with an error: `Shortlists`. */

import { NearestLists, type SearchProblem } from "./nearest_lists.ts";

/** What turns a product into bounds on a distance. */
export interface ProductBounds {
  /** As from `productErrorBound`. */
  error: number;
  /** What the rows were multiplied with before the product. */
  scale: number;
  /** Squared lengths of the centred queries, before scaling. */
  queryNorms: Float64Array;
  /** Squared lengths of the centred rows in the order of the tiles, before scaling. */
  rowNorms: Float64Array;
  /** The row of the index at each place of the tiles; the place itself when absent. */
  rows?: Int32Array;
}

/**
 * For each of a range of queries a shortlist of rows; those are measured when the list is full and
 * at the end.
 *
 * With `sum = |x|^2 + |y|^2`, a product `g` says that the squared distance (in scaled units) lies
 * between `sum - 2g - error` and `sum - 2g + error`. A row whose lower bound is not below the k-th
 * smallest upper bound of the rows before it is not nearer than any of those k.
 */
export class Shortlists {
  /** A row at place `p` can matter to list `i` only if `g - half[p] > threshold[i]`. */
  readonly half: Float64Array;
  readonly threshold: Float64Array;
  readonly #problem: SearchProblem;
  readonly #bounds: ProductBounds;
  readonly #firstQuery: number;
  readonly #nearest: NearestLists;
  /** What flushing tiny numbers to zero can cost a distance. */
  readonly #underflow: number;
  /** For each list the k smallest upper bounds as a heap, the largest first; Infinity at first. */
  readonly #uppers: Float64Array;
  readonly #capacity: number;
  readonly #places: Int32Array;
  readonly #lowers: Float64Array;
  readonly #length: Int32Array;

  /** Lists for the queries `firstQuery` to `firstQuery + count - 1`. */
  constructor(problem: SearchProblem, bounds: ProductBounds, firstQuery: number, count: number) {
    const { k, dim } = problem;
    const { error, scale, rowNorms } = bounds;
    this.#problem = problem;
    this.#bounds = bounds;
    this.#firstQuery = firstQuery;
    this.#nearest = new NearestLists(problem, firstQuery, count);
    this.#underflow = dim * 2 ** -123;
    this.half = rowNorms.map((norm) => {
      return ((1 - error) * norm * scale * scale - (norm > 0 ? this.#underflow : 0)) / 2;
    });
    this.threshold = new Float64Array(count).fill(-Infinity);
    this.#uppers = new Float64Array(count * k).fill(Infinity);
    this.#capacity = capacity(k, rowNorms.length);
    this.#places = new Int32Array(count * this.#capacity);
    this.#lowers = new Float64Array(count * this.#capacity);
    this.#length = new Int32Array(count);
  }

  /** Bytes that one list takes, for `k` neighbours among `rowCount` rows. */
  static bytes(k: number, rowCount: number): number {
    return 12 * capacity(k, rowCount) + 20 * k;
  }

  /** Offer list `list` the row at place `place`, by its product with the query; places ascend. */
  offer(list: number, place: number, product: number): void {
    const { error, scale, queryNorms, rowNorms, rows } = this.#bounds;
    const query = this.#firstQuery + list;
    const row = rows ? rows[place]! : place;
    if (this.#problem.exclude?.[query] === row) return;
    const rowNorm = rowNorms[place]!;
    const sum = (queryNorms[query]! + rowNorm) * scale * scale;
    const margin = error * sum + (rowNorm > 0 ? this.#underflow : 0);
    const middle = sum - 2 * product;
    const at = list * this.#capacity + this.#length[list]!;
    this.#places[at] = row;
    this.#lowers[at] = middle - margin;
    this.#length[list] = this.#length[list]! + 1;
    this.#addUpper(list, middle + margin);
    if (this.#length[list] === this.#capacity) this.#measure(list);
    const reach = this.#reach(list);
    if (reach < Infinity) {
      this.threshold[list] = ((1 - error) * queryNorms[query]! * scale * scale - reach) / 2;
    }
  }

  /** Measure what is left on the lists, and give the nearest rows. */
  finish(): NearestLists {
    for (let list = 0; list < this.#length.length; list++) this.#measure(list);
    return this.#nearest;
  }

  /** Scaled distance that a row must be able to stay below. */
  #reach(list: number): number {
    const { scale } = this.#bounds;
    const { k } = this.#problem;
    return Math.min(this.#uppers[list * k]!, this.#nearest.limit(list) * scale * scale);
  }

  #measure(list: number): void {
    const first = list * this.#capacity;
    const reach = this.#reach(list);
    for (let at = first; at < first + this.#length[list]!; at++) {
      // Not strict: rows that came later may have set the reach, and lose a tie to this one.
      if (this.#lowers[at]! <= reach) this.#nearest.offer(list, this.#places[at]!);
    }
    this.#length[list] = 0;
  }

  /** Put an upper bound among the k smallest. */
  #addUpper(list: number, upper: number): void {
    const { k } = this.#problem;
    const heap = this.#uppers, root = list * k;
    if (upper >= heap[root]!) return;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= k) break;
      if (child + 1 < k && heap[root + child + 1]! > heap[root + child]!) child++;
      if (heap[root + child]! <= upper) break;
      heap[root + hole] = heap[root + child]!;
      hole = child;
    }
    heap[root + hole] = upper;
  }
}

/**
 * Length of a list: of rows in random order, about `k * (1 + ln(n / k))` are among the nearest k of
 * those before them.
 */
function capacity(k: number, rowCount: number): number {
  return Math.ceil(k * (2 + Math.log(Math.max(1, rowCount / k)))) + 32;
}
