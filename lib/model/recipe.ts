/** How a model is trained: `Recipe`, and the values that it may have, `TRAINING`. */

import * as v from "valibot";
import { Count, Numeral, Positive, Text } from "../io/json.ts";
import type { AugmentationName } from "./objectives/contrastive/augmentation.ts";
import type { ScheduleName } from "./schedule.ts";

const Weight = v.pipe(Numeral, v.minValue(0));
const AboveZero = v.pipe(Numeral, v.gtValue(0));
const SCHEDULES = ["constant", "cosine"] as const satisfies readonly ScheduleName[];

/** Hyperparameters of a training run, by name. */
export const TRAINING = {
  /** Passes over the training images; after 0, initial weights are evaluated. */
  epochs: Count,
  /** Images per step. */
  batchSize: Positive,
  /** Adam's learning rate. */
  learningRate: AboveZero,
  /** How the learning rate changes. @default "constant", as the original */
  schedule: v.optional(v.picklist(SCHEDULES)),
  /** Whether the reconstruction objective flips, shifts and recolours training images. */
  augment: v.boolean(),
  /**
   * Whether an epoch shows each category equally often: images of small categories several times,
   * not all of large ones.
   *
   * @default false
   */
  balanced: v.optional(v.boolean()),
  /** Stop after this many epochs without a lower validation loss. @default never */
  patience: v.optional(Count),
  /** Temperature of the contrastive loss, above 0. @default 0.2 */
  temperature: v.optional(AboveZero),
  /**
   * Weight of the reconstruction's mean squared error beside the contrastive loss, which trains the
   * decoder.
   *
   * @default 1
   */
  reconstruction: v.optional(Weight),
  /** First epochs in which the encoder takes the images at 64 x 64, at half the cost. @default 0 */
  lowResolutionEpochs: v.optional(Count),
  /**
   * First epochs in which the reconstruction objective trains the decoder alone, on latent vectors of
   * the frozen encoder, which are whitened if it is untrained (`WhitenedLayer`). The schedule runs its
   * whole course in these epochs, and again in the others.
   *
   * @default 0
   */
  decoderEpochs: v.optional(Count),
  /** Factor of the learning rate for the encoder, where the objective is reconstruction. @default 1 */
  encoderRate: v.optional(Weight),
  /**
   * Weight of chroma in the gradient of the reconstruction's error: what differs from the mean of a
   * pixel's three channels counts this many times. The losses that are reported do not change.
   *
   * @default 1, the mean squared error
   */
  chromaWeight: v.optional(Weight),
  /** What differs between two contrastive views of an image. @default all of `AUGMENTATIONS` */
  // The contrastive objective refuses others.
  augmentations: v.optional(v.array(Text as v.GenericSchema<AugmentationName>)),
};
const SCHEMA = v.object(TRAINING);
export type Recipe = v.InferOutput<typeof SCHEMA>;
