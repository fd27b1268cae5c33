/** Class posteriors by kernel ridge regression: `fitPosteriors` and `unitPosteriors`. */

import * as tf from "@tensorflow/tfjs-core";
import type { KeptTensors } from "../backend/kept_tensors.ts";
import { useBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { deriveSeed, shuffledIndices } from "../io/random.ts";
import { rowMean } from "./pca.ts";
import { arraySource } from "./row_source.ts";
import { takeRows } from "./rows.ts";

/** What class posteriors are computed from: `posteriors = priors + kernel(row, rows) coefficients`. */
export interface PosteriorModel {
  /** The rows that it was fitted on, divided by `width`, float32 `[n, dim]`, row-major. */
  rows: Float32Array;
  /** Float32 `[n, classes]`, row-major. */
  coefficients: Float32Array;
  /** Each class's fraction of the rows, float32 `[classes]`. */
  priors: Float32Array;
  /** Width of the kernel, float32 `[1]`: the root mean square distance of two rows. */
  width: Float32Array;
}

/** Distance of the `unitPosteriors` of two vectors that cannot be of one class. */
export const MAX_POSTERIOR_DISTANCE = Math.SQRT2;
/**
 * Ridge. This and the width of the kernel were chosen by cross-validation within the training photos
 * of the clothing data set, in folds that do not share a sender.
 */
const RIDGE = 0.1;
/** Labelled rows that are used at most, drawn by seed: their kernel takes 100 MB. */
const MOST_ROWS = 5000;
/** Conjugate gradients end when no residual is longer than this, beside the first one. */
const TOLERANCE = 1e-4;
const MOST_ITERATIONS = 1000;
/** Iterations between two looks at the residuals. */
const LOOK = 10;

/**
 * Fit class posteriors: kernel ridge regression on the one-hot classes, less the priors, with the
 * kernel `exp(-|a - b|^2 / width^2)`, `(K + 0.1 I) coefficients = onehot - priors`, by conjugate
 * gradients. (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section
 * 5.8; least squares on one-hot classes estimates their posteriors, section 4.2.)
 *
 * @param vectors float32 `[n, dim]`, row-major, finite; of more than 5,000 labelled rows as many are drawn
 * @param labels class of each row; rows of class "" are left out
 * @param seed of the draw. @default 1
 * @throws {RangeError} if there are fewer than two classes, or not one label a row
 */
export async function fitPosteriors(
  vectors: Float32Array,
  dim: number,
  labels: readonly string[],
  seed = 1,
): Promise<PosteriorModel> {
  const { rows: labelled, classes } = labelledRows(labels, vectors.length / dim);
  const drawn = shuffledIndices(labelled.length, deriveSeed(seed, "posteriors"))
    .slice(0, MOST_ROWS).sort().map((i) => labelled[i]!);
  const rows = takeRows(vectors, dim, drawn);
  const width = await typicalWidth(rows, dim);
  for (let i = 0; i < rows.length; i++) rows[i] = rows[i]! / width;
  const places = Array.from(drawn, (row) => classes.indexOf(labels[row]!));
  const priors = Float32Array.from(classes, (_, c) => {
    return places.filter((place) => place === c).length / places.length;
  });
  await useBackend();
  const { kernel, targets } = tf.tidy(() => {
    const fitted = tf.tensor2d(rows, [drawn.length, dim]);
    const onehot = tf.oneHot(tf.tensor1d(places, "int32"), classes.length);
    return {
      kernel: kernelOf(fitted, fitted),
      targets: tf.sub(tf.cast(onehot, "float32"), priors) as tf.Tensor2D,
    };
  });
  const solution = await solve(kernel, targets);
  const coefficients = await valuesOf(() => solution);
  tf.dispose([kernel, targets]);
  return { rows, coefficients, priors, width: Float32Array.of(width) };
}

/**
 * A function that estimates class posteriors of vectors, float32 `[n, dim]`, row-major, finite:
 * negative ones set to 0, L2-normalised, float32 `[n, classes]`. Two rows are 0 apart for equal
 * posteriors, `MAX_POSTERIOR_DISTANCE` if no class has both. Its second argument keeps the tensors of
 * the model.
 */
export function unitPosteriors(
  { rows, coefficients, priors, width }: PosteriorModel,
): (vectors: Float32Array, kept: KeptTensors) => Promise<Float32Array> {
  const classes = priors.length;
  const count = coefficients.length / classes;
  const dim = rows.length / count;
  const squares = Float32Array.from({ length: count }, (_, row) => {
    return rows.subarray(row * dim, (row + 1) * dim).reduce((sum, value) => sum + value ** 2, 0);
  });
  return async (vectors, kept) => {
    await useBackend();
    const fitted = kept.get(rows, [count, dim]);
    const weights = kept.get(coefficients, [count, classes]);
    return await valuesOf(() => {
      const queries = tf.div(tf.tensor2d(vectors, [vectors.length / dim, dim]), width[0]!);
      const kernel = kernelOf(queries as tf.Tensor2D, fitted, tf.tensor1d(squares));
      const possible = tf.relu(tf.add(tf.matMul(kernel, weights), priors));
      return tf.divNoNan(possible, tf.norm(possible, "euclidean", 1, true));
    });
  };
}

/** `exp(-|a - b|^2)` of each row of `a` and of `b`, `[n, m]`; `squares` are the squared lengths of b's. */
function kernelOf(
  a: tf.Tensor2D,
  b: tf.Tensor2D,
  squares: tf.Tensor = squaredLengths(b),
): tf.Tensor2D {
  const sums = tf.add(tf.expandDims(squaredLengths(a), 1), squares);
  const squared = tf.sub(sums, tf.mul(2, tf.matMul(a, b, false, true)));
  return tf.exp(tf.neg(tf.relu(squared))) as tf.Tensor2D;
}

/** The squared length of each row. */
function squaredLengths(rows: tf.Tensor2D): tf.Tensor {
  return tf.sum(tf.square(rows), 1);
}

/** X with (kernel + RIDGE I) X = targets, by conjugate gradients for each column (Hestenes and Stiefel 1952). */
async function solve(kernel: tf.Tensor2D, targets: tf.Tensor2D): Promise<tf.Tensor2D> {
  /** The sum of the squares of each column. */
  const squares = (x: tf.Tensor) => tf.sum(tf.square(x), 0, true);
  let [solution, residual, direction] = [tf.zerosLike(targets), targets.clone(), targets.clone()];
  const start = (await valuesOf(() => squares(targets))).map((square) => square * TOLERANCE ** 2);
  for (let step = 1; step <= MOST_ITERATIONS; step++) {
    const next = tf.tidy(() => {
      const product = tf.add(tf.matMul(kernel, direction), tf.mul(direction, RIDGE));
      const before = squares(residual);
      const length = tf.divNoNan(before, tf.sum(tf.mul(direction, product), 0, true));
      const left = tf.sub(residual, tf.mul(length, product)) as tf.Tensor2D;
      const turned = tf.mul(tf.divNoNan(squares(left), before), direction);
      return [
        tf.add(solution, tf.mul(length, direction)) as tf.Tensor2D,
        left,
        tf.add(left, turned) as tf.Tensor2D,
      ] as const;
    });
    tf.dispose([solution, residual, direction]);
    [solution, residual, direction] = next;
    if (step % LOOK !== 0) continue;
    const remaining = await valuesOf(() => squares(residual));
    if (remaining.every((square, i) => square <= start[i]!)) break;
  }
  tf.dispose([residual, direction]);
  return solution;
}

/** Root mean square distance of two rows; 1 if all are equal. */
async function typicalWidth(rows: Float32Array, dim: number): Promise<number> {
  const mean = await rowMean(arraySource(rows, dim));
  let sum = 0;
  for (let i = 0; i < rows.length; i++) sum += (rows[i]! - mean[i % dim]!) ** 2;
  return Math.fround(Math.sqrt(2 * sum * dim / rows.length)) || 1;
}

/** The rows that have a class, and the classes. */
function labelledRows(
  labels: readonly string[],
  count: number,
): { rows: number[]; classes: string[] } {
  if (labels.length !== count) {
    throw new RangeError(
      `Cannot fit posteriors as there must be a label for each of ${count} rows: ` +
        `current number is ${labels.length}`,
    );
  }
  const rows = [...labels.keys()].filter((row) => labels[row] !== "");
  const classes = [...new Set(rows.map((row) => labels[row]!))];
  if (classes.length < 2) {
    throw new RangeError(
      `Cannot fit posteriors as there must be two categories: current number is ${classes.length}`,
    );
  }
  return { rows, classes };
}
