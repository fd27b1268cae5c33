/**
 * Exact search by matrix products, for much work on a fast backend: `searchByProducts`.
 *
 * The backend computes `x.y` of all pairs, tile by tile; `|x|^2 + |y|^2 - 2 x.y` is then the squared
 * distance up to a rounding error with a proven bound (`productErrorBound`). A row is dropped only
 * if even the lowest distance it may have is no less than the highest that k earlier rows may have.
 * What is left, a few rows more than k for each query, is measured directly by `NearestLists`.
 */

import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../backend/mod.ts";
import { CentredTiles } from "./centred_tiles.ts";
import { NearestLists, type SearchProblem } from "./nearest_lists.ts";
import { productErrorBound } from "./precision.ts";
import { Shortlists } from "./shortlists.ts";
import { centredNorms, type RowStatistics } from "./statistics.ts";

/** Multiplications from which a backend's matrix product beats a loop, its start included. */
export const PRODUCTS_PAY = 2 ** 24;
/** Bytes that tiles may hold on the backend; beyond it they are made anew at each use. */
const TILE_BUDGET = 192 * 1024 * 1024;
/** Bytes that the shortlists of the queries in work may take. */
const LIST_BUDGET = 64 * 1024 * 1024;

/**
 * The nearest rows of every query.
 *
 * @param statistics of all rows of the index
 * @param self whether the queries are the rows searched, in their order: then each product serves
 *   two queries
 * @param height rows in a tile; the default suits the backend
 * @returns undefined where products say nothing (numbers of extreme size) or cost more than they
 *   save (plain JavaScript): search directly then
 */
export async function searchByProducts(
  problem: SearchProblem,
  statistics: RowStatistics,
  { self = false, height }: { self?: boolean; height?: number } = {},
): Promise<Pick<NearestLists, "indices" | "distances"> | undefined> {
  const backend = await useBackend();
  if (backend.name === "cpu") return undefined;
  const { queries, vectors, dim, k, rows } = problem;
  const error = await productErrorBound(dim, backend);
  const queryNorms = self ? statistics.norms : centredNorms(queries, dim, statistics.mean);
  const largest = queryNorms.reduce((a, b) => Math.max(a, b), statistics.largestNorm);
  // Numbers near 1 can neither overflow in a product nor lose their smallest bits.
  const scale = largest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(largest) / 2);
  if (error > 0.25 || !Number.isFinite(scale) || scale === 0) return undefined;

  // A tile of products of 4 MB is still in the processor's cache when it is read; a graphics card
  // wants more at once.
  const side = height ?? (backend.gpu ? 4096 : 1024);
  const source = { dim, mean: statistics.mean, scale };
  const rowTiles = new CentredTiles({ ...source, vectors, rows }, side, TILE_BUDGET);
  const rowNorms = rows
    ? Float64Array.from(rows, (row) => statistics.norms[row]!)
    : statistics.norms;
  const bounds = { error, scale, queryNorms, rowNorms, rows };
  const queryCount = queries.length / dim;
  const listBytes = Shortlists.bytes(k, rowNorms.length);
  try {
    if (self && queryCount * listBytes <= LIST_BUDGET) {
      const lists = new Shortlists(problem, bounds, 0, queryCount);
      await scanSelf(rowTiles, lists);
      return lists.finish();
    }
    const indices = new Int32Array(queryCount * k);
    const distances = new Float64Array(queryCount * k);
    const block = Math.max(1, Math.min(side, Math.floor(LIST_BUDGET / listBytes)));
    const queryTiles = new CentredTiles({ ...source, vectors: queries }, block, 0);
    for (let t = 0; t < queryTiles.count; t++) {
      const [first, end] = queryTiles.range(t);
      const lists = new Shortlists(problem, bounds, first, end - first);
      await scanTile(queryTiles, t, rowTiles, lists);
      const found = lists.finish();
      indices.set(found.indices, first * k);
      distances.set(found.distances, first * k);
    }
    return { indices, distances };
  } finally {
    rowTiles.dispose();
  }
}

/** Offer every row to every query of tile `t` of the queries. */
async function scanTile(
  queryTiles: CentredTiles,
  t: number,
  rowTiles: CentredTiles,
  lists: Shortlists,
): Promise<void> {
  const queries = queryTiles.take(t);
  try {
    for (let r = 0; r < rowTiles.count; r++) {
      const rows = rowTiles.take(r);
      const products = await read(tf.matMul(queries, rows, false, true));
      rowTiles.release(rows);
      offerRows(products, queries.shape[0], 0, rowTiles.range(r), lists);
    }
  } finally {
    queryTiles.release(queries);
  }
}

/** Offer every row to every row: the product of two rows is used from both sides. */
async function scanSelf(tiles: CentredTiles, lists: Shortlists): Promise<void> {
  // Rows reach a query in ascending order: from the tiles before its own as their turn comes, then
  // from its own tile on.
  for (let t = 0; t < tiles.count; t++) {
    const upper = tiles.take(t);
    // Turned once for all its products: a product with a matrix to turn takes up to a fifth longer.
    const turned = tf.transpose(upper);
    try {
      const [first, end] = tiles.range(t);
      for (let r = t; r < tiles.count; r++) {
        const rows = r === t ? upper : tiles.take(r);
        const products = await read(tf.matMul(rows, turned));
        if (r === t) {
          offerRows(products, end - first, first, [first, end], lists);
        } else {
          tiles.release(rows);
          offerBoth(products, tiles.range(r), [first, end], lists);
        }
      }
    } finally {
      turned.dispose();
      tiles.release(upper);
    }
  }
}

/** The numbers of `products`, which is disposed. */
async function read(products: tf.Tensor2D): Promise<Float32Array> {
  try {
    return await products.data<"float32">();
  } finally {
    products.dispose();
  }
}

function offerRows(
  products: Float32Array,
  queryCount: number,
  firstList: number,
  [first, end]: [number, number],
  lists: Shortlists,
): void {
  const { half, threshold } = lists;
  const leastHalf = least(half, first, end);
  for (let q = 0, at = 0; q < queryCount; q++) {
    const list = firstList + q;
    let limit = threshold[list]!;
    const floor = floorOf(limit, leastHalf);
    for (let place = first; place < end; place++, at++) {
      const product = products[at]!;
      if (product > floor && product - half[place]! > limit) {
        lists.offer(list, place, product);
        limit = threshold[list]!;
      }
    }
  }
}

function offerBoth(
  products: Float32Array,
  [firstA, endA]: [number, number],
  [firstB, endB]: [number, number],
  lists: Shortlists,
): void {
  const { half, threshold } = lists;
  const leastHalf = least(half, firstB, endB);
  let leastThreshold = -Infinity;
  for (let a = firstA, at = 0; a < endA; a++) {
    // Thresholds only rise, so that an old least one is still right, only less sharp.
    if ((a - firstA) % REFRESH === 0) leastThreshold = least(threshold, firstB, endB);
    const halfA = half[a]!;
    let limit = threshold[a]!;
    const floor = Math.min(floorOf(limit, leastHalf), floorOf(leastThreshold, halfA));
    for (let b = firstB; b < endB; b++, at++) {
      const product = products[at]!;
      if (!(product > floor)) continue;
      if (product - half[b]! > limit) {
        lists.offer(a, b, product);
        limit = threshold[a]!;
      }
      if (product - halfA > threshold[b]!) lists.offer(b, a, product);
    }
  }
}

/** Rows between two looks at the least threshold of a tile. */
const REFRESH = 32;
/** More than float64 can round in a sum of two numbers, as a share of them. */
const SLACK = 1e-12;

/**
 * What a product must exceed to pass a threshold of at least `threshold` with a half of at least
 * `half`: one comparison sorts out nearly all products before the exact ones are made.
 */
function floorOf(threshold: number, half: number): number {
  return threshold + half - SLACK * (Math.abs(threshold) + Math.abs(half));
}

/** The least of `values[first]` to `values[end - 1]`. */
function least(values: Float64Array, first: number, end: number): number {
  let smallest = Infinity;
  for (let i = first; i < end; i++) if (values[i]! < smallest) smallest = values[i]!;
  return smallest;
}
