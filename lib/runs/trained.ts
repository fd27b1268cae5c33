/** Models that were trained in a run, or come pretrained with the project. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { exists } from "../io/paths.ts";
import { readRecord } from "../io/record.ts";
import { ARCHITECTURES } from "../model/architecture.ts";
import { Autoencoder } from "../model/autoencoder.ts";
import { loadBest } from "../model/checkpoint.ts";
import { type EpochRecord, HISTORY } from "../model/history.ts";
import { isMirrorInvariant } from "../model/objectives/objective.ts";
import { atWidthOf, type StateDict } from "../model/state_dict.ts";
import type { RunIdentity } from "../model/training_run.ts";
import type { Experiment } from "./experiment.ts";
import { PRESETS } from "./presets.ts";
import { openPretrained, type PretrainedAbout, type PretrainedName } from "./pretrained.ts";
import { wantedBackend } from "./settings.ts";

/** Whether `openTrained` has what it needs; always of a pretrained model. */
export async function isTrained({ model, directory }: Experiment): Promise<boolean> {
  if (PRESETS[model].checkpoint) return true;
  const files = ["best.safetensors", "history.json"].map((name) => exists(join(directory, name)));
  return (await Promise.all(files)).every(Boolean);
}

/** A trained model. */
export interface Trained {
  /** With the weights of the best epoch; the caller disposes it. */
  model: Autoencoder;
  /** As `openHistory`. */
  history: EpochRecord[];
}

/**
 * The model of `experiment` with its best weights, or those that come with the project.
 *
 * @throws {Error} if it was not trained yet, or files are missing or damaged, with what to do
 */
export async function openTrained(experiment: Experiment): Promise<Trained> {
  await useBackend(wantedBackend(experiment.settings));
  const { weights } = await openWeights(experiment);
  const history = await openHistory(experiment);
  return { model: modelOf(experiment, weights), history };
}

/** The model of `experiment` with `weights`; the caller disposes it. */
export function modelOf({ model }: Experiment, weights: StateDict): Autoencoder {
  const { architecture, objective } = PRESETS[model];
  return new Autoencoder(atWidthOf(weights, ARCHITECTURES[architecture]), weights, {
    mirrorInvariant: isMirrorInvariant(objective),
  });
}

/**
 * The epochs that `experiment` was trained for; none of a pretrained model.
 *
 * @throws {Error} if it was not trained yet, or the file is damaged, with what to do
 */
export async function openHistory(experiment: Experiment): Promise<EpochRecord[]> {
  if (PRESETS[experiment.model].checkpoint) return [];
  const history = await readRecord(join(experiment.directory, "history.json"), HISTORY);
  if (!history) throw untrained(experiment);
  return history.epochs;
}

/** Weights of a trained model in plain arrays. */
export interface TrainedWeights {
  weights: StateDict;
  /** SHA-256, hex, of all that decides the embeddings. */
  fingerprint: string;
  /** What was trained; undefined where another program did, or the model is pretrained. */
  identity?: RunIdentity | undefined;
  /** Of a pretrained model: how it was trained. */
  about?: PretrainedAbout;
}

/**
 * The best weights of `experiment`, or those that come with the project. The file is read once.
 *
 * @throws {Error} if it was not trained yet, or the file is damaged, with what to do
 */
export async function openWeights(experiment: Experiment): Promise<TrainedWeights> {
  const { architecture, objective, checkpoint } = PRESETS[experiment.model];
  const opened = checkpoint
    ? await openPretrained(experiment.model as PretrainedName)
    : await loadBest(experiment.directory, ARCHITECTURES[architecture]);
  if (!opened) throw untrained(experiment);
  const { checksum, ...rest } = opened;
  const augmentation = isMirrorInvariant(objective) ? "mirrored" : "";
  const fingerprint = createHash("sha256").update(checksum).update(augmentation).digest("hex");
  return { ...rest, fingerprint };
}

/**
 * Throw if the weights were trained on other photos than those of `store`, where their own training
 * photos would count as unseen.
 *
 * @param action what the message says cannot be done, such as "compute embeddings"
 */
export function refuseOtherPhotos(
  { identity }: TrainedWeights,
  store: ImageStore,
  action: string,
): void {
  // Weights that another program trained do not say on what.
  if (!identity || identity.dataset === store.fingerprint) return;
  throw new Error(
    `Cannot ${action} as the model must be trained on the photos in "${store.directory}": it was ` +
      `trained on others (run notebook 02_train under another RUN)`,
  );
}

function untrained({ model, settings: { run } }: Experiment): Error {
  return new Error(
    `Cannot open model as "${model}" of run "${run}" must be trained first: run notebook 02_train`,
  );
}
