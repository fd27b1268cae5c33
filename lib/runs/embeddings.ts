/** Embeddings of all photos of a run, computed once and cached on disk. */

import { join } from "node:path";
import { inferenceBatch, useBackend } from "../backend/mod.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import type { Embedding, Vectors } from "../embedding/embedding.ts";
import { removeTemporaryFiles } from "../io/files.ts";
import { lockFolder } from "../io/lock.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import { VectorJournal } from "../io/vector_journal.ts";
import { embedStore } from "../model/embed.ts";
import type { Experiment } from "./experiment.ts";
import { saveExperiment } from "./experiment_record.ts";
import { PRESETS } from "./presets.ts";
import { overlapWarning, type PretrainedAbout } from "./pretrained.ts";
import { wantedBackend } from "./settings.ts";
import { modelOf, openWeights, type TrainedWeights } from "./trained.ts";

/** Embeddings of every photo of a store; row i is item i. */
export interface RunEmbedding extends Embedding {
  /** SHA-256, hex, of all that decides the vectors of a photo. */
  weights: string;
  /** Whether they were read from disk instead of computed. */
  reused: boolean;
}

/** Options of `openEmbeddings`. */
export interface OpenEmbeddingsOptions {
  /** Called after each batch with the number of photos done. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  /**
   * Called if cached embeddings are damaged, or another process computes them and is waited for.
   *
   * @default console.warn
   */
  onWarning?: (warning: string) => void | Promise<void>;
}

/**
 * The embeddings of all photos by the trained model of `experiment`. They are cached in
 * `embeddings.safetensors` (vectors, and the items' ids as metadata) and computed again if weights
 * or photos differ or the file is damaged. A program that is killed loses the batches in progress.
 *
 * @throws {Error} if the model was not trained yet, was trained on other photos or is damaged
 */
export async function openEmbeddings(
  experiment: Experiment,
  { onProgress, onWarning = console.warn }: OpenEmbeddingsOptions = {},
): Promise<RunEmbedding> {
  const { directory, model } = experiment;
  const store = await openImageStore(experiment.datasetDirectory);
  try {
    const trained = await openWeights(experiment);
    const path = join(directory, "embeddings.safetensors");
    const embedding = (vectors: Vectors, reused: boolean): RunEmbedding => ({
      name: PRESETS[model].title,
      ids: store.items.map(({ id }) => id),
      ...vectors,
      weights: trained.fingerprint,
      reused,
    });
    // Damage is reported below, where the file is replaced.
    const cached = await readVectors(path, trained, store, () => {});
    if (cached) {
      // Left by a program that was killed when all was done.
      await Deno.remove(`${path}.partial`).catch(() => {});
      return embedding(cached, true);
    }
    const lock = { task: "compute embeddings", name: "embeddings", wait: true };
    using _lock = await lockFolder(directory, { ...lock, onWarning });
    await removeTemporaryFiles(directory, (name) => name === "embeddings.safetensors");
    // Another process may have computed them while this one waited.
    const computed = await readVectors(path, trained, store, (message) => {
      return onWarning(`The embeddings are computed again. ${message}`);
    });
    if (computed) return embedding(computed, true);
    if (trained.about) await recordPretrained(experiment, trained.about, store, onWarning);
    const vectors = await computeVectors(path, { experiment, trained, store, onProgress });
    await writeVectors(path, vectors, trained, store);
    await Deno.remove(`${path}.partial`);
    return embedding(vectors, false);
  } finally {
    store.close();
  }
}

/**
 * The embeddings of all photos of `store` as `openEmbeddings` cached them. Nothing is computed or written.
 *
 * @throws {RangeError} if they are missing, damaged, or of other photos or weights, with what to do
 */
export async function readEmbeddings(experiment: Experiment, store: ImageStore): Promise<Vectors> {
  const path = join(experiment.directory, "embeddings.safetensors");
  let damage = "";
  const trained = await openWeights(experiment);
  const cached = await readVectors(path, trained, store, (message) => void (damage = message));
  if (cached) return cached;
  throw new RangeError(
    `Cannot search as "${path}" must hold the embeddings of these photos by this model: run ` +
      `notebook 05_evaluate of run "${experiment.settings.run}"${damage && ` (${damage})`}`,
  );
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

/** The vectors of all photos; batches that a killed program has saved are not computed again. */
async function computeVectors(
  path: string,
  { experiment, trained: { weights, fingerprint }, store, onProgress }: {
    experiment: Experiment;
    trained: TrainedWeights;
    store: ImageStore;
    onProgress: OpenEmbeddingsOptions["onProgress"];
  },
): Promise<Vectors> {
  await useBackend(wantedBackend(experiment.settings));
  const model = modelOf(experiment, weights);
  try {
    const { count } = store;
    const key = JSON.stringify({ weights: fingerprint, dataset: store.fingerprint });
    const options = { key, dim: model.latentDim, count, batch: inferenceBatch() };
    using journal = await VectorJournal.open(`${path}.partial`, options);
    const rows = Uint32Array.from({ length: count }, (_, row) => row);
    const vectors = await embedStore(model, store, rows, {
      kept: journal.kept,
      onBatch: (batch) => journal.add(batch),
      onProgress,
    });
    return { vectors, dim: model.latentDim };
  } finally {
    model.dispose();
  }
}

async function writeVectors(
  path: string,
  { vectors, dim }: Vectors,
  { fingerprint }: TrainedWeights,
  store: ImageStore,
): Promise<void> {
  const ids = JSON.stringify(store.items.map(({ id }) => id));
  await writeTensorFile(
    path,
    { vectors: { dtype: "F32", shape: [store.count, dim], data: vectors } },
    { ids, weights: fingerprint, dataset: store.fingerprint },
  );
}

/** The vectors in `path`, if they are of these weights and photos, and intact. */
async function readVectors(
  path: string,
  { fingerprint }: TrainedWeights,
  store: ImageStore,
  onDamage: (message: string) => void | Promise<void>,
): Promise<Vectors | undefined> {
  try {
    const file = await readTensorFile(path, { keys: ["ids", "weights", "dataset"] });
    if (!file) return undefined;
    const { metadata, tensors: { vectors } } = file;
    if (metadata.weights !== fingerprint || metadata.dataset !== store.fingerprint) {
      return undefined;
    }
    const [count, dim] = vectors?.shape ?? [];
    if (vectors?.dtype !== "F32" || dim === undefined || count !== store.count) {
      throw new SyntaxError(
        `Cannot use "${path}" as it must hold vectors, F32 [${store.count}, dim]: ` +
          `current shape is [${vectors?.shape}]`,
      );
    }
    if (!vectors.data.every(Number.isFinite)) {
      throw new SyntaxError(`Cannot use "${path}" as its values must be finite`);
    }
    return { vectors: vectors.data, dim };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await onDamage(error.message);
    return undefined;
  }
}
