/**
 * What a run has left in `data/runs/<run>`: `readRun`, which takes what is there, and `findRun`, which
 * insists on a run.
 */

import { join } from "node:path";
import { readJson } from "../io/files.ts";
import { checked } from "../io/json.ts";
import { readRecord } from "../io/record.ts";
import type { Interval, ScoreMeans } from "../metrics/bootstrap.ts";
import {
  ARCHITECTURES,
  describeLayers,
  MODEL_NAMES,
  type ModelName,
  scaleArchitecture,
} from "../model/architecture.ts";
import type { ExperimentRecord } from "./experiment_record.ts";
import { type EpochRecord, HISTORY } from "../model/history.ts";
import { EXPERIMENT } from "./record_schema.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { checkFolder } from "./folder_names.ts";
import { METRICS, UMAP } from "./run_schema.ts";

export type { ExperimentRecord, Interval, ScoreMeans };

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

/** Splits whose photos ask the index. */
export const HELD_OUT_SPLITS = ["validation", "test"] as const;
type HeldOutSplit = typeof HELD_OUT_SPLITS[number];

/** What photos that are not in the index, and changed copies of some that are, say of a method. */
interface UnseenResults {
  name: string;
  /** What photos of other splits find in the index. */
  heldOut?: Partial<Record<HeldOutSplit, { precisionAt5: ScoreMeans }>>;
  /** Share of changed copies that find their photo first. */
  copies?: { recall: number; interval: Interval };
}

/** A method that was told the categories of the index. */
export interface ToldResults extends UnseenResults {
  /** The model whose vectors it began with. */
  of: string;
  /** Numbers a photo. */
  dim: number;
}

/** A way to describe photos, as `metrics.json` has it. */
export interface MethodResults extends UnseenResults {
  kind: "model" | "baseline";
  /** The method whose vectors it transforms, and how; undefined for vectors as they are. */
  of?: string;
  transform?: string;
  /** Numbers a photo. */
  dim: number;
  /** Size of its index. */
  bytes: number;
  selfIncluded: { macro: number };
  leaveOneOut: {
    precisionAt5: ScoreMeans;
    averagePrecisionAt5: ScoreMeans;
    mapAtR: ScoreMeans;
    rPrecision: ScoreMeans;
  };
  /** How many of the k nearest are of the query's category: one number a photo of the index. */
  hits?: number[];
}

/** What notebook 05 found out. */
export interface Metrics {
  dataset: { name: string; fingerprint: string };
  index: {
    split: string;
    items: number;
    categories: string[];
    counts: number[];
    /** Place in `categories` of each photo's category. */
    codes?: number[];
  };
  k: number;
  /** P@5 of a random order. */
  chance: { macro: number; micro: number };
  /** The same for queries of other splits, and how many they are. */
  heldOut?: Partial<
    Record<HeldOutSplit, { queries: number; chance: { macro: number; micro: number } }>
  >;
  /** How many changed copies were asked for. */
  copies?: number;
  methods: MethodResults[];
  /** Ways that were told the categories of the index, which therefore cannot judge them. */
  told?: ToldResults[];
}

/** What notebook 06 found out. */
export interface UmapResults {
  /** Ids of the photos on the maps. */
  ids: string[];
  neighbors: number;
  minDist: number;
  trustworthiness: Record<string, number>;
  /** By model: `[ids.length, 3]`, row-major. */
  maps: Record<string, number[]>;
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
    const experiment = await readJson(
      join(directory, name, "experiment.json"),
      checked(EXPERIMENT),
    );
    if (!experiment) continue;
    const history = await readRecord(join(directory, name, "history.json"), HISTORY);
    const architecture = scaleArchitecture(ARCHITECTURES[name], experiment.recipe.width ?? 1);
    models.push({
      name,
      title: architecture.title,
      parameters: describeLayers(architecture).reduce((sum, layer) => sum + layer.parameters, 0),
      experiment,
      history: history?.epochs ?? [],
    });
  }
  return {
    run,
    models,
    metrics: await readJson(join(directory, "metrics.json"), checked(METRICS)),
    umap: await readJson(join(directory, "umap.json"), checked(UMAP)),
  };
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
