/** What one training run trains, and the value that tells it from other runs. */

import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Architecture } from "./architecture.ts";
import type { ObjectiveName } from "./objectives/objective.ts";
import type { Recipe } from "./recipe.ts";
import type { InitName, StateDict } from "./state_dict.ts";

/** A training run. */
export interface TrainingRun {
  store: ImageStore;
  architecture: Architecture;
  objective: ObjectiveName;
  /** An initialisation, or the weights of a checkpoint to fine-tune. @default "torch" */
  initialWeights?: InitName | PretrainedWeights | undefined;
  recipe: Recipe;
  /** Draws the initial weights, the order of the images and their augmentation. */
  seed: number;
  /** Folder of the checkpoints. */
  directory: string;
}

/** Weights to start from. */
export interface PretrainedWeights {
  weights: StateDict;
  /** Hash of all of them. */
  fingerprint: string;
}

/** Decides the result of a run; checkpoints carry it, and only equal runs are resumed. */
export interface RunIdentity {
  /** Fingerprint of the store. */
  dataset: string;
  [key: string]: unknown;
}

/** The identity of a run. Epochs may be added to it later where the schedule does not depend on them. */
export function identityOf(run: TrainingRun): RunIdentity {
  const { store, architecture, objective, initialWeights = "torch", recipe, seed } = run;
  const { epochs, patience: _, ...rest } = recipe;
  return {
    dataset: store.fingerprint,
    architecture: architecture.name,
    width: architecture.width ?? 1,
    objective,
    initialWeights: typeof initialWeights === "string"
      ? initialWeights
      : initialWeights.fingerprint,
    recipe: rest.schedule === "cosine" ? { ...rest, epochs } : rest,
    seed,
  };
}
