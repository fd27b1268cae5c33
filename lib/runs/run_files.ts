/**
 * What a run has left in `data/runs/<run>`: `readRun`, which takes what is there, and `findRun`, which
 * insists on a run.
 */

import { join } from "node:path";
import { readRecord } from "../io/record.ts";
import { ARCHITECTURES, describeLayers, scaleArchitecture } from "../model/architecture.ts";
import { MODEL_NAMES, type ModelName, PRESETS } from "./presets.ts";
import { describeBest } from "../model/checkpoint.ts";
import type { EpochRecord } from "../model/history.ts";
import { EXPERIMENT, type ExperimentRecord } from "./experiment_record.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { checkFolder } from "./folder_names.ts";
import { METRICS, type Metrics, UMAP, type UmapResults } from "./results.ts";
import { readHistory } from "./trained.ts";

export type { ExperimentRecord };

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
    if (!experiment) continue;
    refuseOther(join(folder, "experiment.json"), experiment, { run, model: name });
    const best = await describeBest(folder);
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
  return {
    run,
    models,
    metrics: await readRecord(join(directory, "metrics.json"), METRICS),
    umap: await readRecord(join(directory, "umap.json"), UMAP),
  };
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
