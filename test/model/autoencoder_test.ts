import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { Adam } from "../../lib/model/adam.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import type { ArchitectureName } from "../../lib/model/architecture.ts";
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

Deno.test("embed() gives an image and its mirror image one vector, where training taught that", async () => {
  const images = noise(2);
  const mirrored = images.map((_, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    const x = pixel % 128;
    return images[(pixel - x + 127 - x) * 3 + channel]!;
  });
  const invariant = await createAutoencoder("plus_layer", {
    seed: 3,
    init: "he",
    width: 1 / 8,
    mirrorInvariant: true,
  });
  const [a, b] = [await invariant.encode(images), await invariant.encode(mirrored)];
  assert.notDeepEqual(a, b);
  const described = await invariant.embed(images);
  described.forEach((value, i) => assert.ok(Math.abs(value - (a[i]! + b[i]!) / 2) < 1e-5));
  const again = await invariant.embed(mirrored);
  described.forEach((value, i) => assert.ok(Math.abs(value - again[i]!) < 1e-5));
  const plusLayer = await createAutoencoder("plus_layer", { seed: 3, init: "he", width: 1 / 8 });
  assert.deepEqual(await plusLayer.embed(images), await plusLayer.encode(images));
  for (const model of [invariant, plusLayer]) model.dispose();
});

Deno.test("Autoencoder refuses bad input", async () => {
  await assert.rejects(
    createAutoencoder("vgg" as ArchitectureName),
    /name must be one of baseline/,
  );
  const model = await createAutoencoder("plus_layer");
  await assert.rejects(model.encode(new Float32Array(7)), /must be \[n, 128, 128, 3\] float32/);
  await assert.rejects(model.encode(new Uint8Array(8)), /current length is 8/);
  await assert.rejects(model.encode(new Float32Array(0)), TypeError);
  await assert.rejects(model.decode(new Float32Array(513)), /multiple of 512/);
  const state = await model.stateDict();
  const { "encoder.0.bias": bias, ...missing } = state;
  assert.throws(() => model.loadStateDict(missing), /"encoder.0.bias" is missing/);
  assert.throws(() => model.loadStateDict({ ...state, extra: bias! }), /no tensor "extra"/);
  const short = { shape: [63], data: new Float32Array(63) };
  assert.throws(
    () => model.loadStateDict({ ...state, "encoder.0.bias": short }),
    /must be \[64\]: current shape is \[63\]/,
  );
  const nan = { shape: [64], data: new Float32Array(64).fill(NaN) };
  assert.throws(() => model.loadStateDict({ ...state, "encoder.0.bias": nan }), RangeError);
  model.dispose();
  await assert.rejects(model.encode(noise(1)), /is disposed/);
});
