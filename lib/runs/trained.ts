/**
 * A model that was trained before, and its vectors: `isTrained`, `openTrained`, `openWeights`,
 * `openEmbeddings`, `refuseOtherPhotos`.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { inferenceBatch, useBackend } from "../backend/mod.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import { type Experiment, wantedBackend } from "./experiment.ts";
import { removeTemporaryFiles } from "../io/files.ts";
import { lockFolder } from "../io/lock.ts";
import { exists } from "../io/paths.ts";
import { readRecord } from "../io/record.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import { ARCHITECTURES, learnsMirror } from "../model/architecture.ts";
import { Autoencoder } from "../model/autoencoder.ts";
import { embedStore } from "../model/embed.ts";
import { saveExperiment } from "./experiment_record.ts";
import { type EpochRecord, HISTORY } from "../model/history.ts";
import { isPretrained, openPretrained, PRETRAINED_PATH, seenNotice } from "./pretrained.ts";
import { openBest } from "../model/resume.ts";
import { architectureOf, type StateDict } from "../model/state_dict.ts";
import { VectorJournal } from "../io/vector_journal.ts";

/** A trained model as it was kept. */
export interface Trained {
  /** With the weights of the best epoch; the caller disposes it. */
  model: Autoencoder;
  /** Its epochs; none of a pretrained model. */
  history: EpochRecord[];
}

/** Latent vectors of every photo of a store. */
export interface Embeddings {
  /** Row-major `[store.count, dim]`, float32; row i is item i of the store. */
  vectors: Float32Array;
  dim: number;
  /** SHA-256, hex, of the model's weights and of whether mirror images were described too. */
  weights: string;
  /** Whether they were read from disk instead of computed. */
  reused: boolean;
}

/** Where the weights to use lie. */
function weightsPath({ model, directory }: Experiment): string {
  return isPretrained(model) ? PRETRAINED_PATH : join(directory, "best.safetensors");
}

/** Whether `openTrained` finds what it needs, or says what became of what comes with the project. */
export async function isTrained(experiment: Experiment): Promise<boolean> {
  if (isPretrained(experiment.model)) return true;
  const history = join(experiment.directory, "history.json");
  return await exists(weightsPath(experiment)) && await exists(history);
}

/**
 * Load the best weights of `experiment`, or those that come with the project.
 *
 * @throws {Error} if it was not trained yet, or files are missing or damaged, with what to do
 */
export async function openTrained(experiment: Experiment): Promise<Trained> {
  await useBackend(wantedBackend(experiment.settings));
  const { weights, history } = await openWeights(experiment);
  return { model: new Autoencoder(architectureOf(experiment.model, weights), weights), history };
}

/** Weights as they were kept. */
export interface KeptWeights {
  weights: StateDict;
  /** Epochs that led to them; none of a pretrained model. */
  history: EpochRecord[];
  /** What was trained: JSON; undefined where another program did, or they come with the project. */
  identity?: string | undefined;
}

/**
 * The best weights of `experiment`, or those that come with the project, in plain arrays.
 *
 * @throws {Error} if it was not trained yet, or files are missing or damaged, with what to do
 */
export async function openWeights(experiment: Experiment): Promise<KeptWeights> {
  const { model, directory } = experiment;
  if (isPretrained(model)) return { weights: (await openPretrained()).weights, history: [] };
  const best = await openBest(weightsPath(experiment), directory, model);
  const history = await readRecord(join(directory, "history.json"), HISTORY);
  if (!best || !history) throw untrained(experiment);
  return { weights: best.weights, history: history.epochs, identity: best.identity };
}

function untrained({ model, settings: { run } }: Experiment): Error {
  return new Error(
    `Cannot open model as "${model}" of run "${run}" must be trained first: run notebook 02_train`,
  );
}

/** Options of `openEmbeddings`. */
export interface OpenEmbeddingsOptions {
  /** Called after each batch with the photos done. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  /**
   * Told that kept vectors were damaged, or that another process computes them, which is waited for.
   *
   * @default console.warn
   */
  onNotice?: (notice: string) => void | Promise<void>;
}

/**
 * The vectors of all photos under the trained model of `experiment`, in the store's order. Computed
 * once and kept in `embeddings.safetensors` (vectors, and the items' ids as metadata); read from
 * there as long as weights and photos are the same, and computed again where the file is damaged.
 * A program that is killed meanwhile loses the batches under way, on another backend all of them.
 *
 * @throws {Error} if the model was not trained yet, was trained on other photos or is damaged
 */
export async function openEmbeddings(
  experiment: Experiment,
  { onProgress, onNotice = console.warn }: OpenEmbeddingsOptions = {},
): Promise<Embeddings> {
  const { directory } = experiment;
  const store = await openImageStore(experiment.datasetDirectory);
  const path = join(directory, "embeddings.safetensors");
  const read = async (onNotice: (notice: string) => void | Promise<void>) => {
    const weights = await fingerprint(experiment);
    if (isPretrained(experiment.model) && weights === undefined) await openPretrained();
    if (weights === undefined) throw untrained(experiment);
    return { weights, kept: await readEmbeddings(path, weights, store, onNotice) };
  };
  try {
    // A fault is told below, where something is done about it.
    const { weights: known, kept } = await read(() => {});
    if (kept) {
      // Of a program that was killed when all was done; where it cannot be removed, it does no harm.
      await Deno.remove(`${path}.partial`).catch(() => {});
      return { ...kept, weights: known, reused: true };
    }
    const lock = { task: "compute vectors", name: "embeddings", wait: true, onWarning: onNotice };
    using _lock = await lockFolder(directory, lock);
    await removeTemporaryFiles(directory, (name) => name === "embeddings.safetensors");
    // Another process may have computed them while this one waited.
    const { weights, kept: made } = await read(onNotice);
    if (made) return { ...made, weights, reused: true };
    const { identity } = await openWeights(experiment);
    refuseOtherPhotos(experiment, identity, store, "compute vectors");
    if (isPretrained(experiment.model)) await recordPretrained(experiment, store, onNotice);
    const { model } = await openTrained(experiment);
    try {
      const { latentDim: dim } = model;
      const key = JSON.stringify({ weights, dataset: store.fingerprint });
      const vectors = await embedInSteps(`${path}.partial`, key, model, store, onProgress);
      await writeEmbeddings(path, { vectors, dim }, store, weights);
      await Deno.remove(`${path}.partial`);
      return { vectors, dim, weights, reused: false };
    } finally {
      model.dispose();
    }
  } finally {
    store.close();
  }
}

/** Note in the run, which trains nothing here, what was used: training leaves the others' record. */
async function recordPretrained(
  experiment: Experiment,
  store: ImageStore,
  onNotice: (notice: string) => void | Promise<void>,
): Promise<void> {
  const { about } = await openPretrained();
  const notice = seenNotice(about, experiment.settings);
  if (notice !== undefined) await onNotice(notice);
  const backend = await useBackend(wantedBackend(experiment.settings));
  await saveExperiment({ ...experiment, recipe: about.experiment.recipe }, store, backend);
}

/** The vectors of all photos; those that a program which was killed has left are not made again. */
async function embedInSteps(
  path: string,
  key: string,
  model: Autoencoder,
  store: ImageStore,
  onProgress: OpenEmbeddingsOptions["onProgress"],
): Promise<Float32Array> {
  const { count } = store;
  const options = { key, dim: model.latentDim, count, batch: inferenceBatch() };
  using journal = await VectorJournal.open(path, options);
  return await embedStore(model, store, Uint32Array.from({ length: count }, (_, row) => row), {
    kept: journal.kept,
    onBatch: (vectors) => journal.add(vectors),
    onProgress,
  });
}

/**
 * Throw if the model was trained on other photos than those of `store`: they would count as unseen.
 *
 * @param identity of its weights (`openWeights`)
 * @param action what the message says cannot be done, such as "compute vectors"
 */
export function refuseOtherPhotos(
  { directory }: Experiment,
  identity: string | undefined,
  store: ImageStore,
  action: string,
): void {
  // Weights that another program trained do not say on what.
  if (identity === undefined) return;
  const { dataset } = JSON.parse(identity);
  if (dataset === store.fingerprint) return;
  throw new Error(
    `Cannot ${action} as "${directory}" must be trained on the photos in ` +
      `"${store.directory}": it was trained on others (run notebook 02_train under another RUN)`,
  );
}

/** What decides the vectors of a photo, as hex SHA-256; undefined where there are no weights. */
async function fingerprint(experiment: Experiment): Promise<string | undefined> {
  const bytes = await Deno.readFile(weightsPath(experiment)).catch(ifMissing);
  const way = learnsMirror(ARCHITECTURES[experiment.model]) ? "mirrored" : "";
  return bytes && createHash("sha256").update(bytes).update(way).digest("hex");
}

function ifMissing(error: unknown): undefined {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

async function writeEmbeddings(
  path: string,
  { vectors, dim }: { vectors: Float32Array; dim: number },
  store: ImageStore,
  weights: string,
): Promise<void> {
  const ids = JSON.stringify(store.items.map(({ id }) => id));
  await writeTensorFile(
    path,
    { vectors: { dtype: "F32", shape: [store.count, dim], data: vectors } },
    { ids, weights, dataset: store.fingerprint },
  );
}

/** The vectors kept in `path`, if they are of these weights and photos, and whole. */
async function readEmbeddings(
  path: string,
  weights: string,
  store: ImageStore,
  onNotice: (notice: string) => void | Promise<void>,
): Promise<{ vectors: Float32Array; dim: number } | undefined> {
  try {
    const file = await readTensorFile(path, { keys: ["ids", "weights", "dataset"] });
    if (!file) return undefined;
    const { metadata, tensors: { vectors } } = file;
    if (metadata.weights !== weights || metadata.dataset !== store.fingerprint) return undefined;
    const [count, dim] = vectors?.shape ?? [];
    if (vectors?.dtype !== "F32" || dim === undefined || count !== store.count) {
      throw new SyntaxError(
        `Cannot use "${path}" as it must hold vectors, F32 [${store.count}, dim]: ` +
          `current shape is [${vectors?.shape}]`,
      );
    }
    if (!vectors.data.every(Number.isFinite)) {
      throw new SyntaxError(`Cannot use "${path}" as its numbers must be finite`);
    }
    return { vectors: vectors.data, dim };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    await onNotice(`The vectors are computed again. ${error.message}`);
    return undefined;
  }
}
