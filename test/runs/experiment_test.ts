import assert from "node:assert/strict";
import { isAbsolute, join } from "node:path";
import { createExperiment, createExperiments } from "../../lib/runs/experiment.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { MODEL_NAMES } from "../../lib/runs/presets.ts";
import { PROFILE_NAMES, type ProfileName } from "../../lib/runs/profiles.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";

Deno.test("readSettings() takes the environment, overrides first, defaults last", () => {
  const settings = readSettings({ seed: 7 }, { DATASET: "/photos/My Shop", SEED: "3", RUN: "" });
  assert.deepEqual(settings, {
    dataset: "/photos/My Shop",
    split: "boards",
    profile: "quick",
    models: ["baseline", "plus_layer", "pretrained", "pretrained_baseline"],
    backend: "auto",
    run: "My-Shop-quick",
    seed: 7,
  });
  assert.ok(isAbsolute(readSettings({ dataset: "./photos" }, {}).dataset));
  assert.equal(readSettings({}, {}).dataset, "boards");
  assert.equal(readSettings({}, {}).run, "boards-quick");
});

Deno.test("readSettings() refuses unknown names with those that exist", () => {
  const env = (more: Record<string, string>) => ({ DATASET: "/photos", ...more });
  const cases: [Record<string, string>, RegExp][] = [
    [
      { PROFILE: "fast" },
      /PROFILE must be one of tiny, quick, long, paper: current value is "fast"/,
    ],
    [{ MODELS: "plus_layer,bigger" }, /MODELS must be one of baseline, plus_layer, .* "bigger"/],
    [{ MODELS: "contrastive" }, /MODELS must name plus_layer, .* "contrastive"/],
    [{ BACKEND: "gpu" }, /BACKEND must be one of auto, tensorflow, webgpu, cpu: .* "gpu"/],
    [{ RUN: "../elsewhere" }, /RUN must be a folder name .* current value is "..\/elsewhere"/],
    [{ RUN: ".." }, /RUN/],
    [{ SEED: "1.5" }, /SEED must be a whole number .* "1.5"/],
    [{ SEED: "-1" }, /SEED/],
    [{ SEED: "abc" }, /SEED/],
    // What Number() would take.
    [{ SEED: "0x10" }, /SEED/],
    [{ SEED: "1e3" }, /SEED/],
    [{ SEED: " " }, /SEED/],
  ];
  for (const [more, message] of cases) assert.throws(() => readSettings({}, env(more)), message);
  assert.throws(
    () => readSettings({ modles: "plus_layer" } as object, {}),
    /a setting must be one of dataset, .* models, .*: current value is "modles"$/,
  );
  const look = (more: Record<string, string>) => ({ DATASET: "complete-the-look", ...more });
  assert.throws(
    () => readSettings({}, look({ COMPLETE_THE_LOOK_BOARDS: "file:///etc" })),
    /COMPLETE_THE_LOOK_BOARDS must be an address that begins with http:\/\/ or .*"file:\/\/\/etc"/,
  );
  assert.throws(
    () => readSettings({}, look({ COMPLETE_THE_LOOK_TSV: "http://[" })),
    /COMPLETE_THE_LOOK_TSV must be an address/,
  );
  assert.throws(
    () => readSettings({}, { DATASET: "bords" }),
    /DATASET must be one of boards, complete-the-look, clothing or the path .* value is "bords"/,
  );
});

Deno.test("readSettings() takes models by name, each once and in their own order", () => {
  const { models } = readSettings({ models: ["supervised", "plus_layer"] }, { MODELS: "baseline" });
  assert.deepEqual(models, ["plus_layer", "supervised"]);
  const { models: given } = readSettings({}, { MODELS: "contrastive, plus_layer,contrastive" });
  assert.deepEqual(given, ["plus_layer", "contrastive"]);
});

Deno.test("readSettings() knows where named data sets come from, and takes another place", () => {
  const of = (environment: Record<string, string>) => readSettings({}, environment);
  assert.equal(of({ DATASET: "boards" }).origin, undefined);
  assert.equal(of({ DATASET: "/photos", CLOTHING_URL: "http://x/a.zip" }).origin, undefined);
  assert.match(of({ DATASET: "clothing" }).origin!, /^https:.*clothing-dataset-small.*\.zip$/);
  const clothing = { DATASET: "clothing", CLOTHING_URL: "http://x/a.zip" };
  assert.equal(of(clothing).origin, "http://x/a.zip");
  const look = { DATASET: "complete-the-look", COMPLETE_THE_LOOK_TSV: "tables/a.tsv" };
  assert.equal(of(look).origin, join(PROJECT_ROOT, "tables", "a.tsv"));
  assert.equal(readSettings({ origin: "/b.tsv" }, look).origin, "/b.tsv");
  assert.notEqual(datasetDirectory(of(look)), datasetDirectory(of({ DATASET: look.DATASET })));
});

Deno.test("readSettings() splits boards by board, or by row as the original if asked to", () => {
  const rows = readSettings({}, { SPLIT: "rows" });
  assert.deepEqual([rows.split, rows.run], ["rows", "boards-quick-rows"]);
  assert.notEqual(datasetDirectory(rows), datasetDirectory(readSettings({}, {})));
  assert.throws(() => readSettings({}, { SPLIT: "half" }), /SPLIT must be one of boards, rows:/);
  // Whole photos have no boards that could be torn apart.
  assert.throws(
    () => readSettings({}, { DATASET: "clothing", SPLIT: "rows" }),
    /SPLIT must be one of boards: current value is "rows"/,
  );
});

Deno.test("createExperiment() keeps models and data sets in folders of their own", () => {
  const settings = readSettings({}, { DATASET: "/photos", RUN: "a" });
  const [one, two] = [
    createExperiment(settings, "baseline"),
    createExperiment(settings, "plus_layer"),
  ];
  assert.notEqual(one.directory, two.directory);
  const changed = createExperiment(settings, "baseline", { augment: true, patience: 5 });
  assert.deepEqual(changed.recipe, { ...one.recipe, augment: true, patience: 5 });
  // The quick profile trains the two models differently long.
  assert.ok(one.recipe.epochs < two.recipe.epochs);
  assert.equal(one.recipe.batchSize, two.recipe.batchSize);
  assert.match(one.directory, /data.runs.a.baseline$/);
  assert.equal(one.datasetDirectory, two.datasetDirectory);
  // Another seed splits otherwise, and another folder may have the same name.
  assert.notEqual(datasetDirectory({ ...settings, seed: 1 }), one.datasetDirectory);
  assert.notEqual(datasetDirectory({ ...settings, dataset: "/x/photos" }), one.datasetDirectory);
});

Deno.test("supervised begins with the weights that come along, but in the shortest runs", () => {
  const startOf = (profile: ProfileName, changes = {}) =>
    createExperiment(readSettings({ profile }, {}), "supervised", changes).recipe.startFrom;
  assert.deepEqual((["quick", "long", "paper"] as const).map((name) => startOf(name)), [
    undefined,
    "pretrained",
    "pretrained",
  ]);
  assert.equal(startOf("long", { startFrom: "contrastive" }), "contrastive");
  assert.equal(startOf("long", { startFrom: undefined }), undefined);
});

Deno.test("createExperiment() refuses changes that no training uses", () => {
  const settings = readSettings({ profile: "tiny" }, {});
  // As a notebook has them, whose types nobody checks.
  const cases: [changes: object, message: RegExp][] = [
    [
      { epoch: 3 },
      /^Cannot create experiment as a recipe has epochs, .+: current name is "epoch"$/,
    ],
    [{ learning_rate: 1e-3 }, /current name is "learning_rate"$/],
    [{ epochs: -1 }, /as epochs must be at least 0: current value is -1$/],
    [{ epochs: "3" }, /as epochs must be a number: current value is "3"$/],
    [{ epochs: Infinity }, /as epochs must be /],
    [{ batchSize: 2.5 }, /as batchSize must be a whole number: current value is 2.5$/],
    [{ learningRate: 0 }, /as learningRate must be more than 0: current value is 0$/],
    [{ learningRate: NaN }, /as learningRate must be /],
    [
      { schedule: "linear" },
      /as schedule must be one of constant, cosine: current value is "linear"$/,
    ],
    [{ init: "xavier" }, /as init must be one of torch, he: current value is "xavier"$/],
    [{ augment: "false" }, /as augment must be true or false: current value is "false"$/],
    [{ encoderRate: -1 }, /as encoderRate must be at least 0: current value is -1$/],
    [{ chromaWeight: NaN }, /as chromaWeight must be /],
    [{ width: 3 }, /as width must be .*: current value is 3$/],
  ];
  for (const [changes, message] of cases) {
    assert.throws(() => createExperiment(settings, "plus_layer", changes), (error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, message, JSON.stringify(changes));
      return true;
    });
  }
  for (const profile of PROFILE_NAMES) {
    for (const model of MODEL_NAMES) createExperiment({ ...settings, profile }, model);
  }
});

Deno.test("createExperiments() has the models that a run trains, each with its changes", () => {
  const settings = readSettings({ models: "baseline,plus_layer,pretrained" }, {});
  const changesOf = { plus_layer: { epochs: 7 } };
  const experiments = createExperiments(settings, { changes: { augment: true }, changesOf });
  assert.deepEqual(experiments, [
    createExperiment(settings, "baseline", { augment: true }),
    createExperiment(settings, "plus_layer", { augment: true, epochs: 7 }),
  ]);
  // A misspelt name, one of no model here, and one that comes trained: no training would use them.
  for (const name of ["plus_leyer", "supervised", "pretrained", "constructor"]) {
    assert.throws(
      () => createExperiments(settings, { changesOf: { [name]: { epochs: 7 } } }),
      {
        name: "RangeError",
        message:
          "Cannot read settings as a model in changesOf must be one of baseline, plus_layer: " +
          `current value is "${name}"`,
      },
    );
  }
});
