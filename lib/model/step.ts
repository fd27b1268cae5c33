/** One step of gradient descent, and the warm-up before the first. */

import * as tf from "@tensorflow/tfjs-core";
import { settleBackend } from "../backend/mod.ts";
import type { LossAndGradients } from "./loss.ts";
import type { Objective } from "./objectives/objective.ts";
import type { TrainingRun } from "./training_run.ts";

/**
 * Update the weights by their gradients, which are disposed; returns the loss before the step. The
 * update is queued before the first wait, so the next step may begin before the loss has arrived.
 */
export async function takeStep(
  { loss, gradients }: LossAndGradients,
  optimizer: tf.Optimizer,
): Promise<number> {
  optimizer.applyGradients(gradients);
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
  const epochs = [1, Math.min(recipe.epochs, (recipe.lowResolutionEpochs ?? 0) + 1)];
  for (const size of new Set(sizes.filter((size) => size > 0))) {
    const some = rows.subarray(0, size);
    const images = await store.readImages(some);
    for (const epoch of new Set(epochs)) {
      const batch = () => ({ rows: some, keys: some, images: images.slice() });
      await warmUp(() => objective.lossAndGradients(batch(), epoch), onMeasured);
    }
  }
}
