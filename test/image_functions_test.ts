/** Public functions that take images refuse what no image is: each says so, none computes with it. */

import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { IMAGE_VALUES } from "../lib/dataset/store/image_size.ts";
import { colourHistogram, thumbnailDescriptor } from "../lib/embedding/descriptors.ts";
import { compareReconstructions } from "../lib/metrics/reconstruction.ts";
import { detailKept } from "../lib/metrics/scale_energy.ts";
import {
  createAutoencoder,
  embedImages,
  embedMaps,
  hogDescriptor,
  imagesFromBytes,
  useBackend,
} from "../lib/mod.ts";
import { bytesFromImages } from "../lib/model/images.ts";
import { augmentedViews } from "../lib/model/objectives/contrastive/apply_augmentation.ts";
import { createSearchNetwork } from "../lib/model/search_network/search_network.ts";
import { imageAt } from "../lib/view/pictures/encode.ts";

/** An image with one value that no image has. */
function imageWith(value: number): Float32Array {
  const image = new Float32Array(IMAGE_VALUES);
  image[5] = value;
  return image;
}

Deno.test("functions that take values refuse NaN, infinity and values outside [-1, 1]", async () => {
  await useBackend();
  const model = await createAutoencoder("plus_layer", { width: 0.125 });
  const network = await createSearchNetwork();
  const good = imageWith(0.5);
  const functions: Record<string, (images: Float32Array) => unknown> = {
    encode: (images) => model.encode(images),
    embed: (images) => model.embed(images),
    reconstruct: (images) => model.reconstruct(images),
    activations: (images) => model.activations(images),
    loss: (images) => model.loss(images),
    lossAndGradients: (images) => model.lossAndGradients(images),
    "embed by the search network": (images) => network.embed(images),
    detailKept: (images) => detailKept(images, good),
    compareReconstructions: (images) => compareReconstructions(images, good),
  };
  for (const [name, take] of Object.entries(functions)) {
    for (const value of [NaN, Infinity, -Infinity, 1.25, -2]) {
      const refused = async () => await take(imageWith(value));
      await assert.rejects(refused, /must be from -1 to 1 .*: current value at 5 is/, name);
    }
  }
  const before = tf.memory().numTensors;
  const tensor = tf.tensor4d(imageWith(NaN), [1, 128, 128, 3]);
  for (const embedder of [model, network]) await assert.rejects(embedder.embed(tensor), RangeError);
  tensor.dispose();
  assert.equal(tf.memory().numTensors, before);
  // Reconstructions may leave the range, but not be no numbers.
  compareReconstructions(good, imageWith(1.25));
  for (const compare of [compareReconstructions, detailKept]) {
    assert.throws(() => compare(good, imageWith(NaN)), /values must be finite/);
  }
  model.dispose();
  network.dispose();
});

Deno.test("functions that take bytes refuse values", async () => {
  await useBackend();
  const model = await createAutoencoder("plus_layer", { width: 0.125 });
  const network = await createSearchNetwork();
  const functions: Record<string, (images: Uint8Array) => unknown> = {
    augmentedViews: (images) => augmentedViews(images, 1),
    colourHistogram,
    embedImages: (images) => embedImages(model, images),
    embedMaps: (images) => embedMaps(network, images),
    hogDescriptor,
    imageAt: (images) => imageAt(images, 0),
    imagesFromBytes,
    thumbnailDescriptor,
  };
  for (const [name, take] of Object.entries(functions)) {
    const refused = async () => await take(imageWith(0.5) as unknown as Uint8Array);
    await assert.rejects(refused, { name: "TypeError", message: /must be bytes/ }, name);
    await take(bytesFromImages(imageWith(0.5)));
  }
  model.dispose();
  network.dispose();
});
