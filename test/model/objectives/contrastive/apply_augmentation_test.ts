import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../../lib/backend/mod.ts";
import { augment } from "../../../../lib/model/objectives/contrastive/apply_augmentation.ts";
import {
  type Augmentation,
  sampleAugmentation,
} from "../../../../lib/model/objectives/contrastive/augmentation.ts";
import { createRandom } from "../../../../lib/io/random.ts";
import { availableBackends } from "../../../available_backends.ts";

const SIZE = 128;
const unchanged: Augmentation = {
  affine: [1, 0, 0, 0, 1, 0],
  occlusion: { left: 0, top: 0, right: 0, bottom: 0 },
  colour: { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], offset: 0 },
  blur: 0,
};

/** Noise that is smooth over `grain` pixels, in [-1, 1]. */
function noise(n: number, seed: number, grain = 1): Float32Array {
  const random = createRandom(seed);
  const side = SIZE / grain;
  const coarse = Float32Array.from({ length: n * side * side * 3 }, () => random() * 2 - 1);
  return Float32Array.from({ length: n * SIZE * SIZE * 3 }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % SIZE, Math.floor(i / 3 / SIZE) % SIZE];
    const image = Math.floor(i / 3 / SIZE / SIZE);
    return coarse[
      ((image * side + Math.floor(y / grain)) * side + Math.floor(x / grain)) * 3 + c
    ]!;
  });
}

async function viewsOf(values: Float32Array, views: Augmentation[]): Promise<Float32Array> {
  const images = tf.tensor4d(values, [views.length, SIZE, SIZE, 3]);
  const held = tf.memory().numTensors;
  const made = augment(images, views);
  assert.equal(tf.memory().numTensors, held + 1);
  const out = await made.data() as Float32Array;
  tf.dispose([images, made]);
  return out;
}

const at = (values: Float32Array, image: number, x: number, y: number, channel: number) =>
  values[((image * SIZE + y) * SIZE + x) * 3 + channel]!;

const backends = (await availableBackends()).filter((name) => name !== "cpu");
for (const backend of backends) {
  Deno.test(`augment() moves, flips, pastes and recolours on ${backend}`, async () => {
    await useBackend(backend);
    const values = noise(2, 1);
    const views: Augmentation[] = [
      // Flipped left to right and three pixels down: view (x, y) is photo (127 - x, y + 3).
      { ...unchanged, affine: [-1, 0, 127, 0, 1, 3] },
      {
        ...unchanged,
        occlusion: { left: 100, top: 20, right: 128, bottom: 60 },
        colour: { matrix: [0, 1, 0, 0, 0, 1, 1, 0, 0], offset: 0.5 },
      },
    ];
    const out = await viewsOf(values, views);
    const near = (actual: number, expected: number) =>
      assert.ok(Math.abs(actual - expected) < 1e-5, `${actual}, ${expected}`);
    near(at(out, 0, 5, 7, 1), at(values, 0, 122, 10, 1));
    // Below the photo its last row goes on.
    near(at(out, 0, 5, 127, 2), at(values, 0, 122, 127, 2));
    // Red becomes green + 0.5, cut off at 1.
    near(at(out, 1, 50, 30, 0), Math.min(1, at(values, 1, 50, 30, 1) + 0.5));
    // The piece is of the next view, here the first, before colours change.
    near(at(out, 1, 110, 30, 2), Math.min(1, at(out, 0, 110, 30, 0) + 0.5));
    near(at(out, 1, 110, 60, 2), Math.min(1, at(values, 1, 110, 60, 0) + 0.5));
  });

  Deno.test(`augment() blurs by the share asked for on ${backend}`, async () => {
    await useBackend(backend);
    const values = noise(1, 2);
    const out = await viewsOf(values, [{ ...unchanged, blur: 0.25 }]);
    let mean = 0;
    for (let y = 38; y <= 42; y++) {
      for (let x = 58; x <= 62; x++) mean += at(values, 0, x, y, 1) / 25;
    }
    const expected = 0.75 * at(values, 0, 60, 40, 1) + 0.25 * mean;
    assert.ok(Math.abs(at(out, 0, 60, 40, 1) - expected) < 1e-5);
  });
}

Deno.test("augment() gives the same on every backend", async () => {
  const values = noise(6, 3, 8);
  const views = Array.from({ length: 6 }, (_, row) => sampleAugmentation(row, 4));
  const results: Float32Array[] = [];
  for (const backend of backends) {
    await useBackend(backend);
    results.push(await viewsOf(values, views));
  }
  for (const result of results) {
    assert.ok(result.every((value) => value >= -1 && value <= 1));
    const off = result.reduce((sum, value, i) => sum + Math.abs(value - results[0]![i]!), 0);
    // Backends may round a pixel's place differently, which shows where the noise jumps.
    assert.ok(off / result.length < 1e-3, `mean difference is ${off / result.length}`);
  }
});

Deno.test("augment() wants one view an image", async () => {
  await useBackend();
  const images = tf.zeros<tf.Rank.R4>([2, SIZE, SIZE, 3]);
  assert.throws(() => augment(images, [unchanged]), /one for each of 2 images/);
  images.dispose();
});
