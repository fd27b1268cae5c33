/** Settings of a run, from the environment or a notebook's settings cell; checked here and nowhere else. */

import { existsSync } from "node:fs";
import { basename, extname, isAbsolute, resolve } from "node:path";
import { BACKEND_NAMES, type BackendName } from "../backend/mod.ts";
import { SPLIT_NAMES, type SplitName } from "../dataset/sources/complete_the_look/crops.ts";
import { DATASET_NAMES, datasetInfo, isNamed } from "../dataset/sources/named.ts";
import { addressForPeople, hasScheme, isAddress, withoutSecrets } from "../io/address.ts";
import { VECTOR_FILES } from "../embedding/embedding.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { MODEL_NAMES, type ModelName } from "./presets.ts";
import { PROFILE_NAMES, type ProfileName } from "./profiles.ts";

/**
 * The models of a run that names none. Contrastive and supervised learning need more images and epochs
 * than a default run has: after two minutes their embeddings find no better than an autoencoder's.
 */
const DEFAULT_MODELS: readonly ModelName[] = [
  "baseline",
  "plus_layer",
  "pretrained",
  "pretrained_baseline",
];

/** How the file of an encoder ends. */
export const ENCODER_FILE = ".onnx";

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
  /** How crops of boards are split; "rows" splits row by row, as the original. */
  split: SplitName;
  profile: ProfileName;
  /** The models that are compared, in the order of `MODEL_NAMES`. */
  models: readonly ModelName[];
  /** Absolute paths of files with embeddings of the same photos, to be compared with the models'. */
  embeddings?: readonly string[];
  /** Absolute path of an encoder in ONNX, to be compared with the models and searched with. */
  encoder?: string;
  backend: BackendName;
  /** Name of the run: a folder below `data/runs` and `data/reports`. */
  run: string;
  /** Decides splits, initial weights, the order of images and the map. */
  seed: number;
}

/** Their names. */
const NAMES = [
  "dataset",
  "origin",
  "mirror",
  "split",
  "profile",
  "models",
  "embeddings",
  "encoder",
  "backend",
  "run",
  "seed",
] as const satisfies readonly (keyof Settings)[];
/** Name of a setting that can be given. */
type SettingName = typeof NAMES[number];

/** Settings as a person gives them: text from the environment, or values in a notebook. */
export type SettingsInput = Partial<Record<SettingName, string | number | readonly string[]>>;

/**
 * Settings from `overrides`, else from the environment (DATASET, SPLIT, PROFILE, MODELS, EMBEDDINGS,
 * ENCODER, BACKEND, RUN, SEED; `origin` is CLOTHING_URL or COMPLETE_THE_LOOK_TSV, `mirror` is
 * COMPLETE_THE_LOOK_BOARDS), else their defaults.
 *
 * @throws {RangeError} if a name is unknown or a value out of range, with those that exist
 */
export function readSettings(
  overrides: SettingsInput = {},
  environment: Record<string, string | undefined> = Deno.env.toObject(),
): Settings {
  const unknown = Object.keys(overrides).find((name) => !NAMES.some((known) => known === name));
  if (unknown !== undefined) {
    throw refusal(`a setting must be one of ${NAMES.join(", ")}`, unknown);
  }
  const given = (name: SettingName, variable = name.toUpperCase()) => {
    const value = overrides[name] ?? environment[variable];
    return value === undefined || value === "" ? undefined : String(value);
  };
  const dataset = namedOrFolder(given("dataset") ?? "boards");
  const { boards, origin } = datasetInfo(dataset);
  const mirror = dataset === "complete-the-look" && given("mirror", "COMPLETE_THE_LOOK_BOARDS");
  const splits: readonly SplitName[] = boards ? SPLIT_NAMES : ["boards"];
  const split = oneOf("SPLIT", given("split") ?? "boards", splits);
  const profile = oneOf("PROFILE", given("profile") ?? "quick", PROFILE_NAMES);
  const models = modelsOf(given("models") ?? DEFAULT_MODELS.join());
  const embeddings = namedFiles("EMBEDDINGS", given("embeddings") ?? "", VECTOR_FILES);
  const [encoder] = namedFiles("ENCODER", given("encoder") ?? "", [ENCODER_FILE]);
  const backend = oneOf("BACKEND", given("backend") ?? "auto", BACKEND_NAMES);
  return {
    dataset,
    ...(origin && {
      origin: addressOrPath(origin.variable, given("origin", origin.variable) ?? origin.address),
    }),
    ...(mirror && { mirror: checkedAddress("COMPLETE_THE_LOOK_BOARDS", mirror) }),
    split,
    profile,
    models,
    ...(embeddings.length > 0 && { embeddings }),
    ...(encoder && { encoder }),
    backend,
    run: runName(
      given("run") ??
        [folderName(dataset), profile, ...(split === "rows" ? [split] : [])].join("-"),
    ),
    seed: wholeSeed(given("seed") ?? "42"),
  };
}

/** The backend to ask for; undefined for "auto", so that a backend in use is kept. */
export function wantedBackend({ backend }: Settings): BackendName | undefined {
  return backend === "auto" ? undefined : backend;
}

/** The name of a data set, fit to be part of a folder's name. */
export function folderName(dataset: string): string {
  return basename(dataset).replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "photos";
}

function namedOrFolder(dataset: string): string {
  if (isNamed(dataset)) return dataset;
  if (hasScheme(dataset)) throw unknownDataset(dataset);
  const path = isAbsolute(dataset) ? dataset : resolve(PROJECT_ROOT, dataset);
  // A word without a folder of that name is a mistyped name rather than a path.
  if (!/[\\/]/.test(dataset) && !existsSync(path)) throw unknownDataset(dataset);
  return path;
}

function unknownDataset(dataset: string): RangeError {
  const names = DATASET_NAMES.join(", ");
  return refusal(`DATASET must be one of ${names} or the path of a folder of photos`, dataset);
}

function addressOrPath(name: string, origin: string): string {
  if (hasScheme(origin)) return checkedAddress(name, origin);
  return isAbsolute(origin) ? origin : resolve(PROJECT_ROOT, origin);
}

function checkedAddress(name: string, address: string): string {
  if (isAddress(address) && URL.canParse(address)) return address;
  throw refusal(`${name} must be an address that begins with http:// or https://`, address);
}

/** The one of `known` that `value` names. @throws {RangeError} if there is none */
export function oneOf<T extends string>(name: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
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

/** Absolute paths of files separated by commas. */
function namedFiles(setting: string, value: string, endings: readonly string[]): string[] {
  const names = value.split(",").map((name) => name.trim()).filter((name) => name !== "");
  return names.map((name) => {
    const path = isAbsolute(name) ? name : resolve(PROJECT_ROOT, name);
    if (!endings.includes(extname(name).toLowerCase())) {
      throw refusal(
        `${setting} must name files that end with ${endings.join(", ")}, commas between them`,
        name,
      );
    }
    if (!existsSync(path)) throw refusal(`${setting} must name files that exist`, name);
    return path;
  });
}

function runName(value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(value)) return value;
  throw refusal(
    'RUN must be a folder name of at most 100 letters, digits, ".", "_" and "-"',
    value,
  );
}

function wholeSeed(value: string): number {
  // Number() would take "0x10", "1e3" and " " too.
  const seed = /^[0-9]+$/.test(value) ? Number(value) : NaN;
  if (seed <= 0xffffffff) return seed;
  throw refusal("SEED must be a whole number from 0 to 4294967295", value);
}

function refusal(condition: string, value: string): RangeError {
  const safe = hasScheme(value) ? addressForPeople(value) : withoutSecrets(value);
  const shown = safe.length > 100 ? `${safe.slice(0, 100)}...` : safe;
  return new RangeError(
    `Cannot read settings as ${condition}: current value is ${JSON.stringify(shown)}`,
  );
}
