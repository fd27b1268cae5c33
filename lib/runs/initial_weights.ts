/** Weights of another model to fine-tune. */

import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { ARCHITECTURES, scaleArchitecture } from "../model/architecture.ts";
import { checkStateDict, type StateDict } from "../model/state_dict.ts";
import type { TrainingCallbacks } from "../model/trainer.ts";
import type { PretrainedWeights } from "../model/training_run.ts";
import type { Experiment } from "./experiment.ts";
import { type ModelName, PRESETS } from "./presets.ts";
import { overlapWarning } from "./pretrained.ts";
import { openWeights } from "./trained.ts";

/**
 * The weights of `startFrom`: of the same run, in the folder beside `experiment.directory`, or of
 * the project.
 *
 * @param options.onWarning called if the pretrained weights have seen these very photos
 * @throws {RangeError} if the model has other layers, or was supervised and this one is not
 * @throws {Error} if it was not trained yet, or with another seed or on other photos
 */
export async function openInitialWeights(
  experiment: Experiment,
  startFrom: ModelName,
  { onWarning = console.warn }: Pick<TrainingCallbacks, "onWarning">,
): Promise<PretrainedWeights> {
  const { model, settings, recipe: { width = 1 }, directory } = experiment;
  const { architecture, objective } = PRESETS[model];
  if (PRESETS[startFrom].objective === "supervised" && objective !== "supervised") {
    throw new RangeError(
      `Cannot train "${model}" as startFrom must be a model that was trained without labels: ` +
        `current value is "${startFrom}"`,
    );
  }
  const other = { ...experiment, model: startFrom, directory: join(dirname(directory), startFrom) };
  const opened = await openWeights(other);
  try {
    checkStateDict(scaleArchitecture(ARCHITECTURES[architecture], width), opened.weights);
  } catch (error) {
    throw new RangeError(
      `Cannot train "${model}" as startFrom must be a model of the same layers: ` +
        `current value is "${startFrom}" (${(error as Error).message})`,
      { cause: error },
    );
  }
  const warning = opened.about && overlapWarning(opened.about, settings);
  if (warning) await onWarning(warning);
  return { weights: opened.weights, fingerprint: fingerprintOf(opened.weights) };
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
