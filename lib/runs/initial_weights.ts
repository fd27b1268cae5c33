/** Weights to begin training with, where they are another model's: `openFirstWeights`. */

import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Experiment } from "./experiment.ts";
import { ARCHITECTURES, scaleArchitecture } from "../model/architecture.ts";
import { isPretrained, openPretrained, seenNotice } from "./pretrained.ts";
import { checkStateDict, type StateDict } from "../model/state_dict.ts";
import { openWeights, refuseOtherPhotos } from "./trained.ts";

/** Weights that were learned before. */
export interface FirstWeights {
  weights: StateDict;
  /** SHA-256, hex, of all of them: training goes on from nothing that began with others. */
  fingerprint: string;
}

/**
 * The weights of the model that `experiment.recipe.startFrom` names: of the same run, in the folder
 * beside `experiment.directory`, or with the project. Undefined where they are drawn.
 *
 * @param onNotice told where weights that come with the project have seen the very photos
 * @throws {RangeError} if the model has other layers, or was told categories and this one is not
 * @throws {Error} if it was not trained yet, or on other photos than those of `store`
 */
export async function openFirstWeights(
  experiment: Experiment,
  store: ImageStore,
  onNotice: (notice: string) => void | Promise<void>,
): Promise<FirstWeights | undefined> {
  const { model, settings, recipe: { startFrom, width = 1 }, directory } = experiment;
  if (startFrom === undefined) return undefined;
  const architecture = ARCHITECTURES[model];
  const { learns } = ARCHITECTURES[startFrom];
  if (learns === "categories" && architecture.learns !== learns) {
    throw new RangeError(
      `Cannot train "${model}" as startFrom must be a model that was not told the categories: ` +
        `current value is "${startFrom}"`,
    );
  }
  const other = { ...experiment, model: startFrom, directory: join(dirname(directory), startFrom) };
  const { weights, identity } = await openWeights(other);
  refuseOtherPhotos(other, identity, store, `train "${model}"`);
  try {
    checkStateDict(scaleArchitecture(architecture, width), weights);
  } catch (error) {
    throw new RangeError(
      `Cannot train "${model}" as startFrom must be a model of the same layers: ` +
        `current value is "${startFrom}" (${(error as Error).message})`,
      { cause: error },
    );
  }
  if (isPretrained(startFrom)) {
    const notice = seenNotice((await openPretrained()).about, settings);
    if (notice !== undefined) await onNotice(notice);
  }
  return { weights, fingerprint: fingerprintOf(weights) };
}

function fingerprintOf(weights: StateDict): string {
  const sum = createHash("sha256");
  for (const name of Object.keys(weights).sort()) {
    const { buffer, byteOffset, byteLength } = weights[name]!.data;
    sum.update(name).update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return sum.digest("hex");
}
