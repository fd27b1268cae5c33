/** What training tells of itself: `EpochRecord`, `TrainingProgress`. */

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
