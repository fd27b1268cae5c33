/** Training objectives: the loss of a batch, and of images that are held out. */

import type * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "../../dataset/batches.ts";
import type { ImageStore } from "../../dataset/store/image_store.ts";
import type { AdamOptions } from "../adam.ts";
import type { Autoencoder } from "../autoencoder.ts";
import type { LossAndGradients } from "../loss.ts";
import type { Recipe } from "../recipe.ts";
import type { StateDict } from "../state_dict.ts";

/**
 * "reconstruction": mean squared error of the decoded images. "contrastive": NT-Xent on augmented
 * views, without labels. "supervised": supervised contrastive (SupCon), with the category labels.
 * Both contrastive ones add the reconstruction's error.
 */
export type ObjectiveName = "reconstruction" | "contrastive" | "supervised";

/** Labels of the losses in figures and tables; losses of different objectives are not comparable. */
export const LOSS_NAMES: Readonly<Record<ObjectiveName, string>> = {
  reconstruction: "MSE (pixels in [-1, 1])",
  contrastive: "NT-Xent + MSE",
  supervised: "supervised contrastive + MSE",
};

/** Whether an image and its mirror image get similar embeddings: contrastive views are flipped. */
export function isMirrorInvariant(objective: ObjectiveName): boolean {
  return objective !== "reconstruction";
}

/** Images of a training step. */
export interface TrainingBatch extends Batch {
  /** For each image the number that its random augmentation is drawn from. */
  keys: Uint32Array;
}

/** An objective of one training run. */
export interface Objective {
  /** Parameters trained beside the model's own, by their names in a checkpoint. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Images per step, of `count` in an epoch. */
  batchSize(count: number): number;
  /** Loss of a batch in epoch `epoch` (from 1), and its gradient by each weight. */
  lossAndGradients(batch: TrainingBatch, epoch: number): LossAndGradients;
  /** The same loss of `rows`, without gradients and with the same augmentation after each epoch. */
  loss(rows: Uint32Array): Promise<number>;
  /** Adam's options, but the learning rate. @default those of `Adam` */
  readonly adam?: Omit<AdamOptions, "learningRate">;
  /** Called when the weights were updated by step `step` of the run, counted from 0, in `epoch`. */
  afterStep?(step: number, epoch: number): void;
  /** The model's weights to keep where they are not those that are trained. */
  averagedWeights?(): Promise<StateDict>;
  /** The values of `variables`, and what else the objective must resume with. */
  stateDict(): Promise<StateDict>;
  /** Dispose `variables`; the model stays. */
  dispose(): void;
}

/** What an objective is created for. */
export interface ObjectiveContext {
  model: Autoencoder;
  store: ImageStore;
  recipe: Recipe;
  seed: number;
  /** Values of `variables`, from a checkpoint. @default initial values, drawn from the seed */
  weights?: StateDict | undefined;
  /** Whether the model has weights that were drawn, not trained. @default false */
  initial?: boolean;
}
