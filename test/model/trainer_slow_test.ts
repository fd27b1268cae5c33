import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { createExperiment, type Experiment } from "../../lib/runs/experiment.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import type { Recipe } from "../../lib/runs/recipe.ts";
import { loadCheckpoint, saveCheckpoint } from "../../lib/model/checkpoint.ts";
import { train } from "../../lib/runs/train.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { openTrained } from "../../lib/runs/trained.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { preparePhotos } from "../photos.ts";

const { photos, datasetDirectory, store } = await preparePhotos(7);
store.close();

const recipe: Recipe = { epochs: 3, batchSize: 8, learningRate: 1e-3, augment: true };

async function experiment(changes: Partial<Recipe> = {}, directory?: string): Promise<Experiment> {
  return {
    ...createExperiment(
      readSettings({ dataset: photos, run: "test", backend: cpuBackend }, {}),
      "plus_layer",
    ),
    recipe: { ...recipe, ...changes },
    datasetDirectory,
    directory: directory ?? await Deno.makeTempDir(),
  };
}

const losses = (history: { trainLoss: number; validationLoss: number | null }[]) =>
  history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);

Deno.test("train() that was stopped ends exactly like one that was not", async () => {
  const whole = await train(await experiment());
  assert.equal(whole.history.length, 3);
  assert.ok(whole.history[2]!.trainLoss < whole.history[0]!.trainLoss);

  const stopped = await experiment();
  const abort = new AbortController();
  const held = tf.memory().numTensors;
  await assert.rejects(
    train(stopped, {
      signal: abort.signal,
      // In the middle of the second epoch.
      onStep: ({ epoch, imagesDone }) => {
        if (epoch === 2 && imagesDone > 20) abort.abort(new Error("stopped"));
      },
    }),
    /stopped/,
  );
  assert.equal(tf.memory().numTensors, held);
  const events: string[] = [];
  const resumed = await train(stopped, {
    onResume: ({ history, images, isOver }) =>
      void events.push(`resumed ${history.length} + ${images} ${isOver}`),
    onEpoch: (history) => void events.push(`epoch ${history.length}`),
  });
  assert.deepEqual(events, ["resumed 1 + 8 false", "epoch 2", "epoch 3"]);
  assert.equal(resumed.resumedEpochs, 1);
  assert.deepEqual(losses(resumed.history), losses(whole.history));
  const name = "encoder.15.weight";
  const [a, b] = [await whole.model.stateDict(), await resumed.model.stateDict()];
  assert.deepEqual(a[name], b[name]);
  whole.model.dispose();
  resumed.model.dispose();

  // More epochs go on from there; the same number does nothing.
  const again = await train(stopped, {
    onResume: ({ history, images, isOver }) =>
      void events.push(`resumed ${history.length} + ${images} ${isOver}`),
  });
  assert.equal(events.at(-1), "resumed 3 + 0 true");
  assert.equal(again.resumedEpochs, 3);
  again.model.dispose();
  const longer = await train(await experiment({ epochs: 4 }, stopped.directory));
  assert.deepEqual(losses(longer.history.slice(0, 3)), losses(whole.history));
  assert.equal(longer.history.length, 4);
  longer.model.dispose();

  await assert.rejects(
    train(await experiment({ learningRate: 2e-3 }, stopped.directory)),
    /must be of the same experiment/,
  );

  const record = await Deno.readTextFile(join(stopped.directory, "experiment.json"));
  assert.equal(JSON.parse(record).recipe.epochs, 4);
  assert.equal(JSON.parse(record).dataset.photos, 21);
  assert.ok(!record.includes(photos), "a path of this machine");

  const { vectors, dim, reused } = await openEmbeddings(stopped);
  assert.equal(dim, 512);
  assert.equal(vectors.length, 21 * 512);
  assert.equal(reused, false);
  const second = await openEmbeddings(stopped);
  assert.equal(second.reused, true);
  assert.deepEqual(second.vectors, vectors);
});

Deno.test("train() goes on with a schedule where it was, and not to another end", async () => {
  const changes: Partial<Recipe> = { epochs: 2, schedule: "cosine" };
  const whole = await train(await experiment(changes));
  const stopped = await experiment(changes);
  const interrupt = (history: readonly unknown[]) => {
    if (history.length === 1) throw new Error("stopped");
  };
  await assert.rejects(train(stopped, { onEpoch: interrupt }), /stopped/);
  const resumed = await train(stopped);
  assert.equal(resumed.resumedEpochs, 1);
  assert.deepEqual(losses(resumed.history), losses(whole.history));
  // Three steps an epoch, of which the first two have the full step size: the schedule shows later.
  const constant = await train(await experiment({ epochs: 2 }));
  assert.notEqual(constant.history[1]!.trainLoss, whole.history[1]!.trainLoss);
  for (const { model } of [whole, resumed, constant]) model.dispose();
  // More epochs would have begun with other step sizes.
  await assert.rejects(
    train(await experiment({ ...changes, epochs: 3 }, stopped.directory)),
    /must be of the same experiment/,
  );
});

Deno.test("train() of the decoder first resumes exactly, and leaves the encoder as it was", async () => {
  const changes: Partial<Recipe> = {
    ...{ epochs: 4, decoderEpochs: 2, lowResolutionEpochs: 3, schedule: "cosine", init: "he" },
    ...{ chromaWeight: 4, encoderRate: 0.3 },
  };
  const name = "encoder.15.weight";
  const encoders: Float32Array[] = [];
  const held = tf.memory().numTensors;
  const whole = await train(await experiment(changes), {
    onStart: async (model) => void encoders.push((await model.stateDict())[name]!.data),
    onStep: async ({ epoch }, model) => {
      if (epoch === 2) encoders[1] = (await model.stateDict())[name]!.data;
    },
  });
  assert.deepEqual(encoders[0], encoders[1]);
  const a = await whole.model.stateDict();
  assert.notDeepEqual(a[name]!.data, encoders[0]);
  for (const epochs of [1, 2]) {
    const stopped = await experiment(changes);
    const interrupt = (history: readonly unknown[]) => {
      if (history.length === epochs) throw new Error("stopped");
    };
    await assert.rejects(train(stopped, { onEpoch: interrupt }), /stopped/);
    const resumed = await train(stopped);
    assert.deepEqual(losses(resumed.history), losses(whole.history), `stopped after ${epochs}`);
    assert.deepEqual(await resumed.model.stateDict(), a);
    resumed.model.dispose();
  }
  whole.model.dispose();
  assert.equal(tf.memory().numTensors, held);
});

Deno.test("train() stops at a loss that is not finite and keeps the last good checkpoint", async () => {
  const good = await experiment({ epochs: 1 });
  (await train(good)).model.dispose();
  // The same run again, its last weights grown until float32 overflows in the first layers.
  const path = join(good.directory, "last.safetensors");
  const checkpoint = (await loadCheckpoint(path))!;
  for (const weight of Object.values(checkpoint.weights)) {
    weight.data.forEach((w, i) => weight.data[i] = w * 1e20);
  }
  await saveCheckpoint(path, checkpoint);
  const kept = await Deno.readFile(path);
  const best = await Deno.readFile(join(good.directory, "best.safetensors"));
  await assert.rejects(
    train(await experiment({ epochs: 2 }, good.directory)),
    /loss of epoch 2 must be finite: current value is .*epoch 1 is kept/,
  );
  assert.deepEqual(await Deno.readFile(path), kept);
  assert.deepEqual(await Deno.readFile(join(good.directory, "best.safetensors")), best);
});

Deno.test("train() stops early when `patience` epochs bring nothing better", async () => {
  // A step this small changes no loss that float32 can tell apart for long.
  const result = await train(await experiment({ epochs: 12, learningRate: 1e-12, patience: 2 }));
  assert.ok(result.history.length < 12, `${result.history.length} epochs`);
  assert.ok(result.history.slice(-2).every(({ best }) => !best));
  result.model.dispose();
});

Deno.test("openTrained() says what to run first", async () => {
  await assert.rejects(openTrained(await experiment()), /run notebook 02_train/);
});
