import assert from "node:assert/strict";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../../lib/backend/mod.ts";
import { openImageStore } from "../../../../lib/dataset/store/image_store.ts";
import { loadCheckpoint } from "../../../../lib/model/checkpoint.ts";
import type { Recipe } from "../../../../lib/model/recipe.ts";
import type { StateDict } from "../../../../lib/model/state_dict.ts";
import { trainSearchNetwork } from "../../../../lib/model/trainer.ts";
import { cpuBackend } from "../../../cpu_backend.ts";
import { preparePhotos } from "../../../photos.ts";

await useBackend(cpuBackend);
const { datasetDirectory, store: prepared } = await preparePhotos(7);
prepared.close();

const recipe: Recipe = {
  epochs: 3,
  batchSize: 7,
  learningRate: 1e-3,
  schedule: "cosine",
  augment: true,
};

/** Train until `stopAt` photos are done, all epochs counted, or to the end. */
async function trained(directory: string, stopAt = Infinity) {
  const store = await openImageStore(datasetDirectory);
  const abort = new AbortController();
  try {
    const { model, history, resumedEpochs } = await trainSearchNetwork({
      store,
      recipe,
      seed: 5,
      directory,
      signal: abort.signal,
      onStep: ({ imagesDone }) => {
        if (imagesDone >= stopAt) abort.abort(new Error("stopped"));
      },
    });
    const best = await model.stateDict();
    model.dispose();
    const { weights, adam } = (await loadCheckpoint(join(directory, "last.safetensors")))!;
    const losses = history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
    return { best, losses, weights, adam, resumedEpochs };
  } finally {
    store.close();
  }
}

Deno.test("trainSearchNetwork() learns, and stopped at any step it ends the same to the bit", async () => {
  const held = tf.memory().numTensors;
  const whole = await trained(await Deno.makeTempDir());
  assert.equal(whole.losses.length, 3);
  assert.ok(whole.losses[2]![0]! < whole.losses[0]![0]!, `${whole.losses}`);
  assert.ok(whole.losses.flat().every((loss) => Number.isFinite(loss)));
  const directory = await Deno.makeTempDir();
  await assert.rejects(trained(directory, 28), /stopped/);
  assert.equal(tf.memory().numTensors, held);
  const rest = await trained(directory);
  assert.equal(rest.resumedEpochs, 1);
  assert.deepEqual(rest.losses, whole.losses);
  assertSame(rest.weights, whole.weights);
  for (const part of ["m", "v"] as const) {
    const moments = ({ adam }: typeof whole) =>
      Object.fromEntries(
        Object.entries(adam.moments).map(([name, moments]) => [name, moments[part]]),
      );
    assertSame(moments(rest), moments(whole));
  }
  assertSame(rest.best, whole.best);
  assert.equal(tf.memory().numTensors, held);
  // The weights kept are a running average, which the checkpoint holds beside the trained ones.
  const name = "stages.0.0.c1.weight";
  assert.ok(differ(whole.weights[`average.${name}`]!.data, whole.weights[name]!.data));
  assert.ok(differ(whole.best[name]!.data, whole.weights[name]!.data));
});

function differ(a: Float32Array, b: Float32Array): boolean {
  return a.length !== b.length || a.some((value, i) => value !== b[i]);
}

function assertSame(a: StateDict, b: StateDict): void {
  assert.deepEqual(Object.keys(a), Object.keys(b));
  for (const [name, { data }] of Object.entries(a)) assert.ok(!differ(data, b[name]!.data), name);
}
