import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { Adam } from "../../lib/model/adam.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import { createAutoencoder } from "../../lib/model/autoencoder.ts";
import { bytesFromImages, imagesFromBytes } from "../../lib/model/images.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { gradientStateDict, trainStep } from "./train_step.ts";

/** The others have the layers of the second. */
const LATENT = { baseline: 4096, plus_layer: 512 } as const;

/** `n` images of noise in [-1, 1]. */
function noise(n: number, seed = 3): Float32Array {
  return Float32Array.from({ length: n * IMAGE_VALUES }, (_, i) => uniformAt(seed, i) * 2 - 1);
}

for (const name of ["baseline", "plus_layer"] as const) {
  Deno.test(`${name} encodes, decodes and reconstructs alike, and leaks nothing`, async () => {
    await useBackend();
    const start = tf.memory().numTensors;
    const model = await createAutoencoder(name, { seed: 5 });
    const images = noise(2);
    const held = tf.memory().numTensors;
    const latents = await model.encode(images);
    assert.equal(latents.length, 2 * LATENT[name]);
    assert.equal(model.latentDim, LATENT[name]);
    const decoded = await model.decode(latents);
    const reconstructed = await model.reconstruct(images);
    assert.equal(decoded.length, 2 * IMAGE_VALUES);
    assert.ok(decoded.every((value, i) => Math.abs(value - reconstructed[i]!) < 1e-5));
    assert.ok(decoded.every((value) => value >= -1 && value <= 1));
    // A row is the same to the bit whatever its neighbours in the batch are.
    const alone = await model.encode(images.subarray(IMAGE_VALUES));
    assert.deepEqual(alone, latents.slice(LATENT[name]));
    // Bytes are the numbers they stand for.
    const bytes = bytesFromImages(images);
    assert.deepEqual(await model.encode(bytes), await model.encode(imagesFromBytes(bytes)));
    // The mean of squared differences, computed apart from the model.
    const mse = reconstructed.reduce((sum, v, i) => sum + (v - images[i]!) ** 2, 0) / images.length;
    assert.ok(Math.abs(await model.loss(images) - mse) < 1e-5);
    const activations = await model.activations(images);
    assert.deepEqual(
      activations.map((a) => [a.name, ...a.shape.slice(1)]),
      model.layers.map((l) => [l.name, ...l.outputShape]),
    );
    assert.ok(activations.at(-1)!.data.every((v, i) => Math.abs(v - reconstructed[i]!) < 1e-5));
    // Maps of blocks are the outputs of their last layers.
    for (const { shape, data } of await model.encoderMaps(images, 8)) {
      const layer = activations.findLast((one) =>
        one.name.startsWith("encoder") && one.shape.slice(1).join() === shape.join() &&
        one.data.every((v, i) => Math.abs(v - data[i]!) < 1e-5)
      );
      assert.ok(layer, shape.join(" x "));
    }
    assert.equal(tf.memory().numTensors, held);
    model.dispose();
    assert.equal(tf.memory().numTensors, start);
  });

  Deno.test(`${name}: gradients are slopes of the loss`, async () => {
    const model = await createAutoencoder(name, { seed: 11 });
    const images = noise(1, 9);
    const weights = await model.stateDict();
    // PyTorch's first weights let signals fade layer by layer; these (He et al. 2015) keep them.
    for (const { shape, data } of Object.values(weights)) {
      if (shape.length === 4) data.forEach((w, i) => data[i] = w * Math.sqrt(6));
    }
    model.loadStateDict(weights);
    const gradients = await gradientStateDict(model, images);
    for (const tensor of ["encoder.0.weight", "encoder.10.bias", "decoder.0.weight"]) {
      const gradient = gradients[tensor]!.data;
      const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
      // Along its own direction the loss rises by the gradient's norm.
      const lossAt = async (distance: number) => {
        const { shape, data } = weights[tensor]!;
        const moved = data.map((w, i) => w + distance * gradient[i]! / norm);
        model.loadStateDict({ ...weights, [tensor]: { shape, data: moved } });
        return await model.loss(images);
      };
      const step = 0.02;
      const slope = (await lossAt(step) - await lossAt(-step)) / (2 * step);
      assert.ok(Math.abs(slope - norm) < 0.03 * norm, `${tensor}: slope ${slope}, norm ${norm}`);
    }
    model.dispose();
  });
}

Deno.test("takeStep() lowers the loss and keeps the number of tensors", async () => {
  await useBackend();
  const model = await createAutoencoder("plus_layer", { seed: 2 });
  const adam = new Adam({ learningRate: 3e-3 });
  const images = noise(2).map((value) => 0.5 + 0.2 * value);
  const losses = [await trainStep(model, images, adam)];
  const held = tf.memory().numTensors;
  for (let i = 0; i < 3; i++) losses.push(await trainStep(model, images, adam));
  assert.ok(losses[3]! < 0.9 * losses[0]!, `${losses}`);
  assert.equal(tf.memory().numTensors, held);
  model.dispose();
  adam.dispose();
});

Deno.test("stateDict() gives back what loadStateDict() took; the seed decides the weights", async () => {
  const [a, b, c] = await Promise.all(
    [1, 1, 2].map((seed) => createAutoencoder("plus_layer", { seed })),
  );
  const [stateA, stateB, stateC] = [
    await a!.stateDict(),
    await b!.stateDict(),
    await c!.stateDict(),
  ];
  assert.deepEqual(stateA["encoder.16.weight"], stateB["encoder.16.weight"]);
  assert.notDeepEqual(stateA["encoder.16.weight"]!.data, stateC["encoder.16.weight"]!.data);
  c!.loadStateDict(stateA);
  assert.deepEqual(await c!.stateDict(), stateA);
  assert.deepEqual(stateA["decoder.11.weight"]!.shape, [32, 3, 4, 4]);
  for (const model of [a, b, c]) model!.dispose();
});
