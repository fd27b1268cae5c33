/** Training with checkpoints and exact resume: `train`. */

import { join } from "node:path";
import { type Backend, useBackend } from "../backend/mod.ts";
import { augmentImages } from "../dataset/augment.ts";
import { batches } from "../dataset/batches.ts";
import { type ImageStore, openImageStore } from "../dataset/image_store.ts";
import { type Experiment, wantedBackend } from "../experiment.ts";
import { writeJsonAtomic } from "../files.ts";
import { deriveSeed, shuffledIndices } from "../random.ts";
import { Adam } from "./adam.ts";
import { type Autoencoder, createAutoencoder } from "./autoencoder.ts";
import { loadCheckpoint, loadWeights, saveCheckpoint, saveWeights } from "./checkpoint.ts";
import { saveExperiment } from "./experiment_record.ts";
import type { EpochRecord, TrainingProgress } from "./history.ts";
import { imagesFromBytes } from "./images.ts";
import { learningRateAt } from "./schedule.ts";

/** Options of `train`. */
export interface TrainOptions {
  /** Called after each step. */
  onStep?: (progress: TrainingProgress) => void | Promise<void>;
  /** Called after each epoch, when its checkpoint is on disk, with all epochs so far. */
  onEpoch?: (history: readonly EpochRecord[]) => void | Promise<void>;
  /** Stops after the current step; the epoch is trained again at the next start. */
  signal?: AbortSignal;
}

/** What training gives. */
export interface TrainingResult {
  /** The model with the weights of its best epoch; the caller disposes it. */
  model: Autoencoder;
  history: EpochRecord[];
  /** Epochs that were already done when this call began. */
  resumedEpochs: number;
}

/**
 * Train `experiment.model` on the training split of its prepared photos: Adam on the mean squared
 * error of the reconstruction, photos in a new order each epoch.
 *
 * After each epoch `last.safetensors`, `best.safetensors` (lowest validation loss) and
 * `history.json` are written to `experiment.directory`, beside `experiment.json`. Called again, it goes on after the last
 * whole epoch and ends with the same weights as if it had not been stopped: the order of photos,
 * augmentation and Adam's state depend on nothing but the seed and the epoch.
 *
 * @throws {Error} if the folder holds a run of other settings, or the loss is not finite; the
 *   checkpoints stay as they are
 */
export async function train(
  experiment: Experiment,
  options: TrainOptions = {},
): Promise<TrainingResult> {
  const backend = await useBackend(wantedBackend(experiment.settings));
  const store = await openImageStore(experiment.datasetDirectory);
  try {
    return await trainOn(store, backend, experiment, options);
  } finally {
    store.close();
  }
}

async function trainOn(
  store: ImageStore,
  backend: Backend,
  experiment: Experiment,
  { onStep, onEpoch, signal }: TrainOptions,
): Promise<TrainingResult> {
  const { directory, recipe, seed } = experiment;
  const rows = store.rowsOf("train");
  if (rows.length === 0) {
    throw new RangeError(`Cannot train as "${store.name}" has no training photos`);
  }
  const identity = identityOf(experiment, store);
  const model = await createAutoencoder(experiment.model, {
    seed: deriveSeed(seed, "weights"),
    init: recipe.init,
  });
  const adam = new Adam({ learningRate: recipe.learningRate });
  try {
    const history = await resume(join(directory, "last.safetensors"), identity, model, adam);
    const resumedEpochs = history.length;
    await saveExperiment(experiment, store, backend);
    if (backend.name === "webgpu" && backend.gpu) {
      await model.warmUp(Math.min(recipe.batchSize, rows.length));
    }
    for (let epoch = history.length + 1; epoch <= recipe.epochs; epoch++) {
      if (isOver(history, recipe.patience)) break;
      const started = performance.now();
      const trainLoss = await trainEpoch(epoch);
      const trained = performance.now();
      const validationLoss = await validationLossOf(model, store, recipe.batchSize);
      const judged = validationLoss ?? trainLoss;
      const best = history.every((row) => judged < (row.validationLoss ?? row.trainLoss));
      history.push({
        epoch,
        trainLoss,
        validationLoss,
        best,
        imagesPerSecond: rows.length / (trained - started) * 1000,
        seconds: (performance.now() - started) / 1000,
      });
      const weights = await model.stateDict();
      // The best first: were it the other way round, a kill between the two would lose it.
      if (best) await saveWeights(join(directory, "best.safetensors"), weights, { identity });
      await saveCheckpoint(join(directory, "last.safetensors"), {
        weights,
        adam: await adam.state(model.variables),
        history,
        identity,
      });
      await writeJsonAtomic(join(directory, "history.json"), history);
      await onEpoch?.(history);
    }
    model.loadStateDict((await loadWeights(join(directory, "best.safetensors"))).weights);
    return { model, history, resumedEpochs };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    adam.dispose();
  }

  async function trainEpoch(epoch: number): Promise<number> {
    const stepsAnEpoch = Math.ceil(rows.length / recipe.batchSize);
    let step = (epoch - 1) * stepsAnEpoch;
    const order = shuffledIndices(rows.length, deriveSeed(seed, `order of epoch ${epoch}`));
    const shuffled = order.map((i) => rows[i]!);
    let [sum, done] = [0, 0];
    for await (const batch of batches(store, shuffled, { batchSize: recipe.batchSize })) {
      signal?.throwIfAborted();
      if (recipe.augment) {
        augmentImages(batch.images, batch.rows, deriveSeed(seed, `augmentation of epoch ${epoch}`));
      }
      adam.learningRate = learningRateAt(step++, {
        steps: recipe.epochs * stepsAnEpoch,
        peak: recipe.learningRate,
        schedule: recipe.schedule,
      });
      const loss = await model.trainStep(imagesFromBytes(batch.images), adam);
      if (!Number.isFinite(loss)) {
        throw new Error(
          `Cannot go on training ${experiment.model} as the loss of epoch ${epoch} must be finite: ` +
            `current value is ${loss} (the checkpoint of epoch ${epoch - 1} is kept; ` +
            `a smaller learning rate than ${recipe.learningRate} may help)`,
        );
      }
      sum += loss * batch.rows.length;
      done += batch.rows.length;
      await onStep?.({
        epoch,
        epochs: recipe.epochs,
        imagesDone: (epoch - 1) * rows.length + done,
        imagesTotal: recipe.epochs * rows.length,
        loss,
      });
    }
    return sum / done;
  }
}

/**
 * What must be the same for a run to go on; the number of epochs may grow where the schedule does not
 * depend on it.
 */
function identityOf({ model, recipe, seed }: Experiment, store: ImageStore): string {
  const { epochs, patience: _, ...rest } = recipe;
  const same = rest.schedule === "cosine" ? { ...rest, epochs } : rest;
  return JSON.stringify({ model, recipe: same, seed, dataset: store.fingerprint });
}

/** Load the last checkpoint into `model` and `adam`, if there is one; gives the epochs it has done. */
async function resume(
  path: string,
  identity: string,
  model: Autoencoder,
  adam: Adam,
): Promise<EpochRecord[]> {
  const checkpoint = await loadCheckpoint(path);
  if (!checkpoint) return [];
  if (checkpoint.identity !== identity) {
    throw new Error(
      `Cannot go on with "${path}" as it must be of the same experiment (choose another RUN, or ` +
        `delete its folder): it holds ${checkpoint.identity}, current is ${identity}`,
    );
  }
  model.loadStateDict(checkpoint.weights);
  adam.restore(checkpoint.adam, model.variables);
  return checkpoint.history;
}

/** Whether the last `patience` epochs brought no better loss. */
function isOver(history: readonly EpochRecord[], patience: number | undefined): boolean {
  return patience !== undefined && history.length > patience &&
    history.slice(-patience).every(({ best }) => !best);
}

/** Mean squared error over the validation split; null if it is empty. */
async function validationLossOf(
  model: Autoencoder,
  store: ImageStore,
  batchSize: number,
): Promise<number | null> {
  const rows = store.rowsOf("validation");
  if (rows.length === 0) return null;
  let sum = 0;
  for await (const batch of batches(store, rows, { batchSize })) {
    sum += await model.loss(imagesFromBytes(batch.images)) * batch.rows.length;
  }
  return sum / rows.length;
}
