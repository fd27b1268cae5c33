import assert from "node:assert/strict";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import type { ArchitectureName } from "../../lib/model/architecture.ts";
import { createAutoencoder } from "../../lib/model/autoencoder.ts";
import { uniformAt } from "../../lib/io/random.ts";

/** `n` images of noise in [-1, 1]. */
function noise(n: number, seed = 3): Float32Array {
  return Float32Array.from({ length: n * IMAGE_VALUES }, (_, i) => uniformAt(seed, i) * 2 - 1);
}

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
