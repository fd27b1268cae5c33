/** The mean of rows, and their lengths around it. */

/** Mean of the rows of row-major `vectors`, summed in float64; zeros without rows. */
export function rowMean(vectors: Float32Array, dim: number): Float32Array {
  const sums = new Float64Array(dim);
  for (let start = 0; start < vectors.length; start += dim) {
    for (let l = 0; l < dim; l++) sums[l] = sums[l]! + vectors[start + l]!;
  }
  // In float32, so that a set of equal vectors is centred to exact zeros.
  return Float32Array.from(sums, (sum) => vectors.length === 0 ? 0 : sum / (vectors.length / dim));
}

/** Squared length of every row of `vectors` less `mean`, summed in float64. */
export function centredNorms(
  vectors: Float32Array,
  dim: number,
  mean: Float32Array,
): Float64Array {
  const norms = new Float64Array(vectors.length / dim);
  for (let row = 0; row < norms.length; row++) {
    const start = row * dim;
    let even = 0, odd = 0;
    for (let l = 0; l + 1 < dim; l += 2) {
      const a = vectors[start + l]! - mean[l]!;
      const b = vectors[start + l + 1]! - mean[l + 1]!;
      even += a * a;
      odd += b * b;
    }
    const last = dim % 2 === 1 ? vectors[start + dim - 1]! - mean[dim - 1]! : 0;
    norms[row] = even + odd + last * last;
  }
  return norms;
}
