/** Vectors made to look like a network's latents, the same on every machine: `ClusteredVectors`. */

import { createRandom, deriveSeed, uniformAt } from "../../lib/io/random.ts";

/** Directions in which vectors vary; the r-th with a spread of `(r + 1) ** -0.5`, as of photos. */
const RANK = 64;
/** Spread within a cluster beside that of the clusters' centres: clusters overlap. */
const WITHIN = 0.6;
/** Spread of what is added to every number alone. */
const NOISE = 0.05;

/**
 * Rows around `clusters` centres that lie, like the rows, near a subspace of 64 directions whose
 * spread falls off. Row i is drawn from the seed and i alone, so any part can be made on its own.
 */
export class ClusteredVectors {
  readonly dim: number;
  readonly clusters: number;
  readonly #seed: number;
  readonly #basis: Float64Array;
  readonly #centres: Float64Array;

  constructor(dim: number, clusters: number, seed: number) {
    this.dim = dim;
    this.clusters = clusters;
    this.#seed = seed;
    const normal = normals(deriveSeed(seed, "basis"));
    const spread = (r: number) => (r + 1) ** -0.5;
    this.#basis = Float64Array.from({ length: RANK * dim }, (_, i) => {
      return normal() * spread(Math.floor(i / dim));
    });
    this.#centres = Float64Array.from({ length: clusters * RANK }, () => normal());
  }

  /** The cluster of row `i`; low numbers have more rows, as categories of a shop have. */
  clusterOf(i: number): number {
    return Math.floor(uniformAt(deriveSeed(this.#seed, "cluster"), i) ** 2 * this.clusters);
  }

  /** One of 21 categories, each of many clusters. */
  categoryOf(i: number): string {
    return `category ${this.clusterOf(i) % 21}`;
  }

  /** Rows `first` to `first + count - 1`: row-major float32 `[count, dim]`. */
  rows(first: number, count: number): Float32Array {
    const { dim } = this;
    const values = new Float32Array(count * dim);
    const row = new Float64Array(dim);
    for (let n = 0; n < count; n++) {
      const i = first + n;
      const centre = this.clusterOf(i) * RANK;
      const normal = normals(deriveSeed(this.#seed, `row ${i}`));
      row.fill(0);
      for (let r = 0; r < RANK; r++) {
        const along = this.#centres[centre + r]! + WITHIN * normal();
        for (let l = 0; l < dim; l++) row[l] = row[l]! + along * this.#basis[r * dim + l]!;
      }
      const noise = deriveSeed(this.#seed, `noise ${i}`);
      // A uniform number of the spread 1 lies within the root of 3.
      const width = 2 * Math.sqrt(3) * NOISE;
      for (let l = 0; l < dim; l++) {
        values[n * dim + l] = row[l]! + (uniformAt(noise, l) - 0.5) * width;
      }
    }
    return values;
  }
}

/** Normally distributed numbers (Box-Muller). */
function normals(seed: number): () => number {
  const random = createRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
