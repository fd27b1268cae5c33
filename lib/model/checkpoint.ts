/**
 * Weights and checkpoints as safetensors under PyTorch's names. `best.safetensors` holds the weights
 * alone. `last.safetensors` holds all that resuming needs in one file, so that it is always
 * consistent: weights, Adam's moments (`adam.m.<name>`, `adam.v.<name>`) and, as metadata, the step,
 * the history, the progress of an epoch that was stopped, and the run's identity.
 */

import { join } from "node:path";
import type * as v from "valibot";
import { checked, Count } from "../io/json.ts";
import type { SafetensorsTensor } from "../io/safetensors.ts";
import { readTensorFile, readTensorHead, writeTensorFile } from "../io/tensor_file.ts";
import type { AdamState } from "./adam.ts";
import { type EpochRecord, EPOCHS, PARTIAL, type PartialEpoch } from "./history.ts";
import { readStateDict } from "./read_state_dict.ts";
import { atWidthOf, checkStateDict, type StateDict, type Weighted } from "./state_dict.ts";
import { IDENTITY, type RunIdentity } from "./training_run.ts";

/** What to do about a damaged checkpoint. */
export const CHECKPOINT_HINT =
  "put back a copy of the file, or delete the folder to train again from the start";

/** The weights of the best epoch so far. */
export interface BestCheckpoint {
  weights: StateDict;
  /** One row per epoch up to this one; undefined in a file of another program. */
  history?: EpochRecord[] | undefined;
  /** Undefined in a file of another program. */
  identity?: RunIdentity | undefined;
}

/** All that a training run needs to be resumed exactly. */
export interface Checkpoint {
  weights: StateDict;
  /** Moments by PyTorch name, in the layout of the running model. */
  adam: AdamState;
  /** One row per finished epoch. */
  history: EpochRecord[];
  /** Progress of the next epoch; absent if it has not begun. */
  partial?: PartialEpoch;
  identity: RunIdentity;
}

const BEST_KEYS = ["identity", "history"];

/** Write weights, whole or not at all, with `metadata` about them. */
export async function saveWeights(
  path: string,
  weights: StateDict,
  metadata: Record<string, string> = {},
): Promise<void> {
  await writeTensorFile(path, asTensors(weights), metadata);
}

/** Write `best.safetensors` in `directory`, whole or not at all. */
export async function saveBest(
  directory: string,
  { weights, history, identity }: Required<BestCheckpoint>,
): Promise<void> {
  await saveWeights(join(directory, "best.safetensors"), weights, {
    identity: JSON.stringify(identity),
    history: JSON.stringify(history),
  });
}

/**
 * Read `best.safetensors` in `directory`, or undefined where there is none.
 *
 * @param architecture of the weights, at any width
 * @throws {Error} if the file is damaged, saying what to do
 */
export async function loadBest(
  directory: string,
  architecture: Weighted,
): Promise<BestCheckpoint & { checksum: string } | undefined> {
  const path = join(directory, "best.safetensors");
  try {
    const file = await readTensorFile(path, { keys: BEST_KEYS });
    if (!file) return undefined;
    const weights = readStateDict(file.tensors, path);
    checkStateDict(atWidthOf(weights, architecture), weights);
    return { weights, ...parseBest(path, file.metadata), checksum: file.checksum };
  } catch (error) {
    throw damagedBest(directory, error);
  }
}

/**
 * What `best.safetensors` in `directory` says of its weights, and the checksum that names them, or
 * undefined where there is none. The weights are not read: `loadBest` notices if they are damaged.
 *
 * @throws {Error} if the file's first bytes are damaged, saying what to do
 */
export async function describeBest(
  directory: string,
): Promise<Omit<BestCheckpoint, "weights"> & { checksum: string } | undefined> {
  const path = join(directory, "best.safetensors");
  try {
    const file = await readTensorHead(path, { keys: BEST_KEYS });
    return file && { ...parseBest(path, file.metadata), checksum: file.checksum };
  } catch (error) {
    throw damagedBest(directory, error);
  }
}

function parseBest(path: string, { identity, history }: Record<string, string>) {
  return {
    history: history === undefined ? undefined : parse(path, history, EPOCHS),
    identity: identity === undefined ? undefined : parse(path, identity, IDENTITY),
  };
}

function damagedBest(directory: string, error: unknown): Error {
  return new Error(
    `Cannot use the best weights of "${directory}" as they are damaged (${CHECKPOINT_HINT}): ` +
      (error as Error).message,
    { cause: error },
  );
}

/** Write a checkpoint, whole or not at all. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { weights, adam, history, partial, identity } = checkpoint;
  const tensors: StateDict = { ...weights };
  for (const [name, { m, v }] of Object.entries(adam.moments)) {
    tensors[`adam.m.${name}`] = m;
    tensors[`adam.v.${name}`] = v;
  }
  await writeTensorFile(path, asTensors(tensors), {
    identity: JSON.stringify(identity),
    step: String(adam.step),
    history: JSON.stringify(history),
    ...(partial && { partial: JSON.stringify(partial) }),
  });
}

/**
 * Read a checkpoint, or undefined where there is none.
 *
 * @throws {SyntaxError} if the file is damaged, naming the path and what is wrong
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const file = await readTensorFile(path, { keys: ["identity", "step", "history", "partial"] });
  if (!file) return undefined;
  const { step, history, partial, identity } = file.metadata;
  if (step === undefined || history === undefined || identity === undefined) {
    throw new SyntaxError(`Cannot read "${path}" as it is not a checkpoint: metadata is missing`);
  }
  const all = asStateDict(file.tensors, path);
  const weights: StateDict = {};
  const moments: AdamState["moments"] = {};
  for (const [name, weight] of Object.entries(all)) {
    const key = /^adam\.[mv]\.(.+)/.exec(name)?.[1];
    if (key === undefined) weights[name] = weight;
    else moments[key] ??= momentsOf(all, key, path);
  }
  return {
    weights,
    adam: { step: parse(path, step, Count), moments },
    history: parse(path, history, EPOCHS),
    ...(partial !== undefined && { partial: parse(path, partial, PARTIAL) }),
    identity: parse(path, identity, IDENTITY),
  };
}

/** Adam's moments of the weight `name`. */
function momentsOf(all: StateDict, name: string, path: string): AdamState["moments"][string] {
  const [m, v] = [all[`adam.m.${name}`], all[`adam.v.${name}`]];
  if (!m || !v) {
    throw new SyntaxError(`Cannot read "${path}" as "adam.${m ? "v" : "m"}.${name}" is missing`);
  }
  if (![m, v].every(({ data }) => data.every(Number.isFinite)) || v.data.some((x) => x < 0)) {
    throw new SyntaxError(`Cannot read "${path}" as Adam's moments of "${name}" must be finite`);
  }
  return { m, v };
}

/** The value of `json` in the metadata of `path`. */
function parse<T>(path: string, json: string, schema: v.GenericSchema<unknown, T>): T {
  try {
    return checked(schema)(JSON.parse(json));
  } catch (error) {
    throw new SyntaxError(`Cannot read "${path}": ${(error as Error).message}`, { cause: error });
  }
}

function asTensors(state: StateDict): Record<string, SafetensorsTensor> {
  return Object.fromEntries(
    Object.entries(state).map(([name, { shape, data }]) => [name, { dtype: "F32", shape, data }]),
  );
}

function asStateDict(tensors: Record<string, SafetensorsTensor>, path: string): StateDict {
  const state: StateDict = {};
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    if (dtype !== "F32") {
      throw new SyntaxError(
        `Cannot read "${path}" as "${name}" must be F32: current dtype is ${dtype}`,
      );
    }
    state[name] = { shape, data };
  }
  return state;
}
