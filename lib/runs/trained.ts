/** Models that were trained in a run, or come pretrained with the project. */

import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import { sha256 } from "../io/bytes.ts";
import { exists } from "../io/paths.ts";
import { readRecord } from "../io/record.ts";
import { ARCHITECTURES } from "../model/architecture.ts";
import { Autoencoder } from "../model/autoencoder.ts";
import { loadBest } from "../model/checkpoint.ts";
import { bestEpoch, type EpochRecord, HISTORY } from "../model/history.ts";
import { isMirrorInvariant } from "../model/objectives/objective.ts";
import { atWidthOf, type StateDict } from "../model/state_dict.ts";
import type { Experiment } from "./experiment.ts";
import { type ModelName, PRESETS } from "./presets.ts";
import { openPretrained, type PretrainedAbout, type PretrainedName } from "./pretrained.ts";
import { refuseOtherWeights } from "./same_experiment.ts";
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
  /** The epochs that it was trained for; none of a pretrained model. */
  history: EpochRecord[];
}

/**
 * The model of `experiment` with its best weights, or those that come with the project.
 *
 * @throws {Error} if it was not trained yet, or files are missing or damaged, with what to do
 */
export async function openTrained(experiment: Experiment): Promise<Trained> {
  await useBackend(wantedBackend(experiment.settings));
  const { weights, history: upToBest } = await openWeights(experiment);
  const history = PRESETS[experiment.model].checkpoint
    ? []
    : await readHistory(experiment.directory, upToBest);
  if (!history) throw untrained(experiment);
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
 * The epochs in `history.json` of `directory`; undefined where no training wrote it.
 *
 * @param upToBest those that the best weights were trained for; undefined if they do not say
 * @throws {SyntaxError} if the file is damaged or missing, or not of the training of the best weights
 */
export async function readHistory(
  directory: string,
  upToBest: readonly EpochRecord[] | undefined,
): Promise<EpochRecord[] | undefined> {
  const path = join(directory, "history.json");
  const epochs = (await readRecord(path, HISTORY))?.epochs;
  if (!upToBest) return epochs;
  if (!epochs) throw new SyntaxError(`Cannot read "${path}" as it is missing (${HISTORY.hint})`);
  const best = bestEpoch(epochs);
  if (best === upToBest.length && isDeepStrictEqual(epochs.slice(0, best), upToBest)) return epochs;
  throw new SyntaxError(
    `Cannot read "${path}" (${HISTORY.hint}) as its epochs must be those of the weights in ` +
      `best.safetensors: it is of another training, or one was killed`,
  );
}

/** Weights of a trained model in plain arrays. */
export interface TrainedWeights {
  weights: StateDict;
  /** SHA-256, hex, of all that decides the embeddings. */
  fingerprint: string;
  /** One row per epoch up to the best; undefined where another program trained, or of a pretrained model. */
  history?: EpochRecord[] | undefined;
  /** Of a pretrained model: how it was trained. */
  about?: PretrainedAbout;
}

/**
 * The best weights of `experiment`, or those that come with the project. The file is read once.
 *
 * @throws {Error} if it was not trained yet, or the file is damaged or of another experiment, with
 *   what to do
 */
export async function openWeights(experiment: Experiment): Promise<TrainedWeights> {
  const { architecture, checkpoint } = PRESETS[experiment.model];
  if (checkpoint) {
    const { checksum, ...rest } = await openPretrained(experiment.model as PretrainedName);
    return { ...rest, fingerprint: fingerprintOf(experiment.model, checksum) };
  }
  const best = await loadBest(experiment.directory, ARCHITECTURES[architecture]);
  if (!best) throw untrained(experiment);
  // Weights that another program trained do not say on what.
  if (best.identity) await refuseOtherWeights(experiment, best.identity);
  const { weights, history, checksum } = best;
  return { weights, history, fingerprint: fingerprintOf(experiment.model, checksum) };
}

/** The fingerprint of the weights of a file with this checksum: of all that decides the embeddings. */
export function fingerprintOf(model: ModelName, checksum: string): string {
  const augmentation = isMirrorInvariant(PRESETS[model].objective) ? "mirrored" : "";
  return sha256(checksum + augmentation);
}

function untrained({ model, settings: { run } }: Experiment): Error {
  return new Error(
    `Cannot open model as "${model}" of run "${run}" must be trained first: run notebook 02_train`,
  );
}
