/** The settings of a run that was made before, from what it recorded: `recordedSettings`. */

import { FOLDER, isNamed } from "../dataset/sources/named.ts";
import { findDataset } from "./folder_names.ts";
import { findRun } from "./run_files.ts";
import { readSettings, type Settings } from "./settings.ts";

/**
 * The settings of the run of this name. Its backend is the one in use, or the best there is.
 *
 * @param task what the message says cannot be done
 * @throws {RangeError} if there is no such run, or it has no model yet
 */
export async function recordedSettings(run: string, task: string): Promise<Settings> {
  const { models, metrics } = await findRun(run, task);
  const experiment = models[0]?.experiment;
  if (!experiment) {
    throw new RangeError(
      `Cannot ${task} as run "${run}" must have a model: run notebooks 01, 02 and 05 with RUN=${run}`,
    );
  }
  const { profile, seed, dataset: { name, setting, split, fingerprint } } = experiment;
  const named = setting ?? (isNamed(name) ? name : FOLDER);
  const folder = named === FOLDER ? (await findDataset(fingerprint))?.manifest.root : undefined;
  // A folder that is no longer known is needed by nothing that uses what was prepared of it.
  const dataset = named === FOLDER ? folder ?? `./${name}` : named;
  const names = models.map(({ name }) => name)
    // Another start of the run may have trained more models than were evaluated.
    .filter((name) => !metrics || name in metrics.weights).join();
  // A path is not recorded: where the run has an encoder, the variable says where it lies now.
  const environment = { ENCODER: Deno.env.get("ENCODER") };
  return readSettings({ dataset, split, profile, models: names, run, seed }, environment);
}
