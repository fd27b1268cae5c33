/** What the study tries: `TRIALS`. */

import type { Recipe } from "../recipe.ts";
import type { ModelName } from "../presets.ts";
import {
  type AugmentationName,
  AUGMENTATIONS,
} from "../../model/objectives/contrastive/augmentation.ts";

/** One way to describe photos. */
export interface Trial {
  name: string;
  /** What is trained; undefined for thumbnails, which need no training. */
  model?: ModelName;
  /** What its recipe has otherwise than the profile's. */
  changes: Partial<Recipe>;
}

/** Half as many channels take a third of the time, so that a trial fits into a minute or two. */
const WIDTH = 0.5;
const BASE = "contrastive";

/** Reconstruction as it was when the study was made: encoder and decoder together. */
const JOINT: Partial<Recipe> = {
  ...{ epochs: 3, batchSize: 8, learningRate: 1e-3 },
  ...{ decoderEpochs: 0, lowResolutionEpochs: 0, encoderRate: 1, chromaWeight: 1 },
};

const without = (removed: AugmentationName): Partial<Recipe> => ({
  augmentations: AUGMENTATIONS.filter((name) => name !== removed),
});
const trial = (name: string, changes: Partial<Recipe>, model: ModelName = "contrastive") => ({
  name,
  model,
  changes: { width: WIDTH, ...changes },
});

/**
 * All trials. Each differs from "contrastive" in what its name says. "reconstruction" learns as +Layer
 * does: whole photos with a larger step, and described without their mirror images, as it was not taught
 * that they are the same.
 */
export const TRIALS: readonly Trial[] = [
  { name: "16 x 16 pixels, mirrored", changes: {} },
  trial("untrained", { epochs: 0 }),
  trial(BASE, {}),
  trial("reconstruction", JOINT, "plus_layer"),
  trial("no reconstruction loss", { reconstruction: 0 }),
  trial("supervised", {}, "supervised"),
  trial("no colour jitter", without("colour")),
  trial("no random crop", without("crop")),
  trial("1 epoch", { epochs: 1, lowResolutionEpochs: 1 }),
  trial("6 epochs", { epochs: 6, lowResolutionEpochs: 6 }),
  trial("a quarter of the channels", { width: WIDTH / 2 }),
  trial("all channels", { width: 1 }),
  trial("batches of 32", { batchSize: 32 }),
];
