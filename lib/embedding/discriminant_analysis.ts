/**
 * What category a vector probably belongs to, by linear discriminant analysis: `fitDiscriminants`,
 * `categoryRoots`, `SURELY_APART`.
 */

import * as tf from "@tensorflow/tfjs-core";
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import { useBackend } from "../backend/mod.ts";
import { squaredDistance } from "../search/distance.ts";
import { applyPca, pointForward } from "./pca.ts";
import { arraySource } from "./row_source.ts";

/** What `fitDiscriminants` finds. */
export interface Discriminants {
  /** Mean of the rows that have a category, float32 `[dim]`. */
  mean: Float32Array;
  /**
   * Directions, float32 `[count, dim]`, row-major; those that tell categories apart best come first.
   */
  components: Float32Array;
  /** Where the mean of each category lies along them, float32 `[categories, count]`, row-major. */
  centres: Float32Array;
  /** Natural logarithm of each category's share of the rows, float32 `[categories]`. */
  logShares: Float32Array;
}

/** How far `categoryRoots` are apart of two vectors that cannot be of one category. */
export const SURELY_APART = Math.SQRT2;
/** Share of the spread within categories that is taken to be the same in all directions. */
const SHRINKAGE = 0.03;
/** Directions that tell categories apart less than this, beside the first, are rounding. */
const NEGLIGIBLE = 1e-9;

/**
 * Fisher's linear discriminants of the rows: the directions v of largest v' B v / v' W v, with W the
 * covariance within categories and B that of the categories' means, scaled so that v' W v = 1 (Hastie,
 * Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section 4.3.3). W is made
 * steadier as 0.97 W + 0.03 (trace W / dim) I (Friedman, Regularized Discriminant Analysis, 1989,
 * equation 18), without which directions of hardly any spread would count most.
 *
 * There are at most as many as categories, less one: fewer where the means lie in fewer directions.
 *
 * @param vectors float32 `[n, dim]`, row-major, finite; dim is meant to be some hundred
 * @param labels category of each row; rows of category "" are left out
 * @throws {RangeError} if there are fewer than two categories, not one label a row, no category holds
 *   two different rows, or all categories have the same mean
 */
export async function fitDiscriminants(
  vectors: Float32Array,
  dim: number,
  labels: readonly string[],
): Promise<Discriminants> {
  const groups = rowsByCategory(labels, vectors.length / dim);
  const count = groups.reduce((sum, rows) => sum + rows.length, 0);
  const means = groups.map((rows) => meanOf(vectors, dim, rows));
  const mean = new Float64Array(dim);
  for (const [c, rows] of groups.entries()) {
    for (let i = 0; i < dim; i++) mean[i]! += rows.length / count * means[c]![i]!;
  }
  const within = await spreadWithin(vectors, dim, groups, means);
  const trace = within.trace();
  if (trace === 0) {
    throw new RangeError(
      "Cannot fit discriminants as rows of one category must differ: all are alike",
    );
  }
  within.mul(1 - SHRINKAGE);
  for (let i = 0; i < dim; i++) within.set(i, i, within.get(i, i) + SHRINKAGE * trace / dim);
  // B = A'A with a row of A for each category: the few eigenvectors u of A W^-1 A' give all of
  // those of W^-1 B, v = W^-1 A' u.
  const between = new Matrix(
    means.map((ofCategory, c) =>
      Array.from(
        ofCategory,
        (value, i) => Math.sqrt(groups[c]!.length / count) * (value - mean[i]!),
      )
    ),
  );
  const solved = new CholeskyDecomposition(within).solve(between.transpose());
  const { realEigenvalues: values, eigenvectorMatrix: turns } = new EigenvalueDecomposition(
    between.mmul(solved),
    { assumeSymmetric: true },
  );
  const order = values.map((_, i) => i).sort((a, b) => values[b]! - values[a]!);
  const kept = order.slice(0, groups.length - 1)
    .filter((i) => values[i]! > NEGLIGIBLE * values[order[0]!]!);
  if (kept.length === 0) {
    throw new RangeError(
      "Cannot fit discriminants as the categories' means must differ: all are alike",
    );
  }
  const components = new Float32Array(kept.length * dim);
  for (const [row, i] of kept.entries()) {
    const direction = solved.mmul(turns.getColumnVector(i)).to1DArray();
    components.set(direction.map((value) => value / Math.sqrt(values[i]!)), row * dim);
  }
  pointForward(components, dim);
  const axes = { mean: Float32Array.from(mean), components };
  const allMeans = Float32Array.from(means.flatMap((ofCategory) => [...ofCategory]));
  return {
    ...axes,
    centres: await applyPca(axes, arraySource(allMeans, dim)),
    logShares: Float32Array.from(groups, (rows) => Math.log(rows.length / count)),
  };
}

/**
 * The square roots of the probabilities that each vector belongs to each category, float32
 * `[n, categories]`: under the assumption of discriminant analysis, that a category's vectors are
 * spread normally and all categories' alike, p(c) is proportional to its share of the rows times
 * exp(-d^2 / 2), with d the distance to its centre along the discriminants. Distances between such
 * rows are Hellinger's, times the root of 2: 0 for the same probabilities, the root of 2 for vectors
 * that cannot be of one category (`SURELY_APART`).
 *
 * @param vectors float32 `[n, dim]`, row-major, finite
 */
export async function categoryRoots(
  { mean, components, centres, logShares }: Discriminants,
  vectors: Float32Array,
): Promise<Float32Array> {
  const dim = mean.length;
  const [count, categories] = [components.length / dim, logShares.length];
  const places = await applyPca({ mean, components }, arraySource(vectors, dim));
  const roots = new Float32Array(vectors.length / dim * categories);
  for (let row = 0; row < vectors.length / dim; row++) {
    const logs = Array.from(
      logShares,
      (logShare, c) =>
        logShare - squaredDistance(places, row * count, centres, c * count, count) / 2,
    );
    const largest = Math.max(...logs);
    const shares = logs.map((log) => Math.exp(log - largest));
    const sum = shares.reduce((sum, share) => sum + share, 0);
    roots.set(shares.map((share) => Math.sqrt(share / sum)), row * categories);
  }
  return roots;
}

/** The rows of each category, those without one left out. */
function rowsByCategory(labels: readonly string[], count: number): number[][] {
  if (labels.length !== count) {
    throw new RangeError(
      `Cannot fit discriminants as there must be a label for each of ${count} rows: ` +
        `current number is ${labels.length}`,
    );
  }
  const byCategory = new Map<string, number[]>();
  for (const [row, label] of labels.entries()) {
    if (label === "") continue;
    const rows = byCategory.get(label);
    if (rows) rows.push(row);
    else byCategory.set(label, [row]);
  }
  if (byCategory.size < 2) {
    throw new RangeError(
      `Cannot fit discriminants as there must be two categories: current number is ${byCategory.size}`,
    );
  }
  return [...byCategory.values()];
}

function meanOf(vectors: Float32Array, dim: number, rows: readonly number[]): Float64Array {
  const mean = new Float64Array(dim);
  for (const row of rows) {
    for (let i = 0; i < dim; i++) mean[i]! += vectors[row * dim + i]! / rows.length;
  }
  return mean;
}

/** Covariance of the rows around their category's mean, `[dim, dim]` (divisor: the number of rows). */
async function spreadWithin(
  vectors: Float32Array,
  dim: number,
  groups: readonly number[][],
  means: readonly Float64Array[],
): Promise<Matrix> {
  const count = groups.reduce((sum, rows) => sum + rows.length, 0);
  const apart = new Float32Array(count * dim);
  let at = 0;
  for (const [c, rows] of groups.entries()) {
    for (const row of rows) {
      for (let i = 0; i < dim; i++) apart[at++] = vectors[row * dim + i]! - means[c]![i]!;
    }
  }
  await useBackend();
  const product = tf.tidy(() => {
    const rows = tf.tensor2d(apart, [count, dim]);
    const product = tf.div(tf.matMul(rows, rows, true), count) as tf.Tensor2D;
    // Rounding makes the product of a matrix with itself not quite symmetric.
    return tf.div(tf.add(product, tf.transpose(product)), 2);
  });
  const values = await product.data();
  product.dispose();
  return Matrix.from1DArray(dim, dim, values);
}
