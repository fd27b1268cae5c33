/** All distances between the rows of some vectors. */

import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { squaredDistance } from "../embedding/distance.ts";
import { PRODUCTS_PAY, scaleOf } from "./products.ts";
import { centredNorms, rowMean } from "./row_mean.ts";
import { RowTiles } from "./row_tiles.ts";

/** Distances in a block; at most this many, or one row's. */
const BLOCK = 4 * 1024 * 1024;
/** Rows multiplied at once. */
const HEIGHT = 4096;

/** The squared distances of `count` rows from `first` on to every row. */
export interface DistanceBlock {
  first: number;
  count: number;
  /** float32 `[count, n]`, 0 or more; good until the next block. */
  distances: Float32Array;
}

/**
 * The squared Euclidean distances of all rows to all rows, in blocks.
 *
 * On a fast backend they come from float32 products of centred rows, and two that differ by less
 * than a few roundings may be in the wrong order. `kNearest` is exact.
 */
export async function* distanceBlocks({ vectors, dim }: Vectors): AsyncGenerator<DistanceBlock> {
  const n = vectors.length / dim;
  const size = Math.max(1, Math.min(n, Math.floor(BLOCK / Math.max(1, n))));
  const distances = new Float32Array(size * n);
  const mean = rowMean(vectors, dim);
  const norms = centredNorms(vectors, dim, mean);
  const scale = scaleOf(norms);
  const direct = scale === undefined || vectors.length * n < PRODUCTS_PAY ||
    (await useBackend()).name === "cpu";
  const rows = Int32Array.from(norms.keys());
  using tiles = new RowTiles({ vectors, dim, rows, mean, scale: scale ?? 1 }, HEIGHT);
  for (let first = 0; first < n; first += size) {
    const count = Math.min(size, n - first);
    if (direct) measure(vectors, dim, first, count, distances);
    else await multiply(tiles, norms, first, count, distances);
    yield { first, count, distances };
  }
}

function measure(
  vectors: Float32Array,
  dim: number,
  first: number,
  count: number,
  distances: Float32Array,
): void {
  for (let row = first, at = 0; row < first + count; row++) {
    for (let other = 0; other < vectors.length; other += dim) {
      distances[at++] = squaredDistance(vectors, row * dim, vectors, other, dim);
    }
  }
}

async function multiply(
  tiles: RowTiles,
  norms: Float64Array,
  first: number,
  count: number,
  distances: Float32Array,
): Promise<void> {
  const n = norms.length;
  const back = 1 / tiles.scale ** 2;
  const some = tiles.tensor(first, first + count);
  for (let t = 0; t < tiles.count; t++) {
    const tile = tiles.take(t);
    const values = await valuesOf(() => tf.matMul(some, tile, false, true));
    tiles.release(tile);
    const [start, end] = tiles.range(t);
    for (let i = 0, at = 0; i < count; i++) {
      const norm = norms[first + i]!;
      for (let row = start; row < end; row++, at++) {
        distances[i * n + row] = Math.max(0, norm + norms[row]! - 2 * values[at]! * back);
      }
    }
  }
  some.dispose();
}
