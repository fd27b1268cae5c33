/** Rows without their exact duplicates. */

/** Rows that differ, and which rows equal them. */
export interface DistinctRows {
  /** The lowest row of each set of equal rows, ascending, int32. */
  rows: Int32Array;
  /** int32 `[n]`: for a row of the index the place in `rows` of its equal; -1 for rows not searched. */
  placeOf: Int32Array;
  /** int32 `[n]`: the next row equal to a row, -1 for the last. */
  next: Int32Array;
}

/**
 * Group equal rows. Two equal rows may go unnoticed (rows of one norm are compared with the last such
 * row alone), which costs time and nothing else.
 *
 * @param vectors float32 `[n, dim]`, row-major
 * @param norms a squared length of each row: equal rows have equal ones, float64 `[n]`
 * @param chosen the rows to group, ascending; all when absent
 */
export function distinctRows(
  vectors: Float32Array,
  dim: number,
  norms: Float64Array,
  chosen?: Int32Array,
): DistinctRows {
  const rows: number[] = [];
  const placeOf = new Int32Array(norms.length).fill(-1);
  const next = new Int32Array(norms.length).fill(-1);
  const lastOfNorm = new Map<number, number>();
  const count = chosen?.length ?? norms.length;
  for (let i = 0; i < count; i++) {
    const row = chosen ? chosen[i]! : i;
    const earlier = lastOfNorm.get(norms[row]!);
    lastOfNorm.set(norms[row]!, row);
    if (earlier !== undefined && rowsEqual(vectors, dim, earlier, row)) {
      placeOf[row] = placeOf[earlier]!;
      next[earlier] = row;
    } else {
      placeOf[row] = rows.length;
      rows.push(row);
    }
  }
  return { rows: Int32Array.from(rows), placeOf, next };
}

function rowsEqual(vectors: Float32Array, dim: number, a: number, b: number): boolean {
  for (let l = 0; l < dim; l++) {
    if (vectors[a * dim + l] !== vectors[b * dim + l]) return false;
  }
  return true;
}
