/** What a model learns from its photos: `Task`, `createTask`. */

import type * as tf from "@tensorflow/tfjs-core";
import type { Batch } from "../../dataset/batches.ts";
import type { ImageStore } from "../../dataset/store/image_store.ts";
import type { Recipe } from "../../runs/experiment.ts";
import type { Autoencoder } from "../autoencoder.ts";
import type { LossAndGradients } from "../loss.ts";
import { ContrastiveTask } from "./contrastive/contrastive_task.ts";
import { ReconstructionTask } from "./reconstruction.ts";
import type { StateDict } from "../state_dict.ts";

/** Photos to learn from. */
export interface TrainingBatch extends Batch {
  /** For each image a number to draw its random changes from. */
  keys: Uint32Array;
}

/** A kind of learning: the loss of a batch, and of photos that were not trained on. */
export interface Task {
  /** What is trained beside the model's own weights, by the names under which it is kept. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** Photos a step, of `count` in an epoch. */
  batchSize(count: number): number;
  /** Loss of a batch in epoch `epoch` (from 1), and its gradient by each weight. */
  lossAndGradients(batch: TrainingBatch, epoch: number): LossAndGradients;
  /** The same loss of `rows` without learning from them, drawn alike after each epoch. */
  loss(rows: Uint32Array): Promise<number>;
  /** The values of `variables`. */
  stateDict(): Promise<StateDict>;
  loadStateDict(state: StateDict): void;
  /** Give back what `variables` hold; the model stays. */
  dispose(): void;
}

/** What a task is made for. */
export interface TaskContext {
  model: Autoencoder;
  store: ImageStore;
  recipe: Recipe;
  seed: number;
}

/** The task of `context.model`, as its architecture says. */
export function createTask(context: TaskContext): Task {
  const { learns } = context.model.architecture;
  return learns === "reconstruction"
    ? new ReconstructionTask(context)
    : new ContrastiveTask(context, { byCategory: learns === "categories" });
}
