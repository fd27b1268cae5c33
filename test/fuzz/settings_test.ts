import assert from "node:assert/strict";
import { dirname, isAbsolute, join } from "node:path";
import type { Dice } from "../../lib/boards/dice.ts";
import {
  DATASET_NAMES,
  ORIGIN_VARIABLES,
  originForPeople,
} from "../../lib/dataset/sources/named.ts";
import { datasetDirectory, originalsDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { PROFILES } from "../../lib/runs/profiles.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { MODEL_NAMES } from "../../lib/runs/presets.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { assertRefusal, EXTREMES, fuzz, mutateText } from "./fuzz.ts";

const NAMED_FILES = ["data/models/plus_layer.safetensors, data/models/baseline.safetensors"];

/** For each variable, values of which some are fit; all of them get damaged too. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  DATASET: [...DATASET_NAMES, "/photos/My Shop", "./photos", "../../../etc", "boards/", "", "\0"],
  PROFILE: [...Object.keys(PROFILES), "constructor", "__proto__", "QUICK"],
  SPLIT: ["boards", "rows", "toString"],
  BACKEND: ["auto", "tensorflow", "webgpu", "cpu", "gpu"],
  MODELS: ["plus_layer", "baseline, plus_layer", "baseline", "contrastive,plus_layer", ",", "x"],
  EMBEDDINGS: ["", "data/models/residual.safetensors", ...NAMED_FILES, "deno.json", "\0.npy"],
  ENCODER: ["", " ", "deno.onnx", "\0.onnx"],
  RUN: ["a", "My-Shop_1.2", "..", ".", "../x", "a/b", "a\\b", "/etc", "-a", ".a", "a\n", "\u00fc"],
  SEED: [...EXTREMES, "7", "42", " ", "1 "],
  CLOTHING_URL: ["http://x/a.zip", "a.zip", "/b.zip", "http://", "https://a:b@c/d?e", "file:///a"],
  COMPLETE_THE_LOOK_TSV: ["https://x/a.tsv", "tables/a.tsv", "HTTP://[", "../../a"],
  COMPLETE_THE_LOOK_BOARDS: ["http://127.0.0.1:8/x", "ftp://x", "file:///etc", "x", "http://["],
};

function environment(dice: Dice): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, values] of Object.entries(VALUES)) {
    if (!dice.chance(0.4)) continue;
    const value = dice.pick(values);
    given[name] = dice.chance(0.3) ? mutateText(value, dice, dice.pick(values)) : value;
  }
  return given;
}

function check(given: Record<string, string>): boolean {
  let settings: ReturnType<typeof readSettings>;
  try {
    settings = readSettings({}, given);
  } catch (error) {
    assertRefusal(error, RangeError);
    return false;
  }
  const { dataset, run, seed, profile, split, models, backend, origin, mirror } = settings;
  assert.ok(DATASET_NAMES.some((name) => name === dataset) || isAbsolute(dataset), dataset);
  assert.ok(Object.keys(PROFILES).includes(profile) && ["boards", "rows"].includes(split));
  assert.ok(models.includes("plus_layer") && models.every((name) => MODEL_NAMES.includes(name)));
  assert.ok(VALUES.BACKEND!.slice(0, 4).includes(backend), backend);
  assert.ok(seed >= 0 && seed < 2 ** 32 && seed % 1 === 0, `${seed}`);
  if (given.SEED) assert.equal(BigInt(given.SEED), BigInt(seed));
  // Whatever the data set and the run are called, folders lie where folders belong.
  const data = join(PROJECT_ROOT, "data");
  assert.equal(dirname(runDirectory(settings)), join(data, "runs"), run);
  assert.equal(dirname(datasetDirectory(settings)), join(data, "datasets"), dataset);
  assert.equal(dirname(originalsDirectory(settings)), join(data, "datasets"), dataset);
  for (const path of [runDirectory, datasetDirectory, originalsDirectory]) {
    assert.match(path(settings).slice(data.length), /^\/(runs|datasets)\/[A-Za-z0-9][\w.-]*$/);
  }
  // An @ further on is part of the path, and no password stands before it.
  if (origin) {
    assert.ok(!/^https?:\/\/[^/]*@|[?]/i.test(originForPeople(origin)) || isAbsolute(origin));
  }
  if (mirror) assert.match(new URL(mirror).protocol, /^https?:$/);
  // What was read gives itself again.
  assert.deepEqual(readSettings({ ...settings }, {}), settings);
  return true;
}

Deno.test("readSettings() takes or refuses 15,000 environments, and keeps folders in place", async () => {
  assert.deepEqual(ORIGIN_VARIABLES.toSorted(), ["CLOTHING_URL", "COMPLETE_THE_LOOK_TSV"]);
  let accepted = 0;
  await fuzz({ seed: 7, inputs: 15_000 }, (dice) => {
    if (check(environment(dice))) accepted++;
  });
  assert.ok(accepted > 1500 && accepted < 12_000, `${accepted} accepted`);
});
