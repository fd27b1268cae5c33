/** What one training run trains, and the value that tells it from other runs. */

import * as v from "valibot";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { Text } from "../io/json.ts";
import type { Autoencoder } from "./autoencoder.ts";
import type { EpochRecord, Resumed, TrainingProgress } from "./history.ts";
import type { Recipe } from "./recipe.ts";
import type { InitName, StateDict, Weighted } from "./state_dict.ts";

/** A training run. */
export interface TrainingRun {
  store: ImageStore;
  architecture: Weighted;
  /** Name of the objective. */
  objective: string;
  /** An initialisation, or the weights of a checkpoint to fine-tune. @default "torch" */
  initialWeights?: InitName | PretrainedWeights | undefined;
  recipe: Recipe;
  /** Draws the initial weights, the order of the images and their augmentation. */
  seed: number;
  /** Folder of the checkpoints. */
  directory: string;
}

/** Callbacks of `train`; training waits for what they return. */
export interface TrainingCallbacks<M = Autoencoder> {
  /** Called before the first step if an earlier start has done some. */
  onResume?: (resumed: Resumed) => void | Promise<void>;
  /**
   * Called before the first step, when it is certain that this run may continue in its folder, with
   * the model as it begins.
   */
  onStart?: (model: M) => void | Promise<void>;
  /** Called while the kernels of a GPU that is new to the model are tuned, before the first step. */
  onMeasured?: (done: number, total: number) => void | Promise<void>;
  /** Called after each step, with the model as it is then; the callback leaves it as it is. */
  onStep?: (progress: TrainingProgress, model: M) => void | Promise<void>;
  /** Called after each epoch, when its checkpoint is on disk, with all epochs so far. */
  onEpoch?: (history: readonly EpochRecord[]) => void | Promise<void>;
  /** Called if a file is damaged or an earlier start was killed. @default console.warn */
  onWarning?: (warning: string) => void | Promise<void>;
  /** Stops training after the current steps, which are saved (on WebGPU up to 0.2 s of them). */
  signal?: AbortSignal;
}

/** Weights to start from. */
export interface PretrainedWeights {
  weights: StateDict;
  /** Hash of all of them. */
  fingerprint: string;
}

/** Decides the result of a run; checkpoints carry it, and only equal runs are resumed. */
export const IDENTITY = v.looseObject({
  /** Fingerprint of the store. */
  dataset: Text,
});
export type RunIdentity = v.InferOutput<typeof IDENTITY>;

/** The identity of a run. Epochs may be added to it later where the schedule does not depend on them. */
export function identityOf(run: TrainingRun): RunIdentity {
  const { store, architecture, objective, initialWeights = "torch", recipe, seed } = run;
  return {
    dataset: store.fingerprint,
    architecture: architecture.name,
    width: "weights" in architecture ? 1 : architecture.width ?? 1,
    objective,
    initialWeights: typeof initialWeights === "string"
      ? initialWeights
      : initialWeights.fingerprint,
    recipe: trainedRecipe(recipe),
    seed,
  };
}

/** The part of a recipe that decides each step of training. */
export function trainedRecipe(
  recipe: { epochs: number; patience?: number | undefined; schedule?: string | undefined },
): Record<string, unknown> {
  const { epochs, patience: _, ...rest } = recipe;
  return rest.schedule === "cosine" ? { ...rest, epochs } : rest;
}
