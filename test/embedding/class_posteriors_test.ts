import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { uniformAt } from "../../lib/io/random.ts";
import { fitPosteriors, MAX_POSTERIOR_DISTANCE } from "../../lib/embedding/class_posteriors.ts";
import { posteriorsOf } from "./posteriors_of.ts";

function assertNear(actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-4) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) <= tolerance, `${actual[i]} at ${i} is not ${value}`);
  });
}

const ROWS = Float32Array.from(
  [[0, 0], [1, 0], [0, 1], [4, 4], [5, 4], [4, 6], [0, 5], [1, 6]].flat(),
);

Deno.test("fitPosteriors() and unitPosteriors() agree with scikit-learn's KernelRidge", async () => {
  const model = await fitPosteriors(ROWS, 2, [..."aaabbbcc"]);
  // scikit-learn 1.9.1: KernelRidge(alpha=0.1, kernel="rbf", gamma=1 / 19.09375).fit(X, T - priors)
  assertNear(model.width, [Math.sqrt(19.09375)], 1e-6);
  assertNear(model.coefficients.subarray(0, 6), [
    ...[-0.1295, 0.01069, 0.11881],
    ...[0.27559, -0.39045, 0.11486],
  ]);
  const queries = Float32Array.from([[0.5, 0.5], [4.5, 5], [2, 3], [9, 9]].flat());
  assertNear(await posteriorsOf(model, queries), [
    ...[0.999711, 0.020471, 0.012609],
    ...[0, 1, 0],
    ...[0.573258, 0.66986, 0.471872],
    ...[0.53964, 0.810033, 0.229425],
  ]);
});

Deno.test("fitPosteriors() leaves out rows without a class", async () => {
  const labels = [..."aaabbbcc"];
  const model = await fitPosteriors(ROWS, 2, labels);
  const more = await fitPosteriors(Float32Array.of(50, -70, ...ROWS), 2, ["", ...labels]);
  assert.deepEqual(more, model);
});

Deno.test("unitPosteriors() of vectors of different classes are as far apart as can be", async () => {
  const model = await fitPosteriors(Float32Array.of(1, 1, 2, 2), 1, ["a", "a", "b", "b"]);
  const [a, notB, notA, b] = await posteriorsOf(model, Float32Array.of(1, 2));
  const apart = Math.hypot(a! - notA!, notB! - b!);
  assert.ok(Math.abs(apart - MAX_POSTERIOR_DISTANCE) < 0.05, String(apart));
});

Deno.test("unitPosteriors() are along the priors where all rows are equal or far away", async () => {
  const labels = ["a", "a", "b", "b", "b", "b"];
  const expected = [1 / Math.sqrt(5), 2 / Math.sqrt(5)];
  const equal = await fitPosteriors(new Float32Array(6).fill(7), 1, labels);
  assertNear(await posteriorsOf(equal, Float32Array.of(7)), expected);
  const spread = await fitPosteriors(Float32Array.of(1, 2, 1, 2, 1, 2), 1, labels);
  assertNear(await posteriorsOf(spread, Float32Array.of(1000)), expected);
});

Deno.test("fitPosteriors() leaves no tensor behind, and its input as it was", async () => {
  const rows = Float32Array.from({ length: 60 }, (_, i) => uniformAt(4, i));
  const labels = Array.from({ length: 20 }, (_, row) => "ab"[row % 2]!);
  const before = rows.slice();
  await posteriorsOf(await fitPosteriors(rows, 3, labels), rows);
  const { numTensors } = tf.memory();
  await posteriorsOf(await fitPosteriors(rows, 3, labels), rows);
  assert.equal(tf.memory().numTensors, numTensors);
  assert.deepEqual(rows, before);
});

Deno.test("fitPosteriors() says what it needs", async () => {
  const rows = Float32Array.of(1, 2, 3, 4);
  const refuse = (labels: string[], message: RegExp) =>
    assert.rejects(fitPosteriors(rows, 1, labels), { name: "RangeError", message });
  await refuse(["a", "b"], /a label for each of 4 rows: current number is 2$/);
  await refuse(["a", "a", "", "a"], /two categories: current number is 1$/);
});
