/**
 * What a search was fitted to, kept in a run: `saveSearch`, `readSearch`. With it a run opens without
 * embedding its images again.
 */

import { join } from "node:path";
import * as v from "valibot";
import type { ImageStore } from "../dataset/store/image_store.ts";
import {
  type ComposedEmbedding,
  type Composition,
  type PartParameters,
  restoreComposition,
  sourcesOf,
} from "../embedding/compose.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { sha256 } from "../io/bytes.ts";
import { checked, Count, Numeral, Text } from "../io/json.ts";
import type { SafetensorsTensor } from "../io/safetensors.ts";
import {
  readTensorFile,
  readTensorHead,
  type TensorFile,
  writeTensorFile,
} from "../io/tensor_file.ts";
import { runDirectory } from "./directories.ts";
import { encoderFingerprint, isEncoder } from "./encoder_embedding.ts";
import { experimentsOf } from "./query_encoder.ts";
import { provenanceIn } from "./provenance.ts";
import type { Settings } from "./settings.ts";

/** Goes up whenever the same images and settings lead to other vectors. */
const VERSION = 3;

/** Parts in the order of `ComposedEmbedding.parameters`; a step's arrays are tensors of their own. */
const PARTS = v.array(v.strictObject({
  inputDim: Count,
  scale: Numeral,
  /** Names of the arrays of each step. */
  steps: v.array(v.array(Text)),
}));

/** A composition fitted on a run's training split, and its vectors of every image. */
export interface FittedSearch {
  composed: ComposedEmbedding;
  vectors: Vectors;
}

const pathOf = (settings: Settings) => join(runDirectory(settings), "search.safetensors");
const tensorName = (part: number, step: number, name: string) => `${part}.${step}.${name}`;

/** SHA-256, hex, of all that decides a fitted search. */
export async function searchKey(
  settings: Settings,
  store: Pick<ImageStore, "directory" | "fingerprint">,
  composition: Composition,
): Promise<string> {
  const models = experimentsOf(settings, store, composition).map(({ model }) => model);
  const { weights } = await provenanceIn(runDirectory(settings), models);
  const encoders = [];
  for (const name of [...sourcesOf(composition)].filter(isEncoder)) {
    encoders.push(await encoderFingerprint(settings, name));
  }
  const { seed } = settings;
  return sha256(JSON.stringify([VERSION, store.fingerprint, seed, composition, weights, encoders]));
}

/** Write a fitted search into its run. */
export async function saveSearch(
  settings: Settings,
  key: string,
  { composed, vectors: { vectors, dim } }: FittedSearch,
): Promise<void> {
  const tensors: Record<string, SafetensorsTensor> = {
    vectors: { dtype: "F32", shape: [vectors.length / dim, dim], data: vectors },
  };
  const parts = composed.parameters.map(({ inputDim, scale, steps }, part) => ({
    ...{ inputDim, scale },
    steps: steps.map((arrays, step) =>
      Object.entries(arrays).map(([name, data]) => {
        const tensor = { dtype: "F32", shape: [data.length], data } as const;
        tensors[tensorName(part, step, name)] = tensor;
        return name;
      })
    ),
  }));
  await writeTensorFile(pathOf(settings), tensors, { key, parts: JSON.stringify(parts) });
}

/**
 * The search that was kept in the run, if it is the one of this key; undefined for another, none, or a
 * damaged one, which is fitted again.
 */
export async function readSearch(
  settings: Settings,
  key: string,
  store: ImageStore,
  composition: Composition,
): Promise<FittedSearch | undefined> {
  try {
    const options = { keys: ["key", "parts"] };
    const head = await readTensorHead(pathOf(settings), options);
    if (head?.metadata.key !== key) return undefined;
    const file = (await readTensorFile(pathOf(settings), options))!;
    const vectors = arrayOf(file, "vectors");
    const dim = vectors.length / store.count;
    const index = { vectors: takeRows(vectors, dim, store.rowsOf("train")), dim };
    const composed = restoreComposition(composition, partsOf(file), index);
    return { composed, vectors: { vectors, dim } };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function partsOf(file: TensorFile): PartParameters[] {
  const parts = checked(PARTS)(JSON.parse(file.metadata.parts ?? ""));
  return parts.map(({ steps, ...part }, p) => ({
    ...part,
    steps: steps.map((names, s) =>
      Object.fromEntries(names.map((name) => [name, arrayOf(file, tensorName(p, s, name))]))
    ),
  }));
}

function arrayOf({ tensors }: TensorFile, name: string): Float32Array {
  const tensor = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (tensor?.dtype === "F32") return tensor.data;
  throw new SyntaxError(`Cannot read search as there must be a tensor "${name}" of float32`);
}
