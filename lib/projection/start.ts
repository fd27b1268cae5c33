/**
 * Where the points of a UMAP map start: `startingPoints`, along `principalCoordinates`.
 *
 * In plain float64 rather than on a backend, since a difference in the last bit makes another map:
 * so a map is the same on every backend.
 */

import { createRandom, deriveSeed, shuffledIndices } from "../io/random.ts";

/** The start has this length along each axis, as in umap-learn. */
const SIZE = 10;
/** Points are moved by up to this, so that no two coincide. */
const BLUR = 1e-3;
/** The axes come from this many vectors at most: a start needs no more, and dims can be 4096. */
const MAX_SAMPLE = 1000;
const ITERATIONS = 8;

/**
 * Points to start from, float64 `[n, width]`: coordinates along the first `components` principal
 * axes, each from 0 to 10, and 0 for the rest of the width.
 *
 * @param vectors float32 `[n, dim]`, row-major.
 */
export function startingPoints(
  vectors: Float32Array,
  dim: number,
  { components, width, seed }: { components: number; width: number; seed: number },
): Float64Array {
  const n = vectors.length / dim;
  const coordinates = principalCoordinates(vectors, dim, { components, seed });
  const random = createRandom(deriveSeed(seed, "blur"));
  const points = new Float64Array(n * width);
  for (let c = 0; c < components; c++) {
    let low = Infinity, high = -Infinity;
    for (let i = c; i < coordinates.length; i += components) {
      low = Math.min(low, coordinates[i]!);
      high = Math.max(high, coordinates[i]!);
    }
    const scale = high > low ? SIZE / (high - low) : 0;
    for (let i = 0; i < n; i++) {
      points[i * width + c] = (coordinates[i * components + c]! - low) * scale + BLUR * random();
    }
  }
  return points;
}

/**
 * Coordinates of each vector along the first `components` principal axes, float64
 * `[n, components]`.
 *
 * The axes are those of up to 1,000 vectors drawn from `seed`, by orthogonal iteration; axes of
 * nearly the same variance may come out mixed. Coordinates along an axis that the vectors do not
 * have (more components than dimensions, or no variance left) are 0.
 *
 * @param vectors float32 `[n, dim]`, row-major.
 */
export function principalCoordinates(
  vectors: Float32Array,
  dim: number,
  { components, seed }: { components: number; seed: number },
): Float64Array {
  const n = vectors.length / dim;
  const rows = shuffledIndices(n, seed).subarray(0, MAX_SAMPLE);
  const mean = new Float64Array(dim);
  for (const row of rows) {
    for (let d = 0; d < dim; d++) mean[d]! += vectors[row * dim + d]! / rows.length;
  }
  const centred = new Float64Array(rows.length * dim);
  rows.forEach((row, i) => {
    for (let d = 0; d < dim; d++) centred[i * dim + d] = vectors[row * dim + d]! - mean[d]!;
  });

  const random = createRandom(seed);
  let axes: Float64Array[] = Array.from(
    { length: components },
    () => Float64Array.from({ length: dim }, () => random() - 0.5),
  );
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    axes = axes.map((axis) => timesCovariance(centred, axis));
    orthonormalise(axes);
  }

  const coordinates = new Float64Array(n * components);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < components; a++) {
      const axis = axes[a]!;
      let sum = 0;
      for (let d = 0; d < dim; d++) sum += (vectors[i * dim + d]! - mean[d]!) * axis[d]!;
      coordinates[i * components + a] = sum;
    }
  }
  return coordinates;
}

/** `X^T X axis` for the centred rows X. */
function timesCovariance(centred: Float64Array, axis: Float64Array): Float64Array {
  const dim = axis.length;
  const product = new Float64Array(dim);
  for (let start = 0; start < centred.length; start += dim) {
    let along = 0;
    for (let d = 0; d < dim; d++) along += centred[start + d]! * axis[d]!;
    for (let d = 0; d < dim; d++) product[d]! += along * centred[start + d]!;
  }
  return product;
}

/** Gram-Schmidt in place; what is left of a dependent axis becomes 0. */
function orthonormalise(axes: Float64Array[]): void {
  axes.forEach((axis, a) => {
    const before = Math.sqrt(dot(axis, axis));
    for (const other of axes.slice(0, a)) {
      const share = dot(axis, other);
      axis.forEach((value, d) => axis[d] = value - share * other[d]!);
    }
    const length = Math.sqrt(dot(axis, axis));
    const scale = length > 1e-9 * before ? 1 / length : 0;
    axis.forEach((value, d) => axis[d] = value * scale);
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
