/** The record of an experiment, `experiment.json`: what was run, for those who run it again. */

import * as tf from "@tensorflow/tfjs-core";
import { join } from "node:path";
import * as v from "valibot";
import type { Backend } from "../backend/mod.ts";
import { FOLDER, isNamed, originForPeople } from "../dataset/sources/named.ts";
import type { Split } from "../dataset/split/split.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { byName, Count, Fingerprint, Positive, Text } from "../io/json.ts";
import { writeRecord } from "../io/record.ts";
import type { Experiment } from "./experiment.ts";
import { MODEL_NAMES } from "./presets.ts";
import { RECIPE } from "./recipe.ts";

/** Names of options are texts, as other versions know others; unknown keys are allowed. */
const SCHEMA = v.looseObject({
  run: Text,
  profile: Text,
  model: v.picklist(MODEL_NAMES),
  recipe: v.looseObject({
    ...RECIPE,
    epochs: Positive,
    init: v.optional(Text),
    schedule: v.optional(Text),
  }),
  seed: v.pipe(Count, v.maxValue(0xffffffff)),
  dataset: v.looseObject({
    name: Text,
    /** The name that DATASET was set to, or "folder". */
    setting: v.optional(Text),
    /** Where the photos come from; nothing for drawn boards and folders. */
    origin: v.optional(Text),
    /** Where its boards come from, if not from where they were published. */
    mirror: v.optional(Text),
    split: Text,
    /** SHA-256, hex, of the prepared photos. */
    fingerprint: Fingerprint,
    photos: Count,
    /** Photos that there were, if these are a sample of them. */
    available: v.optional(Count),
    splits: v.looseObject({ train: Count, validation: Count, test: Count }),
  }),
  backend: v.looseObject({ name: Text, device: Text }),
  versions: byName(Text),
});

/** `experiment.json`. */
export const EXPERIMENT = {
  version: 2,
  schema: SCHEMA,
  hint: "run notebook 02_train again under another RUN",
};
export type ExperimentRecord = v.InferOutput<typeof SCHEMA>;
/** A recipe of any version. */
type RecordedRecipe = v.InferInput<typeof SCHEMA>["recipe"];

/**
 * Write `experiment.json` into the experiment's folder: settings, recipe, data set with its
 * fingerprint, backend and device, versions. No path of the machine is in it.
 *
 * @param recipe @default the experiment's
 */
export async function saveExperiment(
  { settings, model, seed, directory, ...experiment }: Experiment,
  store: ImageStore,
  backend: Backend,
  recipe: RecordedRecipe = { ...experiment.recipe },
): Promise<void> {
  const { run, dataset, profile, origin, mirror, split } = settings;
  const count = (split: Split) => store.rowsOf(split).length;
  await writeRecord(join(directory, "experiment.json"), EXPERIMENT, {
    run,
    profile,
    model,
    recipe,
    seed,
    dataset: {
      name: store.name,
      setting: isNamed(dataset) ? dataset : FOLDER,
      ...(origin && { origin: originForPeople(origin) }),
      ...(mirror && { mirror: originForPeople(mirror) }),
      split,
      fingerprint: store.fingerprint,
      photos: store.count,
      ...(store.available !== undefined && { available: store.available }),
      splits: { train: count("train"), validation: count("validation"), test: count("test") },
    },
    backend: { name: backend.name, device: backend.device },
    versions: { deno: Deno.version.deno, tfjs: tf.version_core },
  });
}
