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

/** A file of vectors, `[count, dim]`. */
export interface VectorFile {
  path: string;
  /** All that decides them; a file that says otherwise is of other images or another version. */
  metadata: Readonly<Record<string, string>>;
  /** Number of images. */
  count: number;
}

/** A file of vectors of all images of a store, and what they are of. */
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
  const kept = await readVectorFile(fileOf(stored), () => {});
  if (kept) {
    // Left by a program that was killed when all was done.
    await Deno.remove(`${path}.partial`).catch(() => {});
    return { ...kept, reused: true };
  }
  const lock = { task: "compute embeddings", name: "embeddings", wait: true };
  using _lock = await lockFolder(dirname(path), { ...lock, onWarning });
  await removeTemporaryFiles(dirname(path), (name) => name === basename(path));
  // Another process may have computed them while this one waited.
  const computed = await readVectorFile(fileOf(stored), (message) => {
    return onWarning(`The embeddings are computed again. ${message}`);
  });
  if (computed) return { ...computed, reused: true };
  const vectors = await compute(stored, await open(), onProgress);
  const ids = JSON.stringify(stored.store.items.map(({ id }) => id));
  await writeVectorFile(fileOf(stored), vectors, { ids });
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

function fileOf({ path, weights, store: { fingerprint: dataset, count } }: StoredVectors) {
  return { path, metadata: { weights, dataset }, count };
}

/** Write vectors into a file, whole or not at all. */
export async function writeVectorFile(
  { path, metadata, count }: VectorFile,
  { vectors, dim }: Vectors,
  more: Readonly<Record<string, string>> = {},
): Promise<void> {
  const tensor = { dtype: "F32", shape: [count, dim], data: vectors } as const;
  await writeTensorFile(path, { vectors: tensor }, { ...more, ...metadata });
}

/**
 * The vectors that `openStored` kept. Nothing is computed or written.
 *
 * @param by what they are of, and how to make them, for the message
 * @throws {RangeError} if they are missing, damaged, or of other photos or weights
 */
export async function findStored(stored: StoredVectors, by: string): Promise<Vectors> {
  let damage = "";
  const kept = await readVectorFile(fileOf(stored), (message) => void (damage = message));
  if (kept) return kept;
  throw new RangeError(
    `Cannot search as "${stored.path}" must hold the embeddings of these photos by ${by}` +
      (damage && ` (${damage})`),
  );
}

/** The vectors in a file, if its metadata is this and it is intact. */
export async function readVectorFile(
  { path, metadata, count }: VectorFile,
  onDamage: (message: string) => void | Promise<void>,
): Promise<Vectors | undefined> {
  try {
    const wanted = Object.entries(metadata);
    const file = await readTensorFile(path, { keys: ["ids", ...Object.keys(metadata)] });
    if (!file || wanted.some(([key, value]) => file.metadata[key] !== value)) return undefined;
    const { vectors } = file.tensors;
    const [rows, dim] = vectors?.shape ?? [];
    if (vectors?.dtype !== "F32" || dim === undefined || rows !== count) {
      throw new SyntaxError(
        `Cannot use "${path}" as it must hold vectors, F32 [${count}, dim]: ` +
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
