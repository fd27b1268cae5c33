/** The training loop: steps, evaluation and checkpoints. */

import { useBackend } from "../backend/mod.ts";
import { removeTemporaryFiles } from "../io/files.ts";
import { lockFolder } from "../io/lock.ts";
import type { Architecture } from "./architecture.ts";
import type { Autoencoder } from "./autoencoder.ts";
import { completeEpoch, saveLast, TRAINING_FILES } from "./epoch_files.ts";
import { epochOrder } from "./epoch_order.ts";
import { type EpochRecord, isFinal, isOver, type PartialEpoch } from "./history.ts";
import type { ObjectiveName } from "./objectives/objective.ts";
import { type ResumedRun, resumeRun } from "./resume.ts";
import { RESIDUAL } from "./search_network/residual.ts";
import type { SearchNetwork } from "./search_network/search_network.ts";
import { steps, warmUpAll } from "./steps.ts";
import { autoencoderTrainee, searchTrainee, type Trainable, type Trainee } from "./trainee.ts";
import { identityOf, type TrainingCallbacks, type TrainingRun } from "./training_run.ts";

export type { TrainingCallbacks };

/** Options of `train`. */
export interface TrainOptions<M = Autoencoder> extends TrainingRun, TrainingCallbacks<M> {}

/** Result of `train`. */
export interface TrainingResult<M = Autoencoder> {
  /** The model with the weights of its best epoch; the caller disposes it. */
  model: M;
  history: EpochRecord[];
  /** Epochs that an earlier call had finished. */
  resumedEpochs: number;
}

/**
 * Train an autoencoder on the training split of `store`: Adam, on shuffled batches, for `epochs`.
 *
 * After each epoch `last.safetensors`, `best.safetensors` (lowest validation loss) and `history.json`
 * are written to `directory`, in this order; the others follow from the first. Called again, it
 * resumes after the last epoch, or the step that `signal` stopped it at, and ends with the same
 * weights as a run that was not stopped: the order of images, the augmentation and Adam's state
 * depend on the seed and the epoch alone. If `last.safetensors` is damaged it resumes from the best
 * weights and warns.
 *
 * @throws {Error} if another process trains in `directory`, it holds another run or more epochs, its
 *   best weights are damaged, or the loss is not finite; the checkpoints stay as they are
 */
export async function train(
  options: TrainOptions & { architecture: Architecture; objective: ObjectiveName },
): Promise<TrainingResult> {
  return await trainModel(options, (resumed) => autoencoderTrainee(options, resumed));
}

/** Train a search network by instance discrimination; otherwise as `train`. */
export async function trainSearchNetwork(
  options: Omit<TrainOptions<SearchNetwork>, "architecture" | "objective">,
): Promise<TrainingResult<SearchNetwork>> {
  const run = { ...options, architecture: RESIDUAL, objective: "instance discrimination" };
  return await trainModel(run, (resumed) => searchTrainee(run, resumed));
}

async function trainModel<M extends Trainable>(
  options: TrainOptions<M>,
  createTrainee: (resumed: ResumedRun) => Promise<Trainee<M>>,
): Promise<TrainingResult<M>> {
  const { store, architecture, recipe, directory, onWarning = console.warn } = options;
  if (store.rowsOf("train").length === 0) {
    throw new RangeError(`Cannot train as "${store.name}" has no training images`);
  }
  using _lock = await lockFolder(directory, { task: "train", onWarning });
  await removeTemporaryFiles(directory, (name) => TRAINING_FILES.includes(name));
  await useBackend();
  const identity = identityOf(options);
  const resumed = await resumeRun(directory, { identity, architecture, recipe, onWarning });
  const resumedEpochs = resumed.history.length;
  const trainee = await createTrainee(resumed);
  const { model, objective, adam } = trainee;
  try {
    // Where an earlier start was killed after it saved an epoch, the other files lack that epoch.
    const { history: before, isBestBehind = false } = resumed;
    resumed.bestWeights =
      await completeEpoch(directory, trainee, { history: before, identity }, isBestBehind) ??
        resumed.bestWeights;
    await begin(options, trainee, resumed);
    const { history, bestWeights } = await trainEpochs(options, trainee, resumed);
    if (bestWeights) model.loadStateDict(bestWeights);
    return { model, history, resumedEpochs };
  } catch (error) {
    model.dispose();
    throw error;
  } finally {
    adam.dispose();
    objective.dispose();
  }
}

/** The epochs of a run after those in `resumed`: steps, evaluation and checkpoint of each. */
async function trainEpochs<M extends Trainable>(
  options: TrainOptions<M>,
  trainee: Trainee<M>,
  { history, partial, bestWeights, fromBest }: ResumedRun,
): Promise<Pick<ResumedRun, "history" | "bestWeights">> {
  const { store, recipe, seed, directory, onEpoch, signal } = options;
  const { model, objective } = trainee;
  const identity = identityOf(options);
  const validationRows = store.rowsOf("validation");
  for (let epoch = history.length + 1; !isOver(history, recipe); epoch++) {
    const origin = fromBest && { fromBest };
    const before: PartialEpoch = partial ?? { images: 0, lossSum: 0, seconds: 0 };
    const started = performance.now() - before.seconds * 1000;
    const seconds = () => (performance.now() - started) / 1000;

    // Train
    const order = epochOrder(store, { seed, epoch, balanced: recipe.balanced });
    let { images, lossSum } = before;
    for await (const { loss, count } of steps(options, trainee, { epoch, order, from: images })) {
      lossSum += loss * count;
      images += count;
      await reportStep(options, model, { epoch, images, loss });
    }
    const trained = { images, lossSum, seconds: seconds() };
    if (signal?.aborted && images < order.rows.length) {
      if (images > before.images) {
        const partial = { ...trained, ...origin };
        await saveLast(directory, trainee, { history, partial, identity });
      }
      throw signal.reason;
    }

    // Evaluate
    const trainLoss = lossSum / images;
    const validationLoss = validationRows.length > 0 ? await objective.loss(validationRows) : null;
    const loss = validationLoss ?? trainLoss;
    history.push({
      epoch,
      trainLoss,
      validationLoss,
      best: history.every((row) => loss < (row.validationLoss ?? row.trainLoss)),
      imagesPerSecond: images / trained.seconds,
      seconds: seconds(),
      ...origin,
    });

    // Checkpoint. The last first: the other files follow from it.
    const { best } = history.at(-1)!;
    await saveLast(directory, trainee, { history, identity }, isFinal(history, recipe));
    bestWeights = await completeEpoch(directory, trainee, { history, identity }, best) ??
      bestWeights;
    await onEpoch?.(history);
    partial = fromBest = undefined;
  }
  return { history, bestWeights };
}

/** Call the callbacks that come before the first step, and tune a GPU's kernels. */
async function begin<M extends Trainable>(
  options: TrainOptions<M>,
  { model, objective }: Trainee<M>,
  { history, partial }: ResumedRun,
): Promise<void> {
  if (history.length > 0 || partial) {
    const images = partial?.images ?? 0;
    await options.onResume?.({ history, images, isOver: isOver(history, options.recipe) });
  }
  await options.onStart?.(model);
  const { name, gpu } = await useBackend();
  if (name === "webgpu" && gpu) await warmUpAll(options, objective, options.onMeasured);
}

/**
 * Call `onStep` after a step of `epoch`, of which `images` are done.
 *
 * @throws {Error} if the loss is not finite
 */
async function reportStep<M>(
  { store, recipe, onStep }: TrainOptions<M>,
  model: M,
  { epoch, images, loss }: { epoch: number; images: number; loss: number },
): Promise<void> {
  if (!Number.isFinite(loss)) {
    throw new Error(
      `Cannot continue training as the loss of epoch ${epoch} must be finite: current value is ` +
        `${loss} (the checkpoint of epoch ${epoch - 1} is kept; a smaller learning rate than ` +
        `${recipe.learningRate} may help)`,
    );
  }
  const { length } = store.rowsOf("train");
  await onStep?.({
    epoch,
    epochs: recipe.epochs,
    imagesDone: (epoch - 1) * length + images,
    imagesTotal: recipe.epochs * length,
    loss,
  }, model);
}
