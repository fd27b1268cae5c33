/** Training with checkpoints and exact resume: `train`. */

import { join } from "node:path";
import { type Backend, useBackend } from "../backend/mod.ts";
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
import { learningRateAt } from "./schedule.ts";
import { takeStep, warmUp } from "./step.ts";
import { createTask, type Task } from "./task.ts";

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
 * Train `experiment.model` on the training split of its prepared photos: Adam on the loss of the model's
 * task, photos in a new order each epoch.
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
  const task = createTask({ model, store, recipe, seed });
  const batchSize = task.batchSize(rows.length);
  const variables = { ...model.variables, ...task.variables };
  const adam = new Adam({ learningRate: recipe.learningRate });
  try {
    const history = await resume(join(directory, "last.safetensors"), identity, {
      model,
      task,
      adam,
    });
    const resumedEpochs = history.length;
    await saveExperiment(experiment, store, backend);
    if (backend.name === "webgpu" && backend.gpu) {
      const some = rows.subarray(0, batchSize);
      const images = await store.readImages(some);
      await warmUp(() => task.lossAndGradients({ rows: some, images: images.slice() }, 1));
    }
    for (let epoch = history.length + 1; epoch <= recipe.epochs; epoch++) {
      if (isOver(history, recipe.patience)) break;
      const started = performance.now();
      const trainLoss = await trainEpoch(epoch);
      const trained = performance.now();
      const validation = store.rowsOf("validation");
      const validationLoss = validation.length > 0 ? await task.loss(validation) : null;
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
        weights: { ...weights, ...await task.stateDict() },
        adam: await adam.state(variables),
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
    task.dispose();
  }

  async function trainEpoch(epoch: number): Promise<number> {
    const stepsAnEpoch = Math.ceil(rows.length / batchSize);
    let step = (epoch - 1) * stepsAnEpoch;
    const order = shuffledIndices(rows.length, deriveSeed(seed, `order of epoch ${epoch}`));
    const shuffled = order.map((i) => rows[i]!);
    let [sum, done] = [0, 0];
    for await (const batch of batches(store, shuffled, { batchSize })) {
      signal?.throwIfAborted();
      adam.learningRate = learningRateAt(step++, {
        steps: recipe.epochs * stepsAnEpoch,
        peak: recipe.learningRate,
        schedule: recipe.schedule,
      });
      const loss = await takeStep(task.lossAndGradients(batch, epoch), adam);
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

/** Load the last checkpoint into what is trained, if there is one; gives the epochs it has done. */
async function resume(
  path: string,
  identity: string,
  { model, task, adam }: { model: Autoencoder; task: Task; adam: Adam },
): Promise<EpochRecord[]> {
  const checkpoint = await loadCheckpoint(path);
  if (!checkpoint) return [];
  if (checkpoint.identity !== identity) {
    throw new Error(
      `Cannot go on with "${path}" as it must be of the same experiment (choose another RUN, or ` +
        `delete its folder): it holds ${checkpoint.identity}, current is ${identity}`,
    );
  }
  const ofTask = new Set(Object.keys(task.variables));
  const weights = Object.entries(checkpoint.weights);
  const part = (wanted: boolean) =>
    Object.fromEntries(weights.filter(([name]) => ofTask.has(name) === wanted));
  model.loadStateDict(part(false));
  task.loadStateDict(part(true));
  adam.restore(checkpoint.adam, { ...model.variables, ...task.variables });
  return checkpoint.history;
}

/** Whether the last `patience` epochs brought no better loss. */
function isOver(history: readonly EpochRecord[], patience: number | undefined): boolean {
  return patience !== undefined && history.length > patience &&
    history.slice(-patience).every(({ best }) => !best);
}
