/** How a model is trained: `Recipe`. */

import type { AugmentationName } from "./objectives/contrastive/augmentation.ts";
import type { ScheduleName } from "./schedule.ts";

/** Hyperparameters of a training run. */
export interface Recipe {
  /** Passes over the training images. */
  epochs: number;
  /** Images per step. */
  batchSize: number;
  /** Adam's learning rate. */
  learningRate: number;
  /** How the learning rate changes. @default "constant", as the original */
  schedule?: ScheduleName;
  /** Whether the reconstruction objective flips, shifts and recolours training images. */
  augment: boolean;
  /**
   * Whether an epoch shows each category equally often: images of small categories several times,
   * not all of large ones.
   *
   * @default false
   */
  balanced?: boolean;
  /** Stop after this many epochs without a lower validation loss. @default never */
  patience?: number;
  /** Temperature of the contrastive loss, above 0. @default 0.2 */
  temperature?: number;
  /**
   * Weight of the reconstruction's mean squared error beside the contrastive loss, which trains the
   * decoder.
   *
   * @default 1
   */
  reconstruction?: number;
  /** First epochs in which the encoder takes the images at 64 x 64, at half the cost. @default 0 */
  lowResolutionEpochs?: number;
  /**
   * First epochs in which the reconstruction objective trains the decoder alone, on latent vectors of
   * the frozen encoder, which are whitened if it is untrained (`WhitenedLayer`). The schedule runs its
   * whole course in these epochs, and again in the others.
   *
   * @default 0
   */
  decoderEpochs?: number;
  /** Factor of the learning rate for the encoder, where the objective is reconstruction. @default 1 */
  encoderRate?: number;
  /**
   * Weight of chroma in the gradient of the reconstruction's error: what differs from the mean of a
   * pixel's three channels counts this many times. The losses that are reported do not change.
   *
   * @default 1, the mean squared error
   */
  chromaWeight?: number;
  /** What differs between two contrastive views of an image. @default all of `AUGMENTATIONS` */
  augmentations?: AugmentationName[];
}
