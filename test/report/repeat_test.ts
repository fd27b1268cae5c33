import assert from "node:assert/strict";
import { join } from "node:path";
import { checkRepeat } from "../../lib/report/repeat.ts";
import { readRun, type RunFiles } from "../../lib/runs/run_files.ts";
import { writeRun } from "./made_run.ts";

const folder = await Deno.makeTempDir();
await writeRun(join(folder, "a"), "a");
const made = await readRun("a", join(folder, "a"));
await Deno.remove(folder, { recursive: true });

/** The made run under another name, after `change`. */
function again(change: (files: RunFiles) => void = () => {}): RunFiles {
  const files = structuredClone({ ...made, run: "a-repeat" });
  for (const { experiment } of files.models) experiment.run = "a-repeat";
  change(files);
  return files;
}

const failed = (first: RunFiles, second: RunFiles) =>
  checkRepeat(first, second).checks.filter(({ same }) => !same).map(({ what }) => what);

Deno.test("checkRepeat() finds the same where only names and times differ", () => {
  const second = again(({ models }) => {
    models[0]!.history[0]!.seconds = 99;
    models[0]!.history[0]!.imagesPerSecond = 1;
  });
  const report = checkRepeat(made, second);
  assert.deepEqual(
    report.checks.map(({ what, same, found }) => [what, same, found]),
    [
      ["settings and photos", true, "the same"],
      ["losses of Baseline (4096-d)", true, "the same"],
      ["losses of +Layer (512-d)", true, "the same"],
      ["evaluation", true, "the same"],
      ["maps", true, "the same"],
    ],
  );
  assert.ok(report.exact && report.same);
});

Deno.test("checkRepeat() wants every bit on native TensorFlow on a CPU", () => {
  const cases: [change: (files: RunFiles) => void, what: string][] = [
    [({ models }) => models[0]!.history[1]!.trainLoss += 2 ** -52, "losses of Baseline (4096-d)"],
    [({ models }) => models[1]!.history.pop(), "losses of +Layer (512-d)"],
    [({ models }) => models.pop(), "losses of +Layer (512-d)"],
    [({ metrics }) => metrics!.embeddings[0]!.hits[0]! -= 1, "evaluation"],
    [({ umap }) => Object.values(umap!.maps)[0]![3]! += 1e-9, "maps"],
    [(files) => files.umap = undefined, "maps"],
    [(files) => files.metrics = undefined, "evaluation"],
    [({ models }) => models[0]!.experiment.recipe.batchSize = 9, "settings and photos"],
    [
      ({ models }) => models.forEach(({ experiment }) => experiment.dataset.fingerprint = "cd"),
      "settings and photos",
    ],
  ];
  for (const [change, what] of cases) assert.ok(failed(made, again(change)).includes(what), what);
});

Deno.test("checkRepeat() allows 0.1 % of a loss and 0.02 of a share on another device", () => {
  const onGpu = (change: (files: RunFiles) => void = () => {}) =>
    again((files) => {
      for (const { experiment } of files.models) {
        experiment.backend = { name: "webgpu", device: "a GPU" };
      }
      change(files);
    });
  const near = onGpu(({ models, metrics, umap }) => {
    // The loss was 0.5: 0.05 % and 0.2 % of it.
    models[0]!.history[0]!.trainLoss = 0.50025;
    metrics!.embeddings[0]!.leaveOneOut.precision.micro += 0.019;
    umap!.maps["+Layer (512-d), 2-D"]![0] = 1000;
  });
  const report = checkRepeat(made, near);
  assert.deepEqual([report.exact, report.same], [false, true]);
  assert.equal(report.checks[1]!.found, "at most 0.050 % apart");
  const far = onGpu(({ models, metrics }) => {
    models[0]!.history[0]!.trainLoss = 0.501;
    metrics!.embeddings[0]!.leaveOneOut.precision.micro += 0.021;
  });
  assert.deepEqual(failed(made, far), [
    "losses of Baseline (4096-d)",
    "P@k",
  ]);
});
