/** Principal component analysis of rows that need not all be in memory. */

import * as tf from "@tensorflow/tfjs-core";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { useBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { checkInteger } from "../io/check_integer.ts";
import { createRandom } from "../io/random.ts";
import { batches, type RowSource } from "./row_source.ts";

/** A linear projection: `(row - mean) . component` for each component. */
export interface Projection {
  /** Mean of the rows, float32 `[dim]`. */
  mean: Float32Array;
  /** Float32 `[count, dim]`, row-major. */
  components: Float32Array;
}

/** Principal components: of unit length or zero, those of most variance first. */
export interface Pca extends Projection {
  /** Variance of the rows along each component, float64 `[count]` (divisor n - 1). */
  variances: Float64Array;
}

/** Options of `fitPca`. */
export interface PcaOptions {
  /** Seed of the random directions to start from. @default 1 */
  seed?: number;
  /** Directions beyond `components` that are followed. @default 16 */
  oversampling?: number;
  /** Power iterations; each reads the rows twice. @default 1 */
  iterations?: number;
}

/** Values of a batch of rows: 64 MB as float32. */
const BATCH = 16 * 1024 * 1024;
/** Directions along which there is less than this fraction of the largest variance are rounding. */
const NEGLIGIBLE = 1e-6;

/**
 * The first `count` principal components of the rows of `source`, by a randomised singular value
 * decomposition with power iterations (Halko, Martinsson, Tropp, Finding structure with randomness,
 * SIAM Review 2011, algorithms 4.4 and 5.1). Components whose variance drowns in rounding are zero.
 *
 * Rows are read in batches; memory grows with `count` x `dim` alone: about 1.3 GB for 512 components
 * of 49,152 dimensions.
 *
 * @param count 1 to the smaller of rows and dimensions
 * @throws {RangeError} if `count` is outside that
 */
export async function fitPca(
  source: RowSource,
  count: number,
  { seed = 1, oversampling = 16, iterations = 1 }: PcaOptions = {},
): Promise<Pca> {
  const most = Math.min(source.count, source.dim);
  checkInteger(count, { task: "fit components", name: "their number", most });
  await useBackend();
  const mean = Float32Array.from(await rowMean(source));
  const width = Math.min(count + oversampling, most);
  const random = createRandom(seed);
  const mixture = Float32Array.from({ length: source.count * width }, () => random() * 2 - 1);
  // Random mixtures of rows, [dim, width], lie mostly along the directions of most variance; each
  // iteration turns them further that way.
  let directions = await orthonormal(
    await combine(source, mean, tf.tensor2d(mixture, [source.count, width])),
    iterations === 0 ? 2 : 1,
  );
  for (let iteration = 0; iteration < iterations; iteration++) {
    const scores = await orthonormal(await project(source, mean, directions));
    directions.dispose();
    const last = iteration === iterations - 1;
    directions = await orthonormal(await combine(source, mean, scores), last ? 2 : 1);
  }
  // Within the directions found, the components are those of a small matrix.
  const scores = await project(source, mean, directions);
  const { values, vectors } = await eigen(scores);
  scores.dispose();
  const found = Math.min(count, values.length);
  const rotated = await valuesOf(() => {
    const rotation = tf.tensor2d(vectors, [values.length, values.length]);
    return tf.matMul(tf.slice(rotation, [0, 0], [-1, found]), directions, true, true);
  });
  directions.dispose();
  const components = new Float32Array(count * source.dim);
  components.set(rotated);
  fixSigns(components, source.dim);
  const variances = new Float64Array(count);
  for (let i = 0; i < found; i++) variances[i] = values[i]! / Math.max(1, source.count - 1);
  return { mean, components, variances };
}

/**
 * Scores of the rows of `source` along the components, `(row - mean) . component`: float32
 * `[rows, components]`.
 *
 * @throws {TypeError} if the rows are of another length than those of the fit
 */
export async function applyPca(
  { mean, components }: Projection,
  source: RowSource,
): Promise<Float32Array> {
  if (source.dim !== mean.length) {
    throw new TypeError(
      `Cannot apply components as rows must have ${mean.length} numbers: ` +
        `current value is ${source.dim}`,
    );
  }
  await useBackend();
  const directions = tf.tensor2d(components, [components.length / source.dim, source.dim]);
  const scores = await project(source, mean, directions, true);
  directions.dispose();
  return await valuesOf(() => scores);
}

/**
 * The rows that `scores` `[n, count]` stand for: `mean + scores . components`, float32 `[n, dim]`.
 */
export async function invertPca(
  { mean, components }: Projection,
  scores: Float32Array,
): Promise<Float32Array> {
  await useBackend();
  const dim = mean.length;
  const count = components.length / dim;
  return await valuesOf(() => {
    const directions = tf.tensor2d(components, [count, dim]);
    const centred = tf.matMul(tf.tensor2d(scores, [scores.length / count, count]), directions);
    return tf.add(centred, mean);
  });
}

/** Mean of the rows of `source`, float64 `[dim]`. */
export async function rowMean(source: RowSource): Promise<Float64Array> {
  const sums = new Float64Array(source.dim);
  for await (const { rows } of batches(source, batchSize(source))) {
    for (let start = 0; start < rows.length; start += source.dim) {
      for (let l = 0; l < source.dim; l++) sums[l] = sums[l]! + rows[start + l]!;
    }
  }
  return sums.map((sum) => sum / source.count);
}

/** Make the largest value of each component positive (scikit-learn's `svd_flip`), in place. */
export function fixSigns(components: Float32Array, dim: number): void {
  for (let start = 0; start < components.length; start += dim) {
    const component = components.subarray(start, start + dim);
    let largest = 0;
    for (const value of component) if (Math.abs(value) > Math.abs(largest)) largest = value;
    if (largest < 0) component.forEach((value, l) => component[l] = -value);
  }
}

/** Rows less the mean, batch by batch; the caller disposes them. */
async function* centredBatches(source: RowSource, mean: Float32Array) {
  for await (const { first, end, rows } of batches(source, batchSize(source))) {
    for (let start = 0; start < rows.length; start += source.dim) {
      for (let l = 0; l < source.dim; l++) rows[start + l] = rows[start + l]! - mean[l]!;
    }
    yield { first, rows: tf.tensor2d(rows, [end - first, source.dim]) };
  }
}

/**
 * `rows [n, dim] x directions [dim, width]`; the caller disposes it.
 *
 * @param inRows whether `directions` is `[width, dim]` instead
 */
async function project(
  source: RowSource,
  mean: Float32Array,
  directions: tf.Tensor2D,
  inRows = false,
): Promise<tf.Tensor2D> {
  const parts: tf.Tensor2D[] = [];
  for await (const { rows } of centredBatches(source, mean)) {
    parts.push(tf.matMul(rows, directions, false, inRows));
    rows.dispose();
  }
  const scores = tf.concat(parts, 0);
  tf.dispose(parts);
  return scores;
}

/** `rows [n, dim]^T x weights [n, width]`; disposes the weights. */
async function combine(
  source: RowSource,
  mean: Float32Array,
  weights: tf.Tensor2D,
): Promise<tf.Tensor2D> {
  let sum: tf.Tensor2D = tf.zeros([source.dim, weights.shape[1]]);
  for await (const { first, rows } of centredBatches(source, mean)) {
    const next = tf.tidy((): tf.Tensor2D => {
      return tf.add(sum, tf.matMul(rows, tf.slice(weights, [first, 0], [rows.shape[0], -1]), true));
    });
    tf.dispose([sum, rows]);
    sum = next;
  }
  weights.dispose();
  return sum;
}

/**
 * Orthonormal columns that span those of `columns`; disposes `columns`.
 *
 * @param passes in float32, after one the columns are only nearly at right angles
 */
async function orthonormal(columns: tf.Tensor2D, passes = 1): Promise<tf.Tensor2D> {
  let basis = columns;
  for (let pass = 0; pass < passes; pass++) {
    const { values, vectors } = await eigen(basis);
    const count = values.findIndex((value) => value <= NEGLIGIBLE * values[0]!);
    const rank = Math.max(1, count < 0 ? values.length : count);
    const scale = values.slice(0, rank).map((value) => value > 0 ? 1 / Math.sqrt(value) : 0);
    const next = tf.tidy((): tf.Tensor2D => {
      const rotation = tf.tensor2d(vectors, [values.length, values.length]);
      const kept = tf.slice(rotation, [0, 0], [-1, rank]);
      return tf.matMul(basis, tf.mul(kept, tf.tensor1d(scale)));
    });
    basis.dispose();
    basis = next;
  }
  return basis;
}

/** Eigenvalues of `columns^T columns`, largest first, and its eigenvectors as columns, row-major. */
async function eigen(
  columns: tf.Tensor2D,
): Promise<{ values: number[]; vectors: Float32Array }> {
  const width = columns.shape[1];
  const product = await valuesOf(() => tf.matMul(columns, columns, true, false));
  const matrix = Matrix.from1DArray(width, width, product);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const order = [...realEigenvalues.keys()].sort((a, b) => {
    return realEigenvalues[b]! - realEigenvalues[a]!;
  });
  const sorted = eigenvectorMatrix.subMatrixColumn(order);
  return {
    values: order.map((i) => realEigenvalues[i]!),
    vectors: Float32Array.from(sorted.to1DArray()),
  };
}

function batchSize(source: RowSource): number {
  return Math.max(1, Math.floor(BATCH / source.dim));
}
