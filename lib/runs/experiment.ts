/** An experiment: one model of one run, with its recipe and its folders. */

import { join } from "node:path";
import { datasetDirectory, runDirectory } from "./directories.ts";
import { MODEL_NAMES, type ModelName } from "./presets.ts";
import { type Profile, PROFILES, type Recipe } from "./profiles.ts";
import { oneOf, type Settings } from "./settings.ts";

/** One model of one run. */
export interface Experiment {
  settings: Settings;
  model: ModelName;
  recipe: Recipe;
  seed: number;
  /** Folder of the prepared photos. */
  datasetDirectory: string;
  /** Folder of this model's checkpoints, history and embeddings, beside those of the run's others. */
  directory: string;
}

/**
 * The experiment of one model under `settings`.
 *
 * @param changes what differs from the profile's recipe: `{ augment: true, patience: 5 }`
 * @throws {RangeError} if there is no such model, or `startFrom` does not name another one
 */
export function createExperiment(
  settings: Settings,
  model: ModelName,
  changes: Partial<Recipe> = {},
): Experiment {
  oneOf("model", model, MODEL_NAMES);
  if (changes.startFrom !== undefined) {
    oneOf(`startFrom of ${model}`, changes.startFrom, MODEL_NAMES.filter((name) => name !== model));
  }
  const profile: Profile = PROFILES[settings.profile];
  return {
    settings,
    model,
    recipe: {
      ...profile.recipe,
      ...profile.models?.[model],
      // A trained encoder and its decoder go on together.
      ...(changes.startFrom && { decoderEpochs: 0 }),
      ...changes,
    },
    seed: settings.seed,
    datasetDirectory: datasetDirectory(settings),
    directory: join(runDirectory(settings), model),
  };
}
