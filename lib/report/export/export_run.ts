/** A run for other programs: `exportRun`. */

import { basename, join } from "node:path";
import type { ImageStore } from "../../dataset/store/image_store.ts";
import { type FileData, writeFileAtomic } from "../../io/files.ts";
import { readTensorFile } from "../../io/tensor_file.ts";
import { ENCODED, MIRRORED } from "../../model/onnx/export_onnx.ts";
import { isMirrorInvariant } from "../../model/objectives/objective.ts";
import { findStore } from "../../runs/find_store.ts";
import { PRESETS } from "../../runs/presets.ts";
import { provenanceIn } from "../../runs/provenance.ts";
import { type ModelFiles, type RunFiles, RUNS } from "../../runs/run_files.ts";
import { metadataTsv, projectorConfig, spriteSheet } from "./projector.ts";
import { encodeEvents, type ScalarEvent } from "./tensorboard_events.ts";
import { type About, writeVectors } from "./write_vectors.ts";

const HINT = "run notebook 05_evaluate again";

/**
 * Write a run's embeddings, photos and history into `directory`:
 *
 * - `<model>.parquet`: one row per photo: id, file, category, split, attributes, and its vector, a
 *   list of float32;
 * - `<model>.safetensors`: `vectors`, float32 `[photos, dim]`, the ids as metadata (JSON); both say
 *   how an image was embedded;
 * - `tensorboard`: what `tensorboard --logdir` shows: embeddings with photos in the projector, losses
 *   and speed by epoch as scalars.
 *
 * @param options.directory where the files go; made if missing
 * @param options.runDirectory where the run's results are. @default data/runs/<run>
 * @param options.datasets where prepared photos are. @default data/datasets
 * @returns paths of the files, in the order written
 * @throws {RangeError} if the run has no embeddings or its photos are not prepared here, with what to
 *   do
 */
export async function exportRun(
  { run, models }: RunFiles,
  { directory, runDirectory = join(RUNS, run), datasets }: {
    directory: string;
    runDirectory?: string;
    datasets?: string;
  },
): Promise<string[]> {
  const written: string[] = [];
  const write = async (path: string, data: FileData) => {
    written.push(join(directory, path));
    await writeFileAtomic(join(directory, path), data);
  };
  const embeddings = await readEmbeddings(models, runDirectory);
  if (embeddings.length === 0) {
    throw new RangeError(
      `Cannot export run as it must have vectors: run notebook 05_evaluate of run "${run}" first`,
    );
  }
  const { fingerprint, name } = embeddings[0]!.model.experiment.dataset;
  using store = await findStore(fingerprint, datasets);
  if (!store) {
    throw new RangeError(
      `Cannot export run as the photos of "${name}" must be prepared here (fingerprint ` +
        `${fingerprint}): run notebook 01_data_prep of run "${run}" again`,
    );
  }
  for (const { model, data, dim, about } of embeddings) {
    checkRows(model, data, dim, store);
    const vectors = { items: store.items, vectors: data, dim };
    written.push(
      ...await writeVectors(join(directory, model.name), vectors, {
        ...about,
        embedding: isMirrorInvariant(PRESETS[model.name].objective) ? MIRRORED : ENCODED,
      }),
    );
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    await write(join("tensorboard", `${model.name}.bytes`), bytes);
  }
  const { png, side } = await spriteSheet(store);
  await write(join("tensorboard", "sprite.png"), png);
  await write(join("tensorboard", "metadata.tsv"), metadataTsv(store.items));
  const shown = embeddings.map(({ model, dim }) => (
    { name: model.title, file: `${model.name}.bytes`, count: store.count, dim }
  ));
  const files = { metadata: "metadata.tsv", sprite: "sprite.png", spriteSide: side };
  await write(join("tensorboard", "projector_config.pbtxt"), projectorConfig(shown, files));
  for (const model of models.filter(({ history }) => history.length > 0)) {
    const { mtime } = await Deno.stat(join(runDirectory, model.name, "history.json"));
    const events = historyEvents(model, (mtime?.getTime() ?? 0) / 1000);
    for (const [split, scalars] of Object.entries(events).filter(([, { length }]) => length > 0)) {
      // TensorBoard takes each folder for a run, and overlays runs' curves of one name.
      const path = join("tensorboard", model.name, split, "events.out.tfevents.lookalike");
      await write(path, encodeEvents(scalars));
    }
  }
  return written;
}

/** The embeddings that the run has: `data` is `[photos, dim]`, `about` what they were made by. */
async function readEmbeddings(models: readonly ModelFiles[], runDirectory: string) {
  const found: { model: ModelFiles; data: Float32Array; dim: number; about: About }[] = [];
  for (const model of models) {
    const path = join(runDirectory, model.name, "embeddings.safetensors");
    const file = await readTensorFile(path, { hint: HINT });
    if (!file) continue;
    const { vectors } = file.tensors;
    const now = await provenanceIn(runDirectory, [model.name]);
    const { weights = "none", dataset = "none" } = file.metadata;
    // Without the weights themselves, nothing says that they are others.
    const sameWeights = weights === (now.weights[model.name] ?? weights);
    if (!sameWeights || dataset !== now.dataset?.fingerprint) {
      throw new SyntaxError(
        `Cannot export "${path}" (${HINT}) as its vectors must be of the ` +
          `${sameWeights ? "photos" : "weights"} that "${model.name}" has now`,
      );
    }
    if (vectors?.dtype !== "F32" || vectors.shape.length !== 2) {
      throw new SyntaxError(
        `Cannot read "${path}" as "vectors" must be float32 of two axes: delete the file and run ` +
          `notebook 05_evaluate again`,
      );
    }
    const { ids: _, ...about } = file.metadata;
    found.push({ model, data: vectors.data, dim: vectors.shape[1]!, about });
  }
  return found;
}

function checkRows(model: ModelFiles, data: Float32Array, dim: number, store: ImageStore): void {
  if (data.length === store.count * dim) return;
  throw new RangeError(
    `Cannot export run as "${model.name}" must have a vector for each of ${store.count} photos ` +
      `in "${basename(store.directory)}": current number is ${data.length / dim}`,
  );
}

/**
 * A model's history as scalars by epoch.
 *
 * @param ended when its last epoch ended, seconds since 1970
 */
export function historyEvents(
  { history }: Pick<ModelFiles, "history">,
  ended: number,
): { train: ScalarEvent[]; validation: ScalarEvent[] } {
  const train: ScalarEvent[] = [];
  const validation: ScalarEvent[] = [];
  let wallTime = ended - history.reduce((sum, { seconds }) => sum + seconds, 0);
  for (const { epoch: step, trainLoss, validationLoss, imagesPerSecond, seconds } of history) {
    wallTime += seconds;
    train.push({ tag: "loss", step, value: trainLoss, wallTime });
    train.push({ tag: "images_per_second", step, value: imagesPerSecond, wallTime });
    if (validationLoss !== null) {
      validation.push({ tag: "loss", step, value: validationLoss, wallTime });
    }
  }
  return { train, validation };
}
