/**
 * What training tells of itself: `EpochRecord`, `TrainingProgress`; read back: `historyFrom`; and
 * whether it is over: `isOver`.
 */

import type { Recipe } from "../runs/experiment.ts";

/** One epoch of a run; a row of `history.json`. */
export interface EpochRecord {
  /** Counted from 1. */
  epoch: number;
  /** Mean squared error over the epoch's photos in [-1, 1], each measured before its step. */
  trainLoss: number;
  /** The same over the validation split, after the epoch; null if that split is empty. */
  validationLoss: number | null;
  /** Whether this is the lowest validation loss so far (training loss, if there is no split). */
  best: boolean;
  /** Training photos a second, the validation pass not counted. */
  imagesPerSecond: number;
  /** Wall time of training and validation. */
  seconds: number;
  /**
   * Present if the epoch began with the best weights alone, as the checkpoint to go on with was
   * damaged: a run without that fault ends with other numbers.
   */
  fromBest?: true;
}

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

/**
 * The epochs of `value`, which was read from a file.
 *
 * @throws {SyntaxError} unless they are numbered from 1 without a gap and hold finite numbers
 */
export function historyFrom(value: unknown): EpochRecord[] {
  if (!Array.isArray(value)) throw new SyntaxError("Cannot read history as it must be a list");
  for (const [i, row] of value.entries()) {
    const at = `row ${i} of the history`;
    if (row?.epoch !== i + 1) {
      throw new SyntaxError(`Cannot read history as ${at} must be of epoch ${i + 1}`);
    }
    for (const key of ["trainLoss", "validationLoss", "imagesPerSecond", "seconds"]) {
      const missing = key === "validationLoss" && row[key] === null;
      if (!missing && !Number.isFinite(row[key])) {
        throw new SyntaxError(
          `Cannot read history as "${key}" in ${at} must be a finite number: ` +
            `current value is ${JSON.stringify(row[key])?.slice(0, 60) ?? "none"}`,
        );
      }
    }
    if (typeof row.best !== "boolean") {
      throw new SyntaxError(`Cannot read history as "best" in ${at} must be true or false`);
    }
  }
  return value;
}
