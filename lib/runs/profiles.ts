/** Profiles: how many photos a run uses and how it trains each model. */

import type { ModelName } from "./presets.ts";
import type { Recipe } from "./recipe.ts";

/** What a run costs and how good it gets. */
export interface Profile {
  /** At most this many photos of the data set are used, sampled by seed; all if undefined. */
  photos?: number;
  /** Crops of further drawn boards, for the validation and test splits. @default 0 */
  heldOut?: number;
  recipe: Recipe;
  /** What differs from the recipe for a model. */
  models?: Partial<Record<ModelName, Partial<Recipe>>>;
}

// Trained together from the start, +Layer loses chroma and reconstructions stay grey. With the decoder
// first, a slower encoder and chroma weighted it keeps colour (test/bench/RESULTS.md, Grey
// reconstructions).
const DECODER_FIRST: Partial<Recipe> = { learningRate: 7e-4, encoderRate: 0.3, chromaWeight: 4 };
// The last epoch, at full resolution, adapts the first layers to it.
const LONG_RECONSTRUCTION: Partial<Recipe> = {
  ...DECODER_FIRST,
  epochs: 9,
  decoderEpochs: 2,
  lowResolutionEpochs: 8,
};
// In two minutes a slower encoder forgets less: one seed had a chroma R2 of 0.61 where 0.3 had 0.35.
const QUICK_RECONSTRUCTION: Partial<Recipe> = { ...DECODER_FIRST, encoderRate: 0.1 };
// Low resolution halves the cost, so more epochs fit into the time. Tried on boards: with three times
// this learning rate the norm of the embeddings grows a thousandfold and less is learned.
const QUICK_CONTRASTIVE: Partial<Recipe> = {
  epochs: 3,
  lowResolutionEpochs: 3,
  batchSize: 8,
  learningRate: 3e-4,
};
// Batches of 16 have more negatives, which pays off in many epochs. A last epoch at full resolution
// costs as much as two others and gained next to nothing on clothing.
const LONG_CONTRASTIVE: Partial<Recipe> = {
  epochs: 5,
  lowResolutionEpochs: 5,
  batchSize: 16,
  learningRate: 4e-4,
};
// From scratch, the supervised objective hardly begins to learn in batches of 16 or more: after an
// epoch of clothing its loss was that of chance.
const FINE_TUNED: Partial<Recipe> = { startFrom: "pretrained" };
// The last epochs adapt the first layers to full resolution.
const PAPER_CONTRASTIVE: Partial<Recipe> = {
  lowResolutionEpochs: 30,
  init: "he",
  schedule: "cosine",
};

/** The profiles by name. */
export const PROFILES = {
  // A few dozen photos and one epoch: to see that everything runs, not to learn anything.
  tiny: {
    photos: 60,
    heldOut: 50,
    recipe: { epochs: 1, batchSize: 8, learningRate: 3e-4, augment: false },
  },
  // Sized so that the notebooks take 7 to 15 minutes on two CPU cores, set-up included. In so short a
  // time the number of steps counts, so batches are small.
  quick: {
    photos: 700,
    heldOut: 640,
    recipe: {
      epochs: 5,
      batchSize: 4,
      learningRate: 1e-3,
      init: "he",
      schedule: "cosine",
      augment: false,
    },
    models: {
      baseline: {
        ...QUICK_RECONSTRUCTION,
        learningRate: 1.5e-3,
        epochs: 2,
        decoderEpochs: 1,
        lowResolutionEpochs: 2,
      },
      plus_layer: { ...QUICK_RECONSTRUCTION, epochs: 3, decoderEpochs: 1, lowResolutionEpochs: 3 },
      contrastive: QUICK_CONTRASTIVE,
      supervised: QUICK_CONTRASTIVE,
    },
  },
  // Some hours on two CPU cores, all models: seven times the photos, about twice the epochs or more.
  long: {
    photos: 5000,
    heldOut: 1000,
    recipe: {
      epochs: 9,
      batchSize: 8,
      learningRate: 1e-3,
      init: "he",
      schedule: "cosine",
      augment: false,
    },
    models: {
      baseline: LONG_RECONSTRUCTION,
      plus_layer: LONG_RECONSTRUCTION,
      contrastive: LONG_CONTRASTIVE,
      supervised: { ...LONG_CONTRASTIVE, ...FINE_TUNED },
    },
  },
  // The original: 40 epochs of batches of 128. Contrastive models train as long, in their own way.
  paper: {
    recipe: { epochs: 40, batchSize: 128, learningRate: 3e-4, augment: false },
    models: { contrastive: PAPER_CONTRASTIVE, supervised: { ...PAPER_CONTRASTIVE, ...FINE_TUNED } },
  },
} as const satisfies Record<string, Profile>;

/** Name of a profile. */
export type ProfileName = keyof typeof PROFILES;
/** Names of the profiles. */
export const PROFILE_NAMES: readonly ProfileName[] = ["tiny", "quick", "long", "paper"];
