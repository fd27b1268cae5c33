import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../lib/backend/mod.ts";
import { WhitenedLayer, whitenedLayerState } from "../../../lib/model/objectives/whitened_layer.ts";
import { cpuBackend } from "../../cpu_backend.ts";

Deno.test("the whitening evens out the variance of latent vectors, by hand for two channels", async () => {
  await useBackend(cpuBackend);
  // Second moments [[2, 1], [1, 2]], of eigenvalues 3 and 1 along (1, 1) and (1, -1).
  const rows = [[Math.sqrt(3), Math.sqrt(3)], [1, -1]];
  const latent = tf.tensor4d(rows.flat(), [2, 1, 1, 2]);
  const filter = tf.tensor4d([1, 0, 0, 1], [1, 1, 2, 2]);
  const state = await whitenedLayerState(filter, latent);
  // Regularised by 0.1 x 2: 1 / sqrt(3.2) and 1 / sqrt(1.2), over the root of what they keep.
  const kept = (3 / 3.2 + 1 / 1.2) / 2;
  const [along, across] = [1 / Math.sqrt(3.2 * kept), 1 / Math.sqrt(1.2 * kept)];
  const expected = [(along + across) / 2, (along - across) / 2];
  const [a, b, c, d] = state["whitened.transform"]!.data;
  for (const [value, wanted] of [[a, expected[0]], [b, expected[1]], [c, b], [d, a]]) {
    assert.ok(Math.abs(value! - wanted!) < 1e-6, `${value} is not ${wanted}`);
  }
  tf.dispose([latent, filter]);
});

Deno.test("the layer's own weight is the filter after the whitening, and its gradient follows", async () => {
  await useBackend(cpuBackend);
  const held = tf.memory().numTensors;
  const latent = tf.randomNormal<tf.Rank.R4>([40, 2, 2, 3], 1, 2, "float32", 4);
  const filter = tf.randomNormal<tf.Rank.R4>([3, 3, 5, 3], 0, 1, "float32", 5);
  const layer = new WhitenedLayer(await whitenedLayerState(filter, latent));
  const weight = tf.variable(tf.zeros<tf.Rank.R4>([3, 3, 5, 3]));
  layer.assignTo(weight);
  const { "whitened.transform": { data } } = await layer.stateDict() as never;
  const whitening = tf.tensor2d(data, [3, 3]);
  // A transposed convolution of whitened latent maps.
  const outputs = (maps: tf.Tensor4D, by: tf.Tensor4D) => {
    const rows = tf.reshape(
      tf.matMul(tf.reshape(maps, [-1, 3]), whitening),
      maps.shape,
    ) as tf.Tensor4D;
    return tf.conv2dTranspose(rows, by, [40, 4, 4, 5], 2, "same");
  };
  const error = tf.tidy(() =>
    tf.max(tf.abs(tf.sub(
      tf.conv2dTranspose(latent, weight as tf.Tensor4D, [40, 4, 4, 5], 2, "same"),
      outputs(latent, filter),
    ))).arraySync()
  );
  assert.ok((error as number) < 1e-4, `outputs differ by ${error}`);

  const loss = (by: tf.Tensor) => tf.mean(tf.square(outputs(latent, by as tf.Tensor4D)));
  const own = (by: tf.Tensor) =>
    tf.mean(tf.square(tf.conv2dTranspose(latent, by as tf.Tensor4D, [40, 4, 4, 5], 2, "same")));
  const expected = tf.grad(loss)(filter);
  const gradients: tf.NamedTensorMap = { [weight.name]: tf.grad(own)(weight) };
  layer.replaceGradient(gradients, weight);
  const [name] = Object.values(layer.variables).map(({ name }) => name);
  assert.deepEqual(Object.keys(gradients), [name]);
  const gap = tf.tidy(() => tf.max(tf.abs(tf.sub(gradients[name!]!, expected))).arraySync());
  assert.ok((gap as number) < 1e-4, `gradients differ by ${gap}`);

  // Restored from a checkpoint it is the same.
  const again = new WhitenedLayer(await layer.stateDict());
  const before = await weight.data();
  again.assignTo(weight);
  assert.deepEqual(await weight.data(), before);
  layer.dispose();
  again.dispose();
  tf.dispose([latent, filter, weight, whitening, expected, gradients]);
  assert.ok(tf.memory().numTensors <= held + 1);
});

Deno.test("a checkpoint without the whitened layer is refused", async () => {
  await useBackend(cpuBackend);
  assert.throws(() => new WhitenedLayer({}), /"whitened.weight" and "whitened.transform" must be/);
});
