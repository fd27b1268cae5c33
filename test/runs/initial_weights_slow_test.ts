import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import type { Recipe } from "../../lib/runs/profiles.ts";
import type { ModelName } from "../../lib/runs/presets.ts";
import { loadWeights } from "../../lib/model/checkpoint.ts";
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

Deno.test("after the trainings", async () => {
  await Deno.remove(root, { recursive: true });
  await Deno.remove(datasetDirectory(settings), { recursive: true });
});
