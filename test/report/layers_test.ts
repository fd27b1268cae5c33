import assert from "node:assert/strict";
import type { ImageStore } from "../../lib/dataset/store/image_store.ts";
import type { Autoencoder } from "../../lib/model/autoencoder.ts";
import {
  describeActivity,
  encoderLayers,
  exampleRows,
  layerActivity,
} from "../../lib/report/layers.ts";
import { plainText } from "../../lib/view/plain_text.ts";

/** A model of one ReLU layer of 1 x 2 places and two channels: channel 1 reacts to dark images. */
const model = {
  activations: (images: Float32Array) =>
    Promise.resolve([
      { name: "encoder.0", type: "conv", shape: [1, 1, 2, 2], data: new Float32Array(4) },
      {
        name: "encoder.1",
        type: "relu",
        shape: [1, 1, 2, 2],
        data: Float32Array.of(1, images[0]! < 0 ? 1 : 0, 1, 0),
      },
      { name: "encoder.2", type: "maxPool", shape: [1, 1, 1, 2], data: new Float32Array(2) },
      { name: "decoder.0", type: "relu", shape: [1, 1, 1, 1], data: new Float32Array(1) },
    ]),
} as unknown as Autoencoder;

const [DARK, BRIGHT] = [0, 255].map((value) => new Uint8Array(128 * 128 * 3).fill(value));

Deno.test("exampleRows() prefers the wanted categories, and held-out images of them", () => {
  const items = [
    { category: "Coats", split: "train" },
    { category: "Handbags", split: "train" },
    { category: "Dresses", split: "train" },
    { category: "Dresses", split: "validation" },
  ];
  const store = { items, categories: ["Coats", "Dresses", "Handbags"] } as unknown as ImageStore;
  assert.deepEqual(exampleRows(store, ["dress", "handbag"]), [3, 1]);
  assert.deepEqual(exampleRows(store, ["hat"]), [0, 3]);
  const single = { items: items.slice(2), categories: ["Dresses"] } as unknown as ImageStore;
  assert.deepEqual(exampleRows(single, ["hat"]), [1, 0]);
});

Deno.test("encoderLayers() leaves the decoder out", async () => {
  const names = (await encoderLayers(model, DARK!)).map(({ name }) => name);
  assert.deepEqual(names, ["0 conv", "1 relu", "2 pool"]);
});

Deno.test("layerActivity() counts channels that react in an image, and those that never do", async () => {
  const images = new Uint8Array(2 * DARK!.length);
  images.set(BRIGHT!, DARK!.length);
  // Dark: both channels, 3 of 4 values. Bright: one channel, 2 of 4 values.
  assert.deepEqual(await layerActivity(model, images), [
    { layer: "1 relu", channels: 2, active: 1.5, dead: 0, above: 0.625 },
  ]);
  const [bright] = await layerActivity(model, BRIGHT!);
  assert.deepEqual([bright!.active, bright!.dead], [1, 1]);
  assert.match(plainText(describeActivity([bright!], "m")[0]), /1 relu\s+2\s+1\.0\s+1\s+0\.500/);
});

Deno.test("verdicts on layers follow the numbers", () => {
  const layer = (active: number, above: number) => {
    return { layer: "1 relu", channels: 10, active, dead: 1, above };
  };
  const active = (channels: number) => describeActivity([layer(channels, 1)], "m")[1].source;
  assert.match(active(6), /\*\*yes\.\*\* 6 of 10 do, .*; 1 /);
  assert.match(active(5), /\*\*no\.\*\*/);
  const sparsity = (...above: number[]) =>
    describeActivity(above.map((it) => layer(1, it)), "m")[2].source;
  assert.match(sparsity(0.5, 0.2, 0.1), /\*\*yes\.\*\* .* 2 of 2 steps/);
  assert.match(sparsity(0.5, 0.2, 0.3, 0.1), /\*\*cannot tell\.\*\*/);
  assert.match(sparsity(0.1, 0.2, 0.3), /\*\*no\.\*\*/);
});
