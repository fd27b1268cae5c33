/** An experiment: one model of one run, with its recipe and its folders. */

import { join } from "node:path";
import { datasetDirectory, runDirectory } from "./directories.ts";
import { MODEL_NAMES, type ModelName, TRAINED_NAMES } from "./presets.ts";
import { type Profile, PROFILES } from "./profiles.ts";
import { checkRecipe, type Recipe } from "./recipe.ts";
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

/** The model that `startFrom` names, and its run; undefined for the experiment's own. */
export function startOf(startFrom: string): { run?: string | undefined; model: ModelName } {
  const [model, run] = startFrom.split("/").reverse();
  // One of them, as `createExperiment` has checked.
  return { run, model: model as ModelName };
}

function checkStartFrom({ run: own }: Settings, model: ModelName, startFrom: string): void {
  const { run } = startOf(startFrom);
  const known = run === undefined || run === own
    ? MODEL_NAMES.filter((name) => name !== model)
    : TRAINED_NAMES.map((name) => `${run}/${name}`);
  oneOf(`startFrom of ${model}`, startFrom, known);
}

/**
 * The experiment of one model under `settings`.
 *
 * @param changes what differs from the profile's recipe: `{ augment: true, patience: 5 }`
 * @throws {RangeError} if there is no such model, `startFrom` names no other one, or a change has no
 *   such name or is out of range
 */
export function createExperiment(
  settings: Settings,
  model: ModelName,
  changes: Partial<Recipe> = {},
): Experiment {
  oneOf("model", model, MODEL_NAMES);
  if (changes.startFrom !== undefined) checkStartFrom(settings, model, changes.startFrom);
  const profile: Profile = PROFILES[settings.profile];
  const recipe = {
    ...profile.recipe,
    ...profile.models?.[model],
    // A trained encoder and its decoder go on together.
    ...(changes.startFrom && { decoderEpochs: 0 }),
    ...changes,
  };
  checkRecipe(recipe);
  return {
    settings,
    model,
    recipe,
    seed: settings.seed,
    datasetDirectory: datasetDirectory(settings),
    directory: join(runDirectory(settings), model),
  };
}

/**
 * The experiments of the models that a run trains, in their order.
 *
 * @param options.changes as `createExperiment` takes them, for every model
 * @param options.changesOf what differs more, by the name of a model
 * @throws {RangeError} as `createExperiment`, or if `changesOf` names another model
 */
export function createExperiments(
  settings: Settings,
  { changes = {}, changesOf = {} }: {
    changes?: Partial<Recipe>;
    changesOf?: Partial<Record<ModelName, Partial<Recipe>>>;
  } = {},
): Experiment[] {
  const models = settings.models.filter((model) => TRAINED_NAMES.includes(model));
  for (const name of Object.keys(changesOf)) oneOf("a model in changesOf", name, models);
  return models.map((model) => {
    return createExperiment(settings, model, { ...changes, ...changesOf[model] });
  });
}
