/**
 * What must be of the experiment before it is used: `refuseOtherWeights`, and the models beside a model
 * that is trained, `refuseOtherRun`.
 */

import { isDeepStrictEqual } from "node:util";
import { dirname, join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { readManifest } from "../dataset/store/store_files.ts";
import { OtherStateError } from "../io/errors.ts";
import { readRecord } from "../io/record.ts";
import { ARCHITECTURES } from "../model/architecture.ts";
import { type RunIdentity, trainedRecipe } from "../model/training_run.ts";
import type { Experiment } from "./experiment.ts";
import { EXPERIMENT } from "./experiment_record.ts";
import { PRESETS, TRAINED_NAMES } from "./presets.ts";

/**
 * Throw unless the weights with `identity`, in the experiment's folder, are what the experiment and the
 * `experiment.json` beside them say.
 *
 * @throws {Error} with what differs, and what to do
 */
export async function refuseOtherWeights(
  experiment: Experiment,
  identity: RunIdentity,
): Promise<void> {
  const { settings: { run }, model, seed, directory, datasetDirectory } = experiment;
  const { architecture, objective } = PRESETS[model];
  const record = await readRecord(join(directory, "experiment.json"), EXPERIMENT);
  const refuse = (what: string, wanted: unknown, found: unknown) => {
    if (isDeepStrictEqual(found, wanted)) return;
    throw new OtherStateError(
      `Cannot open model as ${what} of "${model}" must be ${asText(wanted)}: current value is ` +
        `${asText(found)} (put back what belongs into "${directory}", or choose another RUN and ` +
        `run notebook 02_train)`,
    );
  };
  if (record) {
    refuse("the run in experiment.json", run, record.run);
    refuse("the model in experiment.json", model, record.model);
    refuse("the seed in experiment.json", seed, record.seed);
  }
  refuse("the layers of the weights", ARCHITECTURES[architecture].name, identity.architecture);
  refuse("the objective of the weights", objective, identity.objective);
  refuse("the seed of the weights", seed, identity.seed);
  const { fingerprint } = await readManifest(datasetDirectory);
  if (identity.dataset !== fingerprint) {
    throw new OtherStateError(
      `Cannot open model as "${model}" of run "${run}" must be trained on the photos in ` +
        `"${datasetDirectory}": it was trained on others (run notebook 02_train under another RUN)`,
    );
  }
  if (!record) return;
  const { init: _, startFrom: __, width = 1, ...recipe } = record.recipe;
  refuse("the photos in experiment.json", fingerprint, record.dataset.fingerprint);
  refuse("the width of the weights", width, identity.width);
  refuse("the recipe of the weights", trainedRecipe(recipe), identity.recipe);
}

/**
 * Throw if another model of the run was trained with another seed or on other photos than those of
 * `store`, as the results of a run are compared.
 */
export async function refuseOtherRun(
  { settings: { run }, model, seed, directory }: Experiment,
  { fingerprint }: ImageStore,
): Promise<void> {
  const others = TRAINED_NAMES.filter((name) => name !== model);
  for (const name of others) {
    const path = join(dirname(directory), name, "experiment.json");
    // A damaged one is written anew when its own model is trained.
    const record = await readRecord(path, EXPERIMENT).catch(() => undefined);
    if (!record || record.seed === seed && record.dataset.fingerprint === fingerprint) continue;
    const differs = record.seed === seed ? "photos" : `seed ${seed}`;
    throw new OtherStateError(
      `Cannot train "${model}" with ${differs} as all models of run "${run}" must have the same ` +
        `photos and seed: "${name}" has ${
          record.seed === seed ? "others" : `seed ${record.seed}`
        } ` +
        `(choose another RUN)`,
    );
  }
}

function asText(value: unknown): string {
  return typeof value === "string" ? `"${value}"` : JSON.stringify(value) ?? "none";
}
