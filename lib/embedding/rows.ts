/** Row and column slices. */

/** A copy of `rows` of row-major `vectors` `[n, dim]`, in that order: `[rows.length, dim]`. */
export function takeRows(
  vectors: Float32Array,
  dim: number,
  rows: ArrayLike<number>,
): Float32Array {
  const taken = new Float32Array(rows.length * dim);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (!(row >= 0 && (row + 1) * dim <= vectors.length)) {
      throw new RangeError(
        `Cannot take row as it must be below ${vectors.length / dim}: current value is ${row}`,
      );
    }
    taken.set(vectors.subarray(row * dim, (row + 1) * dim), i * dim);
  }
  return taken;
}

/** All rows of `parts`, in order: row-major as they are; a single part itself, which is not copied. */
export function joinRows(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** The first `count` columns of row-major `vectors` `[n, dim]`: `[n, count]`. */
export function takeColumns(vectors: Float32Array, dim: number, count: number): Float32Array {
  return Float32Array.from(
    { length: vectors.length / dim * count },
    (_, i) => vectors[Math.floor(i / count) * dim + i % count]!,
  );
}
