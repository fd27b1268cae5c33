/** What can be read linearly from embeddings, and how many directions they use. */

import { EigenvalueDecomposition, Matrix, solve } from "ml-matrix";

/** Ridge penalty, as a fraction of the number of dimensions (of standardised values). */
const PENALTY = 0.05;
/** Values below this standard deviation are constants. */
const CONSTANT = 1e-6;

/**
 * R2 of ridge regression from embeddings to each target, on rows it was not fitted to: every other row
 * is predicted from the rest and the other way around, and the two R2 are averaged. 1 is a
 * perfect prediction, 0 one that is no better than the mean. A low R2 does not exclude a relation that
 * is not linear. Images of one group may be in both halves.
 *
 * Each dimension is standardised over all rows; the penalty is 0.05 times their number.
 *
 * @param vectors float32 `[n, dim]`, row-major; n is 4 or more
 * @param targets a list of n values for each target
 * @throws {RangeError} if a target has another length, or there are fewer than four rows
 */
export function linearProbe(
  vectors: Float32Array,
  dim: number,
  targets: readonly ArrayLike<number>[],
): number[] {
  const n = vectors.length / dim;
  if (n < 4 || targets.some(({ length }) => length !== n)) {
    throw new RangeError(
      `Cannot probe as each target must have a value for each of 4 rows or more: there are ${n} ` +
        `rows and ${targets.map(({ length }) => length).join(", ")} values`,
    );
  }
  const products = gram(standardised(vectors, dim, true), dim);
  const [even, odd] = [0, 1].map((first) =>
    Array.from({ length: Math.ceil((n - first) / 2) }, (_, i) => first + 2 * i)
  );
  const folds = [[even!, odd!], [odd!, even!]].map(([fitted, asked]) => {
    const kernel = products.selection(fitted!, fitted!);
    for (let i = 0; i < fitted!.length; i++) {
      kernel.set(i, i, kernel.get(i, i) + PENALTY * dim);
    }
    const means = targets.map((target) => mean(fitted!.map((row) => target[row]!)));
    const wanted = new Matrix(fitted!.map((row) => targets.map((t, j) => t[row]! - means[j]!)));
    const predicted = products.selection(asked!, fitted!).mmul(solve(kernel, wanted));
    return targets.map((target, j) => {
      const values = asked!.map((row) => target[row]!);
      const error = sumOfSquares(values.map((value, i) => value - means[j]! - predicted.get(i, j)));
      const centre = mean(values);
      return 1 - error / sumOfSquares(values.map((value) => value - centre));
    });
  });
  return targets.map((_, j) => (folds[0]![j]! + folds[1]![j]!) / 2);
}

/**
 * Effective rank of embeddings, as the participation ratio of singular values: (sum of s)^2 / sum of s^2 over the singular values s of the centred
 * rows. It is d where d directions vary alike, and 1 where all vary along one.
 *
 * @param vectors float32 `[n, dim]`, row-major; the result is at most n - 1
 */
export function effectiveRank(vectors: Float32Array, dim: number): number {
  const products = gram(standardised(vectors, dim, false), dim);
  const { realEigenvalues } = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const singular = realEigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
  const total = singular.reduce((sum, value) => sum + value, 0);
  const squares = sumOfSquares(singular);
  return squares === 0 ? 0 : total ** 2 / squares;
}

/** Rows less their mean and, if `scaled`, over their standard deviation; constants are 0. */
function standardised(vectors: Float32Array, dim: number, scaled: boolean): Float32Array {
  const n = vectors.length / dim;
  const result = new Float32Array(vectors.length);
  for (let d = 0; d < dim; d++) {
    const column = Array.from({ length: n }, (_, i) => vectors[i * dim + d]!);
    const centre = mean(column);
    const deviation = Math.sqrt(mean(column.map((value) => (value - centre) ** 2)));
    if (deviation < CONSTANT) continue;
    const scale = scaled ? 1 / deviation : 1;
    for (let i = 0; i < n; i++) result[i * dim + d] = (column[i]! - centre) * scale;
  }
  return result;
}

/** Inner products of all rows with each other. */
function gram(rows: Float32Array, dim: number): Matrix {
  const n = rows.length / dim;
  const products = new Matrix(n, n);
  for (let i = 0; i < n; i++) {
    const a = rows.subarray(i * dim, (i + 1) * dim);
    for (let j = 0; j <= i; j++) {
      const offset = j * dim;
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += a[d]! * rows[offset + d]!;
      products.set(i, j, sum).set(j, i, sum);
    }
  }
  return products;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
