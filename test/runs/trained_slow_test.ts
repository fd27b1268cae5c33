import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { createExperiment, type Experiment } from "../../lib/runs/experiment.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { train } from "../../lib/runs/train.ts";
import { openPretrained } from "../../lib/runs/pretrained.ts";
import { isTrained, openTrained } from "../../lib/runs/trained.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { decodeSafetensors } from "../../lib/io/safetensors.ts";
import { encodeSafetensors } from "../io/encode_safetensors.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { writePhotos } from "../photos.ts";

const root = await Deno.makeTempDir();
const photos = join(root, "photos");
await writePhotos(photos, 12);
const prepare = async () =>
  (await prepareDataset(await readImageFolder(photos), {
    directory: join(root, "store"),
    name: "shapes",
    seed: 1,
  })).close();
await prepare();
const experiment: Experiment = {
  ...createExperiment(
    readSettings({ dataset: photos, run: "test", backend: cpuBackend }, {}),
    "plus_layer",
  ),
  recipe: { epochs: 1, batchSize: 8, learningRate: 1e-2, augment: false },
  datasetDirectory: join(root, "store"),
  directory: join(root, "run"),
};
const path = join(experiment.directory, "embeddings.safetensors");

/** The vectors, the warnings, and how many photos were done when each batch was. */
async function embed() {
  const warnings: string[] = [];
  const progress: number[] = [];
  const onWarning = (warning: string) => void warnings.push(warning);
  const onProgress = (done: number) => void progress.push(done);
  return { ...await openEmbeddings(experiment, { onWarning, onProgress }), warnings, progress };
}

Deno.test("openEmbeddings() needs a model that was trained", async () => {
  await assert.rejects(openEmbeddings(experiment), /must be trained first: run notebook 02_train/);
  (await train(experiment)).model.dispose();
});

Deno.test("openEmbeddings() goes on after the last batch of a program that was killed", async () => {
  const stop = () => Promise.reject(new Error("stop"));
  await assert.rejects(openEmbeddings(experiment, { onProgress: stop }), /stop/);
  const rest = await embed();
  // 36 photos: a batch of 32 was kept.
  assert.deepEqual(rest.progress, [36]);
  await Deno.remove(path);
  const whole = await embed();
  assert.deepEqual(whole.progress, [32, 36]);
  assert.deepEqual(rest.vectors, whole.vectors);
  const names = [...Deno.readDirSync(experiment.directory)].map(({ name }) => name);
  assert.ok(names.every((name) => !/partial|tmp|lock\.json/.test(name)), names.join());
});

Deno.test("openEmbeddings() computes damaged vectors again and says so", async () => {
  const { vectors } = await embed();
  const bytes = await Deno.readFile(path);
  const { tensors, metadata } = decodeSafetensors(bytes);
  const { sha256: _, ...rest } = metadata;
  const nan = encodeSafetensors(
    {
      vectors: { ...tensors.vectors!, data: vectors.map((value, i) => i === 7 ? NaN : value) },
    } as typeof tensors,
    rest,
  );
  const short = encodeSafetensors({
    vectors: { dtype: "F32", shape: [35, 128], data: vectors.slice(128) },
  }, rest);
  const changed = bytes.map((byte, i) => i === bytes.length - 2 ? byte ^ 1 : byte);
  for (
    const [damaged, reason] of [
      [changed, /checksum mismatch/],
      [bytes.subarray(0, 1000), /must be whole/],
      [nan, /values must be finite/],
      [short, /must hold vectors, F32 \[36, dim\]: current shape is \[35,128\]/],
    ] as const
  ) {
    await Deno.writeFile(path, damaged);
    const again = await embed();
    assert.match(again.warnings.join(), reason);
    assert.match(again.warnings.join(), /^The embeddings are computed again/);
    assert.deepEqual([again.reused, again.vectors], [false, vectors]);
    assert.deepEqual(await Deno.readFile(path), bytes);
  }
});

Deno.test("openTrained() refuses a damaged history, and says what to do", async () => {
  const history = join(experiment.directory, "history.json");
  const text = await Deno.readTextFile(history);
  for (
    const [damaged, reason] of [
      [text.slice(0, -3), /JSON/],
      [text.replace('"epoch": 1', '"epoch": 2'), /checksum mismatch/],
      [text.replace(/"trainLoss": [\d.]+/, '"trainLoss": null'), /checksum mismatch/],
      ["[]", /version must be 1: current value is none/],
    ] as const
  ) {
    await Deno.writeTextFile(history, damaged);
    await assert.rejects(openTrained(experiment), (error: Error) => {
      assert.match(error.message, /history\.json" \(run notebook 02_train again\): /);
      assert.match(error.message, reason);
      return true;
    });
  }
  await Deno.writeTextFile(history, text);
  (await openTrained(experiment)).model.dispose();
});

Deno.test("a pretrained model needs no training, and says in the run what was used", async () => {
  const settings = readSettings({ dataset: photos, run: "test" }, {});
  const directory = join(root, "pretrained");
  const pretrained = {
    ...createExperiment(settings, "pretrained"),
    datasetDirectory: experiment.datasetDirectory,
    directory,
  };
  assert.equal(await isTrained(pretrained), true);
  assert.equal(await isTrained({ ...experiment, directory: join(root, "nothing") }), false);
  const { vectors, dim } = await openEmbeddings(pretrained);
  assert.deepEqual([vectors.length, dim], [36 * 512, 512]);
  const { model, history } = await openTrained(pretrained);
  model.dispose();
  assert.deepEqual(history, []);
  const record = JSON.parse(await Deno.readTextFile(join(directory, "experiment.json")));
  const { about } = await openPretrained();
  assert.deepEqual(record.recipe, about.experiment.recipe);
  assert.deepEqual([record.model, record.dataset.photos], ["pretrained", 36]);
  assert.equal((await openEmbeddings(pretrained)).reused, true);
});

Deno.test("openEmbeddings() refuses a model that was trained on other photos", async () => {
  await Deno.remove(join(photos, "Hats", "3.jpeg"));
  await prepare();
  await assert.rejects(embed(), /it was trained on others \(run notebook 02_train under another/);
});
