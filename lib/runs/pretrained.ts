/**
 * The weights that come with the project: `isPretrained`, `openPretrained`, `pretrainedOrigin`,
 * `packPretrained`, `seenNotice`. They were trained on other photos (`deno task pretrain`) and
 * describe new ones at once.
 */

import { join } from "node:path";
import * as v from "valibot";
import type { Settings } from "./experiment.ts";
import { checked, Count, Positive, Text } from "../io/json.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { readTensorFile, writeTensorFile } from "../io/tensor_file.ts";
import { ARCHITECTURES, type ModelName } from "../model/architecture.ts";
import { EXPERIMENT } from "./record_schema.ts";
import type { ExperimentRecord } from "./experiment_record.ts";
import { fromInt8, toInt8 } from "../model/int8_weights.ts";
import { checkStateDict, type StateDict } from "../model/state_dict.ts";

/** Where they lie. */
export const PRETRAINED_PATH = join(PROJECT_ROOT, "data", "models", "pretrained.safetensors");
const REMEDY = "take data/models from the repository again";

/** Where weights come from. */
export interface PretrainedAbout {
  /** How they were trained: data set, recipe, seed, machine, versions. */
  experiment: ExperimentRecord;
  epochs: number;
  /** Time that took. */
  minutes: number;
  /** SPDX name of the licence they may be used under. */
  license: string;
}

const About = v.strictObject({
  experiment: EXPERIMENT,
  epochs: Positive,
  minutes: Count,
  license: Text,
});

/** Whether a model's weights come with the project, so that no run trains it. */
export function isPretrained(name: ModelName): boolean {
  return name === "pretrained";
}

/** Where the weights come from, in a sentence for people. */
export function pretrainedOrigin(
  { experiment, epochs, minutes, license }: PretrainedAbout,
): string {
  const { dataset, model, seed } = experiment;
  return `${ARCHITECTURES.pretrained.title} is not trained here: its weights come with the project, in ` +
    `data/models. It is ${
      ARCHITECTURES[model].title
    } after ${epochs} epochs (${minutes} minutes) over ` +
    `${dataset.splits.train} photos of "${dataset.name}", seed ${seed}; licence ${license}`;
}

/** What to say where the weights have seen the very photos of `settings`; undefined where not. */
export function seenNotice(
  { experiment: { dataset, seed } }: PretrainedAbout,
  settings: Settings,
): string | undefined {
  if (settings.dataset !== dataset.setting || settings.seed !== seed) return undefined;
  return `The pretrained weights have seen photos of "${settings.dataset}", seed ${seed}: ` +
    "what they find among them says little of others";
}

/**
 * The weights, whole, and where they come from.
 *
 * @throws {Error} if the file is missing or damaged, with what to do
 */
export async function openPretrained(
  path = PRETRAINED_PATH,
): Promise<{ weights: StateDict; about: PretrainedAbout }> {
  const file = await readTensorFile(path, { keys: ["about"], hint: REMEDY });
  if (!file) throw new Error(`Cannot open model as "${path}" must be there (${REMEDY})`);
  try {
    const about: PretrainedAbout = checked(About)(JSON.parse(file.metadata.about ?? "null"));
    const weights = fromInt8(file.tensors);
    checkStateDict(ARCHITECTURES.pretrained, weights);
    return { weights, about };
  } catch (error) {
    throw new Error(`Cannot open "${path}" (${REMEDY}): ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/**
 * Write trained weights as `openPretrained` reads them, a byte a number.
 *
 * @throws {TypeError} if they are not those of the network
 */
export async function packPretrained(
  weights: StateDict,
  about: PretrainedAbout,
  path = PRETRAINED_PATH,
): Promise<void> {
  checkStateDict(ARCHITECTURES.pretrained, weights);
  const tensors = toInt8(ARCHITECTURES.pretrained, weights);
  await writeTensorFile(path, tensors, { about: JSON.stringify(about) });
}
