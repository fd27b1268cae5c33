import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "../../lib/backend/mod.ts";
import { availableBackends } from "../available_backends.ts";
import type { WebgpuBackend } from "../../lib/backend/webgpu/dispatch.ts";
import { gatherReads } from "../../lib/backend/webgpu/reads.ts";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { createExperiment, type Experiment } from "../../lib/runs/experiment.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import type { Recipe } from "../../lib/runs/recipe.ts";
import type { ModelName } from "../../lib/runs/presets.ts";
import { embedStore } from "../../lib/model/embed.ts";
import { train } from "../../lib/runs/train.ts";
import type { TrainOptions } from "../../lib/model/trainer.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { preparePhotos } from "../photos.ts";

const ignore = !(await availableBackends()).includes("webgpu");

if (!ignore) {
  // As on a fast device: all the steps of an epoch are under way at once.
  await useBackend("webgpu");
  gatherReads(tf.backend() as unknown as WebgpuBackend, Infinity);
}

const { photos, datasetDirectory, store } = await preparePhotos(6);
const count = store.rowsOf("train").length;
store.close();

async function experiment(
  model: ModelName,
  backend: BackendName,
  batchSize: number,
): Promise<Experiment> {
  return {
    ...createExperiment(readSettings({ dataset: photos, run: "test", backend }, {}), model),
    recipe: { epochs: 2, batchSize, learningRate: 1e-3, augment: false, width: 1 / 16 },
    datasetDirectory,
    directory: await Deno.makeTempDir(),
  };
}

Deno.test({
  name: "steps that are queued ahead are told in order, and stop and go on exactly",
  ignore,
  async fn() {
    const told: number[] = [];
    const note: TrainOptions["onStep"] = ({ imagesDone }) => void told.push(imagesDone);
    const whole = await train(await experiment("plus_layer", "webgpu", 3), { onStep: note });
    const ends = Array.from({ length: Math.ceil(count / 3) }, (_, i) => Math.min(3 * i + 3, count));
    assert.deepEqual(told, [...ends, ...ends.map((end) => count + end)]);

    const stopped = await experiment("plus_layer", "webgpu", 3);
    const abort = new AbortController();
    const held = tf.memory().numTensors;
    const before: number[] = [];
    await assert.rejects(
      train(stopped, {
        signal: abort.signal,
        onStep: ({ imagesDone }) => {
          before.push(imagesDone);
          if (before.length === 2) abort.abort(new Error("stopped"));
        },
      }),
      /stopped/,
    );
    assert.equal(tf.memory().numTensors, held);
    // Those that were queued by then are done, and told before it stops.
    assert.deepEqual(before, told.slice(0, before.length));
    assert.ok(before.length > 2 && before.length < told.length, `${before}`);
    const after: number[] = [];
    const resumed = await train(stopped, {
      onResume: ({ history, images }) =>
        assert.equal(history.length * count + images, before.at(-1)),
      onStep: ({ imagesDone }) => void after.push(imagesDone),
    });
    assert.deepEqual([...before, ...after], told);
    assert.deepEqual(
      resumed.history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
      whole.history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]),
    );
    assert.deepEqual(await resumed.model.stateDict(), await whole.model.stateDict());

    // Photos are described in several batches, all under way at once.
    const opened = await openImageStore(datasetDirectory);
    const rows = Uint32Array.from({ length: 150 }, (_, i) => i % opened.count);
    const vectors = await embedStore(whole.model, opened, rows);
    const images = await opened.readImages(rows.subarray(0, opened.count));
    opened.close();
    const once = await whole.model.encode(images);
    assert.ok(vectors.every((value, i) => Math.abs(value - once[i % once.length]!) < 1e-6));
    whole.model.dispose();
    resumed.model.dispose();
  },
});

const followed: [ModelName, Partial<Recipe>][] = [
  ["contrastive", { lowResolutionEpochs: 1 }],
  ["plus_layer", { lowResolutionEpochs: 2, decoderEpochs: 1, encoderRate: 0.3, chromaWeight: 4 }],
];
for (const [name, changes] of followed) {
  Deno.test({
    name: `${name} on webgpu, at low resolution too, follows ${cpuBackend}'s`,
    ignore,
    async fn() {
      const losses: number[][] = [];
      for (const backend of [cpuBackend, "webgpu"] as const) {
        const one = await experiment(name, backend, 5);
        const told: number[] = [];
        const { model, history } = await train(
          { ...one, recipe: { ...one.recipe, ...changes } },
          { onStep: ({ loss }) => void told.push(loss) },
        );
        losses.push([...told, ...history.map(({ validationLoss }) => validationLoss!)]);
        model.dispose();
      }
      const [expected, actual] = losses as [number[], number[]];
      assert.equal(actual.length, expected.length);
      for (const [i, loss] of expected.entries()) {
        assert.ok(Math.abs(actual[i]! - loss) <= 0.01 * loss, `${i}: ${actual[i]}, ${loss}`);
      }
    },
  });
}

Deno.test({
  name: "a loss that is not finite ends training though more steps are queued",
  ignore,
  async fn() {
    const one = await experiment("plus_layer", "webgpu", 3);
    const held = tf.memory().numTensors;
    await assert.rejects(
      train({ ...one, recipe: { ...one.recipe, learningRate: 1e30 } }),
      /loss of epoch 1 must be finite: current value is .*epoch 0 is kept/,
    );
    assert.equal(tf.memory().numTensors, held);
  },
});
