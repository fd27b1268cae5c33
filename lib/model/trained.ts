/** A model that was trained before, and its vectors: `openTrained`, `openEmbeddings`. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import { type ImageStore, openImageStore } from "../dataset/image_store.ts";
import { type Experiment, wantedBackend } from "../experiment.ts";
import { readJson, writeFileAtomic } from "../files.ts";
import { decodeSafetensors, safetensorsParts } from "../safetensors.ts";
import { ARCHITECTURES } from "./architecture.ts";
import { Autoencoder } from "./autoencoder.ts";
import { embedStore } from "./embed.ts";
import { type EpochRecord, historyFrom } from "./history.ts";
import { openBest } from "./resume.ts";

/** A trained model as it was kept. */
export interface Trained {
  /** With the weights of the best epoch; the caller disposes it. */
  model: Autoencoder;
  history: EpochRecord[];
}

/** Latent vectors of every photo of a store. */
export interface Embeddings {
  /** Row-major `[store.count, dim]`, float32; row i is item i of the store. */
  vectors: Float32Array;
  dim: number;
  /** Whether they were read from disk instead of computed. */
  reused: boolean;
}

const bestPath = ({ directory }: Experiment) => join(directory, "best.safetensors");

/**
 * Load the best weights of `experiment`.
 *
 * @throws {Error} if it was not trained yet, or its files are damaged, with what to do
 */
export async function openTrained(experiment: Experiment): Promise<Trained> {
  const { model, directory, settings } = experiment;
  await useBackend(wantedBackend(settings));
  const best = await openBest(bestPath(experiment), directory, model);
  const history = await readJson(join(directory, "history.json"), historyFrom);
  if (!best || !history) {
    throw new Error(
      `Cannot open model as "${model}" of run "${settings.run}" must be trained first: ` +
        `run notebook 02_train`,
    );
  }
  return { model: new Autoencoder(ARCHITECTURES[model], best.weights), history };
}

/**
 * The vectors of all photos under the trained model of `experiment`, in the store's order. Computed
 * once and kept in `embeddings.safetensors` (vectors, and the items' ids as metadata); read from
 * there as long as weights and photos are the same.
 */
export async function openEmbeddings(
  experiment: Experiment,
  { onProgress }: { onProgress?: (done: number, total: number) => void | Promise<void> } = {},
): Promise<Embeddings> {
  const store = await openImageStore(experiment.datasetDirectory);
  const path = join(experiment.directory, "embeddings.safetensors");
  try {
    const weights = await fingerprint(bestPath(experiment));
    const kept = await readEmbeddings(path, { weights, dataset: store.fingerprint });
    if (kept) return { ...kept, reused: true };
    const { model } = await openTrained(experiment);
    try {
      const rows = Uint32Array.from({ length: store.count }, (_, i) => i);
      const vectors = await embedStore(model, store, rows, { onProgress });
      const dim = model.latentDim;
      await writeEmbeddings(path, { vectors, dim }, store, weights);
      return { vectors, dim, reused: false };
    } finally {
      model.dispose();
    }
  } finally {
    store.close();
  }
}

/** Hex sha256 of a file; "" where there is none. */
async function fingerprint(path: string): Promise<string> {
  const bytes = await Deno.readFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  return bytes ? createHash("sha256").update(bytes).digest("hex") : "";
}

async function writeEmbeddings(
  path: string,
  { vectors, dim }: { vectors: Float32Array; dim: number },
  store: ImageStore,
  weights: string,
): Promise<void> {
  const shape = [store.count, dim];
  const ids = JSON.stringify(store.items.map(({ id }) => id));
  const metadata = { ids, weights, dataset: store.fingerprint };
  const parts = safetensorsParts({ vectors: { dtype: "F32", shape, data: vectors } }, metadata);
  await writeFileAtomic(path, parts);
}

/** The vectors kept in `path`, if they are of these weights and photos. */
async function readEmbeddings(
  path: string,
  expected: { weights: string; dataset: string },
): Promise<{ vectors: Float32Array; dim: number } | undefined> {
  const bytes = await Deno.readFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  });
  if (!bytes) return undefined;
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { vectors } = tensors;
  const same = metadata.weights === expected.weights && metadata.dataset === expected.dataset;
  if (!same || vectors?.dtype !== "F32") return undefined;
  return { vectors: vectors.data, dim: vectors.shape[1]! };
}
