import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../lib/backend/mod.ts";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";
import {
  createSearchNetwork,
  embedMaps,
} from "../../../lib/model/search_network/search_network.ts";
import { RESIDUAL } from "../../../lib/model/search_network/residual.ts";
import { cpuBackend } from "../../cpu_backend.ts";
import { testTorchMaps } from "./torch_maps.ts";
import { syntheticImages } from "./torch_reference.ts";

await testTorchMaps("tensorflow");
await testTorchMaps("cpu");

Deno.test("a search network has the parameters of its layers and comes back from its state dict", async () => {
  await useBackend(cpuBackend);
  const before = tf.memory().numTensors;
  const network = await createSearchNetwork({ seed: 3 });
  const state = await network.stateDict();
  const count = Object.values(state).reduce((sum, { data }) => sum + data.length, 0);
  assert.equal(count, 1_208_032);
  assert.deepEqual(
    Object.entries(state).map(([name, { shape }]) => ({ name, shape: [...shape] })),
    RESIDUAL.weights.map(({ name, shape }) => ({ name, shape: [...shape] })),
  );
  const other = await createSearchNetwork({ seed: 4 });
  const images = syntheticImages(1, 128);
  assert.notDeepEqual(await embedMaps(other, images), await embedMaps(network, images));
  other.loadStateDict(state);
  assert.deepEqual(await embedMaps(other, images), await embedMaps(network, images));
  network.dispose();
  other.dispose();
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("embedMaps() gives an image the same to the bit whatever the others are, and nearly so mirrored", async () => {
  await useBackend(cpuBackend);
  const network = await createSearchNetwork();
  const images = syntheticImages(7, 128);
  const all = await embedMaps(network, images);
  for (const [first, end] of [[0, 1], [5, 6], [3, 5], [4, 7]] as const) {
    const some = await embedMaps(network, images.slice(first * IMAGE_BYTES, end * IMAGE_BYTES));
    assert.deepEqual(some.fine, all.fine.slice(first * 8192, end * 8192));
    assert.deepEqual(some.coarse, all.coarse.slice(first * 4096, end * 4096));
  }
  const mirrored = images.slice(0, IMAGE_BYTES);
  for (let at = 0; at < IMAGE_BYTES; at += 3) {
    const x = Math.floor(at / 3) % 128;
    const from = at + (127 - 2 * x) * 3;
    mirrored.set(images.subarray(from, from + 3), at);
  }
  const { fine } = await embedMaps(network, mirrored);
  // Pools add mirrored pixels in another order.
  assert.ok(fine.every((value, i) => Math.abs(value - all.fine[i]!) < 1e-5));
  network.dispose();
});
