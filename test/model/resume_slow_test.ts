import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { createExperiment, type Experiment } from "../../lib/runs/experiment.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import type { ModelName } from "../../lib/runs/presets.ts";
import { loadBest, loadCheckpoint, saveCheckpoint } from "../../lib/model/checkpoint.ts";
import { isFinal } from "../../lib/model/history.ts";
import { train } from "../../lib/runs/train.ts";
import { openTrained } from "../../lib/runs/trained.ts";
import { writePhotos } from "../photos.ts";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import { PRESETS } from "../../lib/runs/presets.ts";

const root = await Deno.makeTempDir();
await writePhotos(join(root, "photos"), 8);
const datasetDirectory = join(root, "store");
(await prepareDataset(await readImageFolder(join(root, "photos")), {
  directory: datasetDirectory,
  name: "shapes",
  seed: 1,
})).close();

/** 21 training photos: three steps an epoch. */
function experiment(name: string, epochs = 3, model: ModelName = "plus_layer"): Experiment {
  const settings = readSettings({ dataset: root, run: "test" }, {});
  return {
    ...createExperiment(settings, model),
    recipe: { epochs, batchSize: 8, learningRate: 1e-2, augment: true },
    datasetDirectory,
    directory: join(root, name),
  };
}

/** Train until `stopAt` photos are done, all epochs counted. */
async function stopped(experiment: Experiment, stopAt: number): Promise<void> {
  const abort = new AbortController();
  await assert.rejects(
    train(experiment, {
      signal: abort.signal,
      onStep: ({ imagesDone }) => {
        if (imagesDone >= stopAt) abort.abort(new Error("stopped"));
      },
    }),
    /stopped/,
  );
}

/** Train to the end: the warnings, the losses, and what is on disk. */
async function finished(experiment: Experiment) {
  const warnings: string[] = [];
  let steps = 0;
  const onWarning = (warning: string) => void warnings.push(warning);
  const { model, history, resumedEpochs } = await train(experiment, {
    onWarning,
    onStep: () => void steps++,
  });
  model.dispose();
  const losses = history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
  const last = (await loadCheckpoint(join(experiment.directory, "last.safetensors")))!;
  const { weights, adam } = last;
  return { warnings, steps, losses, history, resumedEpochs, weights, adam };
}

const whole = await finished(experiment("whole"));

Deno.test("train() stopped at any step goes on with the next and ends the same to the bit", async () => {
  assert.equal(whole.steps, 9);
  // Within an epoch, after its last step, within the first epoch, before the very last step.
  for (const [stop, left] of [[32, 4], [42, 3], [8, 8], [58, 1]] as const) {
    const run = experiment(`stopped-${stop}`);
    await stopped(run, stop);
    const rest = await finished(run);
    assert.equal(rest.steps, left);
    assert.deepEqual(rest.losses, whole.losses);
    assert.deepEqual(rest.weights, whole.weights);
    assert.deepEqual(rest.adam, whole.adam);
    assert.deepEqual(rest.warnings, []);
  }
});

Deno.test("train() stopped amid an epoch keeps what a model learns with, beside its weights", async () => {
  const undisturbed = await finished(experiment("views", 2, "contrastive"));
  const run = experiment("views stopped", 2, "contrastive");
  await stopped(run, 14);
  const rest = await finished(run);
  // Three batches of seven an epoch, of which two were done.
  assert.equal(rest.steps, 4);
  assert.ok("projection.0.weight" in rest.weights);
  assert.deepEqual(rest.losses, undisturbed.losses);
  assert.deepEqual(rest.weights, undisturbed.weights);
  assert.deepEqual(rest.adam, undisturbed.adam);
  const last = join(run.directory, "last.safetensors");
  const checkpoint = (await loadCheckpoint(last))!;
  checkpoint.weights["projection.0.bias"]!.data[0] = Infinity;
  await saveCheckpoint(last, checkpoint);
  const { warnings } = await finished(experiment("views stopped", 3, "contrastive"));
  assert.match(warnings.join(), /"projection\.0\.bias" as it must be finite.*a projection head/);
});

Deno.test("train() stopped twice in one epoch ends the same", async () => {
  const run = experiment("twice");
  await stopped(run, 29);
  await stopped(run, 37);
  const rest = await finished(run);
  assert.equal(rest.steps, 4);
  assert.deepEqual(rest.weights, whole.weights);
});

Deno.test("train() goes on from the best weights where last is damaged, and says so", async () => {
  const run = experiment("damaged", 2);
  await finished(run);
  const path = join(run.directory, "last.safetensors");
  const bytes = await Deno.readFile(path);
  // The highest bits of a weight's exponent: still a number, so only the sum can tell.
  bytes[bytes.length - 1]! ^= 0x04;
  await Deno.writeFile(path, bytes);
  const best = (await loadBest(run.directory, ARCHITECTURES[PRESETS.plus_layer.architecture]))!;
  const longer = { ...run, recipe: { ...run.recipe, epochs: 3 } };
  const rest = await finished(longer);
  assert.equal(rest.warnings.length, 1);
  assert.match(
    rest.warnings[0]!,
    /last\.safetensors" as it must be whole: checksum mismatch/,
  );
  assert.match(rest.warnings[0]!, /resumes from the weights of its best epoch, 2.*Adam's state/);
  assert.equal(rest.resumedEpochs, best.history!.length);
  assert.deepEqual(rest.history.map(({ fromBest }) => fromBest), [undefined, undefined, true]);
  assert.notDeepEqual(rest.weights, whole.weights);
  assert.deepEqual(await Deno.readFile(`${path}.damaged`), bytes);
});

Deno.test("train() begins again where last is damaged and there is no best yet", async () => {
  const run = experiment("early");
  await stopped(run, 8);
  const path = join(run.directory, "last.safetensors");
  await Deno.truncate(path, 100);
  const rest = await finished(run);
  assert.match(rest.warnings.join(), /no best epoch to resume from, so training starts again/);
  assert.deepEqual(rest.weights, whole.weights);
});

Deno.test("train() refuses damaged or missing best weights before it trains", async () => {
  const run = experiment("best", 2);
  await finished(run);
  const path = join(run.directory, "best.safetensors");
  const bytes = await Deno.readFile(path);
  const longer = { ...run, recipe: { ...run.recipe, epochs: 3 } };
  const last = await Deno.readFile(join(run.directory, "last.safetensors"));
  const refused = (message: RegExp) =>
    assert.rejects(
      train(longer, { onStep: () => assert.fail("trained") }),
      (error: Error) => message.test(error.message) && /put back a copy/.test(error.message),
    );
  await Deno.writeFile(path, bytes.map((byte, i) => i === bytes.length - 9 ? byte ^ 1 : byte));
  await refused(/best weights of ".*" as they are damaged .*checksum mismatch/);
  await assert.rejects(openTrained(run), /best weights of ".*" as they are damaged/);
  assert.deepEqual(await Deno.readFile(join(run.directory, "last.safetensors")), last);
  await Deno.remove(path);
  // The last epoch is not the best one.
  const checkpoint = (await loadCheckpoint(join(run.directory, "last.safetensors")))!;
  checkpoint.history[1]!.best = false;
  await saveCheckpoint(join(run.directory, "last.safetensors"), checkpoint);
  await refused(/"best\.safetensors" is missing/);
  await Deno.writeFile(path, bytes);
  await refused(/"best\.safetensors" is of another training/);
  await Deno.writeFile(join(run.directory, "last.safetensors"), last);
  await Deno.remove(path);
  // It is, so its weights are those of last.
  await finished(run);
  assert.deepEqual(await Deno.readFile(path), bytes);
  assert.deepEqual((await finished(longer)).weights, whole.weights);
});

Deno.test("train() refuses fewer epochs than are done, and the best weights of another model", async () => {
  const run = experiment("fewer", 2);
  await finished(run);
  await assert.rejects(
    train({ ...run, recipe: { ...run.recipe, epochs: 1 } }),
    /not hold more epochs than the 1 of the recipe: .* is 2 \(/,
  );
  const path = join(run.directory, "best.safetensors");
  await Deno.copyFile(join(root, "views", "best.safetensors"), path);
  await assert.rejects(train(run), /best\.safetensors" as it must be of the same experiment/);
});

Deno.test("train() takes numbers that are not finite in Adam's moments for damage", async () => {
  const run = experiment("moments", 2);
  await finished(run);
  const path = join(run.directory, "last.safetensors");
  const checkpoint = (await loadCheckpoint(path))!;
  checkpoint.adam.moments["encoder.0.bias"]!.v.data[0] = NaN;
  await saveCheckpoint(path, checkpoint);
  const { warnings } = await finished(experiment("moments"));
  assert.match(warnings.join(), /Adam's moments of "encoder\.0\.bias" must be finite/);
});

Deno.test("train() goes on from the best weights where last is missing after some epochs", async () => {
  const run = experiment("missing", 2);
  await finished(run);
  await Deno.remove(join(run.directory, "last.safetensors"));
  const { warnings, history } = await finished(experiment("missing"));
  assert.match(warnings.join(), /last\.safetensors" is missing.*best epoch, 2/);
  assert.equal(history.length, 3);
});

Deno.test("train() keeps Adam's moments as long as another epoch can follow", async () => {
  const cosine = (epochs: number, more = {}) => {
    const run = experiment("final", epochs);
    return { ...run, recipe: { ...run.recipe, schedule: "cosine" as const, ...more } };
  };
  const run = cosine(2);
  const path = join(run.directory, "last.safetensors");
  const momentsOf = async () => Object.keys((await loadCheckpoint(path))!.adam.moments).length;
  await stopped(run, 21 + 8);
  assert.ok(await momentsOf() > 0);
  const { weights } = await finished(run);
  assert.equal(await momentsOf(), 0);
  const again = await finished(run);
  assert.deepEqual([again.steps, again.warnings, again.weights], [0, [], weights]);
  // Its steps would have been others with three epochs.
  await assert.rejects(train(cosine(3)), /must be of the same experiment/);
  // A training that stopped early goes on with more patience.
  assert.equal(isFinal(again.history, { epochs: 3, schedule: "cosine" }), false);
  // Without a schedule epochs can be added.
  const constant = experiment("constant", 1);
  await finished(constant);
  const kept = await loadCheckpoint(join(constant.directory, "last.safetensors"));
  assert.ok(Object.keys(kept!.adam.moments).length > 0);
});
