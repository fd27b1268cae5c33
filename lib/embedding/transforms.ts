/**
 * What vectors go through before they are searched: `fitTransform`, `IndexTransform`, and what it is
 * called, `describeSteps`; the probable category, `categorySteps`.
 *
 * A transform is fitted on the vectors of the training split alone, and then applied to the index
 * and to every query in the same way.
 */

import { applyPca, fitPca } from "./pca.ts";
import { arraySource } from "./row_source.ts";
import { categoryRoots, type Discriminants, fitDiscriminants } from "./discriminant_analysis.ts";
import { checkDimension, checkVectors } from "../search/validation.ts";

/**
 * One step of a transform.
 *
 * - "centre": `x - mean`.
 * - `{ whiten: d }`: the place along the first d principal components, each divided by its standard
 *   deviation: `component_i . (x - mean) / sqrt(max(variance_i, floor))`, with the variances of
 *   divisor n - 1 and floor = 1e-6 of the largest of them. d falls to what there is: numbers in a
 *   vector, or rows less one.
 * - "categories": the square root of the probability of each category (`categoryRoots`): as many
 *   numbers as there are categories.
 * - "l2": `x / |x|`; a vector of zeros stays as it is.
 */
export type TransformStep = "centre" | { readonly whiten: number } | "categories" | "l2";

/** A step with what was fitted for it. */
export type FittedStep =
  | { kind: "centre"; mean: Float32Array }
  | {
    kind: "whiten";
    /** Mean of the rows, float32 `[dim]`. */
    mean: Float32Array;
    /** Float32 `[count, dim]`, row-major, unit length or zero, most variance first. */
    components: Float32Array;
    /** Float32 `[count]`: what a place along each component is divided by; above 0. */
    deviations: Float32Array;
  }
  | { kind: "categories" } & Discriminants
  | { kind: "l2" };

/** What a transform is fitted with beside the vectors. */
export interface FitOptions {
  /** Numbers in a vector. */
  dim: number;
  /** Category of each vector, "" for none, where there is a step "categories". */
  labels?: readonly string[] | undefined;
  /** Seed of the random directions that principal components are looked for from. @default 1 */
  seed?: number;
}

/** Share of the largest variance below which a component's variance is taken for rounding. */
const VARIANCE_FLOOR = 1e-6;

/** Steps that were fitted, to apply one after the other. */
export class IndexTransform {
  /**
   * @param steps what each step does
   * @param fitted as many, in the same order
   * @param inputDim numbers in a vector that goes in
   */
  constructor(
    readonly steps: readonly TransformStep[],
    readonly fitted: readonly FittedStep[],
    readonly inputDim: number,
  ) {}

  /** Numbers in a vector that comes out. */
  get outputDim(): number {
    return this.fitted.reduce(widthAfter, this.inputDim);
  }

  /**
   * The transformed vectors, float32 `[n, outputDim]`; `vectors` stays as it is.
   *
   * @param vectors float32 `[n, inputDim]`, row-major, finite; n may be 0
   * @throws {TypeError} if `vectors` is no Float32Array or no whole number of rows
   * @throws {RangeError} if a number is not finite
   */
  async apply(vectors: Float32Array): Promise<Float32Array> {
    checkVectors(vectors, this.inputDim, "vectors", "transform vectors");
    if (vectors.length === 0) return new Float32Array();
    let [rows, dim]: [Float32Array, number] = [vectors.slice(), this.inputDim];
    for (const step of this.fitted) {
      rows = await applyStep(step, rows, dim);
      dim = widthAfter(dim, step);
    }
    return rows;
  }
}

/**
 * Fit `steps`, each on what the ones before it make of `vectors`.
 *
 * @param vectors of the training split, float32 `[n, dim]`, row-major, finite; n is 1 or more
 * @throws {RangeError} if there is no vector, a number is not finite, a `whiten` is no positive
 *   integer, or categories cannot be told apart (`fitDiscriminants`)
 * @throws {TypeError} if `vectors` is no whole number of rows
 */
export async function fitTransform(
  steps: readonly TransformStep[],
  vectors: Float32Array,
  { dim, labels, seed = 1 }: FitOptions,
): Promise<IndexTransform> {
  checkDimension(dim, "fit transform");
  checkVectors(vectors, dim, "vectors", "fit transform");
  if (vectors.length === 0) {
    throw new RangeError(
      "Cannot fit transform as there must be a vector to fit it on: current number is 0",
    );
  }
  const fitted: FittedStep[] = [];
  let [rows, width]: [Float32Array, number] = [vectors, dim];
  for (const step of steps) {
    const next = await fitStep(step, rows, { dim: width, labels, seed });
    fitted.push(next);
    rows = await applyStep(next, rows, width);
    width = widthAfter(width, next);
  }
  return new IndexTransform(steps, fitted, dim);
}

/**
 * Steps that leave of a vector only what category it probably belongs to, fitted on `photos` of them:
 * 256 principal components are looked at, of fewer than 2,048 photos one for every 8, or chance alone
 * would tell their categories apart. (Of 128, 256 and 400, tried on clothing, the last two were alike.)
 */
export function categorySteps(photos: number): TransformStep[] {
  return [{ whiten: Math.max(1, Math.min(256, Math.floor(photos / 8))) }, "categories"];
}

/** Steps in words: "whitened to 64, L2". */
export function describeSteps(steps: readonly TransformStep[]): string {
  return steps.map((step) => typeof step === "string" ? NAMES[step] : `whitened to ${step.whiten}`)
    .join(", ");
}

const NAMES = { centre: "centred", categories: "probable categories", l2: "L2" };

async function fitStep(
  step: TransformStep,
  rows: Float32Array,
  { dim, labels = [], seed }: FitOptions,
): Promise<FittedStep> {
  if (step === "l2") return { kind: "l2" };
  if (step === "categories") {
    return { kind: "categories", ...await fitDiscriminants(rows, dim, labels) };
  }
  if (step === "centre") return { kind: "centre", mean: meanOf(rows, dim) };
  const { whiten } = step;
  if (!Number.isInteger(whiten) || whiten < 1) {
    throw new RangeError(
      `Cannot fit transform as whiten must be a positive integer: current value is ${whiten}`,
    );
  }
  const count = Math.max(1, Math.min(whiten, dim, rows.length / dim - 1));
  // Small variances are divided by, so directions are followed once more than for drawing.
  const pca = await fitPca(arraySource(rows, dim), count, { seed, iterations: 2 });
  const floor = VARIANCE_FLOOR * pca.variances[0]!;
  const deviations = Float32Array.from(pca.variances, (variance) => {
    // Without any variance all places are 0, whatever they are divided by.
    return Math.fround(Math.sqrt(Math.max(variance, floor))) || 1;
  });
  return { kind: "whiten", mean: pca.mean, components: pca.components, deviations };
}

/** Numbers in a vector after `step`, if there were `dim` before. */
export function widthAfter(dim: number, step: FittedStep): number {
  if (step.kind === "categories") return step.logShares.length;
  return step.kind === "whiten" ? step.deviations.length : dim;
}

async function applyStep(
  step: FittedStep,
  rows: Float32Array,
  dim: number,
): Promise<Float32Array> {
  switch (step.kind) {
    case "centre":
      return rows.map((value, i) => value - step.mean[i % dim]!);
    case "whiten": {
      const places = await applyPca(step, arraySource(rows, dim));
      return places.map((place, i) => place / step.deviations[i % step.deviations.length]!);
    }
    case "categories":
      return await categoryRoots(step, rows);
    case "l2":
      return ofLengthOne(rows, dim);
  }
}

function meanOf(rows: Float32Array, dim: number): Float32Array {
  const sums = new Float64Array(dim);
  for (let i = 0; i < rows.length; i++) sums[i % dim]! += rows[i]!;
  return Float32Array.from(sums, (sum) => sum / (rows.length / dim));
}

function ofLengthOne(rows: Float32Array, dim: number): Float32Array {
  const scaled = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += dim) {
    let square = 0;
    for (let l = 0; l < dim; l++) square += rows[start + l]! ** 2;
    const length = Math.sqrt(square) || 1;
    for (let l = 0; l < dim; l++) scaled[start + l] = rows[start + l]! / length;
  }
  return scaled;
}
