/** One step of gradient descent, and the warm-up before the first. */

import * as tf from "@tensorflow/tfjs-core";
import { settleBackend } from "../backend/mod.ts";
import type { LossAndGradients } from "./loss.ts";

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
