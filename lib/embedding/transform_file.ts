/** Transforms on disk, beside the vectors they were fitted on: `saveTransform`, `openTransform`. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { writeFileAtomic } from "../io/files.ts";
import { decodeSafetensors, safetensorsParts, type SafetensorsTensor } from "../io/safetensors.ts";
import {
  type FitOptions,
  type FittedStep,
  fitTransform,
  IndexTransform,
  type TransformStep,
  widthAfter,
} from "./transforms.ts";

const FORMAT = "lookalike-transform-1";

/** What `openTransform` needs. */
export interface OpenTransformInput {
  /** Folder that the file lies in, such as that of the model. */
  directory: string;
  steps: readonly TransformStep[];
  /** Vectors of the training split, float32 `[n, dim]`, row-major, finite. */
  vectors: Float32Array;
  dim: number;
  /** Category of each vector, "" for none, where there is a step "categories". */
  labels?: readonly string[] | undefined;
  /** Seed of the fit. @default 1 */
  seed?: number;
}

/**
 * The transform `steps` fitted on `vectors`: read from `directory` where it was kept before for the
 * very same vectors, else fitted and kept there.
 *
 * @throws {RangeError} if it cannot be fitted, as `fitTransform`
 * @throws {SyntaxError} if the file that lies there is damaged
 */
export async function openTransform(
  { directory, steps, vectors, dim, labels, seed = 1 }: OpenTransformInput,
): Promise<IndexTransform> {
  const path = join(directory, fileName(steps));
  const fingerprint = fingerprintOf(vectors, { dim, labels, seed });
  const kept = await loadTransform(path, { steps, dim, fingerprint });
  if (kept) return kept;
  const transform = await fitTransform(steps, vectors, { dim, labels, seed });
  await saveTransform(path, transform, fingerprint);
  return transform;
}

/**
 * Write a transform as safetensors: of step i `i.mean`, `i.components`, `i.deviations`, `i.centres`
 * and `i.logShares`, F32, where it has them; in the metadata `steps` (JSON), `dim` and `fingerprint`.
 * It appears whole or not at all.
 *
 * @param fingerprint of what it was fitted on
 */
export async function saveTransform(
  path: string,
  { steps, fitted, inputDim }: IndexTransform,
  fingerprint: string,
): Promise<void> {
  const tensors: Record<string, SafetensorsTensor> = {};
  const add = (name: string, data: Float32Array, shape = [data.length]) => {
    tensors[name] = { dtype: "F32", shape, data };
  };
  for (const [i, step] of fitted.entries()) {
    if (step.kind === "l2") continue;
    add(`${i}.mean`, step.mean);
    if (step.kind === "centre") continue;
    const { mean, components } = step;
    add(`${i}.components`, components, [components.length / mean.length, mean.length]);
    if (step.kind === "whiten") add(`${i}.deviations`, step.deviations);
    if (step.kind === "categories") {
      const { centres, logShares } = step;
      add(`${i}.centres`, centres, [logShares.length, centres.length / logShares.length]);
      add(`${i}.logShares`, logShares);
    }
  }
  const metadata = {
    format: FORMAT,
    steps: JSON.stringify(steps),
    dim: String(inputDim),
    fingerprint,
  };
  await writeFileAtomic(path, safetensorsParts(tensors, metadata));
}

/**
 * Read what `saveTransform` wrote, if it is of these steps, this length of vector and this
 * fingerprint; undefined where it is of others, or nothing lies there.
 *
 * @throws {SyntaxError} if the file is no such transform, its tensors do not fit together, or a number
 *   is not finite
 */
export async function loadTransform(
  path: string,
  expected: { steps: readonly TransformStep[]; dim: number; fingerprint: string },
): Promise<IndexTransform | undefined> {
  const bytes = await Deno.readFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata.format !== FORMAT) {
    throw new SyntaxError(
      `Cannot load transform as the format of "${path}" must be ${FORMAT}: ` +
        `current value is ${metadata.format}`,
    );
  }
  const { steps, dim, fingerprint } = expected;
  const same = metadata.steps === JSON.stringify(steps) && metadata.dim === String(dim) &&
    metadata.fingerprint === fingerprint;
  if (!same) return undefined;
  const fitted: FittedStep[] = [];
  let width = dim;
  for (const [i, step] of steps.entries()) {
    const next = readStep(step, width, (name, ...shape) => {
      return readNumbers(tensors, `${i}.${name}`, shape, path);
    });
    fitted.push(next);
    width = widthAfter(width, next);
  }
  return new IndexTransform(steps, fitted, dim);
}

/** What was fitted for a step on vectors of `width` numbers. */
function readStep(
  step: TransformStep,
  width: number,
  read: (name: string, ...shape: (number | undefined)[]) => ReturnType<typeof readNumbers>,
): FittedStep {
  if (step === "l2") return { kind: "l2" };
  const { data: mean } = read("mean", width);
  if (step === "centre") return { kind: "centre", mean };
  const { data: components, shape: [count] } = read("components", undefined, width);
  if (step === "categories") {
    const { data: centres, shape: [categories] } = read("centres", undefined, count);
    const { data: logShares } = read("logShares", categories);
    return { kind: "categories", mean, components, centres, logShares };
  }
  const { data: deviations, where } = read("deviations", count);
  if (deviations.some((deviation) => deviation <= 0)) {
    throw new SyntaxError(
      `Cannot load transform as ${where} must be above 0: ` +
        `current least is ${Math.min(...deviations)}`,
    );
  }
  return { kind: "whiten", mean, components, deviations };
}

/** The numbers of a tensor of this shape (undefined stands for any length above 0), all finite. */
function readNumbers(
  tensors: Record<string, SafetensorsTensor>,
  name: string,
  shape: (number | undefined)[],
  path: string,
): { data: Float32Array; shape: readonly number[]; where: string } {
  const where = `"${name}" in "${path}"`;
  const tensor = tensors[name];
  const fits = tensor?.dtype === "F32" && tensor.shape.length === shape.length &&
    tensor.shape.every((length, axis) => length > 0 && length === (shape[axis] ?? length));
  if (!fits) {
    const wanted = shape.map((length) => length ?? "any").join(", ");
    throw new SyntaxError(
      `Cannot load transform as ${where} must be F32 [${wanted}]: current value is ` +
        (tensor ? `${tensor.dtype} [${tensor.shape.join(", ")}]` : "no such tensor"),
    );
  }
  const data = tensor.data as Float32Array;
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new SyntaxError(
      `Cannot load transform as ${where} must be finite: ` +
        `current value at ${bad} is ${data[bad]}`,
    );
  }
  return { data, shape: tensor.shape, where };
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
