/** Weights of another model to fine-tune. */

import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { ARCHITECTURES, scaleArchitecture } from "../model/architecture.ts";
import { checkStateDict, type StateDict } from "../model/state_dict.ts";
import type { TrainingCallbacks } from "../model/trainer.ts";
import type { PretrainedWeights } from "../model/training_run.ts";
import { readManifest } from "../dataset/store/store_files.ts";
import { loadBest } from "../model/checkpoint.ts";
import { type Experiment, startOf } from "./experiment.ts";
import { type ModelName, PRESETS } from "./presets.ts";
import { overlapWarning } from "./pretrained.ts";
import { findRun } from "./run_files.ts";
import { openWeights } from "./trained.ts";

/**
 * The weights of `startFrom`: of the same run, in the folder beside `experiment.directory`, of another
 * run, in a folder beside that run's, or of the project.
 *
 * @param options.onWarning called if the weights have seen these very photos, or may have
 * @throws {RangeError} if the model has other layers, was supervised and this one is not, or is of a run
 *   that there is not, with those that there are
 * @throws {Error} if it was not trained yet, or, in the same run, with another seed or on other photos
 */
export async function openInitialWeights(
  experiment: Experiment,
  startFrom: string,
  { onWarning = console.warn }: Pick<TrainingCallbacks, "onWarning">,
): Promise<PretrainedWeights> {
  const { model, recipe: { width = 1 } } = experiment;
  const { architecture, objective } = PRESETS[model];
  const start = startOf(startFrom);
  if (PRESETS[start.model].objective === "supervised" && objective !== "supervised") {
    throw new RangeError(
      `Cannot train "${model}" as startFrom must be a model that was trained without labels: ` +
        `current value is "${startFrom}"`,
    );
  }
  const { weights, warning } = start.run === undefined
    ? await openOwn(experiment, start.model)
    : await openOther(experiment, start.run, start.model);
  try {
    checkStateDict(scaleArchitecture(ARCHITECTURES[architecture], width), weights);
  } catch (error) {
    throw new RangeError(
      `Cannot train "${model}" as startFrom must be a model of the same layers: ` +
        `current value is "${startFrom}" (${(error as Error).message})`,
      { cause: error },
    );
  }
  if (warning) await onWarning(warning);
  return { weights, fingerprint: fingerprintOf(weights) };
}

/** Weights to start from, and what to say of scores then. */
interface Start {
  weights: StateDict;
  warning: string | undefined;
}

/** A model of the experiment's own run, or of the project. */
async function openOwn(experiment: Experiment, model: ModelName): Promise<Start> {
  const directory = join(dirname(experiment.directory), model);
  const { weights, about } = await openWeights({ ...experiment, model, directory });
  return { weights, warning: about && overlapWarning(about, experiment.settings) };
}

/** A model of another run. */
async function openOther(
  { model: wanted, directory, datasetDirectory }: Experiment,
  run: string,
  model: ModelName,
): Promise<Start> {
  const runs = dirname(dirname(directory));
  const { models } = await findRun(run, `train "${wanted}" from "${run}/${model}"`, runs);
  const found = models.find(({ name }) => name === model);
  const best = found &&
    await loadBest(join(runs, run, model), ARCHITECTURES[PRESETS[model].architecture]);
  if (!best) {
    const trained = models.filter(({ history }) => history.length > 0).map(({ name }) => name);
    throw new RangeError(
      `Cannot train "${wanted}" as startFrom must be a trained model of run "${run}" ` +
        `(${trained.join(", ") || "it has none yet"}): current value is "${run}/${model}"`,
    );
  }
  const { fingerprint, name } = await readManifest(datasetDirectory);
  const { dataset } = found.experiment;
  const warning = dataset.name === name && dataset.fingerprint !== fingerprint
    ? `"${model}" of run "${run}" was trained on other images of "${name}": those that are held out ` +
      `here may be among them, and scores then say little about other photos`
    : undefined;
  return { weights: best.weights, warning };
}

/** SHA-256, hex, of the weights alone: a file also holds the time that its training took. */
function fingerprintOf(weights: StateDict): string {
  const hash = createHash("sha256");
  for (const name of Object.keys(weights).sort()) {
    const { buffer, byteOffset, byteLength } = weights[name]!.data;
    hash.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
