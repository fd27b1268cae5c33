/**
 * What a run was made of: `refuseChangedPhotos` and `refuseOtherSettings`, where it is another now, and
 * `isOfSomeRun`.
 */

import { join } from "node:path";
import { readContents, type StoreContents } from "../dataset/store/image_store.ts";
import { FOLDER, isNamed } from "../dataset/sources/named.ts";
import { describeChanges } from "../dataset/store/store_changes.ts";
import { OtherStateError, unlessDamaged } from "../io/errors.ts";
import { readRecord } from "../io/record.ts";
import { runDirectory } from "./directories.ts";
import { EXPERIMENT, type ExperimentRecord } from "./experiment_record.ts";
import { findDataset, folderNames } from "./folder_names.ts";
import { MODEL_NAMES } from "./presets.ts";
import { RUNS } from "./run_files.ts";
import type { Settings } from "./settings.ts";

/**
 * Throw if a model of the run was made of other images than `prepared`: its results would stand beside
 * those of the new ones.
 *
 * @throws {OtherStateError} with what changed, and what to do
 */
export async function refuseChangedPhotos(
  { run, seed }: Pick<Settings, "run" | "seed">,
  prepared: StoreContents,
): Promise<void> {
  for (const record of await recordsOf(runDirectory({ run }))) {
    const { fingerprint } = record.dataset;
    if (fingerprint === prepared.fingerprint) continue;
    const known = await findDataset(fingerprint);
    const before = known && await unlessDamaged(readContents(known.directory));
    const changes = record.seed !== seed
      ? `SEED was ${record.seed} and is ${seed}`
      : before
      ? describeChanges(before, prepared)
      : "they are others, and the former ones are no longer here";
    throw new OtherStateError(
      `Cannot use the photos in run "${run}" as they must be those that it was made of: ${changes} ` +
        `(nothing was replaced; choose another RUN for the photos as they are now, or put them back, ` +
        `or delete data/runs/${run} and data/reports/${run})`,
    );
  }
}

/**
 * Throw if a model of the run was made with another seed, profile, split or kind of data set: what its
 * notebooks show next would stand beside results of other images.
 *
 * @throws {RangeError} with the setting, and what to do
 */
export async function refuseOtherSettings(settings: Settings): Promise<void> {
  const { run, seed, profile, split, dataset } = settings;
  for (const record of await recordsOf(runDirectory(settings))) {
    const made = {
      SEED: [record.seed, seed],
      PROFILE: [record.profile, profile],
      SPLIT: [record.dataset.split, split],
      DATASET: [record.dataset.setting, isNamed(dataset) ? dataset : FOLDER],
    };
    for (const [name, [before, now]] of Object.entries(made)) {
      if (before === undefined || before === now) continue;
      throw new RangeError(
        `Cannot run notebooks as ${name} of run "${run}" must be ${before}, with which it was made: ` +
          `current value is ${now} (choose another RUN, or delete data/runs/${run} and ` +
          `data/reports/${run})`,
      );
    }
  }
}

/** Whether a model of any run was made of the images with this fingerprint. */
export async function isOfSomeRun(fingerprint: string): Promise<boolean> {
  for (const run of await folderNames(RUNS)) {
    const records = await recordsOf(join(RUNS, run));
    if (records.some(({ dataset }) => dataset.fingerprint === fingerprint)) return true;
  }
  return false;
}

/** The records of the models in the folder of a run, without damaged ones. */
async function recordsOf(directory: string): Promise<ExperimentRecord[]> {
  const records = await Promise.all(MODEL_NAMES.map((model) => {
    return unlessDamaged(readRecord(join(directory, model, "experiment.json"), EXPERIMENT));
  }));
  return records.flatMap((record) => record ?? []);
}
