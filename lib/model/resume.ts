/** The state that a training run is resumed from. */

import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { OtherStateError } from "../io/errors.ts";
import type { AdamState } from "./adam.ts";
import {
  type BestCheckpoint,
  type Checkpoint,
  CHECKPOINT_HINT,
  loadBest,
  loadCheckpoint,
} from "./checkpoint.ts";
import { bestEpoch, type EpochRecord, isOver, type PartialEpoch } from "./history.ts";
import type { Recipe } from "./recipe.ts";
import { checkStateDict, type StateDict, type Weighted, weightSpecs } from "./state_dict.ts";
import type { RunIdentity, TrainingCallbacks, TrainingRun } from "./training_run.ts";

/** A run as an earlier start left it; of one that has not begun, the history is empty. */
export interface ResumedRun {
  /** One row per finished epoch. */
  history: EpochRecord[];
  /** Progress of the next epoch, if it was stopped. */
  partial?: PartialEpoch | undefined;
  /** Present if the next epoch begins with the best weights alone. */
  fromBest?: true | undefined;
  /** The model's weights; undefined where the run has not begun. */
  weights?: StateDict | undefined;
  /** Weights that only the objective has. */
  objectiveWeights?: StateDict | undefined;
  adam?: AdamState | undefined;
  /** The model's weights after the best epoch. */
  bestWeights?: StateDict | undefined;
  /** Present if the last epoch is the best one, but `best.safetensors` was not written after it. */
  isBestBehind?: true | undefined;
}

/**
 * The state in `directory` to resume from: `last.safetensors`, or the weights of
 * `best.safetensors` where that is damaged. A damaged file is renamed: ".damaged" is added.
 *
 * @param options.onWarning called if a file is damaged, with what is lost
 * @throws {Error} if the files are of another run or of more epochs, or `best.safetensors` is damaged
 *   or missing in the middle of a run, with what to do; nothing is changed then
 */
export async function resumeRun(
  directory: string,
  { identity, architecture, recipe, onWarning }:
    & Pick<TrainingRun, "architecture" | "recipe">
    & Required<Pick<TrainingCallbacks, "onWarning">>
    & { identity: RunIdentity },
): Promise<ResumedRun> {
  const path = join(directory, "last.safetensors");
  let last: Checkpoint | undefined;
  let fault: string | undefined;
  try {
    last = await loadCheckpoint(path);
    // Weights of another run may have other shapes, which is no damage.
    if (last && isSame(last.identity, identity)) checkCheckpoint(last, architecture);
  } catch (error) {
    fault = (error as Error).message;
  }
  if (last && fault === undefined) refuseOthers(path, last.identity, identity);
  const best = await loadBest(directory, architecture);
  if (best?.identity) refuseOthers(join(directory, "best.safetensors"), best.identity, identity);
  refuseMoreEpochs(directory, (fault === undefined && last || best)?.history ?? [], recipe);
  if (last && fault === undefined) {
    const { history, partial, adam } = last;
    const { weights, objectiveWeights } = splitWeights(last, architecture);
    const isBestBehind = findBestBehind(directory, last, best);
    const state = { weights, objectiveWeights, adam, bestWeights: best?.weights, isBestBehind };
    return { history, partial, fromBest: partial?.fromBest, ...state };
  }
  if (fault === undefined && !best) return { history: [] };
  if (fault !== undefined) await Deno.rename(path, `${path}.damaged`);
  const lost = fault ?? `"${path}" is missing`;
  if (!best?.history || !best.identity) {
    await onWarning(`${lost}. There is no best epoch to resume from, so training starts again`);
    return { history: [] };
  }
  await onWarning(
    `${lost}. Training resumes from the weights of its best epoch, ${best.history.length}: what ` +
      `later epochs learned is lost, and so is all but the model's weights (Adam's state, a ` +
      `projection head), so the run will not end as it would have`,
  );
  const { history, weights } = best;
  return { history, weights, bestWeights: weights, fromBest: true };
}

/**
 * Whether a program was killed after it wrote `last` and before the best weights, which are the same.
 *
 * @throws {Error} if the best weights are of another training, or missing and not those of `last`
 */
function findBestBehind(
  directory: string,
  { history, partial }: Checkpoint,
  best: BestCheckpoint | undefined,
): true | undefined {
  const epochs = bestEpoch(history);
  const found = best ? best.history : [];
  // Weights that another program wrote do not say how they were trained.
  if (found === undefined) return undefined;
  const shared = Math.min(found.length, history.length);
  const isSame = isDeepStrictEqual(found.slice(0, shared), history.slice(0, shared));
  if (isSame && found.length >= epochs) return undefined;
  if (isSame && epochs === history.length && !partial) return true;
  const fault = best ? "is of another training" : "is missing";
  throw new Error(
    `Cannot resume "${directory}" as "best.safetensors" ${fault}: ${CHECKPOINT_HINT}`,
  );
}

/** Throw if training by `recipe` would have ended before the last epoch of `history`. */
function refuseMoreEpochs(
  directory: string,
  history: readonly EpochRecord[],
  recipe: Pick<Recipe, "epochs" | "patience">,
): void {
  const end = history.findIndex((_, i) => isOver(history.slice(0, i + 1), recipe)) + 1;
  if (end === 0 || end === history.length) return;
  throw new Error(
    `Cannot train in "${directory}" as it must not hold more epochs than the ${end} of the recipe: ` +
      `current number is ${history.length} (choose another run, or delete this folder)`,
  );
}

/** Weights of the model, and those that only the objective has. */
function splitWeights({ weights: all }: Checkpoint, architecture: Weighted) {
  const names = new Set(weightSpecs(architecture).map(({ name }) => name));
  const [weights, objectiveWeights]: [StateDict, StateDict] = [{}, {}];
  for (const [name, weight] of Object.entries(all)) {
    (names.has(name) ? weights : objectiveWeights)[name] = weight;
  }
  return { weights, objectiveWeights };
}

/** Throw unless weights and moments of a checkpoint fit the architecture and are finite. */
function checkCheckpoint(checkpoint: Checkpoint, architecture: Weighted): void {
  const { weights, objectiveWeights } = splitWeights(checkpoint, architecture);
  checkStateDict(architecture, weights);
  for (const [name, { data }] of Object.entries(objectiveWeights)) {
    if (!data.every(Number.isFinite)) {
      throw new TypeError(`Cannot load "${name}" as it must be finite`);
    }
  }
  for (const [name, { m, v }] of Object.entries(checkpoint.adam.moments)) {
    const values = checkpoint.weights[name]?.data.length;
    if (m.data.length !== values || v.data.length !== values) {
      throw new TypeError(`Cannot restore Adam as "${name}" must have ${values} values`);
    }
  }
}

function isSame(a: RunIdentity, b: RunIdentity): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function refuseOthers(path: string, found: RunIdentity, identity: RunIdentity): void {
  if (isSame(found, identity)) return;
  throw new OtherStateError(
    `Cannot resume "${path}" as it must be of the same experiment (choose another run, or delete ` +
      `this folder): it holds ${JSON.stringify(found)}, current is ${JSON.stringify(identity)}`,
  );
}
