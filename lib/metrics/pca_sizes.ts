/** Retrieval and reconstruction by the number of principal components. */

import { applyPca, type Pca } from "../embedding/pca.ts";
import { kNearest } from "../search/neighbours.ts";
import type { SummaryOptions } from "./bootstrap.ts";
import { encodeLabels } from "./labels.ts";
import { hitsAtK, precisionAtK } from "./precision_curve.ts";
import type { Interval } from "./score_schemas.ts";
import { batches, type RowSource } from "../embedding/row_source.ts";
import { takeColumns } from "../embedding/rows.ts";

/** What `comparePcaSizes` needs. */
export interface PcaSizesInput extends SummaryOptions {
  /** Components fitted on the photos of the index. */
  pca: Pca;
  /** Places of the photos of the index along all components, float32 `[n, components]`. */
  places: Float32Array;
  /** Category of each photo of the index. */
  labels: ArrayLike<string | number>;
  /** Photos to reconstruct, bytes 0-255, that the components were not fitted on. */
  unseen: RowSource;
  /** Neighbours looked at. @default 5 */
  k?: number;
}

/** How good the first `components` components are. */
export interface PcaSize {
  components: number;
  /** P@k, micro, of the index, each query left out of its own answers. */
  precision: number;
  /** 95 % bootstrap interval of `precision`. */
  interval: Interval;
  /** How many of the k nearest of each photo of the index are of its category, int32 `[n]`. */
  hits: Int32Array;
  /** Mean squared error of the held-out images reconstructed from the components, pixels in [-1, 1]. */
  mse: number;
}

/** 2, 4, 8, ... below `most`, then `most` itself. */
export function doublingSizes(most: number): number[] {
  const sizes: number[] = [];
  for (let size = 2; size < most; size *= 2) sizes.push(size);
  return [...sizes, most];
}

/**
 * Retrieval and reconstruction with the first 2, 4, 8, ... components. One fit serves all: the
 * first components of many are those of few.
 *
 * The error of a photo x with m components is `(|x - mean|^2 - sum_{i <= m} place_i^2) / numbers`,
 * since components are at right angles and of length 1; its pixels are not cut to [-1, 1].
 *
 * @throws {TypeError} if the unseen rows are of another length than those of the fit
 */
export async function comparePcaSizes(
  { pca, places, labels, unseen, k = 5, resamples, seed }: PcaSizesInput,
): Promise<PcaSize[]> {
  const most = pca.variances.length;
  const unseenPlaces = await applyPca(pca, unseen);
  const total = await squaredLength(unseen, pca.mean);
  const explained = new Float64Array(most);
  unseenPlaces.forEach((place, at) => explained[at % most]! += place * place);
  const { codes } = encodeLabels(labels);
  const compared: PcaSize[] = [];
  for (const components of doublingSizes(most)) {
    const index = { vectors: takeColumns(places, most, components), dim: components };
    const neighbours = await kNearest(index, k, { exclude: "self" });
    const { micro, interval } = precisionAtK(neighbours, labels, { resamples, seed });
    const left = total - explained.subarray(0, components).reduce((sum, part) => sum + part, 0);
    // Bytes span 255, the pixels of the loss 2. Rounding may leave a hair below nothing.
    const mse = Math.max(0, left) / (unseen.count * unseen.dim) / 127.5 ** 2;
    const hits = hitsAtK(neighbours, codes, k);
    compared.push({ components, precision: micro, interval: interval.micro, hits, mse });
  }
  return compared;
}

/** Sum of the squared distances of all rows to `mean`. */
async function squaredLength(source: RowSource, mean: Float32Array): Promise<number> {
  let sum = 0;
  for await (const { rows } of batches(source, 64)) {
    for (let i = 0; i < rows.length; i++) sum += (rows[i]! - mean[i % mean.length]!) ** 2;
  }
  return sum;
}
