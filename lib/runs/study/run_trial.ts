/** Train as a trial says, and evaluate on photos that no trial has seen: `runTrial`, `recipeOf`. */

import { useBackend } from "../../backend/mod.ts";
import { perturbedCopies } from "../../dataset/augment.ts";
import type { ImageStore } from "../../dataset/store/image_store.ts";
import { createExperiment } from "../experiment.ts";
import type { Recipe } from "../recipe.ts";
import { type Settings, wantedBackend } from "../settings.ts";
import { compose } from "../../embedding/compose.ts";
import { DESCRIPTORS } from "../../embedding/compositions.ts";
import { evaluateCopies } from "../../metrics/copy_detection.ts";
import { evaluateRetrieval } from "../../metrics/retrieval.ts";
import { ARCHITECTURES, scaleArchitecture } from "../../model/architecture.ts";
import type { Autoencoder } from "../../model/autoencoder.ts";
import { embedImages } from "../../model/embed.ts";
import { initialStateDict } from "../../model/state_dict.ts";
import { PRESETS } from "../presets.ts";
import { modelOf } from "../trained.ts";
import { train } from "../train.ts";
import { deriveSeed, shuffledIndices } from "../../io/random.ts";
import { embedRows, type Encoder, imageRows } from "../../embedding/row_source.ts";
import { describeSteps, type TransformStep } from "../../embedding/transforms.ts";
import type { SeedScores } from "./study.ts";
import type { Trial } from "./trials.ts";

/** Seed of the evaluation, the same for every trial. */
const EVALUATION_SEED = 1;
/** Photos that perturbed duplicates must find. */
const COPIES = 200;
/** Transforms that embeddings are evaluated with. */
const TRANSFORMS: readonly (readonly TransformStep[])[] = [
  [],
  ["centre", "l2"],
  [{ whiten: 64 }, "l2"],
];

/**
 * What `trial` comes to with `seed`, which decides initial weights, order and augmentation; the photos stay.
 *
 * @param photos settings of those that are trained on, and a store of which all are held out
 * @param directory for checkpoints: started again, training goes on
 */
export async function runTrial(
  trial: Trial,
  seed: number,
  { settings, heldOut }: { settings: Settings; heldOut: ImageStore },
  directory: string,
): Promise<SeedScores> {
  const { model, loss, minutes } = await trainedModel(trial, seed, settings, directory);
  const everything = Uint32Array.from({ length: heldOut.count }, (_, row) => row);
  const copied = shuffledIndices(heldOut.count, deriveSeed(EVALUATION_SEED, "copies")).slice(
    0,
    COPIES,
  );
  const changed = perturbedCopies(heldOut, deriveSeed(EVALUATION_SEED, "changed copies"));
  const encoder: Encoder = model
    ? (images) => embedImages(model, images)
    : DESCRIPTORS["16 x 16 pixels, mirrored"];
  const images = await embedRows(imageRows(heldOut, everything), encoder);
  const copies = await embedRows(imageRows(changed, copied), encoder);
  model?.dispose();
  const labels = heldOut.items.map(({ category }) => category);
  const precision: Record<string, number> = {};
  const recall: Record<string, number> = {};
  for (const steps of TRANSFORMS) {
    const composed = await compose([{ of: "images", steps }], { images }, {
      seed: EVALUATION_SEED,
    });
    const { vectors, dim } = await composed.embed({ images });
    const { vectors: ofCopies } = await composed.embed({ images: copies });
    const options = { vectors, dim, labels, seed: EVALUATION_SEED };
    const { leaveOneOut } = await evaluateRetrieval(options);
    const found = await evaluateCopies({ vectors, dim, copies: ofCopies, rows: copied });
    const name = describeSteps(steps) || "raw";
    precision[name] = leaveOneOut.precision.micro;
    recall[name] = found.recall;
  }
  return { seed, minutes, loss, precision, copies: recall };
}

/** The recipe of a trial that learns; undefined for one that does not. */
export function recipeOf({ model, changes }: Trial, settings: Settings): Recipe | undefined {
  if (!model || changes.epochs === 0) return undefined;
  return createExperiment(settings, model, changes).recipe;
}

/** The model, if the trial has one, its loss on the validation photos, and the minutes it learned. */
async function trainedModel(
  trial: Trial,
  seed: number,
  settings: Settings,
  directory: string,
): Promise<{ model?: Autoencoder; loss: number | null; minutes: number }> {
  const { model: name, changes } = trial;
  if (!name) return { loss: null, minutes: 0 };
  const experiment = createExperiment(settings, name, changes);
  if (!recipeOf(trial, settings)) {
    await useBackend(wantedBackend(settings));
    const { init, width = 1 } = experiment.recipe;
    const architecture = scaleArchitecture(ARCHITECTURES[PRESETS[name].architecture], width);
    const weights = initialStateDict(architecture, deriveSeed(seed, "weights"), init);
    return { model: modelOf(experiment, weights), loss: null, minutes: 0 };
  }
  const { model, history } = await train({ ...experiment, seed, directory });
  const minutes = history.reduce((sum, { seconds }) => sum + seconds, 0) / 60;
  return { model, loss: history.findLast(({ best }) => best)!.validationLoss, minutes };
}
