/** Training of one model of a run, with its record and stop signals. */

import { useBackend } from "../backend/mod.ts";
import { openImageStore } from "../dataset/store/image_store.ts";
import { untilStopped } from "../io/stop.ts";
import { ARCHITECTURES, scaleArchitecture } from "../model/architecture.ts";
import {
  train as trainModel,
  type TrainingCallbacks,
  type TrainingResult,
} from "../model/trainer.ts";
import type { Experiment } from "./experiment.ts";
import { saveExperiment } from "./experiment_record.ts";
import { openInitialWeights } from "./initial_weights.ts";
import { PRESETS } from "./presets.ts";
import { refuseOtherRun } from "./same_experiment.ts";
import { wantedBackend } from "./settings.ts";

/**
 * Train `experiment.model` on its prepared photos, or resume where an earlier call was stopped
 * (`train` of the model), and write `experiment.json` beside the checkpoints.
 *
 * @param callbacks.signal stops training. @default one that SIGINT and SIGTERM abort; the program
 *   then ends with 130 or 143
 * @throws {RangeError} if the model comes pretrained, or cannot start from the model that the recipe
 *   names
 * @throws {Error} as `train` of the model
 */
export async function train(
  experiment: Experiment,
  callbacks: TrainingCallbacks = {},
): Promise<TrainingResult> {
  if (PRESETS[experiment.model].checkpoint) {
    throw new RangeError(
      `Cannot train as the model must be one that learns here: current value is "${experiment.model}"`,
    );
  }
  if (callbacks.signal) return await trainUntil(experiment, callbacks);
  return await untilStopped(
    (signal) => trainUntil(experiment, { ...callbacks, signal }),
    `Training ${experiment.model} was stopped and is saved: start it again to resume`,
  );
}

async function trainUntil(
  experiment: Experiment,
  callbacks: TrainingCallbacks,
): Promise<TrainingResult> {
  const { settings, model, recipe: { init, startFrom, width = 1, ...recipe } } = experiment;
  const { architecture, objective } = PRESETS[model];
  const backend = await useBackend(wantedBackend(settings));
  using store = await openImageStore(experiment.datasetDirectory);
  await refuseOtherRun(experiment, store);
  return await trainModel({
    ...callbacks,
    store,
    architecture: scaleArchitecture(ARCHITECTURES[architecture], width),
    objective,
    initialWeights: startFrom ? await openInitialWeights(experiment, startFrom, callbacks) : init,
    recipe,
    seed: experiment.seed,
    directory: experiment.directory,
    onStart: async (model) => {
      await saveExperiment(experiment, store, backend);
      await callbacks.onStart?.(model);
    },
  });
}
