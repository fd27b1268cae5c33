import assert from "node:assert/strict";
import { join } from "node:path";
import { checked } from "../../lib/io/json.ts";
import { saveWeights } from "../../lib/model/checkpoint.ts";
import { readRun } from "../../lib/runs/run_files.ts";
import type { Settings } from "../../lib/runs/settings.ts";
import { EXPERIMENT } from "../../lib/runs/experiment_record.ts";
import { loadMetrics, METRICS, saveResults, UMAP } from "../../lib/runs/results.ts";
import { madeSettings, writeRun } from "../report/made_run.ts";

const directory = await Deno.makeTempDir();
await writeRun(directory, "made");
const read = async (name: string) => {
  const { version: _, checksum: __, ...value } = JSON.parse(
    await Deno.readTextFile(join(directory, name)),
  );
  return value;
};
const experiment = await read("plus_layer/experiment.json");
const metrics = await read("metrics.json");
const umap = await read("umap.json");
await Deno.remove(directory, { recursive: true });

/** A copy of `value` with `change` made to it. */
function changed<T>(value: T, change: (copy: T) => void): T {
  const copy = structuredClone(value);
  change(copy);
  return copy;
}

/** `check` takes `value` as it is, and refuses each change with the words beside it. */
function refusesEach<T>(
  check: (value: unknown) => unknown,
  value: T,
  changes: [change: (copy: T) => void, message: RegExp][],
): void {
  assert.deepEqual(check(value), value);
  for (const [change, message] of changes) {
    assert.throws(() => check(changed(value, change)), { name: "SyntaxError", message });
  }
  for (const other of [null, {}, [], 3, "text"]) {
    assert.throws(() => check(other), { name: "SyntaxError", message: / must be / });
  }
}

Deno.test("EXPERIMENT takes what trains and refuses what could not", () => {
  refusesEach(checked(EXPERIMENT.schema), experiment, [
    [(copy) => delete copy.model, /^model must be there$/],
    [(copy) => copy.recipe.epochs = 0, /^recipe\.epochs must be at least 1: current value is 0$/],
    [
      (copy) => copy.recipe.learningRate = null,
      /^recipe\.learningRate must be a number: current value is null$/,
    ],
    [(copy) => copy.seed = 1.5, /^seed must be a whole number: current value is 1\.5$/],
    [(copy) => copy.dataset.fingerprint = "ab", /^dataset\.fingerprint must be /],
    [(copy) => copy.dataset.splits.train = null, /^dataset\.splits\.train must be a number/],
    [(copy) => delete copy.backend, /^backend must be there$/],
  ]);
});

Deno.test("METRICS wants as many numbers as there are photos, in their ranges", () => {
  refusesEach(checked(METRICS.schema), metrics, [
    [(copy) => copy.dataset.fingerprint = "g".repeat(64), /^dataset\.fingerprint must be /],
    [(copy) => copy.index.counts.pop(), /a count for each category/],
    [(copy) => copy.index.codes.pop(), /the category of each photo/],
    [(copy) => copy.index.codes[0] = 3, /the category of each photo/],
    [(copy) => copy.k = 0, /^k must be at least 1/],
    [(copy) => delete copy.chance.micro, /^chance\.micro must be/],
    [(copy) => copy.embeddings = {}, /^embeddings must be a list/],
    [(copy) => copy.embeddings[1].dim = "512", /^embeddings\.1\.dim must be a number/],
    [
      (copy) => copy.embeddings[1].leaveOneOut.mapAtR.micro = "0.5",
      /^embeddings\.1\.leaveOneOut\.mapAtR\.micro must be/,
    ],
    [
      (copy) => copy.embeddings[0].leaveOneOut.rPrecision.interval.macro = [0, "1"],
      /rPrecision\.interval\.macro\.1/,
    ],
    [(copy) => copy.embeddings[2].hits.push(1), /the hits of each photo, at most k/],
    [(copy) => copy.more = 1, /^more must not be there$/],
    [(copy) => delete copy.embeddings[2].hits, /^embeddings\.2\.hits must be there$/],
    [(copy) => copy.embeddings[2].hits[0] = 6, /the hits of each photo, at most k/],
    [(copy) => copy.heldOut.validation.codes.pop(), /the category of each query/],
    [(copy) => copy.heldOut.validation.codes[0] = 3, /the category of each query/],
    [
      (copy) => copy.embeddings[1].heldOut.validation.hits[0] = 6,
      /the hits of each query, at most k/,
    ],
    [
      (copy) => copy.embeddings[1].heldOut.validation.hits.pop(),
      /the hits of each query, at most k/,
    ],
    [(copy) => copy.chosen = "another", /the chosen embedding among all/],
  ]);
});

Deno.test("METRICS takes means of nothing, which JSON writes as null", () => {
  const few = changed(metrics, (copy) => copy.embeddings[0].leaveOneOut.precision.macro = null);
  assert.equal(checked(METRICS.schema)(few).embeddings[0]!.leaveOneOut.precision.macro, NaN);
});

Deno.test("UMAP wants a place for each photo", () => {
  refusesEach(checked(UMAP.schema), umap, [
    [(copy) => copy.ids[0] = 1, /^ids\.0 must be a text/],
    [(copy) => copy.minDist = null, /^minDist must be a number/],
    [(copy) => copy.trustworthiness = { map: "high" }, /^trustworthiness\.map must be/],
    [(copy) => copy.maps["+Layer (512-d), 2-D"].pop(), /two or three numbers for each photo/],
    [
      (copy) => copy.maps["+Layer (512-d), 3-D"][1] = null,
      /^maps\.\+Layer .*3-D\.1 must be a number/,
    ],
  ]);
});

Deno.test("loadMetrics() gives what saveResults() took, of this version alone", async () => {
  const folder = await Deno.makeTempDir();
  const settings = madeSettings("made");
  const path = join(folder, "metrics.json");
  await assert.rejects(loadMetrics(settings, folder), {
    message: `"${path}" is missing: run notebook 05_evaluate`,
  });
  await writeRun(folder, "made");
  assert.deepEqual(await loadMetrics(settings, folder), metrics);
  const text = await Deno.readTextFile(path);
  await Deno.writeTextFile(path, text.replace(`"version": ${METRICS.version},`, ""));
  await assert.rejects(loadMetrics(settings, folder), {
    name: "SyntaxError",
    message: `Cannot read "${path}" (run notebook 05_evaluate again): ` +
      `its version must be ${METRICS.version}: current value is none`,
  });
  await assert.rejects(
    saveResults(settings, { metrics: { ...metrics, k: 0 } }, folder),
    /^SyntaxError: Cannot write ".*metrics\.json" as k must be at least 1/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("loadMetrics() refuses what was made of another run, seed, profile, models, photos or weights", async () => {
  const folder = await Deno.makeTempDir();
  await writeRun(folder, "made");
  const settings = madeSettings("made");
  const refuses = async (changed: Settings, reason: string) => {
    await assert.rejects(loadMetrics(changed, folder), {
      name: "SyntaxError",
      message:
        `Cannot read "${join(folder, "metrics.json")}" (run notebook 05_evaluate again) as ` +
        `it must be of the run as it is now: ${reason}`,
    });
  };
  await refuses({ ...settings, run: "other" }, "it is of run made, not other");
  await refuses({ ...settings, seed: 7 }, "it is of seed 42, not 7");
  await refuses({ ...settings, profile: "quick" }, "it is of profile tiny, not quick");
  await refuses(
    { ...settings, models: ["plus_layer"] },
    "it is of the models baseline, plus_layer, not plus_layer",
  );
  const kept = await Deno.readTextFile(join(folder, "metrics.json"));
  await writeRun(folder, "made", { fingerprint: "cd".repeat(32) });
  await Deno.writeTextFile(join(folder, "metrics.json"), kept);
  await refuses(settings, `it is of the photos ${"ab".repeat(32)}, not ${"cd".repeat(32)}`);
  await writeRun(folder, "made");
  const weights = { made: { shape: [1], data: Float32Array.of(1) } };
  await saveWeights(join(folder, "plus_layer", "best.safetensors"), weights);
  await refuses(settings, "the weights of plus_layer are others by now");
  const { metrics: left, umap: map, outdated } = await readRun("made", folder);
  assert.deepEqual([left, map], [undefined, undefined]);
  assert.deepEqual(outdated, [
    'metrics.json of run "made" is outdated (run notebook 05_evaluate again): the weights of ' +
    "plus_layer are others by now",
    'umap.json of run "made" is outdated (run notebook 06_umap again): the weights of ' +
    "plus_layer are others by now",
  ]);
  await Deno.remove(folder, { recursive: true });
});
