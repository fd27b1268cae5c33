/** Rows on their way to the backend: centred, scaled and cut into tiles. */

import * as tf from "@tensorflow/tfjs-core";

export interface TileSource {
  /** Row-major float32 `[n, dim]`. */
  vectors: Float32Array;
  dim: number;
  /** Which rows to take, in this order. */
  rows: Int32Array;
  /** What is subtracted from each row, float32 `[dim]`. */
  mean: Float32Array;
  /** What each value is then multiplied with; a power of two, so that it rounds nothing. */
  scale: number;
}

/** Bytes that tiles may hold on the backend; beyond it they are made anew at each use. */
const BUDGET = 192 * 1024 * 1024;

/** Tiles of `height` rows (the last has what is left) as float32 tensors `[height, dim]`. */
export class RowTiles implements Disposable {
  readonly count: number;
  readonly #keep: boolean;
  readonly #kept: (tf.Tensor2D | undefined)[] = [];

  constructor(private readonly source: TileSource, private readonly height: number) {
    this.count = Math.ceil(source.rows.length / height);
    this.#keep = source.rows.length * source.dim * 4 <= BUDGET;
  }

  /** What the values are multiplied with. */
  get scale(): number {
    return this.source.scale;
  }

  /** First row of tile `t`, and the row after its last. */
  range(t: number): [first: number, end: number] {
    return [t * this.height, Math.min((t + 1) * this.height, this.source.rows.length)];
  }

  /** Tile `t`; give it back with `release`. */
  take(t: number): tf.Tensor2D {
    const tile = this.#kept[t] ?? this.tensor(...this.range(t));
    if (this.#keep) this.#kept[t] = tile;
    return tile;
  }

  /** Rows `first` to `end - 1` as a tensor of their own; caller disposes. */
  tensor(first: number, end: number): tf.Tensor2D {
    return rowTensor(this.source, first, end);
  }

  release(tile: tf.Tensor2D): void {
    if (!this.#keep) tile.dispose();
  }

  [Symbol.dispose](): void {
    for (const tile of this.#kept) tile?.dispose();
  }
}

/** Rows `first` to `end - 1`, centred and scaled, float32 `[end - first, dim]`; caller disposes. */
export function rowTensor(
  { vectors, dim, rows, mean, scale }: TileSource,
  first = 0,
  end = rows.length,
): tf.Tensor2D {
  const values = new Float32Array((end - first) * dim);
  for (let p = first, out = 0; p < end; p++) {
    const start = rows[p]! * dim;
    for (let l = 0; l < dim; l++) values[out++] = (vectors[start + l]! - mean[l]!) * scale;
  }
  return tf.tensor2d(values, [end - first, dim]);
}
