/**
 * What results were made of: `PROVENANCE`, which results carry; `provenanceIn`, what a run is made of
 * now; and what differs between the two, `differenceOf`.
 */

import { join } from "node:path";
import * as v from "valibot";
import { SEARCH_NETWORK } from "../embedding/compositions.ts";
import { byName, Count, Fingerprint, Text } from "../io/json.ts";
import { readRecord } from "../io/record.ts";
import { readTensorHead } from "../io/tensor_file.ts";
import { describeBest } from "../model/checkpoint.ts";
import { EXPERIMENT } from "./experiment_record.ts";
import { type ModelName, PRESETS, TRAINED_NAMES } from "./presets.ts";
import { SEARCH_NETWORK_PATH } from "./search_network.ts";
import type { Settings } from "./settings.ts";
import { fingerprintOf } from "./trained.ts";

/** Keys of results, by which they belong to a run, its photos and its weights. */
export const PROVENANCE = {
  run: Text,
  profile: Text,
  seed: Count,
  dataset: v.object({ fingerprint: Fingerprint }),
  /** SHA-256 of the weights of each model that a run has, and of the search network. */
  weights: byName(Fingerprint),
};
const SCHEMA = v.object(PROVENANCE);
/** What results were made of. */
export type Provenance = v.InferOutput<typeof SCHEMA>;

/** What of it is known: a run that was not trained yet does not know its photos. */
export type KnownProvenance = Partial<Provenance> & Pick<Provenance, "weights">;

/**
 * What the run in `directory` is made of now, as far as it came: of `models` those that have weights,
 * and what their `experiment.json` says.
 *
 * @throws {Error} if a file is damaged, with what to do
 */
export async function provenanceIn(
  directory: string,
  models: readonly ModelName[],
): Promise<KnownProvenance> {
  const weights: Record<string, string> = {};
  let known: Partial<Provenance> = {};
  for (const model of models) {
    const folder = join(directory, model);
    const found = await fileOfWeights(model, folder);
    if (found) weights[model] = fingerprintOf(model, found.checksum);
    const record = await readRecord(join(folder, "experiment.json"), EXPERIMENT);
    if (!record) continue;
    const { run, profile, seed, dataset: { fingerprint } } = record;
    known = { run, profile, seed, dataset: { fingerprint }, ...known };
  }
  const shipped = await readTensorHead(SEARCH_NETWORK_PATH);
  if (shipped) weights[SEARCH_NETWORK] = shipped.checksum;
  return { ...known, weights };
}

/** The file of a model's weights, by what it says: its own in `folder`, or one that comes along. */
async function fileOfWeights(model: ModelName, folder: string) {
  const { checkpoint } = PRESETS[model];
  return checkpoint ? await readTensorHead(checkpoint) : await describeBest(folder);
}

/** What results of the run with `settings` in `directory` are made of now; as `provenanceIn`. */
export async function currentProvenance(settings: Settings, directory: string) {
  const { run, profile, seed, models } = settings;
  return { ...await provenanceIn(directory, models), run, profile, seed };
}

/**
 * What results of the run with `settings` in `directory` are made of, to be saved with them.
 *
 * @throws {Error} if none of its models was trained yet
 */
export async function provenanceOf(settings: Settings, directory: string): Promise<Provenance> {
  const { dataset, ...rest } = await currentProvenance(settings, directory);
  if (dataset) return { ...rest, dataset };
  throw new Error(
    `Cannot save results as a model of run "${settings.run}" must be trained first: run notebook 02_train`,
  );
}

/**
 * Why results in the folder of a run are not of the run as it is now; undefined if they are. Only what
 * is known of both is compared, and weights that come with the project are not, as they change with its
 * version.
 */
export async function outdatedBy(
  results: KnownProvenance,
  run: string,
  directory: string,
): Promise<string | undefined> {
  const { weights: now, ...rest } = await provenanceIn(directory, TRAINED_NAMES);
  const weights = { ...results.weights };
  for (const name of TRAINED_NAMES) {
    if (name in weights && name in now) weights[name] = now[name]!;
  }
  return differenceOf(results, { ...rest, run, weights });
}

/** What of `found` is not as in `current`, in words that read on after a colon; undefined if all is. */
export function differenceOf(
  found: KnownProvenance,
  { run, profile, seed, dataset, weights }: KnownProvenance,
): string | undefined {
  const of = (what: string, value: unknown, wanted: unknown) =>
    wanted === undefined || value === undefined || value === wanted
      ? []
      : [`it is of ${what} ${value}, not ${wanted}`];
  const namesIn = (of: Provenance["weights"]) =>
    Object.keys(of).filter((name) => name !== SEARCH_NETWORK).sort().join(", ") || "none";
  const others = Object.keys(weights).filter((name) => found.weights[name] !== weights[name]);
  const differences = [
    ...of("run", found.run, run),
    ...of("profile", found.profile, profile),
    ...of("seed", found.seed, seed),
    ...of("the photos", found.dataset?.fingerprint, dataset?.fingerprint),
    ...of("the models", namesIn(found.weights), namesIn(weights)),
    ...others.map((name) => `the weights of ${name} are others by now`),
  ];
  return differences[0];
}
