import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import {
  adamUpdate,
  biasGradient,
  maxPoolBias,
  maxPoolGradient,
  reluGradient,
} from "../../lib/backend/gradient_ops.ts";
import { useBackend } from "../../lib/backend/mod.ts";
import { availableBackends } from "../available_backends.ts";

for (const backend of await availableBackends()) {
  Deno.test(`gradient operations on ${backend} give values worked out by hand`, async () => {
    await useBackend(backend);
    const start = tf.memory().numTensors;
    const y = tf.tensor4d([0, 2, 0, 0.5, 3, 0], [1, 3, 1, 2]);
    const dy = tf.tensor4d([1, -2, 3, -4, 5, 6], [1, 3, 1, 2]);
    const relu = reluGradient(dy, y);
    // Nothing comes back through an output of zero.
    assert.deepEqual(Array.from(await relu.data(), (v) => v + 0), [0, -2, 0, -4, 5, 0]);
    const bias = biasGradient(dy);
    // Channel 0: 1 + 3 + 5; channel 1: -2 - 4 + 6.
    assert.deepEqual(Array.from(await bias.data()), [9, 0]);
    const x = tf.tensor4d([1, 7, 5, -2, 4, 6, 0, 9, 3, 3, 3, 3], [1, 3, 2, 2]);
    const two = tf.tensor1d([-6, 1]);
    const pool = maxPoolBias(x, two, "relu");
    // Maxima 5 and 9 of the first two rows; the third is in no window.
    assert.deepEqual(Array.from(await pool.y.data()), [0, 10]);
    const spread = maxPoolGradient(pool.y, x, pool.pooled);
    assert.deepEqual(Array.from(await spread.data()), [0, 0, 0, 0, 0, 0, 0, 10, 0, 0, 0, 0]);
    tf.dispose([x, two, pool.y, spread]);
    pool.pooled?.dispose();
    // Of equal values the first of a window gets the gradient; every second image ends lower.
    const [one, other] = [[4, 4, 9, 9, 4, 4, 9, 9], [1, 2, 5, 5, 2, 0, 5, 6]];
    const equals = tf.tensor4d([...one, ...other], [2, 2, 4, 1]);
    const none = tf.tensor1d([0]);
    const largest = maxPoolBias(equals, none, "linear");
    const back = maxPoolGradient(largest.y, equals, largest.pooled);
    const expected = [[4, 0, 9, 0, 0, 0, 0, 0], [0, 2, 0, 0, 0, 0, 0, 6]];
    assert.deepEqual(Array.from(await back.data()), expected.flat());
    tf.dispose([equals, none, largest.y, back]);
    largest.pooled?.dispose();
    const [weight, gradient] = [tf.tensor1d([1]), tf.tensor1d([2])];
    const [m, v] = [tf.tensor1d([0]), tf.tensor1d([0])];
    const attributes = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, step: 1 };
    const updated = adamUpdate({ weight, gradient, m, v }, attributes);
    // m = 0.1 * 2, v = 0.01 * 4, and the first step is the learning rate.
    const values = await Promise.all(updated.map(async (tensor) => (await tensor.data())[0]!));
    for (const [i, expected] of [0.9, 0.2, 0.04].entries()) {
      assert.ok(Math.abs(values[i]! - expected) < 1e-6, `${values}`);
    }
    tf.dispose([y, dy, relu, bias, weight, gradient, m, v, ...updated]);
    assert.equal(tf.memory().numTensors, start);
  });
}
