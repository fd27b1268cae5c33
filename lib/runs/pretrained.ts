/** The weights that come with the project, trained on other photos. */

import * as v from "valibot";
import { formatNumber } from "../io/format.ts";
import { Count, Positive, Text } from "../io/json.ts";
import { ARCHITECTURES } from "../model/architecture.ts";
import type { StateDict } from "../model/state_dict.ts";
import { EXPERIMENT } from "./experiment_record.ts";
import { PRESETS } from "./presets.ts";
import type { Settings } from "./settings.ts";
import { readShipped, type ShippedWeights, writeShipped } from "./shipped_weights.ts";

/** The models whose weights come with the project. */
export const PRETRAINED_NAMES = ["pretrained", "pretrained_baseline"] as const;
/** Name of such a model. */
export type PretrainedName = typeof PRETRAINED_NAMES[number];

const ABOUT = v.strictObject({
  /** How they were trained: data set, recipe, seed, machine, versions. */
  experiment: EXPERIMENT.schema,
  epochs: Positive,
  /** Time of the training. */
  minutes: Count,
  /** SPDX name of the licence they may be used under. */
  license: Text,
  /** Named data sets whose photos were trained on too, of whatever seed. */
  furtherPhotos: v.optional(v.array(Text)),
});
/** Where weights come from. */
export type PretrainedAbout = v.InferOutput<typeof ABOUT>;

/** Where the weights of the run's pretrained models come from: a sentence each. */
export async function pretrainedOrigins({ models }: Pick<Settings, "models">): Promise<string[]> {
  const names = models.flatMap((model) => PRETRAINED_NAMES.find((name) => name === model) ?? []);
  return await Promise.all(
    names.map(async (name) => pretrainedOrigin(name, (await openPretrained(name)).about)),
  );
}

/** Where the weights come from, in a sentence for people. */
export function pretrainedOrigin(
  name: PretrainedName,
  { experiment: { dataset, model, seed }, epochs, minutes, license }: PretrainedAbout,
): string {
  return `${PRESETS[name].title} is not trained here: its weights come with the project, in ` +
    `data/models. It is ${PRESETS[model].title} after ${epochs} epochs (${minutes} minutes) over ` +
    `${
      formatNumber(dataset.splits.train)
    } images of "${dataset.name}", seed ${seed}; licence ${license}.`;
}

/** A warning if the weights were trained on the very photos of `settings`. */
export function overlapWarning(
  { experiment: { dataset, seed }, furtherPhotos = [] }: PretrainedAbout,
  settings: Settings,
): string | undefined {
  const photos = furtherPhotos.includes(settings.dataset)
    ? `"${settings.dataset}"`
    : settings.dataset === dataset.setting && settings.seed === seed
    ? `"${settings.dataset}", seed ${seed}`
    : undefined;
  return photos &&
    `The pretrained weights were trained on photos of ${photos}: scores on them say ` +
      "little about other photos";
}

/**
 * The weights, and where they come from.
 *
 * @param path @default that of the preset
 * @throws as `readShipped`
 */
export async function openPretrained(
  name: PretrainedName = "pretrained",
  path: string = PRESETS[name].checkpoint!,
): Promise<ShippedWeights<PretrainedAbout>> {
  return await readShipped(path, ARCHITECTURES[PRESETS[name].architecture], ABOUT);
}

/**
 * Write trained weights as `openPretrained` reads them.
 *
 * @param path @default that of the preset
 * @throws as `writeShipped`
 */
export async function packPretrained(
  name: PretrainedName,
  weights: StateDict,
  about: PretrainedAbout,
  path: string = PRESETS[name].checkpoint!,
): Promise<void> {
  await writeShipped(path, ARCHITECTURES[PRESETS[name].architecture], { weights, about });
}
