/** Transforms on disk, in the folder of the model whose vectors they were fitted on. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import type { SafetensorsTensor } from "../io/safetensors.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import {
  type FitOptions,
  type FittedStep,
  fitTransform,
  Transform,
  type TransformStep,
} from "./transforms.ts";

const FORMAT = "lookalike-transform-2";

/** What `openTransform` needs. */
export interface OpenTransformInput extends FitOptions {
  /** Folder of the file. */
  directory: string;
  steps: readonly TransformStep[];
  /** Vectors of the index, float32 `[n, dim]`, row-major, finite. */
  vectors: Float32Array;
}

/**
 * The transform `steps` fitted on `vectors`: read from `directory` where it was saved before for the
 * very same vectors, else fitted and saved there.
 *
 * @throws {RangeError} if it cannot be fitted, as `fitTransform`
 * @throws {SyntaxError} if the file is damaged
 */
export async function openTransform(
  { directory, steps, vectors, dim, labels, seed = 1 }: OpenTransformInput,
): Promise<Transform> {
  const path = join(directory, fileName(steps));
  const options = { dim, labels, seed };
  const fingerprint = fingerprintOf(vectors, options);
  const saved = await loadTransform(path, { steps, dim, fingerprint });
  if (saved) return saved;
  const transform = await fitTransform(steps, vectors, options);
  await saveTransform(path, transform, fingerprint);
  return transform;
}

/**
 * Write a transform as safetensors: the arrays of step i as `i.mean`, `i.components` and so on, F32; in
 * the metadata `format`, `steps` (JSON), `dim`, `fingerprint` and a checksum. It appears whole or not
 * at all.
 *
 * @param fingerprint of what it was fitted on
 */
export async function saveTransform(
  path: string,
  { steps, fitted, inputDim }: Transform,
  fingerprint: string,
): Promise<void> {
  const tensors: Record<string, SafetensorsTensor> = {};
  for (const [i, step] of fitted.entries()) {
    for (const [name, data] of Object.entries(step)) {
      if (!(data instanceof Float32Array)) continue;
      const columns = name === "components" && step.kind !== "l2"
        ? step.mean.length
        : name === "centroids" && step.kind === "posteriors"
        ? step.components.length / step.mean.length
        : undefined;
      const shape = columns === undefined ? [data.length] : [data.length / columns, columns];
      tensors[`${i}.${name}`] = { dtype: "F32", shape, data };
    }
  }
  await writeTensorFile(path, tensors, metadataOf(steps, inputDim, fingerprint));
}

/**
 * Read what `saveTransform` wrote, if it is of these steps, dimensions and fingerprint; undefined where
 * it is of others or of an earlier format, or there is no file.
 *
 * @throws {SyntaxError} if the file is damaged
 */
export async function loadTransform(
  path: string,
  expected: { steps: readonly TransformStep[]; dim: number; fingerprint: string },
): Promise<Transform | undefined> {
  const file = await readTensorFile(path, { hint: "delete it, and it is computed again" });
  if (!file) return undefined;
  const { steps, dim, fingerprint } = expected;
  const wanted = metadataOf(steps, dim, fingerprint);
  if (Object.entries(wanted).some(([key, value]) => file.metadata[key] !== value)) return undefined;
  const fitted = steps.map((step, i) => {
    return readStep(step, (name) => {
      const tensor = file.tensors[`${i}.${name}`];
      if (tensor?.dtype === "F32") return tensor.data;
      throw new SyntaxError(`Cannot read "${path}" as "${i}.${name}" is missing`);
    });
  });
  return new Transform(steps, fitted, dim);
}

function readStep(step: TransformStep, read: (name: string) => Float32Array): FittedStep {
  if (step === "l2") return { kind: "l2" };
  const mean = read("mean");
  if (step === "centre") return { kind: "centre", mean };
  const components = read("components");
  if (step !== "posteriors") {
    return { kind: "whiten", mean, components, deviations: read("deviations") };
  }
  const [centroids, logPriors] = [read("centroids"), read("logPriors")];
  return { kind: "posteriors", mean, components, centroids, logPriors };
}

function metadataOf(
  steps: readonly TransformStep[],
  dim: number,
  fingerprint: string,
): Record<string, string> {
  return { format: FORMAT, steps: JSON.stringify(steps), dim: String(dim), fingerprint };
}

/** `transform-whiten-128-l2.safetensors`. */
function fileName(steps: readonly TransformStep[]): string {
  const names = steps.map((step) => typeof step === "string" ? step : `whiten-${step.whiten}`);
  return `${["transform", ...names].join("-")}.safetensors`;
}

/** SHA-256, hex, of what decides a fit beside its steps. */
function fingerprintOf(vectors: Float32Array, options: FitOptions): string {
  const { buffer, byteOffset, byteLength } = vectors;
  return createHash("sha256").update(JSON.stringify(options))
    .update(new Uint8Array(buffer, byteOffset, byteLength)).digest("hex");
}
