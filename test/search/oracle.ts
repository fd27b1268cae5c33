/** Nearest rows by sorting all distances: what the fast ways are held to. */

/** Rows and float64 squared distances of the `k` nearest of each query, ties by lower row. */
export function nearestBySorting(
  queries: Float32Array,
  vectors: Float32Array,
  dim: number,
  k: number,
): { indices: number[]; distances: number[] } {
  const indices: number[] = [];
  const distances: number[] = [];
  for (let q = 0; q < queries.length; q += dim) {
    const all = Array.from({ length: vectors.length / dim }, (_, row) => {
      let distance = 0;
      for (let l = 0; l < dim; l++) distance += (queries[q + l]! - vectors[row * dim + l]!) ** 2;
      return { row, distance };
    });
    all.sort((a, b) => a.distance - b.distance || a.row - b.row);
    for (const { row, distance } of all.slice(0, k)) {
      indices.push(row);
      distances.push(distance);
    }
  }
  return { indices, distances };
}
