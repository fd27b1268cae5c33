import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { Adam } from "../../lib/model/adam.ts";

const gradient = (name: string, values: number[]) => ({ [name]: tf.tensor1d(values) });

Deno.test("Adam.applyGradients() takes the steps worked out by hand", async () => {
  await useBackend();
  const w = tf.variable(tf.tensor1d([1, -2]), true, "adam_by_hand");
  const adam = new Adam({ learningRate: 0.1 });
  // Step 1: m / (1 - b1) = g and v / (1 - b2) = g^2, so each weight moves by lr * sign(g).
  adam.applyGradients(gradient(w.name, [0.5, -4]));
  const first = await w.data();
  assert.ok(Math.abs(first[0]! - 0.9) < 1e-6 && Math.abs(first[1]! + 1.9) < 1e-6, `${first}`);
  // Step 2, weight 0, g = 0.1: m = 0.9 * 0.05 + 0.1 * 0.1 = 0.055, / 0.19 = 0.2894737;
  // v = 0.999 * 0.00025 + 0.001 * 0.01 = 0.00025975, / 0.001999 = 0.12993997, root 0.3604719;
  // the step is 0.1 * 0.2894737 / 0.3604719 = 0.0803041.
  adam.applyGradients(gradient(w.name, [0.1, -4]));
  assert.ok(Math.abs((await w.data())[0]! - (0.9 - 0.0803041)) < 1e-5);
  w.dispose();
  adam.dispose();
});

Deno.test("Adam goes on exactly after state() and restore(), and leaks nothing", async () => {
  await useBackend();
  const steps = [[0.3, -1], [0.2, 2], [-0.7, 0.1], [0.05, 0.4]];
  const start = tf.memory().numTensors;
  const run = async (interrupted: boolean) => {
    const w = tf.variable(tf.tensor1d([0.5, 0.25]));
    let adam = new Adam({ learningRate: 0.01 });
    for (const [i, values] of steps.entries()) {
      if (interrupted && i === 2) {
        const state = structuredClone(await adam.state({ w }));
        adam.dispose();
        adam = new Adam({ learningRate: 0.01 });
        adam.restore(state, { w });
      }
      const gradients = gradient(w.name, values);
      adam.applyGradients(gradients);
      tf.dispose(gradients);
    }
    const data = Array.from(await w.data());
    w.dispose();
    adam.dispose();
    return data;
  };
  assert.deepEqual(await run(true), await run(false));
  // `tf.variable` takes over its first tensor only in part: one stays for each of the two runs.
  assert.ok(tf.memory().numTensors - start <= 2);
});

Deno.test("Adam refuses a bad learning rate and moments of another shape", async () => {
  await useBackend();
  assert.throws(() => new Adam({ learningRate: 0 }), RangeError);
  assert.throws(() => new Adam({ learningRate: NaN }), /learningRate must be a positive number/);
  const w = tf.variable(tf.tensor1d([1]));
  const m = { shape: [2], data: new Float32Array(2) };
  assert.throws(
    () => new Adam().restore({ step: 1, moments: { w: { m, v: m } } }, { w }),
    TypeError,
  );
  w.dispose();
});
