/** Embeddings of all photos of a run, computed once and cached on disk. */

import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import type { Embedding, Vectors } from "../embedding/embedding.ts";
import type { Experiment } from "./experiment.ts";
import { saveExperiment } from "./experiment_record.ts";
import { PRESETS } from "./presets.ts";
import { overlapWarning, type PretrainedAbout } from "./pretrained.ts";
import { wantedBackend } from "./settings.ts";
import { findStored, openStored, type OpenStoredOptions } from "./stored_vectors.ts";
import { modelOf, openWeights } from "./trained.ts";

/**
 * The embeddings of all photos by the trained model of `experiment`. They are cached in
 * `embeddings.safetensors` (vectors, and the items' ids as metadata) and computed again if weights
 * or photos differ or the file is damaged. A program that is killed loses the batches in progress.
 *
 * @returns row i is of item i; `weights` is the SHA-256, hex, of all that decides the vectors of a photo,
 *   and `reused` says whether they were read from disk instead of computed
 * @throws {Error} if the model was not trained yet, was trained on other photos or is damaged
 */
export async function openEmbeddings(
  experiment: Experiment,
  { onProgress, onWarning = console.warn }: OpenStoredOptions = {},
): Promise<Embedding & { weights: string; reused: boolean }> {
  using store = await openImageStore(experiment.datasetDirectory);
  const trained = await openWeights(experiment);
  const { weights, fingerprint } = trained;
  const open = async () => {
    if (trained.about) await recordPretrained(experiment, trained.about, store, onWarning);
    await useBackend(wantedBackend(experiment.settings));
    return modelOf(experiment, weights);
  };
  const stored = { path: pathOf(experiment), weights: fingerprint, store };
  const opened = await openStored(stored, open, { onProgress, onWarning });
  const ids = store.items.map(({ id }) => id);
  return { name: PRESETS[experiment.model].title, ids, ...opened, weights: fingerprint };
}

/**
 * The embeddings of all photos of `store` as `openEmbeddings` cached them. Nothing is computed or written.
 *
 * @throws {RangeError} if they are missing, damaged, or of other photos or weights, with what to do
 */
export async function readEmbeddings(experiment: Experiment, store: ImageStore): Promise<Vectors> {
  const { fingerprint: weights } = await openWeights(experiment);
  return await findStored(
    { path: pathOf(experiment), weights, store },
    `this model: run notebook 05_evaluate of run "${experiment.settings.run}"`,
  );
}

function pathOf({ directory }: Experiment): string {
  return join(directory, "embeddings.safetensors");
}

/** Write the record of a pretrained model, which no training of the run writes. */
async function recordPretrained(
  experiment: Experiment,
  about: PretrainedAbout,
  store: ImageStore,
  onWarning: (warning: string) => void | Promise<void>,
): Promise<void> {
  const warning = overlapWarning(about, experiment.settings);
  if (warning) await onWarning(warning);
  const backend = await useBackend(wantedBackend(experiment.settings));
  await saveExperiment(experiment, store, backend, about.experiment.recipe);
}
