/**
 * An experiment: which photos, which model, trained how, from which seed, kept where. Settings come
 * from the environment or a notebook's settings cell and are checked here and nowhere else:
 * `readSettings`, `createExperiment`, `PROFILES`.
 */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { BACKEND_NAMES, type BackendName } from "../backend/mod.ts";
import { SPLIT_NAMES, type SplitName } from "../dataset/sources/complete_the_look/crops.ts";
import { DATASET_NAMES, datasetInfo, isAddress, isNamed } from "../dataset/sources/named.ts";
import { MODEL_NAMES, type ModelName } from "../model/architecture.ts";
import type { ContrastiveRecipe } from "../model/objectives/contrastive/contrastive_task.ts";
import type { ScheduleName } from "../model/schedule.ts";
import type { InitName } from "../model/state_dict.ts";
import { PROJECT_ROOT } from "../io/paths.ts";

/** How a model is trained. */
export interface Recipe extends ContrastiveRecipe {
  /** Passes over the training photos. */
  epochs: number;
  /** Photos a step. */
  batchSize: number;
  /** Adam's step size. */
  learningRate: number;
  /** How the first weights are drawn. @default "torch", as the original */
  init?: InitName;
  /**
   * Another model to take the first weights from: one of the same run, trained before on the same
   * photos, or `pretrained`; of the same layers and width. What its task has beside the model (a
   * projection head) is drawn all the same.
   *
   * @default undefined, which draws them
   */
  startFrom?: ModelName;
  /** Times as many channels in every layer. @default 1 */
  width?: number;
  /** How the step size changes. @default "constant", as the original */
  schedule?: ScheduleName;
  /** Whether photos are flipped, shifted and recoloured while training. */
  augment: boolean;
  /**
   * Whether an epoch shows each category equally often: photos of small ones several times, not all
   * of large ones.
   *
   * @default false
   */
  balanced?: boolean;
  /** Stop after this many epochs without a better validation loss; never if undefined. */
  patience?: number;
}

/** What a run costs and how good it gets. */
export interface Profile {
  /** At most this many photos of the data set are used, chosen by seed; all if undefined. */
  photos?: number;
  recipe: Recipe;
  /** What a model trains otherwise than the recipe says. */
  models?: Partial<Record<ModelName, Partial<Recipe>>>;
}

// At half the size, at half the cost: more of them fit into the time. Tried on boards: at three times
// this step size the vectors grow a thousandfold and learn less.
const QUICK_CONTRASTIVE: Partial<Recipe> = {
  epochs: 3,
  halvedEpochs: 3,
  batchSize: 8,
  learningRate: 3e-4,
};
// Batches of 16 have more others to tell apart, which pays once epochs are many. A last epoch at the
// full size costs two others and brought next to nothing on clothing.
const LONG_CONTRASTIVE: Partial<Recipe> = {
  epochs: 5,
  halvedEpochs: 5,
  batchSize: 16,
  learningRate: 4e-4,
};
// From drawn weights a network that is told the categories hardly begins to learn in batches of 16 or
// more: after an epoch of clothing its loss was that of chance.
const TOLD: Partial<Recipe> = { startFrom: "pretrained" };
// The last epochs get the first layers used to the full size.
const PAPER_CONTRASTIVE: Partial<Recipe> = {
  halvedEpochs: 30,
  init: "he",
  schedule: "cosine",
};

/** The profiles by name. */
export const PROFILES = {
  // A few dozen photos and one epoch: whether everything runs, not what it learns.
  tiny: {
    photos: 60,
    recipe: { epochs: 1, batchSize: 8, learningRate: 3e-4, augment: false },
  },
  // Sized so that the notebooks take ten minutes on two slow CPU cores, set-up included. Tried
  // on boards: in so short a time the number of steps counts, so batches are small; He's first
  // weights get +Layer in 400 steps where PyTorch's are after 900; and Baseline draws well after one
  // epoch, so that +Layer gets most of the time.
  quick: {
    photos: 700,
    recipe: {
      epochs: 2,
      batchSize: 4,
      learningRate: 1e-3,
      init: "he",
      schedule: "cosine",
      augment: false,
    },
    models: {
      baseline: { epochs: 1 },
      contrastive: QUICK_CONTRASTIVE,
      supervised: QUICK_CONTRASTIVE,
    },
  },
  // Some hours on two CPU cores, all models: five times the photos, several times the epochs.
  long: {
    photos: 5000,
    recipe: {
      epochs: 6,
      batchSize: 8,
      learningRate: 1e-3,
      init: "he",
      schedule: "cosine",
      augment: false,
    },
    models: { contrastive: LONG_CONTRASTIVE, supervised: { ...LONG_CONTRASTIVE, ...TOLD } },
  },
  // The original: 40 epochs of batches of 128. Contrastive models learn as long, in their own way.
  paper: {
    recipe: { epochs: 40, batchSize: 128, learningRate: 3e-4, augment: false },
    models: { contrastive: PAPER_CONTRASTIVE, supervised: { ...PAPER_CONTRASTIVE, ...TOLD } },
  },
} as const satisfies Record<string, Profile>;

/** The models of a run that names none: those that are told nothing of what photos show. */
const DEFAULT_MODELS: readonly ModelName[] = [
  "baseline",
  "plus_layer",
  "contrastive",
  "pretrained",
];

/** Name of a profile. */
export type ProfileName = keyof typeof PROFILES;

/** Everything that can be set, checked. */
export interface Settings {
  /** The photos: absolute path of a folder, or the name of a data set. */
  dataset: string;
  /**
   * Where a named data set comes from: address, or absolute path, of its archive or table; undefined
   * for those that are not downloaded.
   */
  origin?: string;
  /** Address that the boards of Complete The Look lie below, where it is not the published one. */
  mirror?: string;
  /** How crops of boards are split; "rows" is the original's way, for comparison. */
  split: SplitName;
  profile: ProfileName;
  /** The models that are compared, and trained but for `pretrained`, in the order of `MODEL_NAMES`. */
  models: readonly ModelName[];
  backend: BackendName;
  /** Name of the run: a folder below `data/runs` and `data/reports`. */
  run: string;
  /** Draws splits, first weights, the order of photos and the map. */
  seed: number;
}

/** Settings as a person gives them: text from the environment, or values in a notebook. */
export type SettingsInput = Partial<Record<keyof Settings, string | number | readonly string[]>>;

/** One model of one run. */
export interface Experiment {
  settings: Settings;
  profile: Profile;
  model: ModelName;
  recipe: Recipe;
  seed: number;
  /** Where the prepared photos lie. */
  datasetDirectory: string;
  /** Where this model's checkpoints, history and vectors lie, beside those of the run's others. */
  directory: string;
}

/**
 * Settings from `overrides`, else from the environment (DATASET, SPLIT, PROFILE, MODELS, BACKEND, RUN, SEED;
 * `origin` is CLOTHING_URL or COMPLETE_THE_LOOK_TSV, `mirror` is COMPLETE_THE_LOOK_BOARDS), else
 * their defaults.
 *
 * @throws {RangeError} if a name is unknown or a value out of range, with those that exist
 */
export function readSettings(
  overrides: SettingsInput = {},
  environment: Record<string, string | undefined> = Deno.env.toObject(),
): Settings {
  const given = (name: keyof Settings, variable = name.toUpperCase()) => {
    const value = overrides[name] ?? environment[variable];
    return value === undefined || value === "" ? undefined : String(value);
  };
  const dataset = namedOrFolder(given("dataset") ?? "boards");
  const { boards, origin } = datasetInfo(dataset);
  const mirror = dataset === "complete-the-look" && given("mirror", "COMPLETE_THE_LOOK_BOARDS");
  const split = oneOf("SPLIT", given("split") ?? "boards", boards ? SPLIT_NAMES : ["boards"]);
  const profile = oneOf("PROFILE", given("profile") ?? "quick", Object.keys(PROFILES));
  const models = modelsOf(given("models") ?? DEFAULT_MODELS.join());
  const backend = oneOf("BACKEND", given("backend") ?? "auto", BACKEND_NAMES);
  return {
    dataset,
    ...(origin && {
      origin: addressOrPath(origin.variable, given("origin", origin.variable) ?? origin.address),
    }),
    ...(mirror && { mirror: checkedAddress("COMPLETE_THE_LOOK_BOARDS", mirror) }),
    split: split as SplitName,
    profile: profile as ProfileName,
    models,
    backend: backend as BackendName,
    run: runName(
      given("run") ??
        [folderName(dataset), profile, ...(split === "rows" ? [split] : [])].join("-"),
    ),
    seed: wholeSeed(given("seed") ?? "42"),
  };
}

/**
 * The experiment of one model under `settings`.
 *
 * @param changes what to train otherwise than the profile says: `{ augment: true, patience: 5 }`
 * @throws {RangeError} if there is no such model, or `startFrom` is not the name of another one
 */
export function createExperiment(
  settings: Settings,
  model: ModelName,
  changes: Partial<Recipe> = {},
): Experiment {
  oneOf("model", model, MODEL_NAMES);
  if (changes.startFrom !== undefined) {
    oneOf(`startFrom of ${model}`, changes.startFrom, MODEL_NAMES.filter((name) => name !== model));
  }
  const profile: Profile = PROFILES[settings.profile];
  return {
    settings,
    profile,
    model,
    recipe: { ...profile.recipe, ...profile.models?.[model], ...changes },
    seed: settings.seed,
    datasetDirectory: datasetDirectory(settings),
    directory: join(runDirectory(settings), model),
  };
}

/** Folder of a run's results: `data/runs/<run>`. */
export function runDirectory({ run }: Settings): string {
  return join(PROJECT_ROOT, "data", "runs", run);
}

/**
 * Folder that a named data set is drawn or downloaded into: boards of another seed or another mirror
 * are others; else what was downloaded serves every run.
 */
export function originalsDirectory(
  { dataset, seed, mirror }: Pick<Settings, "dataset" | "seed" | "mirror">,
): string {
  const name = dataset === "boards"
    ? `boards-drawn-${seed}`
    : [folderName(dataset), "originals", ...(mirror ? [keyOf(mirror)] : [])].join("-");
  return join(PROJECT_ROOT, "data", "datasets", name);
}

/** Folder of the prepared photos; what makes other photos or splits makes another folder. */
export function datasetDirectory(settings: Settings): string {
  const { dataset, origin, mirror, split, profile, seed } = settings;
  const { photos }: Profile = PROFILES[profile];
  const key = keyOf(JSON.stringify([dataset, origin, mirror, split, seed, photos]));
  return join(PROJECT_ROOT, "data", "datasets", `${folderName(dataset)}-${key}`);
}

/** The backend to ask for: none where the settings leave it open, so that one in use is kept. */
export function wantedBackend({ backend }: Settings): BackendName | undefined {
  return backend === "auto" ? undefined : backend;
}

/** Name of the data set, for people and folders. */
export function datasetName({ dataset }: Settings): string {
  return folderName(dataset);
}

function namedOrFolder(dataset: string): string {
  if (isNamed(dataset)) return dataset;
  const path = isAbsolute(dataset) ? dataset : resolve(PROJECT_ROOT, dataset);
  // A word without a folder of that name is a mistyped name rather than a path.
  if (!/[\\/]/.test(dataset) && !existsSync(path)) {
    const names = DATASET_NAMES.join(", ");
    throw refusal(`DATASET must be one of ${names} or the path of a folder of photos`, dataset);
  }
  return path;
}

function addressOrPath(name: string, origin: string): string {
  if (isAddress(origin)) return checkedAddress(name, origin);
  return isAbsolute(origin) ? origin : resolve(PROJECT_ROOT, origin);
}

function checkedAddress(name: string, address: string): string {
  if (isAddress(address) && URL.canParse(address)) return address;
  throw refusal(`${name} must be an address that begins with http:// or https://`, address);
}

/** Eight hexadecimal digits that tell texts apart. */
function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

function folderName(path: string): string {
  return basename(path).replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "photos";
}

function oneOf(name: string, value: string, known: readonly string[]): string {
  if (known.includes(value)) return value;
  throw refusal(`${name} must be one of ${known.join(", ")}`, value);
}

/** Names separated by commas, in the order of `MODEL_NAMES` and each once. */
function modelsOf(value: string): ModelName[] {
  const named = value.split(",").map((name) => oneOf("MODELS", name.trim(), MODEL_NAMES));
  if (!named.includes("plus_layer")) {
    throw refusal("MODELS must name plus_layer, which the others are compared with", value);
  }
  return MODEL_NAMES.filter((name) => named.includes(name));
}

function runName(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value)) return value;
  throw refusal('RUN must be a folder name of letters, digits, ".", "_" and "-"', value);
}

function wholeSeed(value: string): number {
  // Number() would take "0x10", "1e3" and " " too.
  const seed = /^[0-9]+$/.test(value) ? Number(value) : NaN;
  if (seed <= 0xffffffff) return seed;
  throw refusal("SEED must be a whole number from 0 to 4294967295", value);
}

function refusal(condition: string, value: string): RangeError {
  const shown = value.length > 100 ? `${value.slice(0, 100)}...` : value;
  return new RangeError(
    `Cannot read settings as ${condition}: current value is ${JSON.stringify(shown)}`,
  );
}
