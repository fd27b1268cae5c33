/** What an index knows of its rows before any query: `rowStatistics`, `centredNorms`. */

export interface RowStatistics {
  /** Mean of the rows, float32 `[dim]`. */
  mean: Float32Array;
  /** Squared length of every row less the mean, float64 `[n]`. */
  norms: Float64Array;
  /** Largest of `norms`; 0 without rows. */
  largestNorm: number;
  /**
   * int32 `[n]`: an earlier row known to hold the very same numbers, else the row itself. A hint
   * that saves work; two equal rows may go unnoticed.
   */
  duplicateOf: Int32Array;
}

/** Mean, centred squared lengths and duplicates of row-major float32 `[n, dim]` finite numbers. */
export function rowStatistics(vectors: Float32Array, dim: number): RowStatistics {
  const count = vectors.length / dim;
  const sums = new Float64Array(dim);
  for (let start = 0; start < vectors.length; start += dim) {
    for (let l = 0; l < dim; l++) sums[l] = sums[l]! + vectors[start + l]!;
  }
  // Rounded to float32, so that a set of equal vectors is centred to exact zeros.
  const mean = Float32Array.from(sums, (sum) => count === 0 ? 0 : sum / count);
  const norms = centredNorms(vectors, dim, mean);
  return {
    mean,
    norms,
    largestNorm: norms.reduce((largest, norm) => Math.max(largest, norm), 0),
    duplicateOf: findDuplicates(vectors, dim, norms),
  };
}

/** Squared length of every row of `vectors` less `mean`, summed in float64. */
export function centredNorms(
  vectors: Float32Array,
  dim: number,
  mean: Float32Array,
): Float64Array {
  const norms = new Float64Array(vectors.length / dim);
  for (let i = 0; i < norms.length; i++) {
    const start = i * dim;
    let even = 0, odd = 0;
    for (let l = 0; l + 1 < dim; l += 2) {
      const a = vectors[start + l]! - mean[l]!;
      const b = vectors[start + l + 1]! - mean[l + 1]!;
      even += a * a;
      odd += b * b;
    }
    const last = dim % 2 === 1 ? vectors[start + dim - 1]! - mean[dim - 1]! : 0;
    norms[i] = even + odd + last * last;
  }
  return norms;
}

/** Equal rows have equal lengths, so each row is compared only with the last row of its length. */
function findDuplicates(vectors: Float32Array, dim: number, norms: Float64Array): Int32Array {
  const lastOfNorm = new Map<number, number>();
  return Int32Array.from(norms, (norm, i) => {
    const earlier = lastOfNorm.get(norm);
    if (earlier !== undefined && rowsEqual(vectors, dim, earlier, i)) return earlier;
    lastOfNorm.set(norm, i);
    return i;
  });
}

function rowsEqual(vectors: Float32Array, dim: number, a: number, b: number): boolean {
  for (let l = 0; l < dim; l++) {
    if (vectors[a * dim + l] !== vectors[b * dim + l]) return false;
  }
  return true;
}
