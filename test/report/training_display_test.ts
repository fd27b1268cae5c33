import assert from "node:assert/strict";
import type { Autoencoder } from "../../lib/model/autoencoder.ts";
import { trainingDisplay } from "../../lib/report/training_display.ts";

/** A model that counts how often it reconstructs. */
function counting() {
  const calls = { count: 0 };
  const model = {
    reconstruct: (images: Float32Array) => {
      calls.count++;
      return Promise.resolve(images);
    },
  } as unknown as Autoencoder;
  return { calls, model };
}

const samples = [{ image: new Uint8Array(128 * 128 * 3), alt: "an image" }];

Deno.test("trainingDisplay() redraws its samples before training, at some steps and after epochs", async () => {
  const { calls, model } = counting();
  const display = trainingDisplay("baseline", { samples });
  await display.onStart(model);
  assert.equal(calls.count, 1);
  for (let step = 1; step <= 60; step++) {
    await display.onStep(
      { epoch: Math.ceil(step / 30), epochs: 2, imagesDone: step, imagesTotal: 60, loss: 1 / step },
      model,
    );
  }
  // Steps 25 and 50, and the end of two epochs.
  assert.equal(calls.count, 1 + 2 + 2);
  await display.finish({ model, history: [] });
  assert.equal(calls.count, 5);
});

Deno.test("trainingDisplay() of a model that was trained before shows what it is now", async () => {
  const { calls, model } = counting();
  const display = trainingDisplay("baseline", { samples });
  const epoch = { epoch: 1, trainLoss: 1, validationLoss: null, best: true };
  const history = [{ ...epoch, imagesPerSecond: 1, seconds: 1 }];
  await display.onResume({ history, images: 0, isOver: true });
  await display.onStart(model);
  assert.equal(calls.count, 0);
  await display.finish({ model, history });
  assert.equal(calls.count, 1);
});
