import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import { createAutoencoder } from "../../lib/model/autoencoder.ts";
import { initialStateDict, type InitName, parameterSpecs } from "../../lib/model/state_dict.ts";

Deno.test("parameterSpecs() names PyTorch's tensors with its shapes and bounds", () => {
  const specs = parameterSpecs(ARCHITECTURES.plus_layer);
  assert.equal(specs.length, 32);
  assert.deepEqual(specs[2], {
    name: "encoder.2.weight",
    shape: [64, 64, 3, 3],
    // Before a ReLU: a value is the sum of 64 * 9, whose variance must be 2 / 576 = bound^2 / 3.
    bounds: { torch: 1 / Math.sqrt(64 * 9), he: Math.sqrt(3 * 2 / (64 * 9)) },
  });
  // A transposed convolution's weight is [in, out, ...] and PyTorch counts its fan-in as out * k^2.
  assert.deepEqual(specs[30], {
    name: "decoder.11.weight",
    shape: [32, 3, 4, 4],
    // At stride 2 an output meets 32 * 16 / 4 inputs, and a tanh follows.
    bounds: { torch: 1 / Math.sqrt(3 * 16), he: Math.sqrt(3 / (32 * 16 / 4)) },
  });
  assert.deepEqual(specs[31]!.bounds, { torch: 1 / Math.sqrt(3 * 16), he: 0 });
});

Deno.test("initialStateDict() draws uniformly within the bound, from the seed alone", () => {
  const state = initialStateDict(ARCHITECTURES.plus_layer, 0);
  const { data } = state["encoder.15.weight"]!;
  const bound = 1 / Math.sqrt(512 * 9);
  const variance = data.reduce((sum, w) => sum + w * w, 0) / data.length;
  assert.ok(data.every((w) => Math.abs(w) <= bound));
  // The variance of a uniform distribution in +-b is b^2 / 3; 2.4 million draws are within 1 %.
  assert.ok(Math.abs(variance / (bound ** 2 / 3) - 1) < 0.01);
  assert.deepEqual(initialStateDict(ARCHITECTURES.plus_layer, 0), state);
  const other = initialStateDict(ARCHITECTURES.plus_layer, 1)["encoder.15.weight"]!.data;
  assert.notDeepEqual(other.subarray(0, 8), data.subarray(0, 8));
});

Deno.test('initialStateDict() keeps what a photo does to the drawing with "he", loses it with "torch"', async () => {
  await useBackend();
  // How far two photos' drawings lie apart, on average over pixels.
  const apart = async (init: InitName) => {
    const model = await createAutoencoder("baseline", { seed: 3, init });
    const images = new Float32Array(2 * 128 * 128 * 3).map((_, i) => Math.sin(i * (i % 2 + 1)));
    images.fill(1, images.length / 2);
    const drawn = await model.reconstruct(images);
    model.dispose();
    const half = drawn.length / 2;
    const differences = drawn.subarray(0, half).map((value, i) =>
      Math.abs(value - drawn[half + i]!)
    );
    return differences.reduce((sum, value) => sum + value, 0) / half;
  };
  const [he, torch] = [await apart("he"), await apart("torch")];
  assert.ok(he > 0.05 && torch < 0.005, `${he} and ${torch}`);
});
