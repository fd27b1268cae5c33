/** Native TensorFlow's gradients by a filter, ours in place of some, beside plain JavaScript's. */

import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { convFilterGradient } from "../../lib/backend/gradient_ops.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { availableBackends } from "../available_backends.ts";

const native = (await availableBackends()).includes("tensorflow");

/** Images, and a 3 x 3 filter at stride 1. */
interface Shape {
  images: number;
  /** Of the images; that of the gradient by the output follows from the padding. */
  side: number;
  channels: number;
  outputs: number;
  padding: "same" | "valid";
}

/** The gradient by the filter on a backend, `[3, 3, channels, outputs]`. */
async function gradientOn(
  backend: "tensorflow" | "cpu",
  { images, side, channels, outputs, padding }: Shape,
): Promise<Float32Array> {
  await useBackend(backend);
  const random = (seed: number, side: number, last: number) => {
    const values = Float32Array.from({ length: images * side * side * last }, (_, i) => {
      return uniformAt(seed, i) - 0.5;
    });
    return tf.tensor4d(values, [images, side, side, last]);
  };
  const start = tf.memory().numTensors;
  const x = random(1, side, channels);
  const dy = random(2, padding === "same" ? side : side - 2, outputs);
  const gradient = convFilterGradient(x, dy, [3, 3, channels, outputs], { stride: 1, padding });
  const values = await gradient.data<"float32">();
  tf.dispose([x, dy, gradient]);
  assert.equal(tf.memory().numTensors, start);
  return values;
}

const SHAPES: readonly Shape[] = [
  { images: 2, side: 1, channels: 5, outputs: 7, padding: "same" },
  { images: 1, side: 128, channels: 4, outputs: 6, padding: "same" },
  { images: 2, side: 128, channels: 4, outputs: 3, padding: "same" },
  { images: 1, side: 128, channels: 3, outputs: 4, padding: "same" },
  { images: 3, side: 31, channels: 5, outputs: 4, padding: "same" },
  { images: 3, side: 33, channels: 4, outputs: 5, padding: "valid" },
  { images: 1, side: 32, channels: 6, outputs: 4, padding: "valid" },
  { images: 2, side: 8, channels: 4, outputs: 4, padding: "same" },
  // More than one product takes.
  { images: 130, side: 128, channels: 4, outputs: 1, padding: "same" },
];

for (const shape of SHAPES) {
  Deno.test({
    name: `gradients by a filter on tensorflow equal plain JavaScript's: ` +
      Object.values(shape).join(" x ") + (native ? "" : " (needs native TensorFlow)"),
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
