/** What can be read linearly from embeddings, and how many directions they use. */

import { EigenvalueDecomposition, Matrix, solve } from "ml-matrix";
import { mean } from "../io/mean.ts";

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
  const products = centredGram(vectors, dim, true);
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
 * Effective rank of embeddings, as the participation ratio of singular values: (sum of s)^2 / sum of
 * s^2 over the singular values s of the centred rows. It is d where d directions vary alike, and 1
 * where all vary along one.
 *
 * @param vectors float32 `[n, dim]`, row-major; the result is at most n - 1
 */
export function effectiveRank(vectors: Float32Array, dim: number): number {
  const products = centredGram(vectors, dim, false);
  const { realEigenvalues } = new EigenvalueDecomposition(products, { assumeSymmetric: true });
  const singular = realEigenvalues.map((value) => Math.sqrt(Math.max(0, value)));
  const total = singular.reduce((sum, value) => sum + value, 0);
  const squares = sumOfSquares(singular);
  return squares === 0 ? 0 : total ** 2 / squares;
}

/** Inner products of the rows, less their mean and, if `scaled`, over their standard deviation. */
function centredGram(vectors: Float32Array, dim: number, scaled: boolean): Matrix {
  const rows = Matrix.from1DArray(vectors.length / dim, dim, vectors).center("column");
  if (scaled) {
    const deviations = rows.standardDeviation("column", { unbiased: false });
    rows.divRowVector(deviations.map((value) => value < CONSTANT ? Infinity : value));
  }
  return rows.mmulByTranspose();
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value ** 2, 0);
}
