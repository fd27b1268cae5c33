/**
 * The files that an epoch leaves: `saveLast`, which commits it, and `completeEpoch`, for those that
 * follow from `last.safetensors` and are made again where a program was killed between them.
 */

import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { ifExists } from "../io/files.ts";
import { readRecord, writeRecord } from "../io/record.ts";
import { type Checkpoint, saveBest, saveCheckpoint } from "./checkpoint.ts";
import { type EpochRecord, HISTORY } from "./history.ts";
import type { StateDict } from "./state_dict.ts";
import type { Trainee } from "./trainee.ts";

/** Names of the files of a training. */
export const TRAINING_FILES = ["last.safetensors", "best.safetensors", "history.json"];

/**
 * Write `last.safetensors`, whole or not at all: the epoch, or the part of one, is done.
 *
 * @param isFinal whether no step can follow: Adam's moments, two thirds of the file, are then left out
 */
export async function saveLast(
  directory: string,
  { model, objective, adam }: Trainee,
  progress: Pick<Checkpoint, "history" | "partial" | "identity">,
  isFinal = false,
): Promise<void> {
  await saveCheckpoint(join(directory, "last.safetensors"), {
    weights: { ...await model.stateDict(), ...await objective.stateDict() },
    adam: await adam.state(isFinal ? {} : { ...model.variables, ...objective.variables }),
    ...progress,
  });
}

/**
 * Write what follows from `last.safetensors`: `best.safetensors`, if `isBest`, and `history.json`.
 *
 * @param trainee as it was when the last epoch of `history` ended, if `isBest`
 * @returns the weights written; undefined if the best ones are of an earlier epoch
 */
export async function completeEpoch(
  directory: string,
  { model, objective }: Trainee,
  { history, identity }: Pick<Checkpoint, "history" | "identity">,
  isBest: boolean,
): Promise<StateDict | undefined> {
  let weights: StateDict | undefined;
  if (isBest) {
    weights = await (objective.averagedWeights?.() ?? model.stateDict());
    await saveBest(directory, { weights, history, identity });
  }
  await saveHistory(join(directory, "history.json"), history);
  return weights;
}

/** Write the epochs to `path`, unless it holds just these; no file where there are none. */
async function saveHistory(path: string, epochs: EpochRecord[]): Promise<void> {
  if (epochs.length === 0) return void await ifExists(Deno.remove(path));
  const kept = await readRecord(path, HISTORY).catch((error) => {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  });
  if (!isDeepStrictEqual(kept?.epochs, epochs)) await writeRecord(path, HISTORY, { epochs });
}
