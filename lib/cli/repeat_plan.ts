/** Settings and notebooks with which a run is repeated, from its `experiment.json`. */

import { datasetInfo, FOLDER, isNamed, originForPeople } from "../dataset/sources/named.ts";
import { readSettings } from "../runs/settings.ts";
import type { ExperimentRecord } from "../runs/experiment_record.ts";
import type { RunFiles } from "../runs/run_files.ts";

/** The environment of a repeat. */
export interface RepeatSources {
  /** The command's environment variables: DATASET if the photos were moved. */
  environment: Record<string, string | undefined>;
  /** Folder of the photos with a fingerprint, if they were prepared on this machine. */
  photosOf: (fingerprint: string) => Promise<string | undefined>;
}

/**
 * The settings and notebooks that repeat a run under the name `<run>-repeat`.
 *
 * @returns the new name, the numbers of the notebooks whose results the run has, and the settings as
 *   variables of the environment
 * @throws {RangeError} if the run was not trained, its photos cannot be found, or it was made of
 *   another download than the settings lead to
 */
export async function planRepeat(
  { run, models, metrics, umap }: RunFiles,
  { environment, photosOf }: RepeatSources,
): Promise<{ run: string; notebooks: string[]; env: Record<string, string> }> {
  // One that comes trained has no epochs.
  const first = models.find(({ history }) => history.length > 0);
  if (!first) {
    throw new RangeError(`Cannot repeat run as "${run}" must be trained: run notebook 02_train`);
  }
  const { experiment } = first;
  const { profile, seed, dataset, backend } = experiment;
  const env = {
    DATASET: await datasetOf(experiment, { environment, photosOf }),
    SPLIT: dataset.split,
    PROFILE: profile,
    MODELS: models.map(({ name }) => name).join(),
    // What "auto" once picked, not what it would pick here.
    BACKEND: backend.name,
    SEED: String(seed),
    RUN: `${run}-repeat`,
  };
  const settings = readSettings({}, { ...environment, ...env });
  for (const key of ["origin", "mirror"] as const) {
    const now = settings[key] && originForPeople(settings[key]);
    if (now === dataset[key]) continue;
    const variable = key === "mirror"
      ? "COMPLETE_THE_LOOK_BOARDS"
      : datasetInfo(settings.dataset).origin!.variable;
    throw new RangeError(
      `Cannot repeat run as ${variable} must lead to ${dataset[key] ?? "where it does unset"}: ` +
        `current value leads to ${now ?? "nowhere"}`,
    );
  }
  const notebooks = ["01", "02", ...(metrics ? ["05"] : []), ...(umap ? ["06"] : [])];
  return { run: settings.run, notebooks, env };
}

async function datasetOf(
  { dataset: { name, setting, fingerprint } }: ExperimentRecord,
  { environment, photosOf }: RepeatSources,
): Promise<string> {
  const asked = setting ?? (isNamed(name) ? name : FOLDER);
  if (asked !== FOLDER) return asked;
  const folder = environment.DATASET || await photosOf(fingerprint);
  if (folder) return folder;
  throw new RangeError(
    `Cannot repeat run as DATASET must be the folder of "${name}", whose photos were not prepared ` +
      `here: current value is none`,
  );
}
