/** The number of dimensions that whitening keeps, chosen by P@k. */

import { kNearest } from "../search/neighbours.ts";
import { hitsAtK } from "./precision_curve.ts";
import { takeColumns } from "../embedding/rows.ts";
import { fitTransform } from "../embedding/transforms.ts";

/** What `compareWhitenings` needs. */
export interface WhiteningInput {
  /** Vectors of the index, that whitening is fitted on: float32 `[n, dim]`, row-major, finite. */
  vectors: Float32Array;
  /** Dimensions of a vector. */
  dim: number;
  /** Category of each row. */
  labels: readonly string[];
  /**
   * Held-out queries, float32 `[q, dim]`, and their categories.
   *
   * @default the index's own, each left out of its own answers
   */
  queries?: { vectors: Float32Array; labels: readonly string[] };
  /** Dimensions to whiten to; those that there are not enough rows or dimensions for are skipped. */
  sizes?: readonly number[];
  /** Neighbours looked at, as far as there are as many. @default 5 */
  k?: number;
  /** Seed of the fit. @default 1 */
  seed?: number;
}

/** P@k of vectors whitened to `components` dimensions and L2-normalised. */
export interface WhiteningSize {
  components: number;
  /** P@k, micro. */
  precision: number;
}

/** Dimensions that are tried. */
const SIZES = [16, 32, 64, 128] as const;

/**
 * P@k of vectors whitened to several numbers of dimensions, then L2-normalised. One fit serves all: the
 * first dimensions of many are those of few. With as many as rows, all rows would be equally far from
 * each other, so at most half as many are tried, or 2.
 *
 * @throws {RangeError} if there are fewer than two rows, or a number is not finite
 */
export async function compareWhitenings(
  { vectors, dim, labels, queries, sizes = SIZES, k = 5, seed = 1 }: WhiteningInput,
): Promise<WhiteningSize[]> {
  const most = Math.max(2, Math.min(dim, Math.floor(labels.length / 2)));
  const tried = sizes.filter((size) => size <= most);
  if (tried.length === 0) tried.push(Math.min(most, Math.min(...sizes)));
  const largest = Math.max(...tried);
  const whiten = await fitTransform([{ whiten: largest }], vectors, { dim, seed });
  const all = await whiten.apply(vectors);
  const others = queries && await whiten.apply(queries.vectors);
  const compared: WhiteningSize[] = [];
  for (const components of tried) {
    const directions = async (whitened: Float32Array) => {
      const columns = takeColumns(whitened, whiten.outputDim, components);
      return await (await fitTransform(["l2"], columns, { dim: components })).apply(columns);
    };
    const rows = await directions(all);
    const index = { vectors: rows, dim: components };
    const depth = Math.min(k, labels.length - (queries ? 0 : 1));
    const found = others
      ? await kNearest(index, depth, { queries: await directions(others) })
      : await kNearest(index, depth, { exclude: "self" });
    const hits = hitsAtK(found, labels, depth, queries?.labels).reduce(
      (sum, hits) => sum + hits,
      0,
    );
    compared.push({ components, precision: hits / found.indices.length });
  }
  return compared;
}

/**
 * The number of components with the highest mean precision over several kinds of vectors, the smaller
 * of two that are equal; only numbers that were tried with all kinds count.
 *
 * @param compared one list from `compareWhitenings` for each kind; one or more
 * @throws {RangeError} if no number was tried with all
 */
export function bestWhitening(compared: readonly (readonly WhiteningSize[])[]): WhiteningSize {
  const [first = [], ...others] = compared;
  const means = first.flatMap(({ components, precision }): WhiteningSize[] => {
    const same = others.map((sizes) => sizes.find((size) => size.components === components));
    if (same.includes(undefined)) return [];
    const sum = same.reduce((total, size) => total + size!.precision, precision);
    return [{ components, precision: sum / compared.length }];
  });
  if (means.length === 0) {
    throw new RangeError(
      `Cannot choose a number of components as one must be tried with all vectors: ` +
        `current number of lists is ${compared.length}`,
    );
  }
  return means.reduce((a, b) => b.precision > a.precision ? b : a);
}
