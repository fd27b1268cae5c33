import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { Autoencoder } from "../../lib/model/autoencoder.ts";
import { initialStateDict } from "../../lib/model/state_dict.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { sparse } from "./tiny.ts";

const architecture = sparse(4);
const weights = initialStateDict(architecture, 3, "he");
const images = Uint8Array.from({ length: 2 * 128 * 128 * 3 }, (_, i) => (i * 7919) % 251);

/** mean(d^2) + (weight - 1) mean((d - mean of the pixel's channels)^2), of plain arrays. */
function weightedError(reconstructions: Float32Array, weight: number): number {
  let sum = 0;
  for (let i = 0; i < images.length; i += 3) {
    const d = [0, 1, 2].map((c) => reconstructions[i + c]! - (images[i + c]! / 127.5 - 1));
    const mean = (d[0]! + d[1]! + d[2]!) / 3;
    for (const value of d) sum += value ** 2 + (weight - 1) * (value - mean) ** 2;
  }
  return sum / images.length;
}

Deno.test("chromaWeight weights the gradient, and the loss that is reported stays the MSE", async () => {
  await useBackend(cpuBackend);
  const model = new Autoencoder(architecture, weights);
  const { loss, gradients } = model.lossAndGradients(images, { chromaWeight: 4 });
  const [reported] = await loss.data();
  assert.ok(Math.abs(reported! - await model.loss(images)) < 1e-6);
  // The gradient by the last bias, beside central differences of the weighted error.
  const bias = model.variables["decoder.2.bias"]!;
  const found = await gradients[bias.name]!.data();
  for (const channel of [0, 1, 2]) {
    const errorAt = async (change: number) => {
      const state = await model.stateDict();
      state["decoder.2.bias"]!.data[channel]! += change;
      const moved = new Autoencoder(architecture, state);
      const error = weightedError(await moved.reconstruct(images), 4);
      moved.dispose();
      return error;
    };
    const slope = (await errorAt(1e-2) - await errorAt(-1e-2)) / 2e-2;
    assert.ok(Math.abs(found[channel]! - slope) < 1e-4 + 1e-2 * Math.abs(slope), `${slope}`);
  }
  tf.dispose([loss, gradients]);
  model.dispose();
});

Deno.test("a frozen encoder gets no gradients, and the decoder the same", async () => {
  await useBackend(cpuBackend);
  const model = new Autoencoder(architecture, weights);
  const whole = model.lossAndGradients(images);
  const half = model.lossAndGradients(images, { frozenEncoder: true });
  const decoder = Object.entries(model.variables).filter(([name]) => name.startsWith("decoder."));
  assert.deepEqual(
    Object.keys(half.gradients).sort(),
    decoder.map(([, { name }]) => name).sort(),
  );
  for (const name of Object.keys(half.gradients)) {
    assert.deepEqual(await half.gradients[name]!.data(), await whole.gradients[name]!.data());
  }
  tf.dispose([whole.loss, whole.gradients, half.loss, half.gradients]);
  model.dispose();
});
