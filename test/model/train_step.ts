/** Single training steps and gradients in PyTorch's layout, for tests and benchmarks. */

import type * as tf from "@tensorflow/tfjs-core";
import type { Adam } from "../../lib/model/adam.ts";
import type { Autoencoder } from "../../lib/model/autoencoder.ts";
import type { Images } from "../../lib/model/images.ts";
import type { LossOptions } from "../../lib/model/loss.ts";
import type { StateDict } from "../../lib/model/state_dict.ts";
import { takeStep } from "../../lib/model/steps.ts";
import { toTorchLayout } from "../../lib/model/torch_layout.ts";

/** One step on the reconstruction loss of `images`, which is returned as it was before the step. */
export async function trainStep(
  model: Autoencoder,
  images: Images,
  adam: Pick<Adam, "applyGradients">,
): Promise<number> {
  return await takeStep(model.lossAndGradients(images), adam);
}

/** Gradients by the model's weights under PyTorch's names and in its layout. */
export async function gradientStateDict(
  model: Autoencoder,
  images: Images,
  options?: LossOptions,
): Promise<StateDict> {
  const { loss, gradients } = model.lossAndGradients(images, options);
  loss.dispose();
  const named: tf.NamedTensorMap = {};
  for (const [name, variable] of Object.entries(model.variables)) {
    const gradient = gradients[variable.name];
    if (gradient) named[name] = gradient;
  }
  const state = await toTorchLayout(named);
  for (const gradient of Object.values(gradients)) gradient.dispose();
  return state;
}
