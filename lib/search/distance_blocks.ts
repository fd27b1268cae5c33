/** All distances, a block of queries at a time: `distanceBlocks`. */

import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../backend/mod.ts";
import { uniformAt } from "../io/random.ts";
import { CentredTiles } from "./centred_tiles.ts";
import { squaredDistance } from "./distance.ts";
import { PRODUCTS_PAY } from "./products.ts";
import { centredNorms, type RowStatistics } from "./statistics.ts";

/** Distances in a block; at most this many, or one query's. */
const BLOCK = 4 * 1024 * 1024;
/** Rows multiplied at once. */
const HEIGHT = 4096;
/** Bytes of rows that stay on the backend. */
const TILE_BUDGET = 256 * 1024 * 1024;

/** The squared distances of some queries to every row. */
export interface DistanceBlock {
  /** The first query of the block. */
  first: number;
  /** Number of queries in the block. */
  count: number;
  /** Squared distances, float32 `[count, rows]`, 0 or more; good until the next block. */
  distances: Float32Array;
  /**
   * An entry is off by no more than `error * (queryNorm + rowNorm)` beside its rounding to float32:
   * 0 where distances were measured directly, else four times the most that a sample was off by.
   */
  error: number;
  /** Squared lengths of the queries less the mean of the rows, float64, one for each query of all. */
  queryNorms: Float64Array;
}

/**
 * The squared Euclidean distances of all queries to all rows, in blocks of queries.
 *
 * On a fast backend they come from float32 products of centred rows, and two that differ by less
 * than their errors may be in the wrong order; of little work, and in plain JavaScript, they are
 * exact, rounded to float32.
 *
 * @param queries float32 `[q, dim]`, row-major, finite
 * @param vectors float32 `[n, dim]`, row-major, finite
 * @param statistics of `vectors`
 */
export async function* distanceBlocks(
  queries: Float32Array,
  vectors: Float32Array,
  dim: number,
  statistics: RowStatistics,
): AsyncGenerator<DistanceBlock> {
  const queryCount = queries.length / dim;
  const rowCount = vectors.length / dim;
  const size = Math.max(1, Math.min(queryCount, Math.floor(BLOCK / Math.max(1, rowCount))));
  const distances = new Float32Array(size * rowCount);
  const queryNorms = centredNorms(queries, dim, statistics.mean);
  const largest = queryNorms.reduce((a, b) => Math.max(a, b), statistics.largestNorm);
  const scale = largest === 0 ? 1 : 2 ** -Math.ceil(Math.log2(largest) / 2);
  const extreme = !Number.isFinite(scale) || scale === 0;
  const direct = extreme || queries.length * rowCount < PRODUCTS_PAY ||
    (await useBackend()).name === "cpu";
  let error = 0;
  const source = { dim, mean: statistics.mean, scale };
  const rowTiles = new CentredTiles({ ...source, vectors }, HEIGHT, TILE_BUDGET);
  const queryTiles = new CentredTiles({ ...source, vectors: queries }, size, 0);
  try {
    for (let t = 0; t < queryTiles.count; t++) {
      const [first, end] = queryTiles.range(t);
      if (direct) {
        measureBlock(queries, vectors, dim, first, end, distances);
      } else {
        await multiplyBlock(queryTiles, t, rowTiles, distances);
        complete(distances, first, end, queryNorms, statistics.norms, scale);
        if (t === 0) {
          const sample = { queries, vectors, dim, queryNorms, rowNorms: statistics.norms };
          error = 4 * largestError(sample, distances, end);
        }
      }
      yield { first, count: end - first, distances, error, queryNorms };
    }
  } finally {
    rowTiles.dispose();
  }
}

function measureBlock(
  queries: Float32Array,
  vectors: Float32Array,
  dim: number,
  first: number,
  end: number,
  distances: Float32Array,
): void {
  for (let q = first, at = 0; q < end; q++) {
    for (let row = 0; row < vectors.length; row += dim) {
      distances[at++] = squaredDistance(queries, q * dim, vectors, row, dim);
    }
  }
}

/** Put the products of the queries of tile `t` with all rows into `products`. */
async function multiplyBlock(
  queryTiles: CentredTiles,
  t: number,
  rowTiles: CentredTiles,
  products: Float32Array,
): Promise<void> {
  const queries = queryTiles.take(t);
  try {
    for (let r = 0; r < rowTiles.count; r++) {
      const rows = rowTiles.take(r);
      const tile = tf.matMul(queries, rows, false, true);
      rowTiles.release(rows);
      const values = await tile.data<"float32">();
      tile.dispose();
      const [first, end] = rowTiles.range(r);
      const width = end - first;
      for (let q = 0; q < queries.shape[0]; q++) {
        products.set(values.subarray(q * width, (q + 1) * width), q * rowTiles.rowCount + first);
      }
    }
  } finally {
    queryTiles.release(queries);
  }
}

/** Turn products of scaled rows into squared distances, in place. */
function complete(
  products: Float32Array,
  first: number,
  end: number,
  queryNorms: Float64Array,
  rowNorms: Float64Array,
  scale: number,
): void {
  const back = 1 / (scale * scale);
  for (let q = first, at = 0; q < end; q++) {
    const queryNorm = queryNorms[q]!;
    for (let row = 0; row < rowNorms.length; row++, at++) {
      products[at] = Math.max(0, queryNorm + rowNorms[row]! - 2 * products[at]! * back);
    }
  }
}

interface Sample {
  queries: Float32Array;
  vectors: Float32Array;
  dim: number;
  queryNorms: Float64Array;
  rowNorms: Float64Array;
}

/** Queries of the first block, and rows for each, whose distances are measured to compare. */
const SAMPLE = 64;
const SAMPLE_ROWS = 4;

/**
 * The largest error in a sample of the block's distances, relative to the squared lengths of query
 * and row. Each query's nearest row is in the sample, because errors grow with the product.
 */
function largestError(sample: Sample, distances: Float32Array, count: number): number {
  const { queries, vectors, dim, queryNorms, rowNorms } = sample;
  const rowCount = rowNorms.length;
  let largest = 0;
  for (let i = 0; i < Math.min(SAMPLE, count); i++) {
    const query = Math.floor((i / Math.min(SAMPLE, count)) * count);
    const block = distances.subarray(query * rowCount, (query + 1) * rowCount);
    for (let s = 0; s < SAMPLE_ROWS; s++) {
      const row = s === 0
        ? block.reduce((best, distance, at) => distance < block[best]! ? at : best, 0)
        : Math.floor(uniformAt(1, i * SAMPLE_ROWS + s) * rowCount);
      const norms = queryNorms[query]! + rowNorms[row]!;
      if (norms === 0) continue;
      const measured = squaredDistance(queries, query * dim, vectors, row * dim, dim);
      largest = Math.max(largest, Math.abs(block[row]! - measured) / norms);
    }
  }
  return largest;
}
