import assert from "node:assert/strict";
import { join } from "node:path";
import { readRun, type RunFiles } from "../../lib/runs/run_files.ts";
import { planRepeat } from "../../lib/cli/repeat_plan.ts";
import { writeRun } from "../report/made_run.ts";

const folder = await Deno.makeTempDir();
await writeRun(join(folder, "a"), "a", { seed: 7 });
const made = await readRun("a", join(folder, "a"));
await Deno.remove(folder, { recursive: true });

/** The made run with another data set. */
function of(dataset: Partial<RunFiles["models"][0]["experiment"]["dataset"]>): RunFiles {
  const files = structuredClone(made);
  for (const { experiment } of files.models) Object.assign(experiment.dataset, dataset);
  return files;
}

const nowhere = { environment: {}, photosOf: () => Promise.resolve(undefined) };

Deno.test("planRepeat() gives back the settings that made a run", async () => {
  assert.deepEqual(await planRepeat(of({ setting: "boards", split: "rows" }), nowhere), {
    run: "a-repeat",
    notebooks: ["01", "02", "05", "06"],
    env: {
      DATASET: "boards",
      SPLIT: "rows",
      PROFILE: "tiny",
      MODELS: "baseline,plus_layer",
      BACKEND: "tensorflow",
      SEED: "7",
      RUN: "a-repeat",
    },
  });
  const trained = { ...of({ setting: "boards" }), metrics: undefined, umap: undefined };
  assert.deepEqual((await planRepeat(trained, nowhere)).notebooks, ["01", "02"]);
});

Deno.test("planRepeat() finds photos where they were prepared, or where DATASET says", async () => {
  const photosOf = (fingerprint: string) =>
    Promise.resolve(fingerprint === "ab".repeat(32) ? "/photos" : undefined);
  const folder = of({ setting: "folder" });
  const from = async (environment: Record<string, string>) =>
    (await planRepeat(folder, { environment, photosOf })).env.DATASET;
  assert.equal(await from({}), "/photos");
  assert.equal(await from({ DATASET: "/elsewhere" }), "/elsewhere");
  // A folder may go by the name of a data set.
  const named = of({ setting: "folder", name: "boards" });
  assert.equal((await planRepeat(named, { environment: {}, photosOf })).env.DATASET, "/photos");
  // Older records say only what the data set was called.
  assert.equal((await planRepeat(of({ name: "boards" }), nowhere)).env.DATASET, "boards");
  await assert.rejects(planRepeat(folder, nowhere), {
    name: "RangeError",
    message: 'Cannot repeat run as DATASET must be the folder of "made", whose photos were not ' +
      "prepared here: current value is none",
  });
});

Deno.test("planRepeat() refuses another download, settings that are gone, and a run without models", async () => {
  const clothing = of({ setting: "clothing", origin: "https://example.org/a.zip" });
  const there = { CLOTHING_URL: "https://user:word@example.org/a.zip?key=1" };
  assert.equal((await planRepeat(clothing, { ...nowhere, environment: there })).env.SEED, "7");
  await assert.rejects(
    planRepeat(clothing, nowhere),
    /CLOTHING_URL must lead to https:\/\/example\.org\/a\.zip: current value leads to https:/,
  );
  const gone = of({ setting: "boards" });
  gone.models[0]!.experiment.profile = "huge";
  await assert.rejects(planRepeat(gone, nowhere), /PROFILE must be one of .*"huge"/);
  await assert.rejects(planRepeat({ ...made, models: [] }, nowhere), /must be trained: run noteb/);
});
