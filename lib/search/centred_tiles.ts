/** Rows on their way to the backend: centred, scaled and cut into tiles: `CentredTiles`. */

import * as tf from "@tensorflow/tfjs-core";

export interface TileSource {
  /** Row-major float32 `[n, dim]`. */
  vectors: Float32Array;
  dim: number;
  /** Which rows to take, in this order; all when absent. */
  rows?: Int32Array;
  /** What is taken off each row, float32 `[dim]`. */
  mean: Float32Array;
  /** What each number is then multiplied with; a power of two, so that nothing is rounded by it. */
  scale: number;
}

/** Tiles of `height` rows (the last has what is left) as float32 tensors `[height, dim]`. */
export class CentredTiles {
  /** Number of rows in all. */
  readonly rowCount: number;
  /** Number of tiles. */
  readonly count: number;
  readonly #source: TileSource;
  readonly #height: number;
  readonly #keep: boolean;
  readonly #kept = new Map<number, tf.Tensor2D>();

  /**
   * @param budget bytes: tiles are made once and kept if all of them fit in, else made at each use
   */
  constructor(source: TileSource, height: number, budget: number) {
    this.#source = source;
    this.#height = height;
    this.rowCount = source.rows?.length ?? source.vectors.length / source.dim;
    this.count = Math.ceil(this.rowCount / height);
    this.#keep = this.rowCount * source.dim * 4 <= budget;
  }

  /** First row of tile `t`, and the row after its last. */
  range(t: number): [first: number, end: number] {
    return [t * this.#height, Math.min((t + 1) * this.#height, this.rowCount)];
  }

  /** Tile `t`; give it back with `release`. */
  take(t: number): tf.Tensor2D {
    const kept = this.#kept.get(t);
    if (kept) return kept;
    const tile = this.#make(t);
    if (this.#keep) this.#kept.set(t, tile);
    return tile;
  }

  /** The caller is done with tile `t` for now. */
  release(tile: tf.Tensor2D): void {
    if (!this.#keep) tile.dispose();
  }

  /** Dispose what was kept. */
  dispose(): void {
    for (const tile of this.#kept.values()) tile.dispose();
    this.#kept.clear();
  }

  #make(t: number): tf.Tensor2D {
    const { vectors, dim, rows, mean, scale } = this.#source;
    const [first, end] = this.range(t);
    const values = new Float32Array((end - first) * dim);
    for (let p = first, out = 0; p < end; p++) {
      const start = (rows ? rows[p]! : p) * dim;
      for (let l = 0; l < dim; l++) values[out++] = (vectors[start + l]! - mean[l]!) * scale;
    }
    return tf.tensor2d(values, [end - first, dim]);
  }
}
