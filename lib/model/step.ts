/** One step of gradient descent, and getting ready for the first: `takeStep`, `warmUp`. */

import * as tf from "@tensorflow/tfjs-core";
import { settleBackend } from "../backend/mod.ts";
import type { LossAndGradients } from "./autoencoder.ts";

/**
 * Change the weights by their gradients, all of which are disposed; gives the loss before the step.
 * The change is queued when this returns: the next step may be begun before the loss is there.
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
 * Have the backend compile what `lossAndGradients` needs, and choose how to compute it, so that the
 * first step is as fast as the others and computed the same way. Changes no weight.
 *
 * @param onMeasured told how many of the layers that are new to the device are measured
 */
export async function warmUp(
  lossAndGradients: () => LossAndGradients,
  onMeasured?: (done: number, total: number) => void | Promise<void>,
): Promise<void> {
  // The second pass compiles what was chosen after the first.
  for (let pass = 0; pass < 2; pass++) {
    const { loss, gradients } = lossAndGradients();
    await loss.data();
    tf.dispose([loss, gradients]);
    await settleBackend(onMeasured);
  }
}
