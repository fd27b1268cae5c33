/** The history of a training run: losses by epoch, and its progress. */

import * as v from "valibot";
import { Numeral, Positive } from "../io/json.ts";
import type { Recipe } from "./recipe.ts";

/** One epoch of a run. */
const EPOCH = v.strictObject({
  /** Counted from 1. */
  epoch: Positive,
  /** Mean loss over the epoch's images, each measured before its step. */
  trainLoss: Numeral,
  /** The same over the validation split, after the epoch; null if that split is empty. */
  validationLoss: v.nullable(Numeral),
  /** Whether this is the lowest validation loss so far (training loss, if there is no split). */
  best: v.boolean(),
  /** Training images per second, without validation. */
  imagesPerSecond: Numeral,
  /** Wall time of training and validation. */
  seconds: Numeral,
  /**
   * Present if the epoch was resumed from the best weights alone, as the last checkpoint was damaged:
   * a run without that fault ends with other weights.
   */
  fromBest: v.optional(v.literal(true)),
});
export type EpochRecord = v.InferOutput<typeof EPOCH>;

/** The epochs of a run, in order. */
export const EPOCHS = v.pipe(
  v.array(EPOCH),
  v.check((rows) => rows.every(({ epoch }, i) => epoch === i + 1), "epochs numbered from 1"),
);

/** `history.json`. */
export const HISTORY = {
  version: 1,
  schema: v.strictObject({ epochs: EPOCHS }),
  hint: "run notebook 02_train again",
};

/** Progress of an epoch that was stopped. */
export const PARTIAL = v.strictObject({
  /** Training images done. */
  images: Positive,
  /** Sum of their losses. */
  lossSum: Numeral,
  /** Wall time of their steps. */
  seconds: Numeral,
  fromBest: EPOCH.entries.fromBest,
});
export type PartialEpoch = v.InferOutput<typeof PARTIAL>;

/** Progress of a run after a step. */
export interface TrainingProgress {
  /** The epoch being trained, counted from 1. */
  epoch: number;
  epochs: number;
  /** Training images done, including resumed ones, and in all epochs. */
  imagesDone: number;
  imagesTotal: number;
  /** Loss of the step's batch, before the step. */
  loss: number;
}

/** What an earlier start has done. */
export interface Resumed {
  /** Its whole epochs. */
  history: readonly EpochRecord[];
  /** Training images done of the next epoch. */
  images: number;
  /** Whether nothing is left to train. */
  isOver: boolean;
}

/** The best epoch of `history`, counted from 1; 0 where there is none. */
export function bestEpoch(history: readonly EpochRecord[]): number {
  return history.findLastIndex(({ best }) => best) + 1;
}

/** Whether all epochs are done, or the last `patience` ones lowered no loss. */
export function isOver(
  history: readonly EpochRecord[],
  { epochs, patience }: Pick<Recipe, "epochs" | "patience">,
): boolean {
  return history.length >= epochs || patience !== undefined && history.length > patience &&
      history.slice(-patience).every(({ best }) => !best);
}

/**
 * Whether no epoch can follow, even if the recipe asked for more: each step of a cosine schedule depends
 * on the number of epochs, so that a longer one is another training.
 */
export function isFinal(
  history: readonly EpochRecord[],
  { epochs, schedule }: Pick<Recipe, "epochs" | "schedule">,
): boolean {
  return schedule === "cosine" && history.length >= epochs;
}
