/** The encoder that ENCODER names, in a run: `openEncoded`, `readEncoded`, `openRunEncoder`. */

import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Embedding, Vectors } from "../embedding/embedding.ts";
import { type OnnxEncoder, openOnnxEncoder } from "../model/onnx/onnx_encoder.ts";
import { readPreprocessing } from "../model/onnx/preprocessing.ts";
import { runDirectory } from "./directories.ts";
import { ENCODER_FILE, type Settings } from "./settings.ts";
import {
  findStored,
  openStored,
  type OpenStoredOptions,
  type StoredVectors,
} from "./stored_vectors.ts";

/** Whether an embedding's name is that of an encoder: that of its file. */
export function isEncoder(name: string): boolean {
  return name.endsWith(ENCODER_FILE);
}

/** Name of the encoder of a run; undefined where none is set. */
export function encoderName({ encoder }: Pick<Settings, "encoder">): string | undefined {
  return encoder && basename(encoder);
}

/**
 * The embeddings of all images of `store` by the encoder of `settings`, kept in the run and computed
 * again if the network, its preprocessing or the images differ; none where no encoder is set.
 *
 * @throws {Error} as `openOnnxEncoder`
 */
export async function openEncoded(
  settings: Settings,
  store: ImageStore,
  options: OpenStoredOptions = {},
): Promise<Embedding[]> {
  const name = encoderName(settings);
  if (name === undefined) return [];
  const stored = await storedOf(settings, name, store);
  const vectors = await openStored(stored, () => openOnnxEncoder(settings.encoder!), options);
  return [{ name, ids: store.items.map(({ id }) => id), ...vectors }];
}

/**
 * The embeddings that `openEncoded` kept. Nothing is computed or written.
 *
 * @param name of the encoder that they must be of
 * @throws {RangeError} if the encoder is not set, or they are missing, with what to do
 */
export async function readEncoded(
  settings: Settings,
  name: string,
  store: ImageStore,
): Promise<Vectors> {
  return await findStored(
    await storedOf(settings, name, store),
    `this encoder: run notebook 05_evaluate of run "${settings.run}" with ENCODER`,
  );
}

/** The encoder of this name; the caller disposes it. @throws as `readEncoded` and `openOnnxEncoder` */
export async function openRunEncoder(settings: Settings, name: string): Promise<OnnxEncoder> {
  return await openOnnxEncoder(encoderPath(settings, name));
}

function encoderPath({ encoder, run }: Settings, name: string): string {
  if (encoder && basename(encoder) === name) return encoder;
  throw new RangeError(
    `Cannot search with "${name}" as ENCODER (of openSearch: the option encoder) must be its path ` +
      `for run "${run}": current value is ${encoder ? `"${encoder}"` : "none"}`,
  );
}

async function storedOf(
  settings: Settings,
  name: string,
  store: ImageStore,
): Promise<StoredVectors> {
  const path = join(runDirectory(settings), "encoder", "embeddings.safetensors");
  return { path, weights: await encoderFingerprint(settings, name), store };
}

/**
 * SHA-256, hex, of an encoder, of weights beside it (`model.onnx_data`), and of its preprocessing.
 *
 * @throws as `readEncoded`
 */
export async function encoderFingerprint(settings: Settings, name: string): Promise<string> {
  const path = encoderPath(settings, name);
  const hash = createHash("sha256").update((await readPreprocessing(path)).text);
  const names = [...Deno.readDirSync(dirname(path))].map(({ name }) => name)
    .filter((name) => name.startsWith(basename(path))).sort();
  for (const name of names) {
    using file = await Deno.open(join(dirname(path), name));
    for await (const part of file.readable) hash.update(part);
  }
  return hash.digest("hex");
}
