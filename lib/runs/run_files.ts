/**
 * What a run has left in `data/runs/<run>`: `readRun`, which takes what is there, and `findRun`, which
 * insists on a run.
 */

import { join } from "node:path";
import type * as v from "valibot";
import { readRecord, type RecordFormat } from "../io/record.ts";
import { ARCHITECTURES, describeLayers, scaleArchitecture } from "../model/architecture.ts";
import { MODEL_NAMES, type ModelName, PRESETS } from "./presets.ts";
import { describeBest } from "../model/checkpoint.ts";
import type { EpochRecord } from "../model/history.ts";
import { EXPERIMENT, type ExperimentRecord } from "./experiment_record.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { checkFolder } from "./folder_names.ts";
import { outdatedBy, type Provenance } from "./provenance.ts";
import { METRICS, type Metrics, UMAP, type UmapResults } from "./results.ts";
import { readHistory } from "./trained.ts";

/** Where runs lie. */
export const RUNS = join(PROJECT_ROOT, "data", "runs");

/** One trained model of a run. */
export interface ModelFiles {
  name: ModelName;
  /** As people read it. */
  title: string;
  parameters: number;
  experiment: ExperimentRecord;
  /** Empty until the first epoch is done. */
  history: EpochRecord[];
}

/** What a run has left; what is not there (yet) is undefined, or an empty list. */
export interface RunFiles {
  run: string;
  models: ModelFiles[];
  metrics: Metrics | undefined;
  umap: UmapResults | undefined;
  /** Why results are left out that were made of other photos or weights than the run has now. */
  outdated?: readonly string[];
}

/**
 * Read what the run in `directory` has left, as far as it came.
 *
 * @param run its name
 * @throws {SyntaxError} if a file is damaged, naming it and what is wrong
 */
export async function readRun(run: string, directory = join(RUNS, run)): Promise<RunFiles> {
  const models: ModelFiles[] = [];
  for (const name of MODEL_NAMES) {
    const folder = join(directory, name);
    const experiment = await readRecord(join(folder, "experiment.json"), EXPERIMENT);
    const best = await describeBest(folder);
    if (!experiment) {
      if (!best) continue;
      throw new SyntaxError(
        `Cannot read "${folder}" as "experiment.json" is missing (run notebook 02_train again)`,
      );
    }
    refuseOther(join(folder, "experiment.json"), experiment, { run, model: name });
    const { title, architecture: base } = PRESETS[name];
    const architecture = scaleArchitecture(ARCHITECTURES[base], experiment.recipe.width ?? 1);
    models.push({
      name,
      title,
      parameters: describeLayers(architecture).reduce((sum, layer) => sum + layer.parameters, 0),
      experiment,
      history: await readHistory(folder, best?.history) ?? [],
    });
  }
  const outdated: string[] = [];
  const current = async <S extends v.GenericSchema<unknown, Provenance>>(
    file: string,
    format: RecordFormat<S>,
  ): Promise<v.InferOutput<S> | undefined> => {
    const results = await readRecord(join(directory, file), format);
    const difference = results && await outdatedBy(results, run, directory);
    if (difference === undefined) return results;
    outdated.push(`${file} of run "${run}" is outdated (${format.hint}): ${difference}`);
    return undefined;
  };
  const metrics = await current("metrics.json", METRICS);
  const umap = await current("umap.json", UMAP);
  return { run, models, metrics, umap, outdated };
}

/** The files of a run whose results are all of the run as it is now. @throws {RangeError} else */
export function withoutOutdated(files: RunFiles, task: string): RunFiles {
  const [first] = files.outdated ?? [];
  if (first !== undefined) throw new RangeError(`Cannot ${task} as ${first}`);
  return files;
}

/** Throw unless `record` is of this run and model. */
function refuseOther(
  path: string,
  record: ExperimentRecord,
  wanted: { run: string; model: ModelName },
): void {
  for (const key of ["run", "model"] as const) {
    if (record[key] === wanted[key]) continue;
    throw new SyntaxError(
      `Cannot read "${path}" as its ${key} must be "${wanted[key]}": current value is ` +
        `"${record[key]}" (put back the file that belongs there)`,
    );
  }
}

/**
 * The run of this name.
 *
 * @param task what the message says cannot be done
 * @throws {RangeError} if there is none, with those that exist
 */
export async function findRun(run: string, task: string, runs = RUNS): Promise<RunFiles> {
  await checkFolder(run, task, runs);
  return await readRun(run, join(runs, run));
}
