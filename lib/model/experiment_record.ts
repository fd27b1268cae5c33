/** What was run, for those who want to run it again: `saveExperiment`. */

import * as tf from "@tensorflow/tfjs-core";
import { join } from "node:path";
import type { Backend } from "../backend/mod.ts";
import type { ImageStore } from "../dataset/image_store.ts";
import { originForPeople } from "../dataset/named.ts";
import type { Experiment } from "../experiment.ts";
import { writeJsonAtomic } from "../files.ts";

/**
 * Write `experiment.json` into the experiment's folder: settings, recipe, data set with its
 * fingerprint, backend and device, versions. No path of the machine is in it.
 */
export async function saveExperiment(
  { settings, model, recipe, seed, directory }: Experiment,
  store: ImageStore,
  backend: Backend,
): Promise<void> {
  const { run, profile, origin, split } = settings;
  const counts = (["train", "validation", "test"] as const)
    .map((split) => [split, store.rowsOf(split).length]);
  await writeJsonAtomic(join(directory, "experiment.json"), {
    run,
    profile,
    model,
    recipe,
    seed,
    dataset: {
      name: store.name,
      ...(origin && { origin: originForPeople(origin) }),
      split,
      fingerprint: store.fingerprint,
      photos: store.count,
      splits: Object.fromEntries(counts),
    },
    backend: { name: backend.name, device: backend.device },
    versions: { deno: Deno.version.deno, tfjs: tf.version_core },
  });
}
