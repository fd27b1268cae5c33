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
  const images = syntheticImages(5, 128);
  const all = await embedMaps(network, images);
  const third = await embedMaps(network, images.slice(2 * IMAGE_BYTES, 3 * IMAGE_BYTES));
  assert.deepEqual(third.fine, all.fine.slice(2 * 8192, 3 * 8192));
  assert.deepEqual(third.coarse, all.coarse.slice(2 * 4096, 3 * 4096));
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
