import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { maxTensorBytes, useBackend } from "../../lib/backend/mod.ts";
import { availableBackends } from "../available_backends.ts";
import { Adam } from "../../lib/model/adam.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import { Autoencoder } from "../../lib/model/autoencoder.ts";
import type { LatentLoss } from "../../lib/model/loss.ts";
import { initialStateDict, type StateDict } from "../../lib/model/state_dict.ts";
import { warmUp } from "../../lib/model/steps.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { NARROW } from "../model/narrow.ts";
import { gradientStateDict, trainStep } from "../model/train_step.ts";

const ignore = !(await availableBackends()).includes("webgpu");

/** `n` pictures in [-1, 1]: waves of a direction and colour of their own. */
function pictures(n: number): Float32Array {
  return Float32Array.from({ length: n * IMAGE_VALUES }, (_, i) => {
    const [image, channel] = [Math.floor(i / IMAGE_VALUES), i % 3];
    const [x, y] = [Math.floor(i / 3) % 128, Math.floor(i / 384) % 128];
    return 0.5 * Math.sin(x / (5 + 3 * image) + channel) + 0.4 * Math.cos(y / (9 - image));
  });
}

async function losses(backend: "tensorflow" | "cpu" | "webgpu", steps: number): Promise<number[]> {
  await useBackend(backend);
  const weights = initialStateDict(NARROW, 4);
  // PyTorch's first weights let signals fade layer by layer; these (He et al. 2015) keep them.
  for (const { shape, data } of Object.values(weights)) {
    if (shape.length === 4) data.forEach((w, i) => data[i] = w * Math.sqrt(6));
  }
  const model = new Autoencoder(NARROW, weights);
  // Three times this, and rounding alone tells two backends apart by more after 50 steps.
  const adam = new Adam({ learningRate: 1e-3 });
  const images = pictures(2);
  const batches = [images.subarray(0, IMAGE_VALUES), images.subarray(IMAGE_VALUES)];
  const losses: number[] = [];
  let held: unknown;
  for (let step = 0; step < steps; step++) {
    losses.push(await trainStep(model, batches[step % 2]!, adam));
    if (backend !== "webgpu" || step < 1) continue;
    // All buffers of a step come out of those that the step before gave back.
    const now = tf.memory();
    held ??= now;
    assert.deepEqual(now, held, `memory after step ${step + 1}`);
  }
  adam.dispose();
  model.dispose();
  return losses;
}

Deno.test({
  name: `100 training steps on webgpu follow ${cpuBackend}'s within 1 %, in memory of one size`,
  ignore,
  async fn() {
    const expected = await losses(cpuBackend, 100);
    const actual = await losses("webgpu", 100);
    for (const [step, loss] of actual.entries()) {
      const difference = Math.abs(loss - expected[step]!);
      assert.ok(difference <= 0.01 * expected[step]!, `step ${step}: ${loss}, ${expected[step]}`);
    }
    assert.ok(actual.at(-1)! < 0.9 * actual[0]!, `${actual}`);
  },
});

/** Half the squared distance of each latent map to the next, the last one's to the first, summed. */
function distances(latent: tf.Tensor4D): LatentLoss {
  const n = latent.shape[0];
  return tf.tidy(() => {
    const turned = (by: number) => tf.gather(latent, Array.from(Array(n), (_, i) => (i + by) % n));
    const loss = tf.mul(tf.sum(tf.square(tf.sub(latent, turned(1)))), 0.5) as tf.Scalar;
    const dLatent = tf.sub(tf.mul(latent, 2), tf.add(turned(1), turned(n - 1))) as tf.Tensor4D;
    return { loss, dLatent, gradients: {} };
  });
}

function assertNear(actual: StateDict, expected: StateDict): void {
  for (const [name, { data }] of Object.entries(expected)) {
    const norm = Math.hypot(...data);
    const difference = Math.hypot(...data.map((value, i) => value - actual[name]!.data[i]!));
    assert.ok(difference <= 1e-4 * norm, `${name}: ${difference} of ${norm}`);
  }
}

Deno.test({
  name: "a batch that webgpu cannot hold at once is taken in parts, with the same gradients",
  ignore,
  async fn() {
    await useBackend("webgpu");
    const model = new Autoencoder(NARROW, initialStateDict(NARROW, 4, "he"));
    const held = tf.memory().numTensors;
    await warmUp(() => model.lossAndGradients(pictures(2)));
    assert.equal(tf.memory().numTensors, held);
    const images = pictures(3);
    const [loss, whole] = [await model.loss(images), await gradientStateDict(model, images)];
    const compared = await gradientStateDict(model, images, { latentLoss: distances });
    const { device } = tf.backend() as unknown as { device: GPUDevice };
    const limits: Record<string, number> = {};
    for (const name in device.limits) limits[name] = device.limits[name as "maxBufferSize"];
    // Two images of the widest layer, 128 x 128 x 4 numbers.
    limits.maxStorageBufferBindingSize = 2 * 128 * 128 * 4 * 4;
    Object.defineProperty(device, "limits", { value: limits, configurable: true });
    try {
      assert.equal(maxTensorBytes(), 2 ** 19);
      assert.ok(Math.abs(await model.loss(images) - loss) < 1e-6 * loss);
      assertNear(await gradientStateDict(model, images), whole);
      // A loss that compares the images of different parts.
      assertNear(await gradientStateDict(model, images, { latentLoss: distances }), compared);
    } finally {
      Reflect.deleteProperty(device, "limits");
      model.dispose();
    }
  },
});
