/** Native TensorFlow's gradients by a filter, ours in place of some, beside plain JavaScript's. */

import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { convFilterGradient } from "../../lib/backend/gradient_ops.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { availableBackends } from "../available_backends.ts";

const native = (await availableBackends()).includes("tensorflow");

/** The gradient of an `images` x `side` x `side` x `channels` batch on a backend. */
async function gradientOn(
  backend: "tensorflow" | "cpu",
  [images, side, channels, outputs]: readonly [number, number, number, number],
): Promise<Float32Array> {
  await useBackend(backend);
  const random = (seed: number, last: number) => {
    const values = Float32Array.from({ length: images * side * side * last }, (_, i) => {
      return uniformAt(seed, i) - 0.5;
    });
    return tf.tensor4d(values, [images, side, side, last]);
  };
  const start = tf.memory().numTensors;
  const [x, dy] = [random(1, channels), random(2, outputs)];
  const options = { stride: 1, padding: "same" } as const;
  const gradient = convFilterGradient(x, dy, [3, 3, channels, outputs], options);
  const values = await gradient.data<"float32">();
  tf.dispose([x, dy, gradient]);
  assert.equal(tf.memory().numTensors, start);
  return values;
}

for (
  const shape of [[2, 1, 5, 7], [1, 128, 4, 6], [2, 128, 4, 3], [1, 128, 3, 4], [
    2,
    8,
    4,
    4,
  ]] as const
) {
  Deno.test({
    name: `gradients by a filter on tensorflow equal plain JavaScript's: ${shape.join(" x ")}` +
      (native ? "" : " (needs native TensorFlow)"),
    ignore: !native,
    async fn() {
      const [ours, expected] = [
        await gradientOn("tensorflow", shape),
        await gradientOn("cpu", shape),
      ];
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      for (const [i, value] of ours.entries()) {
        assert.ok(
          Math.abs(value - expected[i]!) < 2e-5 * largest,
          `${i}: ${value}, ${expected[i]}`,
        );
      }
    },
  });
}
