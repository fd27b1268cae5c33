/**
 * Transforms of vectors before search: mean-centring, PCA whitening, L2 normalisation, class
 * posteriors, instance LDA. They are fitted on the index alone, and then applied to the index and to queries.
 */

import * as tf from "@tensorflow/tfjs-core";
import { KeptTensors } from "../backend/kept_tensors.ts";
import { useBackend } from "../backend/mod.ts";
import { valuesOf } from "../backend/values_of.ts";
import { checkInteger } from "../io/check_integer.ts";
import { checkScale, checkVectors, countRows } from "./check_vectors.ts";
import { fitPosteriors, type PosteriorModel, unitPosteriors } from "./class_posteriors.ts";
import { type Copies, fitInstanceLda } from "./instance_lda.ts";
import { fitPca, rowMean } from "./pca.ts";
import { arraySource } from "./row_source.ts";

/**
 * One step of a transform.
 *
 * - "centre": `x - mean`.
 * - `{ whiten: d }`: the scores along the first d principal components, each divided by its standard
 *   deviation: `component_i . (x - mean) / sqrt(max(variance_i, floor))`, with the variances of
 *   divisor n - 1 and floor = 1e-6 of the largest of them. d falls to what there is: dimensions, or
 *   rows less one.
 * - `{ instanceLda: d }`: the scores along the first d directions in which images differ more than
 *   augmented copies of one image (`fitInstanceLda`). It needs copies, and no labels.
 * - "posteriors": class posteriors of kernel ridge regression, L2-normalised (`unitPosteriors`), one
 *   dimension a class. It needs labels: the transform is supervised.
 * - "l2": `x / |x|`; zero vectors stay zero.
 */
export type TransformStep =
  | "centre"
  | { readonly whiten: number }
  | { readonly instanceLda: number }
  | "posteriors"
  | "l2";

/** What a transform is fitted with beside the vectors. */
export interface FitOptions {
  /** Dimensions of a vector. */
  dim: number;
  /** Class of each vector, "" for none, where there is a step "posteriors". */
  labels?: readonly string[] | undefined;
  /** Augmented copies of some rows, where there is a step `instanceLda`. */
  copies?: Copies | undefined;
  /** Seed of the principal component analysis. @default 1 */
  seed?: number;
}

/** Fraction of the largest variance below which a component's variance is taken for rounding. */
const VARIANCE_FLOOR = 1e-6;
/**
 * Rows that are transformed at once. A matrix product may round a row differently with the number of
 * rows and the place among them, as a CPU multiplies 6 or 8 rows together and the rest apart. In blocks
 * of one size that leave no rest, filled up with zeros, no row depends on the others.
 */
const BLOCK = 48;

/** What a step was fitted to, by name: float32 arrays; a step that is not fitted has none. */
export type StepParameters = Readonly<Record<string, Float32Array>>;

/** A step that can be applied. */
interface FittedStep {
  outputDim: number;
  /** @param kept what it multiplies with, on the backend */
  apply(rows: Float32Array, kept: KeptTensors): Float32Array | Promise<Float32Array>;
}

/** Fitted steps, to apply one after the other. */
export class Transform {
  /** Dimensions of a vector that comes out. */
  readonly outputDim: number;
  readonly #fitted: FittedStep[] = [];

  /**
   * Use `fitTransform`, or `steps` with the `parameters` of a transform that it made.
   *
   * @param inputDim dimensions of a vector that goes in
   * @param parameters of each step
   */
  constructor(
    readonly inputDim: number,
    steps: readonly TransformStep[],
    readonly parameters: readonly StepParameters[],
  ) {
    this.outputDim = inputDim;
    for (const [i, step] of steps.entries()) {
      const fitted = fittedStep(step, parameters[i]!, this.outputDim);
      this.#fitted.push(fitted);
      this.outputDim = fitted.outputDim;
    }
  }

  /**
   * The transformed vectors, float32 `[n, outputDim]`: of each the same to the bit, whatever the others
   * are. `vectors` stays as it is.
   *
   * @param vectors float32 `[n, inputDim]`, row-major, finite; n may be 0
   * @param kept tensors that serve further calls. @default those of this call
   * @throws {TypeError} if `vectors` is no Float32Array or no whole number of rows
   * @throws {RangeError} if a value is not finite
   */
  async apply(vectors: Float32Array, kept?: KeptTensors): Promise<Float32Array> {
    checkVectors(vectors, this.inputDim, "vectors", "transform vectors");
    using own = new KeptTensors();
    let rows: Float32Array = vectors.slice();
    for (const step of this.#fitted) rows = await step.apply(rows, kept ?? own);
    return rows;
  }
}

/**
 * Fit `steps`, each on what the ones before it make of `vectors`.
 *
 * @param vectors of the index, float32 `[n, dim]`, row-major, finite; n is 1 or more
 * @throws {RangeError} if there is no vector, a value is not finite, a `whiten` is no positive
 *   integer, or there are fewer than two classes (`fitPosteriors`)
 * @throws {TypeError} if `vectors` is no whole number of rows
 */
export async function fitTransform(
  steps: readonly TransformStep[],
  vectors: Float32Array,
  { dim, labels, copies, seed = 1 }: FitOptions,
): Promise<Transform> {
  const count = countRows({ vectors, dim }, "fit transform");
  checkScale(vectors, "vectors", "fit transform");
  if (count === 0) {
    throw new RangeError(
      "Cannot fit transform as there must be a vector to fit it on: current number is 0",
    );
  }
  const parameters: StepParameters[] = [];
  let [rows, changed, width] = [vectors, copies, dim];
  for (const step of steps) {
    const fit = await fitStep(step, rows, { dim: width, labels, copies: changed, seed });
    const next = fittedStep(step, fit, width);
    parameters.push(fit);
    using kept = new KeptTensors();
    rows = await next.apply(rows, kept);
    changed = changed && { ...changed, vectors: await next.apply(changed.vectors, kept) };
    width = next.outputDim;
  }
  return new Transform(dim, steps, parameters);
}

/** Steps in words: "whitened to 64, L2". */
export function describeSteps(steps: readonly TransformStep[]): string {
  return steps.map((step) => {
    if (typeof step === "string") return NAMES[step];
    return "whiten" in step ? `whitened to ${step.whiten}` : `instance LDA to ${step.instanceLda}`;
  }).join(", ");
}

const NO_COPIES: Copies = { vectors: new Float32Array(), rows: [] };

const NAMES = { centre: "centred", posteriors: "class posteriors", l2: "L2" };

async function fitStep(
  step: TransformStep,
  rows: Float32Array,
  { dim, labels = [], copies = NO_COPIES, seed = 1 }: FitOptions,
): Promise<StepParameters> {
  if (step === "l2") return {};
  if (step === "centre") return { mean: Float32Array.from(await rowMean(arraySource(rows, dim))) };
  if (step === "posteriors") return { ...await fitPosteriors(rows, dim, labels, seed) };
  if ("whiten" in step) return await fitWhitening(step.whiten, rows, dim, seed);
  return { ...await fitInstanceLda(rows, copies, { dim, components: step.instanceLda, seed }) };
}

/** The step with what it was fitted to. */
function fittedStep(step: TransformStep, parameters: StepParameters, dim: number): FittedStep {
  if (step === "l2") return { outputDim: dim, apply: (some) => normalise(some, dim) };
  if (step === "posteriors") {
    const model = parameters as unknown as PosteriorModel;
    const classes = model.priors.length;
    const posteriors = unitPosteriors(model);
    const apply: FittedStep["apply"] = (some, kept) =>
      inBlocks(some, [dim, classes], (block) => posteriors(block, kept));
    return { outputDim: classes, apply };
  }
  const mean = parameters.mean!;
  if (step === "centre") return { outputDim: dim, apply: (some) => centred(some, mean) };
  const components = parameters.components!;
  const outputDim = components.length / dim;
  const scores = (some: Float32Array, kept: KeptTensors) =>
    inBlocks(centred(some, mean), [dim, outputDim], async (block) => {
      await useBackend();
      const directions = kept.get(components, [outputDim, dim]);
      return await valuesOf(() =>
        tf.matMul(tf.tensor2d(block, [BLOCK, dim]), directions, false, true)
      );
    });
  if ("instanceLda" in step) return { outputDim, apply: scores };
  const deviations = parameters.deviations!;
  return {
    outputDim,
    async apply(some, kept) {
      return (await scores(some, kept)).map((score, i) => score / deviations[i % outputDim]!);
    },
  };
}

async function fitWhitening(
  whiten: number,
  rows: Float32Array,
  dim: number,
  seed: number,
): Promise<StepParameters> {
  checkInteger(whiten, { task: "fit transform", name: "whiten" });
  const count = Math.max(1, Math.min(whiten, dim, rows.length / dim - 1));
  // Small variances are divided by, so they need one iteration more than a reconstruction.
  const { mean, components, variances } = await fitPca(arraySource(rows, dim), count, {
    ...{ seed, iterations: 2 },
  });
  const floor = VARIANCE_FLOOR * variances[0]!;
  const deviations = Float32Array.from(variances, (variance) => {
    // Without any variance all scores are 0, whatever they are divided by.
    return Math.fround(Math.sqrt(Math.max(variance, floor))) || 1;
  });
  return { mean, components, deviations };
}

/** What `run` makes of all rows, `[n, outputDim]`, in blocks of 48 rows. */
async function inBlocks(
  rows: Float32Array,
  [dim, outputDim]: readonly [number, number],
  run: (block: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array> {
  const count = rows.length / dim;
  const all = new Float32Array(count * outputDim);
  const block = new Float32Array(BLOCK * dim);
  for (let first = 0; first < count; first += BLOCK) {
    const some = rows.subarray(first * dim, (first + BLOCK) * dim);
    block.set(some);
    block.fill(0, some.length);
    const made = await run(block);
    all.set(made.subarray(0, some.length / dim * outputDim), first * outputDim);
  }
  return all;
}

/** Rows less their mean. */
function centred(rows: Float32Array, mean: Float32Array): Float32Array {
  const differences = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += mean.length) {
    for (let l = 0; l < mean.length; l++) differences[start + l] = rows[start + l]! - mean[l]!;
  }
  return differences;
}

/** L2-normalised rows. */
function normalise(rows: Float32Array, dim: number): Float32Array {
  const normalised = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += dim) {
    let square = 0;
    for (let l = 0; l < dim; l++) square += rows[start + l]! ** 2;
    const length = Math.sqrt(square) || 1;
    for (let l = 0; l < dim; l++) normalised[start + l] = rows[start + l]! / length;
  }
  return normalised;
}
