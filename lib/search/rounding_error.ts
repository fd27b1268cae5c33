/** How far distances from a backend's matrix products can be off. */

import * as tf from "@tensorflow/tfjs-core";
import type { Backend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { squaredDistance } from "../embedding/distance.ts";
import { centredNorms } from "./row_mean.ts";
import { rowTensor, type TileSource } from "./row_tiles.ts";

/** Half the spacing of float32 numbers at 1: what one rounding can cost. */
const FLOAT32_UNIT = 2 ** -24;

const inputUnits = new Map<string, number>();

/**
 * The number `e` for which `|computed - true| <= e * (|x|^2 + |y|^2)` holds for the squared distance
 * `|x|^2 + |y|^2 - 2 x.y` of any two rows of `dim` numbers, when the rows are rounded to float32,
 * `x.y` is an entry of a `tf.matMul` on `backend`, the current one, and the rest is float64.
 *
 * A float32 sum of `dim` products, in any order, is within `dim * u / (1 - dim * u)` times
 * `|x| |y|` (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section 3.1), and
 * `2 |x| |y| <= |x|^2 + |y|^2`. Rounding the rows to what the multiplier reads (float32, or fewer
 * bits on hardware that shortens them) moves a distance by at most two more such units for each
 * row, and the norms by as much.
 */
export async function productErrorBound(dim: number, backend: Backend): Promise<number> {
  // Graphics cards may cut where a processor rounds.
  const unit = backend.gpu || backend.name === "webgpu" ? 2 * FLOAT32_UNIT : FLOAT32_UNIT;
  const summing = (dim + 8) * unit;
  if (summing >= 0.5) return Infinity;
  return 1.01 * (summing / (1 - summing) + 4 * await inputUnit(backend));
}

/** The rounding of what goes into a product, found by multiplying numbers that fewer bits change. */
async function inputUnit({ name, gpu }: Backend): Promise<number> {
  const known = inputUnits.get(name);
  if (known !== undefined) return known;
  // Each entry of the product is 256 equal terms, and so shows the term that was read: without
  // 2^-13 for TF32 and float16 (10 bits), without 2^-9 too for bfloat16 (7 bits).
  const size = 256;
  const entries = await valuesOf(() =>
    tf.matMul(tf.fill([size, size], 1 + 2 ** -9 + 2 ** -13), tf.ones([size, size]))
  );
  const read = entries.reduce((least, entry) => Math.min(least, entry), Infinity) / size;
  let unit = read < 1 + 2 ** -10
    ? 2 ** -8
    : read < 1 + 2 ** -9 + 2 ** -14
    ? 2 ** -11
    : FLOAT32_UNIT;
  // TensorFlow may choose TF32 on NVIDIA cards whatever this one product shows, unless forbidden to.
  const free = Deno.env.get("NVIDIA_TF32_OVERRIDE") !== "0";
  if (name === "tensorflow" && gpu && free) unit = Math.max(unit, 2 ** -11);
  inputUnits.set(name, unit);
  return unit;
}

/** Queries and rows of a sample, each. */
const SAMPLE = 32;

/**
 * The same number as an estimate, far smaller: four times the largest that a sample of queries and
 * rows shows. Each is multiplied with itself too, because errors grow with the product.
 */
export async function sampledError(
  source: Omit<TileSource, "rows"> & { queries: Float32Array },
): Promise<number> {
  const { queries, vectors, dim } = source;
  const sample = new Float32Array(2 * SAMPLE * dim);
  for (const [i, of] of [queries, vectors].entries()) {
    for (let s = 0; s < SAMPLE; s++) {
      const start = Math.floor((s / SAMPLE) * (of.length / dim)) * dim;
      sample.set(of.subarray(start, start + dim), (i * SAMPLE + s) * dim);
    }
  }
  const count = 2 * SAMPLE;
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  const values = await valuesOf(() => {
    const tile = rowTensor({ ...source, vectors: sample, rows });
    return tf.matMul(tile, tile, false, true);
  });
  const norms = centredNorms(sample, dim, source.mean);
  let largest = FLOAT32_UNIT;
  for (let a = 0; a < count; a++) {
    for (let b = 0; b <= a; b++) {
      const sum = norms[a]! + norms[b]!;
      if (sum === 0) continue;
      const distance = sum - 2 * values[a * count + b]! / source.scale ** 2;
      const measured = squaredDistance(sample, a * dim, sample, b * dim, dim);
      largest = Math.max(largest, Math.abs(distance - measured) / sum);
    }
  }
  return 4 * largest;
}
