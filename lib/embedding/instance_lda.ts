/** Linear discriminant analysis in which every image is a class of its own. */

import * as tf from "@tensorflow/tfjs-core";
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import { useBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { checkInteger } from "../io/check_integer.ts";
import { applyPca, fitPca, fixSigns, type Projection } from "./pca.ts";
import { arraySource } from "./row_source.ts";
import { takeRows } from "./rows.ts";

/** Principal components that the analysis starts from. */
const PRINCIPAL = 256;
/** How much of the mean variance within instances is added in every direction. */
const RIDGE = 1;

/** Augmented copies of some rows. */
export interface Copies {
  /** Float32 `[c, dim]`, row-major, finite. */
  vectors: Float32Array;
  /** Row that each is a copy of. */
  rows: ArrayLike<number>;
}

/** Options of `fitInstanceLda`. */
export interface InstanceLdaOptions {
  /** Dimensions of a vector. */
  dim: number;
  /** Directions to keep, 1 or more; at most as many as there are dimensions, and rows less one. */
  components: number;
  /** Seed of the principal component analysis. @default 1 */
  seed?: number;
}

/**
 * Directions along which images differ much and augmented copies of one image little: instance
 * discrimination (Wu et al., CVPR 2018) in closed form, without labels.
 *
 * Of the first 256 principal components, the scatter within instances W is the mean of
 * (copy - original)(copy - original)' about its mean; the identity times the mean of W's diagonal is
 * added to it. The directions v are those of largest v' T v / v' W v, with T the covariance of the
 * originals, scaled so that v' W v = 1. (Fisher's criterion; Fukunaga, Introduction to Statistical
 * Pattern Recognition, 1990, section 10.2. Within-class covariance normalisation has the same W.)
 *
 * @param vectors of the images, float32 `[n, dim]`, row-major, finite; n is 2 or more
 * @param copies of some of the images; some hundred or more
 * @returns components of decreasing v' T v, `[components, dim]`
 * @throws {RangeError} if there are fewer than two rows, no copies, not one row a copy, or `components` is
 *   no positive integer
 */
export async function fitInstanceLda(
  vectors: Float32Array,
  copies: Copies,
  { dim, components, seed = 1 }: InstanceLdaOptions,
): Promise<Projection> {
  const count = vectors.length / dim;
  checkInteger(components, { task: "fit instance LDA", name: "components" });
  const copied = copies.rows.length;
  if (count < 2 || copied === 0 || copies.vectors.length !== copied * dim) {
    throw new RangeError(
      `Cannot fit instance LDA as there must be two images or more, copies, and a row for each: ` +
        `current numbers are ${count}, ${copies.vectors.length / dim} and ${copied}`,
    );
  }
  const width = Math.min(PRINCIPAL, dim, count - 1);
  const pca = await fitPca(arraySource(vectors, dim), width, { seed, iterations: 2 });
  const scores = await applyPca(pca, arraySource(vectors, dim));
  const within = await scatterWithin(
    takeRows(scores, width, copies.rows),
    await applyPca(pca, arraySource(copies.vectors, dim)),
    width,
  );
  const ridge = RIDGE * within.trace() / width || 1;
  for (let i = 0; i < width; i++) within.set(i, i, within.get(i, i) + ridge);
  // With W = L L', rows x become L^-1 x, among which W is the identity: what is left to find are their
  // principal components u, and the directions are L'^-1 u.
  const { lowerTriangularMatrix } = new CholeskyDecomposition(within);
  const inverse = Float32Array.from(inverseOfLower(lowerTriangularMatrix).to1DArray());
  const whitened = await product(scores, inverse, width);
  const kept = Math.min(components, width);
  const { components: found } = await fitPca(arraySource(whitened, width), kept, {
    seed,
    iterations: 2,
  });
  const directions = await product(found, transposed(inverse, width), width);
  const own = await product(directions, transposed(pca.components, dim), width);
  fixSigns(own, dim);
  return { mean: pca.mean, components: own };
}

/** Covariance of the differences of copies and originals, `[dim, dim]`. */
async function scatterWithin(
  originals: Float32Array,
  copies: Float32Array,
  dim: number,
): Promise<Matrix> {
  await useBackend();
  const values = await valuesOf(() => {
    const shape: [number, number] = [copies.length / dim, dim];
    const differences = tf.sub(tf.tensor2d(copies, shape), tf.tensor2d(originals, shape));
    const rows: tf.Tensor2D = tf.sub(differences, tf.mean(differences, 0));
    const product: tf.Tensor2D = tf.div(tf.matMul(rows, rows, true), rows.shape[0]);
    // Rounding makes the product of a matrix with itself not quite symmetric.
    return tf.div(tf.add(product, tf.transpose(product)), 2);
  });
  return Matrix.from1DArray(dim, dim, values);
}

/** Inverse of a lower triangular matrix. */
function inverseOfLower(lower: Matrix): Matrix {
  const size = lower.rows;
  const inverse = Matrix.zeros(size, size);
  for (let column = 0; column < size; column++) {
    inverse.set(column, column, 1 / lower.get(column, column));
    for (let row = column + 1; row < size; row++) {
      let sum = 0;
      for (let i = column; i < row; i++) sum += lower.get(row, i) * inverse.get(i, column);
      inverse.set(row, column, -sum / lower.get(row, row));
    }
  }
  return inverse;
}

/** Every row of `rows` `[n, width]` times the transpose of `matrix` `[m, width]`: `[n, m]`. */
async function product(rows: Float32Array, matrix: Float32Array, width: number) {
  return await valuesOf(() => {
    const of = tf.tensor2d(rows, [rows.length / width, width]);
    return tf.matMul(of, tf.tensor2d(matrix, [matrix.length / width, width]), false, true);
  });
}

/** The transpose of `matrix` `[n, columns]`. */
function transposed(matrix: Float32Array, columns: number): Float32Array {
  const rows = matrix.length / columns;
  return matrix.map((_, i) => matrix[i % rows * columns + Math.floor(i / rows)]!);
}
