/**
 * Weights on disk as safetensors, under PyTorch's names: `saveWeights`, `loadWeights`,
 * `saveCheckpoint`, `loadCheckpoint`.
 *
 * `best.safetensors` holds the weights alone. `last.safetensors` holds all that going on needs in
 * one file, so that it can never disagree with itself: weights, Adam's moments (`adam.m.<name>`,
 * `adam.v.<name>`) and, as metadata, the epoch, the history and what was trained.
 */

import { writeFileAtomic } from "../files.ts";
import { decodeSafetensors, safetensorsParts, type SafetensorsTensor } from "../safetensors.ts";
import type { AdamState } from "./adam.ts";
import type { EpochRecord } from "./history.ts";
import type { StateDict } from "./state_dict.ts";

/** All that a training run needs to go on exactly. */
export interface Checkpoint {
  weights: StateDict;
  /** Moments by PyTorch name, in the layout of the running model. */
  adam: AdamState;
  /** One row for each epoch done. */
  history: EpochRecord[];
  /** What was trained: JSON that must be the same for a run to go on. */
  identity: string;
}

/** Write weights, whole or not at all, with `metadata` about what they are. */
export async function saveWeights(
  path: string,
  weights: StateDict,
  metadata: Record<string, string> = {},
): Promise<void> {
  await writeFileAtomic(path, safetensorsParts(asTensors(weights), metadata));
}

/**
 * Read weights that `saveWeights`, PyTorch's `safetensors.torch.save_file` or any other program
 * wrote.
 *
 * @throws {SyntaxError} if the file is not valid safetensors, naming the path and what is wrong
 */
export async function loadWeights(
  path: string,
): Promise<{ weights: StateDict; metadata: Record<string, string> }> {
  const { tensors, metadata } = await readSafetensors(path);
  return { weights: asStateDict(path, tensors), metadata };
}

/** Write a checkpoint, whole or not at all. */
export async function saveCheckpoint(path: string, checkpoint: Checkpoint): Promise<void> {
  const { weights, adam, history, identity } = checkpoint;
  const tensors: StateDict = { ...weights };
  for (const [name, { m, v }] of Object.entries(adam.moments)) {
    tensors[`adam.m.${name}`] = m;
    tensors[`adam.v.${name}`] = v;
  }
  const metadata = { identity, step: String(adam.step), history: JSON.stringify(history) };
  await writeFileAtomic(path, safetensorsParts(asTensors(tensors), metadata));
}

/**
 * Read a checkpoint, or undefined where there is none.
 *
 * @throws {SyntaxError} if the file is damaged, naming the path and what is wrong
 */
export async function loadCheckpoint(path: string): Promise<Checkpoint | undefined> {
  const file = await readSafetensors(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (!file) return undefined;
  const { step, history, identity } = file.metadata;
  if (step === undefined || history === undefined || identity === undefined) {
    throw new SyntaxError(`Cannot read "${path}" as it is not a checkpoint: metadata is missing`);
  }
  const all = asStateDict(path, file.tensors);
  const weights: StateDict = {};
  const moments: AdamState["moments"] = {};
  for (const [name, weight] of Object.entries(all)) {
    if (name.startsWith("adam.m.")) {
      const key = name.slice("adam.m.".length);
      const v = all[`adam.v.${key}`];
      if (!v) throw new SyntaxError(`Cannot read "${path}" as "adam.v.${key}" is missing`);
      moments[key] = { m: weight, v };
    } else if (!name.startsWith("adam.v.")) {
      weights[name] = weight;
    }
  }
  return {
    weights,
    adam: { step: Number(step), moments },
    history: JSON.parse(history) as EpochRecord[],
    identity,
  };
}

async function readSafetensors(path: string) {
  const bytes = await Deno.readFile(path);
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    throw new SyntaxError(`Cannot read "${path}": ${(error as Error).message}`, { cause: error });
  }
}

function asTensors(state: StateDict): Record<string, SafetensorsTensor> {
  return Object.fromEntries(
    Object.entries(state).map(([name, { shape, data }]) => [name, { dtype: "F32", shape, data }]),
  );
}

function asStateDict(path: string, tensors: Record<string, SafetensorsTensor>): StateDict {
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
