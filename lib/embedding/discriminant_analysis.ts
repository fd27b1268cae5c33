/** Linear discriminant analysis: a supervised projection, and class posteriors from it. */

import * as tf from "@tensorflow/tfjs-core";
import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import { useBackend } from "../backend/mod.ts";
import { squaredDistance } from "./distance.ts";
import { applyPca, fixSigns, type Projection, rowMean } from "./pca.ts";
import { arraySource } from "./row_source.ts";
import { takeRows } from "./rows.ts";

/** The discriminants of labelled rows: those that separate the classes best come first. */
export interface Discriminants extends Projection {
  /** Mean of each class along the components, float32 `[classes, count]`, row-major. */
  centroids: Float32Array;
  /** Natural logarithm of each class's fraction of the rows, float32 `[classes]`. */
  logPriors: Float32Array;
}

/** Distance of the `sqrtPosteriors` of two vectors that cannot be of one class. */
export const MAX_HELLINGER_DISTANCE = Math.SQRT2;
/** Fraction of the covariance within classes that is taken to be the same in all directions. */
const SHRINKAGE = 0.03;
/**
 * Directions that separate classes less than this, beside the first, are rounding; so are differences
 * of class means that are less than this of the mean, and a variance within classes that is less than
 * this of the variance between them.
 */
const NEGLIGIBLE = 1e-9;

/**
 * Fisher's linear discriminants of the rows: the directions v of largest v' B v / v' W v, with W the
 * covariance within classes and B that of the class means, scaled so that v' W v = 1 (Hastie,
 * Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section 4.3.3). W is
 * regularised as 0.97 W + 0.03 (trace W / dim) I (Friedman, Regularized Discriminant Analysis, 1989,
 * equation 18), without which directions of hardly any variance would count most.
 *
 * There are at most as many as classes, less one: fewer where the means span fewer directions, and a
 * single one of zeros where all classes have the same mean, with which posteriors are the priors. Where
 * the rows of each class are alike, as copies of one photo are, trace W is taken to be a small part of
 * trace B.
 *
 * @param vectors float32 `[n, dim]`, row-major, finite; dim is meant to be some hundred
 * @param labels class of each row; rows of class "" are left out
 * @throws {RangeError} if there are fewer than two classes, or not one label a row
 */
export async function fitDiscriminants(
  vectors: Float32Array,
  dim: number,
  labels: readonly string[],
): Promise<Discriminants> {
  const classes = rowsByClass(labels, vectors.length / dim);
  const count = classes.reduce((sum, { length }) => sum + length, 0);
  const priors = classes.map(({ length }) => length / count);
  const means = await Promise.all(classes.map((rows) => {
    return rowMean(arraySource(takeRows(vectors, dim, rows), dim));
  }));
  const mean = Float64Array.from({ length: dim }, (_, i) => {
    return means.reduce((sum, ofClass, c) => sum + priors[c]! * ofClass[i]!, 0);
  });
  const between = new Matrix(means.map((ofClass, c) => {
    return Array.from(ofClass, (value, i) => {
      const difference = value - mean[i]!;
      const isRounding = Math.abs(difference) <= NEGLIGIBLE * Math.abs(mean[i]!);
      return isRounding ? 0 : Math.sqrt(priors[c]!) * difference;
    });
  }));
  const within = await covarianceWithin(vectors, dim, classes, means);
  const trace = Math.max(within.trace(), NEGLIGIBLE * between.norm() ** 2) || 1;
  within.mul(1 - SHRINKAGE);
  for (let i = 0; i < dim; i++) within.set(i, i, within.get(i, i) + SHRINKAGE * trace / dim);
  const components = generalisedEigenvectors(between, within, classes.length - 1);
  const projection = { mean: Float32Array.from(mean), components };
  const allMeans = Float32Array.from(means.flatMap((ofClass) => [...ofClass]));
  return {
    ...projection,
    centroids: await applyPca(projection, arraySource(allMeans, dim)),
    logPriors: Float32Array.from(priors, Math.log),
  };
}

/**
 * Square roots of the posterior probability of each class for each vector, float32 `[n, classes]`.
 * Under the model of discriminant analysis, normal classes of one covariance, p(c) is proportional to
 * the class's prior times exp(-d^2 / 2), with d the distance to its centroid along the discriminants.
 *
 * Distances between such rows are Hellinger distances times the root of 2: 0 for equal posteriors,
 * `MAX_HELLINGER_DISTANCE` for vectors that cannot be of one class.
 *
 * @param vectors float32 `[n, dim]`, row-major, finite
 */
export async function sqrtPosteriors(
  { mean, components, centroids, logPriors }: Discriminants,
  vectors: Float32Array,
): Promise<Float32Array> {
  const dim = mean.length;
  const [count, classes] = [components.length / dim, logPriors.length];
  const scores = await applyPca({ mean, components }, arraySource(vectors, dim));
  const roots = new Float32Array(vectors.length / dim * classes);
  for (let row = 0; row < vectors.length / dim; row++) {
    const logs = Array.from(logPriors, (logPrior, c) => {
      return logPrior - squaredDistance(scores, row * count, centroids, c * count, count) / 2;
    });
    const largest = Math.max(...logs);
    const exponentials = logs.map((log) => Math.exp(log - largest));
    const sum = exponentials.reduce((sum, value) => sum + value, 0);
    roots.set(exponentials.map((value) => Math.sqrt(value / sum)), row * classes);
  }
  return roots;
}

/** The rows of each class; those without one are left out. */
function rowsByClass(labels: readonly string[], count: number): number[][] {
  if (labels.length !== count) {
    throw new RangeError(
      `Cannot fit discriminants as there must be a label for each of ${count} rows: ` +
        `current number is ${labels.length}`,
    );
  }
  const labelled = [...labels.keys()].filter((row) => labels[row] !== "");
  const byClass = [...Map.groupBy(labelled, (row) => labels[row]).values()];
  if (byClass.length < 2) {
    throw new RangeError(
      `Cannot fit discriminants as there must be two categories: current number is ${byClass.length}`,
    );
  }
  return byClass;
}

/** Covariance of the rows around the mean of their class, `[dim, dim]` (divisor: number of rows). */
async function covarianceWithin(
  vectors: Float32Array,
  dim: number,
  classes: readonly number[][],
  means: readonly Float64Array[],
): Promise<Matrix> {
  const deviations = classes.flatMap((rows, c) => {
    return rows.map((row) => means[c]!.map((mean, i) => vectors[row * dim + i]! - mean));
  });
  const centred = new Float32Array(deviations.length * dim);
  for (const [at, deviation] of deviations.entries()) centred.set(deviation, at * dim);
  await useBackend();
  const product = tf.tidy(() => {
    const rows = tf.tensor2d(centred, [deviations.length, dim]);
    const product: tf.Tensor2D = tf.div(tf.matMul(rows, rows, true), deviations.length);
    // Rounding makes the product of a matrix with itself not quite symmetric.
    return tf.div(tf.add(product, tf.transpose(product)), 2);
  });
  const values = await product.data();
  product.dispose();
  return Matrix.from1DArray(dim, dim, values);
}

/**
 * The directions v of largest v' A'A v / v' W v, scaled so that v' W v = 1: float32 `[count, dim]`,
 * row-major. A has a row for each class, so that the few eigenvectors u of A W^-1 A' give all:
 * v = W^-1 A' u. A direction of zeros if A is zero.
 */
function generalisedEigenvectors(a: Matrix, w: Matrix, most: number): Float32Array {
  const solved = new CholeskyDecomposition(w).solve(a.transpose());
  const { realEigenvalues: values, eigenvectorMatrix } = new EigenvalueDecomposition(
    a.mmul(solved),
    { assumeSymmetric: true },
  );
  const order = [...values.keys()].sort((i, j) => values[j]! - values[i]!);
  const kept = order.slice(0, most).filter((i) => values[i]! > NEGLIGIBLE * values[order[0]!]!);
  const components = new Float32Array(Math.max(1, kept.length) * a.columns);
  for (const [row, i] of kept.entries()) {
    const direction = solved.mmul(eigenvectorMatrix.getColumnVector(i)).to1DArray();
    components.set(direction.map((value) => value / Math.sqrt(values[i]!)), row * a.columns);
  }
  fixSigns(components, a.columns);
  return components;
}
