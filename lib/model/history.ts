/** The losses of a training by epoch, and how far it is: `EpochRecord`, `HISTORY`, `isOver`. */

import * as v from "valibot";
import { Numeral, Positive } from "../io/json.ts";
import type { Recipe } from "../runs/experiment.ts";

/** One epoch of a run. */
const EPOCH = v.strictObject({
  /** Counted from 1. */
  epoch: Positive,
  /** Mean squared error over the epoch's photos in [-1, 1], each measured before its step. */
  trainLoss: Numeral,
  /** The same over the validation split, after the epoch; null if that split is empty. */
  validationLoss: v.nullable(Numeral),
  /** Whether this is the lowest validation loss so far (training loss, if there is no split). */
  best: v.boolean(),
  /** Training photos a second, the validation pass not counted. */
  imagesPerSecond: Numeral,
  /** Wall time of training and validation. */
  seconds: Numeral,
  /**
   * Present if the epoch began with the best weights alone, as the checkpoint to go on with was
   * damaged: a run without that fault ends with other numbers.
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

/** How far an epoch is that was stopped on the way. */
export interface PartialEpoch {
  /** Training photos done. */
  images: number;
  /** Sum of their losses. */
  lossSum: number;
  /** Wall time of their steps. */
  seconds: number;
  /** As in `EpochRecord`. */
  fromBest?: true | undefined;
}

/** Where a run is, told after each step. */
export interface TrainingProgress {
  /** The epoch being trained, counted from 1. */
  epoch: number;
  epochs: number;
  /** Training photos done in this run and in all, resumed ones included. */
  imagesDone: number;
  imagesTotal: number;
  /** Loss of the step's batch. */
  loss: number;
}

/** Whether all epochs are done, or the last `patience` ones brought no better loss. */
export function isOver(
  history: readonly EpochRecord[],
  { epochs, patience }: Pick<Recipe, "epochs" | "patience">,
): boolean {
  return history.length >= epochs || patience !== undefined && history.length > patience &&
      history.slice(-patience).every(({ best }) => !best);
}
