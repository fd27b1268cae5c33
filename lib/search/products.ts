/**
 * Exact search by matrix products, for much work on a fast backend.
 *
 * The backend computes `x.y` of all pairs, tile by tile; `|x|^2 + |y|^2 - 2 x.y` is then the squared
 * distance up to a rounding error with a proven bound. Each query keeps k rows and a margin, which are
 * measured again (`Candidates`). If a row beyond the margin may be nearer, the margin is widened.
 */

import * as tf from "@tensorflow/tfjs-core";
import { type Backend, useBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { Candidates, PLACE_LIMIT, type ProductBounds } from "./candidates.ts";
import { type DistinctRows, distinctRows } from "./distinct_rows.ts";
import { centredNorms, rowMean } from "./row_mean.ts";
import { productErrorBound, sampledError } from "./rounding_error.ts";
import { RowTiles } from "./row_tiles.ts";
import type { NeighbourBlock, SearchProblem } from "./search_problem.ts";

/** Multiplications from which a backend's matrix product beats a loop, its start included. */
export const PRODUCTS_PAY = 2 ** 24;
/** Bytes that the candidates of the queries in work may take. */
const CANDIDATES_BUDGET = 64 * 1024 * 1024;
/** Candidates beyond the wanted ones, at first. */
const MARGIN = 8;

/**
 * The nearest rows of every query, in blocks of queries.
 *
 * @param options.height rows in a tile; the default suits the backend
 * @returns undefined where products say nothing (numbers of extreme size) or cost more than they
 *   save (plain JavaScript): search directly then
 */
export async function productSearch(
  problem: SearchProblem,
  { height }: { height?: number } = {},
): Promise<AsyncGenerator<NeighbourBlock> | undefined> {
  const { queries, vectors, dim, k, measured, self } = problem;
  const backend = await useBackend();
  if (backend.name === "cpu") return undefined;
  const mean = rowMean(vectors, dim);
  const norms = centredNorms(vectors, dim, mean);
  const queryNorms = self ? norms : centredNorms(queries, dim, mean);
  const distinct = distinctRows(vectors, dim, norms, problem.rows);
  const scale = scaleOf(norms, queryNorms);
  const { rows } = distinct;
  if (scale === undefined || rows.length === 0 || rows.length > PLACE_LIMIT) return undefined;
  const error = measured === k
    ? await productErrorBound(dim, backend)
    : await sampledError({ queries, vectors, dim, mean, scale });
  if (error > 0.25) return undefined;
  const bounds = {
    scale,
    error,
    queryNorms: queryNorms.map((norm) => norm * scale * scale),
    rowNorms: Float64Array.from(rows, (row) => norms[row]! * scale * scale),
    rows,
  };
  return new ProductSearch(problem, bounds, distinct, mean, height ?? tileHeight(backend)).blocks();
}

/**
 * What to multiply rows with, so that their products can neither overflow nor lose their smallest bits:
 * a power of two that brings the largest of the squared lengths near 1. Undefined where there is none.
 */
export function scaleOf(...norms: Float64Array[]): number | undefined {
  const largest = norms.reduce((most, of) => of.reduce((a, b) => Math.max(a, b), most), 0);
  const scale = largest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(largest) / 2);
  return Number.isFinite(scale) && scale > 0 ? scale : undefined;
}

/**
 * Rows in a tile. A tile of products of 4 MB is still in the processor's cache when it is read; a
 * graphics card wants more at once.
 */
function tileHeight({ gpu }: Backend): number {
  return gpu ? 4096 : 1024;
}

class ProductSearch {
  /** How many distinct rows each query needs: with one excluded, k others are left. */
  readonly #wanted: number;
  readonly #measured: number;
  readonly #tiles: RowTiles;

  constructor(
    private readonly problem: SearchProblem,
    private readonly bounds: ProductBounds,
    private readonly distinct: DistinctRows,
    private readonly mean: Float32Array,
    private readonly height: number,
  ) {
    const { k, measured, exclude, vectors, dim } = problem;
    const more = exclude ? 1 : 0;
    this.#wanted = Math.min(k + more, distinct.rows.length);
    this.#measured = measured + more;
    const source = { vectors, dim, rows: distinct.rows, mean, scale: bounds.scale };
    this.#tiles = new RowTiles(source, height);
  }

  async *blocks(): AsyncGenerator<NeighbourBlock> {
    const { queries, dim, self, k } = this.problem;
    const { rows, placeOf } = this.distinct;
    const queryCount = queries.length / dim;
    using _tiles = this.#tiles;
    if (self && this.#capacity(MARGIN) >= rows.length) {
      // Rows that are equal have the same neighbours.
      const found = await this.#nearest(rows, MARGIN, true);
      yield { first: 0, k, ...this.#expand(found, 0, placeOf) };
      return;
    }
    const size = Math.min(this.height, this.#capacity(MARGIN));
    for (let first = 0; first < queryCount; first += size) {
      const count = Math.min(size, queryCount - first);
      const block = Int32Array.from({ length: count }, (_, i) => first + i);
      const found = await this.#nearest(block, MARGIN);
      yield { first, k, ...this.#expand(found, first, block.map((query) => query - first)) };
    }
  }

  /** How many queries' candidates fit into memory. */
  #capacity(margin: number): number {
    return Math.max(1, Math.floor(CANDIDATES_BUDGET / (8 * (this.#wanted + margin))));
  }

  /**
   * The nearest distinct rows of some queries.
   *
   * @param own whether the queries are the distinct rows: then each product serves two of them
   */
  async #nearest(queries: Int32Array, margin: number, own = false): Promise<Found> {
    const wanted = this.#wanted;
    const found = {
      places: new Int32Array(queries.length * wanted),
      distances: new Float64Array(queries.length * wanted),
    };
    const part = (list: number): [Int32Array, Float64Array] => {
      const [first, end] = [list * wanted, (list + 1) * wanted];
      return [found.places.subarray(first, end), found.distances.subarray(first, end)];
    };
    const size = Math.min(wanted + margin, this.distinct.rows.length);
    const step = Math.min(queries.length, this.#capacity(margin));
    const open: number[] = [];
    for (let first = 0; first < queries.length; first += step) {
      const some = queries.subarray(first, first + step);
      const candidates = new Candidates(this.problem, this.bounds, some, size);
      if (own) await this.#scanOwn(candidates);
      else await this.#scan(some, candidates);
      some.forEach((_, i) => {
        if (!candidates.settle(i, this.#measured, ...part(first + i))) open.push(first + i);
      });
    }
    if (open.length > 0) {
      const wider = await this.#nearest(Int32Array.from(open, (i) => queries[i]!), 4 * margin);
      open.forEach((list, i) => {
        const [places, distances] = part(list);
        places.set(wider.places.subarray(i * wanted, (i + 1) * wanted));
        distances.set(wider.distances.subarray(i * wanted, (i + 1) * wanted));
      });
    }
    return found;
  }

  /** Offer every row to every one of `queries`. */
  async #scan(queries: Int32Array, candidates: Candidates): Promise<void> {
    const { problem: { queries: vectors, dim }, bounds: { scale }, mean, height } = this;
    const source = { vectors, dim, rows: queries, mean, scale };
    using queryTiles = new RowTiles(source, height);
    for (let q = 0; q < queryTiles.count; q++) {
      const tile = queryTiles.take(q);
      for (let r = 0; r < this.#tiles.count; r++) {
        const rows = this.#tiles.take(r);
        const products = await valuesOf(() => tf.matMul(tile, rows, false, true));
        this.#tiles.release(rows);
        offerRows(products, queryTiles.range(q), this.#tiles.range(r), candidates);
        free(products);
      }
      queryTiles.release(tile);
    }
  }

  /** Offer every row to every row: the product of two rows is used from both sides. */
  async #scanOwn(candidates: Candidates): Promise<void> {
    const tiles = this.#tiles;
    for (let t = 0; t < tiles.count; t++) {
      const upper = tiles.take(t);
      // Transposed once for all its products, which saves each of them up to a sixth of its time.
      const transposed = tf.transpose(upper);
      try {
        for (let r = t; r < tiles.count; r++) {
          const rows = r === t ? upper : tiles.take(r);
          const products = await valuesOf(() => tf.matMul(rows, transposed));
          if (r === t) {
            offerRows(products, tiles.range(t), tiles.range(t), candidates);
          } else {
            tiles.release(rows);
            offerBoth(products, tiles.range(r), tiles.range(t), candidates);
          }
          free(products);
        }
      } finally {
        transposed.dispose();
        tiles.release(upper);
      }
    }
  }

  /**
   * Turn distinct rows into rows of the index: each into all that equal it, less the excluded one.
   *
   * @param first the first query
   * @param listOf the list of each query, in `found`
   */
  #expand({ places, distances }: Found, first: number, listOf: Int32Array) {
    const { problem: { k, exclude }, distinct: { rows, next } } = this;
    const indices = new Int32Array(listOf.length * k).fill(-1);
    const squared = new Float32Array(listOf.length * k).fill(Infinity);
    const tied: number[] = [];
    for (let i = 0; i < listOf.length; i++) {
      const excluded = exclude?.[first + i] ?? -1;
      const end = (listOf[i]! + 1) * this.#wanted;
      let to = i * k;
      for (let at = end - this.#wanted; at < end && to < (i + 1) * k;) {
        const distance = distances[at]!;
        let sets = 0;
        for (tied.length = 0; at < end && distances[at] === distance; at++, sets++) {
          let row = rows[places[at]!]!;
          for (let n = 0; row >= 0 && n <= k; row = next[row]!, n++) {
            if (row !== excluded) tied.push(row);
          }
        }
        if (sets > 1) tied.sort((a, b) => a - b);
        for (let t = 0; t < tied.length && to < (i + 1) * k; t++, to++) {
          indices[to] = tied[t]!;
          squared[to] = distance;
        }
      }
    }
    return { indices, distances: squared };
  }
}

/** Places of the nearest distinct rows and their squared distances, `[queries, wanted]`. */
interface Found {
  places: Int32Array;
  distances: Float64Array;
}

/**
 * Give the memory of `products` back at once. Until the garbage collector does, each tile is read into
 * new memory, and to touch that first takes longer than the product.
 */
function free({ buffer }: Float32Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

type Range = readonly [first: number, end: number];

/** Offer rows to lists, by products `[lists, rows]`. */
function offerRows(
  products: Float32Array,
  [firstList, endList]: Range,
  [first, end]: Range,
  candidates: Candidates,
): void {
  const { half, threshold } = candidates;
  for (let list = firstList, at = 0; list < endList; list++) {
    let limit = threshold[list]!;
    for (let place = first; place < end; place++, at++) {
      const product = products[at]!;
      if (product - half[place]! > limit) {
        candidates.offer(list, place, product);
        limit = threshold[list]!;
      }
    }
  }
}

/** Offer rows to each other, by products `[rows a, rows b]`. */
function offerBoth(
  products: Float32Array,
  [firstA, endA]: Range,
  [firstB, endB]: Range,
  candidates: Candidates,
): void {
  const { half, threshold } = candidates;
  for (let a = firstA, at = 0; a < endA; a++) {
    const halfA = half[a]!;
    let limit = threshold[a]!;
    for (let b = firstB; b < endB; b++, at++) {
      const product = products[at]!;
      if (product - half[b]! > limit) {
        candidates.offer(a, b, product);
        limit = threshold[a]!;
      }
      if (product - threshold[b]! > halfA) candidates.offer(b, a, product);
    }
  }
}
