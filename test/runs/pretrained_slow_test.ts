import assert from "node:assert/strict";
import { join } from "node:path";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import {
  openPretrained,
  overlapWarning,
  packPretrained,
  PRETRAINED_NAMES,
  type PretrainedAbout,
  pretrainedOrigin,
} from "../../lib/runs/pretrained.ts";
import { initialStateDict } from "../../lib/model/state_dict.ts";
import { train } from "../../lib/runs/train.ts";
import { writeTensorFile } from "../../lib/io/tensor_file.ts";
import { PRESETS } from "../../lib/runs/presets.ts";

const about: PretrainedAbout = {
  experiment: {
    run: "made",
    profile: "long",
    model: "plus_layer",
    recipe: { epochs: 3, batchSize: 8, learningRate: 3e-4, augment: false },
    seed: 5,
    dataset: {
      name: "boards",
      split: "boards",
      fingerprint: "ab".repeat(32),
      photos: 100,
      splits: { train: 90, validation: 5, test: 5 },
    },
    backend: { name: "tensorflow", device: "cpu" },
    versions: { deno: "2", tfjs: "4" },
  },
  epochs: 3,
  minutes: 12,
  license: "MIT",
};
const weights = initialStateDict(ARCHITECTURES.plus_layer, 1, "he");

Deno.test("openPretrained() reads what packPretrained() wrote, and refuses what is damaged", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "models", "pretrained.safetensors");
  await assert.rejects(
    openPretrained("pretrained", path),
    /is missing \(take data\/models from the repository/,
  );
  await packPretrained("pretrained", weights, about, path);
  // 10.4 million weights in a byte each.
  const { size } = await Deno.stat(path);
  assert.ok(size > 10.4e6 && size < 12e6, `${size} bytes`);
  const read = await openPretrained("pretrained", path);
  assert.deepEqual(read.about, about);
  assert.deepEqual(read.weights["encoder.0.bias"], weights["encoder.0.bias"]);
  const error = read.weights["encoder.2.weight"]!.data.map((w, i) =>
    w - weights["encoder.2.weight"]!.data[i]!
  );
  const bound = Math.sqrt(6 / (64 * 9)); // He's, before a ReLU
  assert.ok(Math.max(...error.map(Math.abs)) < 1.01 * bound / 254);
  assert.match(
    pretrainedOrigin("pretrained", read.about),
    /3 epochs \(12 minutes\) over 90 images .* seed 5/,
  );

  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(path, bytes);
  await assert.rejects(
    openPretrained("pretrained", path),
    /take data\/models .* checksum mismatch$/,
  );
  await writeTensorFile(path, {}, { about: JSON.stringify(about) });
  await assert.rejects(openPretrained("pretrained", path), /take data\/models .* is missing/);
  await writeTensorFile(path, {}, { about: "{}" });
  await assert.rejects(openPretrained("pretrained", path), /experiment must be there$/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("the weights that come with the project are whole, small and say where they come from", async () => {
  let bytes = 0;
  for (const name of PRETRAINED_NAMES) {
    const { about: { experiment: { model, seed, dataset }, license } } = await openPretrained(name);
    assert.deepEqual([model, license], [PRESETS[name].architecture, "MIT"]);
    // Default runs draw boards of seed 42: none of those photos was trained on.
    assert.deepEqual([dataset.setting, seed], ["boards", 1907]);
    bytes += (await Deno.stat(PRESETS[name].checkpoint!)).size;
  }
  assert.ok(bytes <= 14e6, `${bytes} bytes`);
});

Deno.test("a run is warned if the weights have seen its very photos", () => {
  const shown = { ...about, experiment: { ...about.experiment, seed: 42 } };
  shown.experiment.dataset = { ...shown.experiment.dataset, setting: "boards" };
  const warned = (dataset: string, more = {}) =>
    overlapWarning({ ...shown, ...more }, readSettings({ dataset, seed: 42 }, {}));
  assert.match(warned("boards")!, /were trained on photos of "boards", seed 42/);
  assert.equal(warned("clothing"), undefined);
  assert.match(
    warned("clothing", { furtherPhotos: ["clothing"] })!,
    /photos of "clothing": scores/,
  );
});

Deno.test("train() refuses a model whose weights come with the project", async () => {
  assert.ok(PRESETS.pretrained.checkpoint && !PRESETS.plus_layer.checkpoint);
  const experiment = createExperiment(readSettings({ profile: "tiny" }, {}), "pretrained");
  await assert.rejects(train(experiment), {
    name: "RangeError",
    message:
      'Cannot train as the model must be one that learns here: current value is "pretrained"',
  });
});
