/** Settings that a run was not made with: `refuseOtherSettings`. */

import { FOLDER, isNamed } from "../dataset/sources/named.ts";
import { recordsOf } from "./changed_photos.ts";
import { runDirectory } from "./directories.ts";
import type { Settings } from "./settings.ts";

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
