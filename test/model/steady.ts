/** Training that must not grow: `assertSteady`. */

import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { type BackendName, useBackend } from "../../lib/backend/mod.ts";
import { Adam } from "../../lib/model/adam.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import type { Architecture } from "../../lib/model/architecture.ts";
import { Autoencoder } from "../../lib/model/autoencoder.ts";
import { initialStateDict } from "../../lib/model/state_dict.ts";
import { trainStep } from "./train_step.ts";

/** What the process may grow by after the first hundred steps, bytes; a step's image is 0.2 MB. */
const GROWTH = 64 * 2 ** 20;

/** Train `steps` steps, encoding now and then, and count tensors, buffers and bytes after each. */
export async function assertSteady(
  backend: BackendName,
  architecture: Architecture,
  steps = 500,
): Promise<void> {
  await useBackend(backend);
  const before = tf.memory().numTensors;
  const model = new Autoencoder(architecture, initialStateDict(architecture, 4));
  const adam = new Adam({ learningRate: 1e-3 });
  const images = Float32Array.from({ length: IMAGE_VALUES }, (_, i) => Math.sin(i / 50) / 2);
  let held: tf.MemoryInfo | undefined;
  let resident = 0;
  for (let step = 1; step <= steps; step++) {
    assert.ok(Number.isFinite(await trainStep(model, images, adam)));
    if (step % 50 === 0) await model.encode(images);
    const now = tf.memory();
    // The first encoding may make buffers that are used again from then on.
    if (step <= 50) held = now;
    assert.deepEqual(now, held, `after step ${step}`);
    if (step === 100) resident = Deno.memoryUsage().rss;
  }
  // What native code leaks, tfjs does not count. Plain arrays wait for the garbage collector.
  const grown = Deno.memoryUsage().rss - resident;
  if (backend === "tensorflow") {
    assert.ok(grown < GROWTH, `the process grew by ${Math.round(grown / 2 ** 20)} MiB`);
  }
  adam.dispose();
  model.dispose();
  assert.equal(tf.memory().numTensors, before);
}
