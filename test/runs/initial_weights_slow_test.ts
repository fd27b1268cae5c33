import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import type { Recipe } from "../../lib/runs/recipe.ts";
import type { ModelName } from "../../lib/runs/presets.ts";
import { loadWeights } from "../model/load_weights.ts";
import { train } from "../../lib/runs/train.ts";
import { writePhotos } from "../photos.ts";

const root = await Deno.makeTempDir();
await writePhotos(join(root, "photos"), 6);
const settings = readSettings({ dataset: join(root, "photos"), profile: "tiny", run: "test" }, {});
(await openDataset(settings)).close();

function experiment(model: "plus_layer" | "contrastive", changes: Partial<Recipe> = {}) {
  return { ...createExperiment(settings, model, changes), directory: join(root, model) };
}

async function trainAndLeave(of: ReturnType<typeof experiment>): Promise<void> {
  (await train(of)).model.dispose();
}

Deno.test("training begins with another model's weights where the recipe says so", async () => {
  const begun = experiment("contrastive", { startFrom: "plus_layer", learningRate: 1e-9 });
  await assert.rejects(train(begun), /"plus_layer" of run "test" must be trained first/);
  const plusLayer = experiment("plus_layer");
  await trainAndLeave(plusLayer);
  await trainAndLeave(begun);
  const [first, then] = await Promise.all(
    [plusLayer, begun].map(({ directory }) => loadWeights(join(directory, "best.safetensors"))),
  );
  // Steps of 1e-9 change next to nothing.
  for (const [name, { data }] of Object.entries(first!.weights)) {
    const { data: now } = then!.weights[name]!;
    assert.ok(data.every((value, i) => Math.abs(value - now[i]!) < 1e-6), name);
  }
});

Deno.test("training does not go on from what began with other weights", async () => {
  const plusLayer = experiment("plus_layer", { learningRate: 1e-2 });
  await Deno.remove(plusLayer.directory, { recursive: true });
  await trainAndLeave(plusLayer);
  const begun = experiment("contrastive", { startFrom: "plus_layer", learningRate: 1e-9 });
  await assert.rejects(train(begun), /must be of the same experiment/);
});

Deno.test("training says from which models it cannot begin", async () => {
  const refuse = (startFrom: ModelName, message: RegExp) =>
    assert.rejects(train(experiment("contrastive", { startFrom })), {
      name: "RangeError",
      message,
    });
  await refuse("pretrained", /startFrom must be a model of the same layers: .* "pretrained" \(/);
  await refuse("supervised", /must be a model that was trained without labels: .* "supervised"$/);
  assert.throws(() => experiment("contrastive", { startFrom: "contrastive" }), {
    name: "RangeError",
    message: /startFrom of contrastive must be one of baseline, .* current value is "contrastive"$/,
  });
});

Deno.test("training does not begin with a model of other photos", async () => {
  await writePhotos(join(root, "others"), 4);
  const others = readSettings({ dataset: join(root, "others"), profile: "tiny", run: "test" }, {});
  (await openDataset(others)).close();
  const begun = {
    ...createExperiment(others, "contrastive", { startFrom: "plus_layer" }),
    directory: join(root, "contrastive"),
  };
  await assert.rejects(
    train(begun),
    /Cannot train "contrastive" with photos as all models of run "test" must .*"plus_layer" has others/,
  );
  await Deno.remove(datasetDirectory(others), { recursive: true });
});

Deno.test("training begins with a model of another run, and goes on with those weights alone", async () => {
  const inRun = (run: string, model: "plus_layer" | "contrastive", changes: Partial<Recipe>) => ({
    ...createExperiment({ ...settings, run }, model, changes),
    directory: join(root, "runs", run, model),
  });
  const begun = inRun("new", "contrastive", {
    ...{ startFrom: "old/plus_layer", learningRate: 1e-9, epochs: 2 },
  });
  await assert.rejects(train(begun), {
    name: "RangeError",
    message: /^Cannot train "contrastive" from "old\/plus_layer" as RUN must be one of the runs \(/,
  });
  const source = inRun("old", "plus_layer", {});
  await trainAndLeave(source);
  const stopped = new AbortController();
  const onEpoch = () => stopped.abort();
  await assert.rejects(train(begun, { onEpoch, signal: stopped.signal }), { name: "AbortError" });
  const weightsOf = async ({ directory }: typeof source) =>
    (await loadWeights(join(directory, "best.safetensors"))).weights;
  const [first, then] = [await weightsOf(source), await weightsOf(begun)];
  for (const [name, { data }] of Object.entries(first)) {
    assert.ok(data.every((value, i) => Math.abs(value - then[name]!.data[i]!) < 1e-6), name);
  }
  // Another seed splits the same photos otherwise.
  const seven = { ...settings, seed: 7, run: "seven" };
  (await openDataset(seven)).close();
  const warnings: string[] = [];
  const split = {
    ...createExperiment(seven, "plus_layer", { startFrom: "old/plus_layer" }),
    directory: join(root, "runs", "seven", "plus_layer"),
  };
  (await train(split, { onWarning: (warning) => void warnings.push(warning) })).model.dispose();
  assert.match(
    warnings.join(),
    /^"plus_layer" of run "old" was trained on other images of "photos": /,
  );
  await Deno.remove(datasetDirectory(seven), { recursive: true });
  // The same photos and layers, but other weights: resuming would mix two trainings.
  await Deno.remove(source.directory, { recursive: true });
  await trainAndLeave(inRun("old", "plus_layer", { learningRate: 1e-2 }));
  await assert.rejects(train(begun), /must be of the same experiment/);
});

Deno.test("training says which models of another run it can begin with", async () => {
  const begun = (startFrom: string, width?: number) => ({
    ...createExperiment({ ...settings, run: "new" }, "supervised", {
      startFrom: startFrom as NonNullable<Recipe["startFrom"]>,
      ...(width && { width }),
    }),
    directory: join(root, "runs", "new", "supervised"),
  });
  const refuse = (startFrom: string, message: RegExp, width?: number) =>
    assert.rejects(async () => await train(begun(startFrom, width)), {
      name: "RangeError",
      message,
    });
  await refuse("none/plus_layer", /RUN must be one of new, old, seven: current value is "none"$/);
  await refuse("old/baseline", /a trained model of run "old" \(plus_layer\): .* "old\/baseline"$/);
  await refuse(
    "old/plus_layer",
    /startFrom must be a model of the same layers: .* has no tensor/,
    0.5,
  );
  await refuse(
    "old/pretrained",
    /one of old\/baseline, old\/plus_layer, .*: .* "old\/pretrained"$/,
  );
  await refuse("new/plus_layer", /one of baseline, plus_layer, contrastive, pretrained/);
  await refuse("../old/plus_layer", /must be one of old\/baseline, .* "\.\.\/old\/plus_layer"$/);
});

Deno.test("after the trainings", async () => {
  await Deno.remove(root, { recursive: true });
  await Deno.remove(datasetDirectory(settings), { recursive: true });
});
