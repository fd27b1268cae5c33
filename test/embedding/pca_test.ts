import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { applyPca, fitPca, invertPca } from "../../lib/embedding/pca.ts";
import { arraySource } from "../../lib/embedding/row_source.ts";
import { uniformAt } from "../../lib/io/random.ts";

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

/** 30 rows of 9 numbers, each number half as large as the one before. */
const ROWS = Float32Array.from({ length: 30 * 9 }, (_, i) => uniformAt(51, i) * 2 ** -(i % 9));

Deno.test("fitPca() and applyPca() give scikit-learn's numbers", async () => {
  // PCA(3, svd_solver="full") of scikit-learn 1.9.1 on these rows in float64.
  await useBackend();
  const tensors = tf.memory().numTensors;
  const source = arraySource(ROWS, 9);
  const pca = await fitPca(source, 3);
  const variances = [0.09632107960937297, 0.02145537890063377, 0.004611199808351514];
  variances.forEach((variance, i) => near(pca.variances[i]!, variance, 1e-6));
  const first = [0.9876987328, -0.1524637864, -0.033273993, 0.008198146, 0.0032754336];
  first.forEach((value, i) => near(pca.components[i]!, value, 1e-5));
  const places = await applyPca(pca, source);
  assert.equal(places.length, 30 * 3);
  const row = [-0.32319456, -0.2359931979, -0.0052462854];
  row.forEach((value, i) => near(places[i]!, value, 1e-5));
  assert.equal(tf.memory().numTensors, tensors);
});

Deno.test("fitPca() repeats with its seed and leaves the rows alone", async () => {
  const before = ROWS.slice();
  const source = arraySource(ROWS, 9);
  const options = { seed: 7, oversampling: 1, iterations: 0 };
  const one = await fitPca(source, 2, options);
  assert.deepEqual(await fitPca(source, 2, options), one);
  assert.notDeepEqual(
    (await fitPca(source, 2, { ...options, seed: 8 })).components,
    one.components,
  );
  assert.deepEqual(ROWS, before);
});

Deno.test("fitPca() gives zeros where there is no variance", async () => {
  const constant = await fitPca(arraySource(new Float32Array(12).fill(0.1), 3), 2);
  assert.deepEqual([...constant.variances], [0, 0]);
  assert.ok(constant.components.every((value) => value === 0));
  assert.deepEqual([...constant.mean], Array(3).fill(Math.fround(0.1)));
  // One direction only: (1, 1) / sqrt 2, along which 0, 2 and 4 times the length vary by 4 * 2.
  const line = await fitPca(arraySource(Float32Array.of(0, 0, 2, 2, 4, 4), 2), 2);
  near(line.variances[0]!, 8, 1e-5);
  near(line.components[0]!, Math.SQRT1_2, 1e-6);
  near(line.variances[1]!, 0, 1e-5);
});

Deno.test("fitPca() and applyPca() refuse what does not fit", async () => {
  const source = arraySource(ROWS, 9);
  for (const count of [0, 10, 1.5]) {
    await assert.rejects(fitPca(source, count), (error: Error) => {
      return error instanceof RangeError && /from 1 to 9: current value is/.test(error.message);
    });
  }
  const pca = await fitPca(source, 1);
  await assert.rejects(applyPca(pca, arraySource(ROWS, 3)), /9 numbers: current value is 3$/);
  const short = { count: 2, dim: 9, read: () => Promise.resolve(new Float32Array(9)) };
  await assert.rejects(fitPca(short, 1), /must hold 18 numbers: current value is 9$/);
});

Deno.test("invertPca() gives the rows back from all components", async () => {
  await useBackend();
  const rows = Float32Array.from({ length: 12 * 3 }, (_, i) => uniformAt(71, i));
  const source = arraySource(rows, 3);
  const all = await fitPca(source, 3);
  const tensors = tf.memory().numTensors;
  const back = await invertPca(all, await applyPca(all, source));
  back.forEach((value, i) => near(value, rows[i]!, 1e-5));
  assert.equal(tf.memory().numTensors, tensors);
  // With a component of nothing a row is the mean.
  const nothing = { mean: all.mean, components: new Float32Array(3) };
  assert.deepEqual(Array.from(await invertPca(nothing, Float32Array.of(5))), Array.from(all.mean));
});
