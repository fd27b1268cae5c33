/**
 * An experiment: which photos, which model, trained how, from which seed, kept where. Settings come
 * from the environment or a notebook's settings cell and are checked here and nowhere else:
 * `readSettings`, `createExperiment`, `PROFILES`.
 */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { BACKEND_NAMES, type BackendName } from "./backend/mod.ts";
import { MODEL_NAMES, type ModelName } from "./model/architecture.ts";
import { PROJECT_ROOT } from "./setup/paths.ts";

/** Data sets that go by name; any other is the path of a folder of photos. */
export const DATASET_NAMES = ["boards"] as const;
/** Name of a data set that needs no folder. */
export type DatasetName = typeof DATASET_NAMES[number];

/** How a model is trained. */
export interface Recipe {
  /** Passes over the training photos. */
  epochs: number;
  /** Photos a step. */
  batchSize: number;
  /** Adam's step size. */
  learningRate: number;
  /** Whether photos are flipped, shifted and recoloured while training. */
  augment: boolean;
  /** Stop after this many epochs without a better validation loss; never if undefined. */
  patience?: number;
}

/** What a run costs and how good it gets. */
export interface Profile {
  /** At most this many photos of the data set are used, chosen by seed; all if undefined. */
  photos?: number;
  recipe: Recipe;
}

/** The profiles by name. */
export const PROFILES = {
  // A few dozen photos and one epoch: whether everything runs, not what it learns.
  tiny: {
    photos: 60,
    recipe: { epochs: 1, batchSize: 8, learningRate: 3e-4, augment: false },
  },
  // Sized for two CPU cores. Tried on 1,500 clothing photos: batches of 8 at 1e-3 learn more in three
  // epochs (validation MSE 0.124) than batches of 16 in two (0.159); at 2e-3 they stall (0.237 after
  // the first, against 0.189).
  quick: {
    photos: 1500,
    recipe: { epochs: 3, batchSize: 8, learningRate: 1e-3, augment: false },
  },
  // The original: 40 epochs of batches of 128.
  paper: {
    recipe: { epochs: 40, batchSize: 128, learningRate: 3e-4, augment: false },
  },
} as const satisfies Record<string, Profile>;

/** Name of a profile. */
export type ProfileName = keyof typeof PROFILES;

/** Everything that can be set, checked. */
export interface Settings {
  /** The photos: absolute path of a folder, or "boards", which are drawn here. */
  dataset: string;
  profile: ProfileName;
  backend: BackendName;
  /** Name of the run: a folder below `data/runs` and `data/reports`. */
  run: string;
  /** Draws splits, first weights, the order of photos and the map. */
  seed: number;
}

/** Settings as a person gives them: text from the environment, or values in a notebook. */
export type SettingsInput = Partial<Record<keyof Settings, string | number>>;

/** One model of one run. */
export interface Experiment {
  settings: Settings;
  profile: Profile;
  model: ModelName;
  recipe: Recipe;
  seed: number;
  /** Where the prepared photos lie. */
  datasetDirectory: string;
  /** Where this model's checkpoints, history and vectors lie. */
  directory: string;
}

/**
 * Settings from `overrides`, else from the environment (DATASET, PROFILE, BACKEND, RUN, SEED), else
 * their defaults.
 *
 * @throws {RangeError} if a name is unknown or a value out of range, with those that exist
 */
export function readSettings(
  overrides: SettingsInput = {},
  environment: Record<string, string | undefined> = Deno.env.toObject(),
): Settings {
  const given = (name: keyof Settings) => {
    const value = overrides[name] ?? environment[name.toUpperCase()];
    return value === undefined || value === "" ? undefined : String(value);
  };
  const dataset = namedOrFolder(given("dataset") ?? "boards");
  const profile = oneOf("PROFILE", given("profile") ?? "quick", Object.keys(PROFILES));
  const backend = oneOf("BACKEND", given("backend") ?? "auto", BACKEND_NAMES);
  return {
    dataset,
    profile: profile as ProfileName,
    backend: backend as BackendName,
    run: runName(given("run") ?? `${folderName(dataset)}-${profile}`),
    seed: wholeSeed(given("seed") ?? "42"),
  };
}

/**
 * The experiment of one model under `settings`.
 *
 * @param changes what to train otherwise than the profile says: `{ augment: true, patience: 5 }`
 */
export function createExperiment(
  settings: Settings,
  model: ModelName,
  changes: Partial<Recipe> = {},
): Experiment {
  oneOf("model", model, MODEL_NAMES);
  const profile: Profile = PROFILES[settings.profile];
  return {
    settings,
    profile,
    model,
    recipe: { ...profile.recipe, ...changes },
    seed: settings.seed,
    datasetDirectory: datasetDirectory(settings),
    directory: join(runDirectory(settings), model),
  };
}

/** Folder of a run's results: `data/runs/<run>`. */
export function runDirectory({ run }: Settings): string {
  return join(PROJECT_ROOT, "data", "runs", run);
}

/** Folder that boards are drawn into; another seed draws others. */
export function boardsDirectory({ seed }: Settings): string {
  return join(PROJECT_ROOT, "data", "datasets", `boards-drawn-${seed}`);
}

/** Folder of the prepared photos; another path, seed or number of photos is another folder. */
export function datasetDirectory({ dataset, profile, seed }: Settings): string {
  const { photos }: Profile = PROFILES[profile];
  const key = createHash("sha256").update(JSON.stringify([dataset, seed, photos])).digest("hex");
  return join(PROJECT_ROOT, "data", "datasets", `${folderName(dataset)}-${key.slice(0, 8)}`);
}

/** The backend to ask for: none where the settings leave it open, so that one in use is kept. */
export function wantedBackend({ backend }: Settings): BackendName | undefined {
  return backend === "auto" ? undefined : backend;
}

/** Name of the data set, for people and folders. */
export function datasetName({ dataset }: Settings): string {
  return folderName(dataset);
}

/** Whether a setting DATASET is a name rather than a path. */
export function isNamed(dataset: string): dataset is DatasetName {
  return (DATASET_NAMES as readonly string[]).includes(dataset);
}

function namedOrFolder(dataset: string): string {
  if (isNamed(dataset)) return dataset;
  const path = isAbsolute(dataset) ? dataset : resolve(PROJECT_ROOT, dataset);
  // A word without a folder of that name is a mistyped name rather than a path.
  if (!/[\\/]/.test(dataset) && !existsSync(path)) {
    throw new RangeError(
      `Cannot read settings as DATASET must be one of ${
        DATASET_NAMES.join(", ")
      } or the path of a ` +
        `folder of photos: current value is "${dataset}"`,
    );
  }
  return path;
}

function folderName(path: string): string {
  return basename(path).replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "photos";
}

function oneOf(name: string, value: string, known: readonly string[]): string {
  if (known.includes(value)) return value;
  throw new RangeError(
    `Cannot read settings as ${name} must be one of ${known.join(", ")}: ` +
      `current value is "${value}"`,
  );
}

function runName(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value)) return value;
  throw new RangeError(
    `Cannot read settings as RUN must be a folder name of letters, digits, ".", "_" and "-": ` +
      `current value is "${value}"`,
  );
}

function wholeSeed(value: string): number {
  const seed = Number(value);
  if (Number.isInteger(seed) && seed >= 0 && seed <= 0xffffffff) return seed;
  throw new RangeError(
    `Cannot read settings as SEED must be a whole number from 0 to 4294967295: ` +
      `current value is "${value}"`,
  );
}
