/** Training with checkpoints and exact resume: `train`. */

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type Backend, batchesAtOnce, useBackend } from "../backend/mod.ts";
import { batches } from "../dataset/batches.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import { type Experiment, wantedBackend } from "../runs/experiment.ts";
import { removeTemporaryFiles } from "../io/files.ts";
import { lockFolder } from "../io/lock.ts";
import { deriveSeed } from "../io/random.ts";
import { writeRecord } from "../io/record.ts";
import { untilStopped } from "../io/stop.ts";
import { Adam } from "./adam.ts";
import { type Autoencoder, createAutoencoder } from "./autoencoder.ts";
import { loadWeights, saveBest, saveCheckpoint } from "./checkpoint.ts";
import { epochOrder } from "./epoch_order.ts";
import { saveExperiment } from "../runs/experiment_record.ts";
import { openFirstWeights } from "../runs/initial_weights.ts";
import {
  type EpochRecord,
  HISTORY,
  isOver,
  type PartialEpoch,
  type TrainingProgress,
} from "./history.ts";
import { isPretrained } from "../runs/pretrained.ts";
import { identityOf, resumeRun } from "./resume.ts";
import { learningRateAt } from "./schedule.ts";
import { takeStep, warmUp } from "./step.ts";
import { createTask } from "./objectives/objective.ts";

/** Options of `train`. */
export interface TrainOptions {
  /** Called before the first step where an earlier start has left something. */
  onResume?: (resumed: Resumed) => void | Promise<void>;
  /**
   * Called while a GPU that is new to the model is measured for the fastest way to compute each layer,
   * before the first step.
   */
  onMeasured?: (done: number, total: number) => void | Promise<void>;
  /** Called after each step. */
  onStep?: (progress: TrainingProgress) => void | Promise<void>;
  /** Called after each epoch, when its checkpoint is on disk, with all epochs so far. */
  onEpoch?: (history: readonly EpochRecord[]) => void | Promise<void>;
  /**
   * Told what was damaged on disk and what that loses, and of an earlier start that was killed.
   *
   * @default console.warn
   */
  onNotice?: (notice: string) => void | Promise<void>;
  /**
   * Stops after the steps under way (on WebGPU those of a fifth of a second), which are saved: the
   * next start goes on with the next step.
   *
   * @default one that SIGINT and SIGTERM abort; the program then ends with 130 or 143
   */
  signal?: AbortSignal;
}

/** What an earlier start has left. */
export interface Resumed {
  /** Its whole epochs. */
  history: readonly EpochRecord[];
  /** Photos that it has seen of the next epoch. */
  images: number;
  /** Whether there is nothing left to train. */
  isOver: boolean;
}

/** What training writes. */
const OWN_FILES = ["last.safetensors", "best.safetensors", "history.json", "experiment.json"];

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
 * `history.json` are written to `experiment.directory`, beside `experiment.json`. Called again, it
 * goes on after the last whole epoch, or the step that `signal` stopped it at, and ends with the
 * same weights as if it had not been stopped: the order of photos, augmentation and Adam's state
 * depend on nothing but the seed and the epoch. If `last.safetensors` is damaged it goes on from
 * the best weights and says so.
 *
 * @throws {RangeError} if its weights come with the project, or it cannot begin with those that the
 *   recipe names
 * @throws {Error} if another process trains it (saying which), the folder holds a run of other
 *   settings, its best weights are damaged, or the loss is not finite; the checkpoints stay as they
 *   are
 */
export async function train(
  experiment: Experiment,
  options: TrainOptions = {},
): Promise<TrainingResult> {
  if (isPretrained(experiment.model)) {
    throw new RangeError(
      `Cannot train as the model must be one that learns here: current value is "${experiment.model}"`,
    );
  }
  if (options.signal) return await trainLocked(experiment, options);
  return await untilStopped(
    (signal) => trainLocked(experiment, { ...options, signal }),
    `Training ${experiment.model} was stopped and is saved: started again, it goes on from here`,
  );
}

async function trainLocked(
  experiment: Experiment,
  options: TrainOptions,
): Promise<TrainingResult> {
  const { directory } = experiment;
  using _lock = await lockFolder(directory, { task: "train", onWarning: options.onNotice });
  await removeTemporaryFiles(directory, (name) => OWN_FILES.includes(name));
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
  { onResume, onMeasured, onStep, onEpoch, onNotice = console.warn, signal }: TrainOptions,
): Promise<TrainingResult> {
  const { directory, recipe, seed } = experiment;
  const rows = store.rowsOf("train");
  if (rows.length === 0) {
    throw new RangeError(`Cannot train as "${store.name}" has no training photos`);
  }
  const first = await openFirstWeights(experiment, store, onNotice);
  const identity = identityOf(experiment, store, first);
  const model = await createAutoencoder(experiment.model, {
    seed: deriveSeed(seed, "weights"),
    init: recipe.init,
    width: recipe.width,
  });
  if (first) model.loadStateDict(first.weights);
  const task = createTask({ model, store, recipe, seed });
  const batchSize = task.batchSize(rows.length);
  const variables = { ...model.variables, ...task.variables };
  const adam = new Adam({ learningRate: recipe.learningRate });
  try {
    const { history, fromBest, ...run } = await resumeRun(directory, { model, task, adam }, {
      identity,
      onNotice,
    });
    let partial = run.partial;
    const resumedEpochs = history.length;
    if (resumedEpochs > 0 || partial) {
      await onResume?.({
        history,
        images: partial?.images ?? 0,
        isOver: isOver(history, recipe),
      });
    }
    await saveExperiment(experiment, store, backend);
    if (backend.name === "webgpu" && backend.gpu) await warmUpAll();
    for (let epoch = history.length + 1; !isOver(history, recipe); epoch++) {
      const origin = fromBest && epoch === resumedEpochs + 1 ? { fromBest } : {};
      const stop = async (done: PartialEpoch) => {
        if (done.images > (partial?.images ?? 0)) await saveLast(history, { ...done, ...origin });
        throw signal!.reason;
      };
      const { lossSum, images, seconds } = await trainEpoch(epoch, stop, partial);
      const trainLoss = lossSum / images;
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
        imagesPerSecond: images / seconds,
        seconds: seconds + (performance.now() - trained) / 1000,
        ...origin,
      });
      // The best first: were it the other way round, a kill between the two would lose it.
      if (best) {
        const weights = await model.stateDict();
        await saveBest(join(directory, "best.safetensors"), { weights, history, identity });
      }
      partial = undefined;
      await saveLast(history);
      await writeRecord(join(directory, "history.json"), HISTORY, { epochs: history });
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

  /** For every size of a batch and of its photos that the run will have. */
  async function warmUpAll(): Promise<void> {
    const sizes = [Math.min(batchSize, rows.length), rows.length % batchSize];
    const epochs = [1, Math.min(recipe.epochs, (recipe.halvedEpochs ?? 0) + 1)];
    for (const size of new Set(sizes.filter((size) => size > 0))) {
      const some = rows.subarray(0, size);
      const images = await store.readImages(some);
      for (const epoch of new Set(epochs)) {
        const batch = () => ({ rows: some, keys: some, images: images.slice() });
        await warmUp(() => task.lossAndGradients(batch(), epoch), onMeasured);
      }
    }
  }

  async function saveLast(history: EpochRecord[], partial?: PartialEpoch): Promise<void> {
    await saveCheckpoint(join(directory, "last.safetensors"), {
      weights: { ...await model.stateDict(), ...await task.stateDict() },
      adam: await adam.state(variables),
      history,
      partial,
      identity,
    });
  }

  /** Train an epoch, from where `before` ends; if it was asked to stop, `stop` is called. */
  async function trainEpoch(
    epoch: number,
    stop: (done: PartialEpoch) => Promise<never>,
    before: PartialEpoch = { images: 0, lossSum: 0, seconds: 0 },
  ): Promise<PartialEpoch> {
    const started = performance.now() - before.seconds * 1000;
    const stepsAnEpoch = Math.ceil(rows.length / batchSize);
    let step = (epoch - 1) * stepsAnEpoch + Math.ceil(before.images / batchSize);
    const order = epochOrder(store, { seed, epoch, balanced: recipe.balanced });
    let { lossSum, images } = before;
    let begun = images;
    const underWay: { loss: Promise<number>; count: number }[] = [];
    const done = () => ({ lossSum, images, seconds: (performance.now() - started) / 1000 });
    const left = order.rows.subarray(before.images);
    try {
      for await (const batch of batches(store, left, { batchSize })) {
        // Signals are seen while a timer runs, and photos that are read ahead are no wait.
        await delay(0);
        if (signal?.aborted) {
          await finish(0);
          await stop(done());
        }
        adam.learningRate = learningRateAt(step++, {
          steps: recipe.epochs * stepsAnEpoch,
          peak: recipe.learningRate,
          schedule: recipe.schedule,
        });
        const count = batch.rows.length;
        const keys = order.keys.subarray(begun, begun + count);
        const loss = takeStep(task.lossAndGradients({ ...batch, keys }, epoch), adam);
        // Thrown where its turn comes; until then nobody listens, which is no fault.
        loss.catch(() => {});
        begun += count;
        underWay.push({ loss, count });
        await finish(batchesAtOnce() - 1);
      }
      await finish(0);
    } finally {
      // Whatever ends it, nothing works on with a model that is given back.
      await Promise.allSettled(underWay.map(({ loss }) => loss));
    }
    return done();

    /** Wait for the losses of the steps under way, but for the last `ahead` of them. */
    async function finish(ahead: number): Promise<void> {
      while (underWay.length > ahead) {
        const { loss: promised, count } = underWay.shift()!;
        const loss = await promised;
        if (!Number.isFinite(loss)) {
          throw new Error(
            `Cannot go on training ${experiment.model} as the loss of epoch ${epoch} must be ` +
              `finite: current value is ${loss} (the checkpoint of epoch ${epoch - 1} is kept; ` +
              `a smaller learning rate than ${recipe.learningRate} may help)`,
          );
        }
        lossSum += loss * count;
        images += count;
        await onStep?.({
          epoch,
          epochs: recipe.epochs,
          imagesDone: (epoch - 1) * rows.length + images,
          imagesTotal: recipe.epochs * rows.length,
          loss,
        });
      }
    }
  }
}
