/**
 * Weights on disk as safetensors, under PyTorch's names: `saveWeights`, `loadWeights`; and what a
 * run goes on with: `saveBest`, `loadBest`, `saveCheckpoint`, `loadCheckpoint`.
 *
 * `best.safetensors` holds the weights alone. `last.safetensors` holds all that going on needs in
 * one file, so that it can never disagree with itself: weights, Adam's moments (`adam.m.<name>`,
 * `adam.v.<name>`) and, as metadata, the step, the history, how far an epoch is that was stopped on
 * the way, and what was trained. Both carry a sum over all that they hold.
 */

import { checked } from "../io/json.ts";
import type { SafetensorsTensor } from "../io/safetensors.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import type { AdamState } from "./adam.ts";
import { type EpochRecord, EPOCHS, type PartialEpoch } from "./history.ts";
import type { StateDict } from "./state_dict.ts";

/** The weights of the best epoch so far. */
export interface BestCheckpoint {
  weights: StateDict;
  /** One row for each epoch up to this one; undefined in a file of another program. */
  history?: EpochRecord[] | undefined;
  /** What was trained: JSON; undefined in a file of another program. */
  identity?: string | undefined;
}

/** All that a training run needs to go on exactly. */
export interface Checkpoint {
  weights: StateDict;
  /** Moments by PyTorch name, in the layout of the running model. */
  adam: AdamState;
  /** One row for each epoch done. */
  history: EpochRecord[];
  /** How far the epoch after these is; absent where it has not begun. */
  partial?: PartialEpoch;
  /** What was trained: JSON that must be the same for a run to go on. */
  identity: string;
}

/** Write weights, whole or not at all, with `metadata` about what they are. */
export async function saveWeights(
  path: string,
  weights: StateDict,
  metadata: Record<string, string> = {},
): Promise<void> {
  await writeTensorFile(path, asTensors(weights), metadata);
}

/**
 * Read weights that `saveWeights`, PyTorch's `safetensors.torch.save_file` or any other program
 * wrote.
 *
 * @throws {SyntaxError} if the file is not valid safetensors or damaged, naming the path and what
 * is wrong
 */
export async function loadWeights(
  path: string,
): Promise<{ weights: StateDict; metadata: Record<string, string> }> {
  const file = await readTensorFile(path);
  if (!file) throw new Deno.errors.NotFound(`Cannot read "${path}" as it must exist`);
  return { weights: asStateDict(file.tensors, path), metadata: file.metadata };
}

/** Write the best weights, whole or not at all. */
export async function saveBest(
  path: string,
  { weights, history, identity }: BestCheckpoint & { history: EpochRecord[]; identity: string },
): Promise<void> {
  await saveWeights(path, weights, { identity, history: JSON.stringify(history) });
}

/**
 * Read the best weights, or undefined where there are none.
 *
 * @throws {SyntaxError} if the file is damaged, naming the path and what is wrong
 */
export async function loadBest(path: string): Promise<BestCheckpoint | undefined> {
  const file = await readTensorFile(path, { keys: ["identity", "history"] });
  if (!file) return undefined;
  const { identity, history } = file.metadata;
  return {
    weights: asStateDict(file.tensors, path),
    history: history === undefined
      ? undefined
      : inFile(path, () => checked(EPOCHS)(parse(history))),
    identity,
  };
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
    identity,
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
    if (key === undefined) {
      weights[name] = weight;
      continue;
    }
    const [m, v] = [all[`adam.m.${key}`], all[`adam.v.${key}`]];
    if (!m || !v) {
      const missing = m ? "v" : "m";
      throw new SyntaxError(`Cannot read "${path}" as "adam.${missing}.${key}" is missing`);
    }
    if (![m, v].every(({ data }) => data.every(Number.isFinite)) || v.data.some((x) => x < 0)) {
      throw new SyntaxError(`Cannot read "${path}" as Adam's moments of "${key}" must be finite`);
    }
    moments[key] = { m, v };
  }
  return inFile(path, () => ({
    weights,
    adam: { step: wholeStep(step), moments },
    history: checked(EPOCHS)(parse(history)),
    ...(partial !== undefined && { partial: partialFrom(parse(partial)) }),
    identity,
  }));
}

function wholeStep(text: string): number {
  const step = Number(text);
  if (Number.isSafeInteger(step) && step >= 0) return step;
  throw new SyntaxError(`Cannot read checkpoint as step must be a whole number: "${text}"`);
}

function partialFrom(value: unknown): PartialEpoch {
  const partial = value as PartialEpoch;
  const { images, lossSum, seconds } = partial;
  if (Number.isSafeInteger(images) && images > 0 && [lossSum, seconds].every(Number.isFinite)) {
    return partial;
  }
  throw new SyntaxError("Cannot read checkpoint as partial must say how far an epoch is");
}

function parse(json: string): unknown {
  return JSON.parse(json);
}

/** What `work` gives; its errors name the file. */
function inFile<T>(path: string, work: () => T): T {
  try {
    return work();
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
