/** Where a training run goes on: `resumeRun`; and what tells it from another: `identityOf`. */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Experiment } from "../runs/experiment.ts";
import type { Adam } from "./adam.ts";
import type { ModelName } from "./architecture.ts";
import type { Autoencoder } from "./autoencoder.ts";
import { type BestCheckpoint, type Checkpoint, loadBest, loadCheckpoint } from "./checkpoint.ts";
import type { FirstWeights } from "../runs/initial_weights.ts";
import type { EpochRecord, PartialEpoch } from "./history.ts";
import { architectureOf, checkStateDict, type StateDict } from "./state_dict.ts";
import type { Task } from "./objectives/objective.ts";

/** A run as an earlier start left it. */
export interface ResumedRun {
  /** One row for each whole epoch. */
  history: EpochRecord[];
  /** How far the next epoch is, if it was stopped on the way. */
  partial?: PartialEpoch | undefined;
  /** Present if the next epoch begins with the best weights alone. */
  fromBest?: true | undefined;
}

/** What is trained. */
export interface Trainee {
  model: Autoencoder;
  task: Task;
  adam: Adam;
}

/** What a run is, and whom to tell of faults. */
export interface ResumeOptions {
  /** What is trained: JSON that must be the same. */
  identity: string;
  /** Told what was damaged, and what that loses. */
  onNotice: (notice: string) => void | Promise<void>;
}

/**
 * Load what the run in `directory` goes on with into `trainee`: `last.safetensors`, or
 * where that is damaged the weights of `best.safetensors`; nothing where the run has not begun. A
 * damaged file is kept beside its place, with ".damaged" added to its name.
 *
 * @throws {Error} if the files are of another experiment, or `best.safetensors` is damaged or
 *   missing in the middle of a run, with what to do; nothing is changed then
 */
export async function resumeRun(
  directory: string,
  trainee: Trainee,
  { identity, onNotice }: ResumeOptions,
): Promise<ResumedRun> {
  const { model, task, adam } = trainee;
  const paths = {
    last: join(directory, "last.safetensors"),
    best: join(directory, "best.safetensors"),
  };
  let last: Checkpoint | undefined;
  let fault: string | undefined;
  try {
    last = await loadCheckpoint(paths.last);
    // Weights of another experiment may be of other shapes, which is no damage.
    if (last?.identity === identity) checkCheckpoint(last, trainee);
  } catch (error) {
    fault = (error as Error).message;
  }
  if (last && fault === undefined) {
    refuseOthers(paths.last, last.identity, identity);
    if (last.history.length > 0 && !await openBest(paths.best, directory, model.name)) {
      throw new Error(
        `Cannot go on with "${directory}" as "best.safetensors" must be there: ${whatToDo}`,
      );
    }
    const { ofModel, ofTask } = parts(last.weights, task);
    model.loadStateDict(ofModel);
    task.loadStateDict(ofTask);
    adam.restore(last.adam, { ...model.variables, ...task.variables });
    const { history, partial } = last;
    return { history, partial, fromBest: partial?.fromBest };
  }
  const best = await openBest(paths.best, directory, model.name);
  if (best?.identity !== undefined) refuseOthers(paths.best, best.identity, identity);
  const epochs = best?.history?.length ?? 0;
  // Killed between the first best and the first last: begun again, the run ends as it would have.
  if (fault === undefined && epochs <= 1) return { history: [] };
  if (fault !== undefined) await setAside(paths.last);
  const lost = fault === undefined ? `"${paths.last}" is missing` : fault;
  if (!best?.history || best.identity === undefined) {
    await onNotice(`${lost}. There is no best epoch to go on from, so training begins again`);
    return { history: [] };
  }
  await onNotice(
    `${lost}. Training goes on from the weights of its best epoch, ${epochs}: what later epochs ` +
      `learned is lost, and so is all but the model's weights (Adam's state, a projection head), so ` +
      `the run will not end as it would have`,
  );
  model.loadStateDict(best.weights);
  return { history: best.history, fromBest: true };
}

const whatToDo = "put back a copy of the file, or delete the folder to train again from the start";

/**
 * The best weights in `path`, checked, or undefined where there are none.
 *
 * @throws {Error} if they are damaged, with what to do
 */
export async function openBest(
  path: string,
  directory: string,
  model: ModelName,
): Promise<BestCheckpoint | undefined> {
  try {
    const best = await loadBest(path);
    if (best) checkStateDict(architectureOf(model, best.weights), best.weights);
    return best;
  } catch (error) {
    throw new Error(
      `Cannot use the best weights of "${directory}" as they are damaged (${whatToDo}): ` +
        (error as Error).message,
      { cause: error },
    );
  }
}

/** Weights of a checkpoint: those of the model, and those that only its task needs. */
function parts(weights: StateDict, task: Task): { ofModel: StateDict; ofTask: StateDict } {
  const part = (wanted: boolean) =>
    Object.fromEntries(
      Object.entries(weights).filter(([name]) => name in task.variables === wanted),
    );
  return { ofModel: part(false), ofTask: part(true) };
}

/** Throw unless weights and moments of a checkpoint suit what is trained. */
function checkCheckpoint({ weights, adam }: Checkpoint, { model, task }: Trainee): void {
  const { ofModel, ofTask } = parts(weights, task);
  checkStateDict(model.architecture, ofModel);
  for (const [name, { shape }] of Object.entries(task.variables)) {
    const weight = ofTask[name];
    if (weight?.shape.join() !== shape.join() || !weight.data.every(Number.isFinite)) {
      throw new TypeError(`Cannot load "${name}" as it must be finite numbers of shape [${shape}]`);
    }
  }
  const variables = { ...model.variables, ...task.variables };
  for (const [name, { m, v }] of Object.entries(adam.moments)) {
    const shape = variables[name]?.shape.join();
    if ([m, v].some((moment) => moment.shape.join() !== shape)) {
      throw new TypeError(`Cannot restore Adam as "${name}" must be of shape [${shape}]`);
    }
  }
}

function refuseOthers(path: string, found: string, identity: string): void {
  if (found === identity) return;
  throw new Error(
    `Cannot go on with "${path}" as it must be of the same experiment (choose another RUN, or ` +
      `delete its folder): it holds ${found}, current is ${identity}`,
  );
}

async function setAside(path: string): Promise<void> {
  await Deno.rename(path, `${path}.damaged`);
}

/**
 * What must be the same for a run to go on; the number of epochs may grow where the schedule does not
 * depend on it.
 */
export function identityOf(
  { model, recipe, seed }: Experiment,
  store: ImageStore,
  first: FirstWeights | undefined,
): string {
  const { epochs, patience: _, ...rest } = recipe;
  const same = rest.schedule === "cosine" ? { ...rest, epochs } : rest;
  return JSON.stringify({
    model,
    recipe: same,
    seed,
    dataset: store.fingerprint,
    first: first?.fingerprint,
  });
}
