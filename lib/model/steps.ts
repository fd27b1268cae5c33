/** The steps of gradient descent, and the warm-up before the first. */

import { setTimeout as delay } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import { batchesAtOnce, settleBackend } from "../backend/mod.ts";
import { batches } from "../dataset/batches.ts";
import type { Adam } from "./adam.ts";
import type { EpochOrder } from "./epoch_order.ts";
import type { LossAndGradients } from "./loss.ts";
import type { Objective } from "./objectives/objective.ts";
import { learningRateAt } from "./schedule.ts";
import type { TrainingRun } from "./training_run.ts";

/**
 * Update the weights by their gradients, which are disposed; returns the loss before the step. The
 * update is queued before the first wait, so the next step may begin before the loss has arrived.
 */
export async function takeStep(
  { loss, gradients }: LossAndGradients,
  adam: Pick<Adam, "applyGradients">,
): Promise<number> {
  adam.applyGradients(gradients);
  tf.dispose(gradients);
  try {
    const [value] = await loss.data();
    await settleBackend();
    return value!;
  } finally {
    loss.dispose();
  }
}

/**
 * The steps of an epoch from image `from` of its order on, until the signal stops them. Several are
 * queued where the backend gains from it; each is given when its loss is known, in order.
 */
export async function* steps(
  { store, recipe, signal }: Pick<TrainingRun, "store" | "recipe"> & { signal?: AbortSignal },
  { objective, adam }: { objective: Objective; adam: Adam },
  { epoch, order, from }: { epoch: number; order: EpochOrder; from: number },
): AsyncGenerator<{ loss: number; count: number }, void, void> {
  const batchSize = objective.batchSize(order.rows.length);
  const stepsPerEpoch = Math.ceil(order.rows.length / batchSize);
  let step = (epoch - 1) * stepsPerEpoch + Math.ceil(from / batchSize);
  let read = from;
  const queued: { loss: Promise<number>; count: number }[] = [];
  const next = async () => {
    const { loss, count } = queued.shift()!;
    return { loss: await loss, count };
  };
  try {
    for await (const batch of batches(store, order.rows.subarray(from), { batchSize })) {
      // Signals arrive only while a timer runs, and batches that were read ahead are not awaited.
      await delay(0);
      if (signal?.aborted) break;
      // The decoder's own epochs have a schedule of their own.
      const alone = (recipe.decoderEpochs ?? 0) * stepsPerEpoch;
      const [begin, end] = step < alone ? [0, alone] : [alone, recipe.epochs * stepsPerEpoch];
      adam.learningRate = learningRateAt(step - begin, {
        steps: end - begin,
        peak: recipe.learningRate,
        schedule: recipe.schedule,
      });
      const count = batch.rows.length;
      const keys = order.keys.subarray(read, read + count);
      const loss = takeStep(objective.lossAndGradients({ ...batch, keys }, epoch), adam);
      objective.afterStep?.(step++, epoch);
      // An error is thrown when its turn comes; it is not unhandled until then.
      loss.catch(() => {});
      read += count;
      queued.push({ loss, count });
      while (queued.length >= batchesAtOnce()) yield await next();
    }
    while (queued.length > 0) yield await next();
  } finally {
    // The model may be disposed after this.
    await Promise.allSettled(queued.map(({ loss }) => loss));
  }
}

/**
 * Let the backend compile and tune the kernels of `lossAndGradients`, so that the first step is as
 * fast as the others and computed the same way. Changes no weight.
 *
 * @param onMeasured called with how many of the layers that are new to the device are measured
 */
export async function warmUp(
  lossAndGradients: () => LossAndGradients,
  onMeasured?: (done: number, total: number) => void | Promise<void>,
): Promise<void> {
  // The second pass compiles the kernels that were chosen after the first.
  for (let pass = 0; pass < 2; pass++) {
    const { loss, gradients } = lossAndGradients();
    await loss.data();
    tf.dispose([loss, gradients]);
    await settleBackend(onMeasured);
  }
}

/** Compile and tune the kernels of every batch size and resolution of the run. */
export async function warmUpAll(
  { store, recipe }: Pick<TrainingRun, "store" | "recipe">,
  objective: Objective,
  onMeasured?: (done: number, total: number) => void | Promise<void>,
): Promise<void> {
  const rows = store.rowsOf("train");
  const batchSize = objective.batchSize(rows.length);
  const sizes = [Math.min(batchSize, rows.length), rows.length % batchSize];
  const { lowResolutionEpochs = 0, decoderEpochs = 0 } = recipe;
  const epochs = [0, lowResolutionEpochs, decoderEpochs].map((done) =>
    Math.min(recipe.epochs, done + 1)
  );
  for (const size of new Set(sizes.filter((size) => size > 0))) {
    const some = rows.subarray(0, size);
    const images = await store.readImages(some);
    for (const epoch of new Set(epochs)) {
      const batch = () => ({ rows: some, keys: some, images: images.slice() });
      await warmUp(() => objective.lossAndGradients(batch(), epoch), onMeasured);
    }
  }
}
