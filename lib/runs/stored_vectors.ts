/** Vectors of every image of a store by one model, computed once and kept in a file: `openStored`. */

import { basename, dirname } from "node:path";
import { inferenceBatch } from "../backend/mod.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { concatBytes } from "../io/bytes.ts";
import { removeTemporaryFiles } from "../io/files.ts";
import { Journal } from "../io/journal.ts";
import { lockFolder } from "../io/lock.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import { type Embedder, embedStore } from "../model/embed.ts";

/** A file of vectors, and what they are of. */
export interface StoredVectors {
  path: string;
  /** SHA-256, hex, of all that decides the vectors of an image. */
  weights: string;
  store: ImageStore;
}

/** A model whose memory is given back when the vectors are there. */
export interface DisposableEmbedder extends Embedder {
  dispose(): void | Promise<void>;
}

/** Options of `openStored`. */
export interface OpenStoredOptions {
  /** Called after each batch with the number of photos done. */
  onProgress?: (done: number, total: number) => void | Promise<void>;
  /**
   * Called if kept vectors are damaged, or another process computes them and is waited for.
   *
   * @default console.warn
   */
  onWarning?: (warning: string) => void | Promise<void>;
}

/**
 * The vectors of all images of a store as the file has them, else computed and written there, the
 * items' ids as metadata. A program that is killed loses the batches in progress.
 *
 * @param open opens the model, where there is something to compute
 */
export async function openStored(
  stored: StoredVectors,
  open: () => Promise<DisposableEmbedder>,
  { onProgress, onWarning = console.warn }: OpenStoredOptions = {},
): Promise<Vectors & { reused: boolean }> {
  const { path } = stored;
  // Damage is reported below, where the file is replaced.
  const kept = await readStored(stored, () => {});
  if (kept) {
    // Left by a program that was killed when all was done.
    await Deno.remove(`${path}.partial`).catch(() => {});
    return { ...kept, reused: true };
  }
  const lock = { task: "compute embeddings", name: "embeddings", wait: true };
  using _lock = await lockFolder(dirname(path), { ...lock, onWarning });
  await removeTemporaryFiles(dirname(path), (name) => name === basename(path));
  // Another process may have computed them while this one waited.
  const computed = await readStored(stored, (message) => {
    return onWarning(`The embeddings are computed again. ${message}`);
  });
  if (computed) return { ...computed, reused: true };
  const vectors = await compute(stored, await open(), onProgress);
  await write(stored, vectors);
  await Deno.remove(`${path}.partial`);
  return { ...vectors, reused: false };
}

/** The vectors of all images; batches that a killed program has saved are not computed again. */
async function compute(
  { path, weights, store }: StoredVectors,
  model: DisposableEmbedder,
  onProgress: OpenStoredOptions["onProgress"],
): Promise<Vectors> {
  try {
    const { count } = store;
    const key = JSON.stringify({ weights, dataset: store.fingerprint });
    const header = { key, dim: model.latentDim, count, batch: inferenceBatch() };
    using journal = await Journal.open(`${path}.partial`, JSON.stringify(header));
    const rows = Uint32Array.from({ length: count }, (_, row) => row);
    const vectors = await embedStore(model, store, rows, {
      kept: new Float32Array(concatBytes(journal.records).buffer),
      onBatch: ({ buffer, byteOffset, byteLength }) =>
        journal.add(new Uint8Array(buffer, byteOffset, byteLength)),
      onProgress,
    });
    return { vectors, dim: model.latentDim };
  } finally {
    await model.dispose();
  }
}

async function write(
  { path, weights, store }: StoredVectors,
  { vectors, dim }: Vectors,
): Promise<void> {
  const ids = JSON.stringify(store.items.map(({ id }) => id));
  await writeTensorFile(
    path,
    { vectors: { dtype: "F32", shape: [store.count, dim], data: vectors } },
    { ids, weights, dataset: store.fingerprint },
  );
}

/**
 * The vectors that `openStored` kept. Nothing is computed or written.
 *
 * @param by what they are of, and how to make them, for the message
 * @throws {RangeError} if they are missing, damaged, or of other photos or weights
 */
export async function findStored(stored: StoredVectors, by: string): Promise<Vectors> {
  let damage = "";
  const kept = await readStored(stored, (message) => void (damage = message));
  if (kept) return kept;
  throw new RangeError(
    `Cannot search as "${stored.path}" must hold the embeddings of these photos by ${by}` +
      (damage && ` (${damage})`),
  );
}

/** The vectors in a file, if they are of these weights and images, and intact; nothing is computed. */
async function readStored(
  { path, weights, store }: StoredVectors,
  onDamage: (message: string) => void | Promise<void>,
): Promise<Vectors | undefined> {
  try {
    const file = await readTensorFile(path, { keys: ["ids", "weights", "dataset"] });
    if (!file) return undefined;
    const { metadata, tensors: { vectors } } = file;
    if (metadata.weights !== weights || metadata.dataset !== store.fingerprint) {
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
