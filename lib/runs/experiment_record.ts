/** What was run, for those who want to run it again: `saveExperiment`, `ExperimentRecord`. */

import * as tf from "@tensorflow/tfjs-core";
import { join } from "node:path";
import type { Backend } from "../backend/mod.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { FOLDER, isNamed, originForPeople } from "../dataset/sources/named.ts";
import type { Split } from "../dataset/split/split.ts";
import type { Experiment, Recipe, Settings } from "./experiment.ts";
import { writeJsonAtomic } from "../io/files.ts";
import type { ModelName } from "../model/architecture.ts";

/** What `experiment.json` says. */
export interface ExperimentRecord {
  run: string;
  /** Name of the profile; another version may know others. */
  profile: string;
  model: ModelName;
  recipe: Recipe;
  seed: number;
  dataset: {
    name: string;
    /** The name that DATASET was set to, or "folder"; not in records of older versions. */
    setting?: string;
    /** Where the photos come from; nothing for drawn boards and folders. */
    origin?: string;
    /** Where its boards come from, if not from where they were published. */
    mirror?: string;
    /** How splits were drawn. */
    split: Settings["split"];
    /** SHA-256, hex, of the prepared photos. */
    fingerprint: string;
    photos: number;
    splits: Record<Split, number>;
  };
  backend: { name: string; device: string };
  versions: { deno: string; tfjs: string };
}

/**
 * Write `experiment.json` into the experiment's folder: settings, recipe, data set with its
 * fingerprint, backend and device, versions. No path of the machine is in it.
 */
export async function saveExperiment(
  { settings, model, recipe, seed, directory }: Experiment,
  store: ImageStore,
  backend: Backend,
): Promise<void> {
  const { run, dataset, profile, origin, mirror, split } = settings;
  const count = (split: Split) => store.rowsOf(split).length;
  const record: ExperimentRecord = {
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
      splits: { train: count("train"), validation: count("validation"), test: count("test") },
    },
    backend: { name: backend.name, device: backend.device },
    versions: { deno: Deno.version.deno, tfjs: tf.version_core },
  };
  await writeJsonAtomic(join(directory, "experiment.json"), record);
}
