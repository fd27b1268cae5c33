import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { uniformAt } from "../../lib/io/random.ts";
import {
  fitDiscriminants,
  MAX_HELLINGER_DISTANCE,
  sqrtPosteriors,
} from "../../lib/embedding/discriminant_analysis.ts";
import { applyPca } from "../../lib/embedding/pca.ts";
import { arraySource } from "../../lib/embedding/row_source.ts";

function assertNear(actual: ArrayLike<number>, expected: readonly number[]) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) <= 1e-5, `${actual[i]} at ${i} is not ${value}`);
  });
}

Deno.test("fitDiscriminants() of two categories is W^-1 (m2 - m1), by hand", async () => {
  // Around their means (0, 0) and (3, 4) both categories lie at (+-1, +-2): W = diag(1, 4), of which
  // 0.97 W + 0.03 * 2.5 I = diag(1.045, 3.955). v = (3 / 1.045, 4 / 3.955), divided by the root of
  // v' W v = 9 / 1.045 + 16 / 3.955 = 12.657953.
  const corners = [[1, 2], [1, -2], [-1, 2], [-1, -2]] as const;
  const rows = [...corners, ...corners.map(([x, y]) => [x + 3, y + 4])];
  const labels = [..."aaaabbbb"];
  const { mean, components } = await fitDiscriminants(Float32Array.from(rows.flat()), 2, labels);
  assertNear(mean, [1.5, 2]);
  assertNear(components, [0.806906, 0.284270]);
});

Deno.test("fitDiscriminants() of three categories agrees with SciPy's eigh(B, W)", async () => {
  const rows = [
    ...[[1, 0, 2], [2, 1, 2], [1, 1, 0]],
    ...[[4, 0, 1], [5, 2, 2], [6, 0, 0]],
    ...[[0, 5, 1], [1, 6, 3], [2, 4, 2]],
    // Of no category: left out.
    [50, -70, 90],
  ];
  const labels = ["a", "a", "a", "b", "b", "b", "c", "c", "c", ""];
  const { mean, components } = await fitDiscriminants(Float32Array.from(rows.flat()), 3, labels);
  assertNear(mean, [22 / 9, 19 / 9, 13 / 9]);
  // SciPy 1.17: eigh(B, 0.97 * W + 0.03 * trace(W) / 3 * I), largest eigenvalues (9.27 and 3.78)
  // first; the sign is such that the largest number is positive.
  const largest = [-0.82932622, 0.95985994, -0.06202078];
  assertNear(components, [...largest, 1.14705467, 1.04434405, -0.44395435]);
});

Deno.test("fitDiscriminants() keeps as many directions as the means lie in", async () => {
  // Three means on one line.
  const rows = [0, 10, 20].flatMap((x) => [x, 1, x + 1, -1, x - 1, 0]);
  const labels = [..."aaabbbccc"];
  const { components } = await fitDiscriminants(Float32Array.from(rows), 2, labels);
  assert.equal(components.length, 2);
});

Deno.test("fitDiscriminants() gives rows a spread of 1 within categories, along each direction", async () => {
  const [n, dim] = [300, 40];
  // Spread by 2, and each of three categories moved along a number of its own.
  const rows = Float32Array.from({ length: n * dim }, (_, at) => {
    const [row, i] = [Math.floor(at / dim), at % dim];
    return 4 * uniformAt(7, at) + (i === row % 3 ? 5 : 0);
  });
  const labels = Array.from({ length: n }, (_, row) => "abc"[row % 3]!);
  const { mean, components } = await fitDiscriminants(rows, dim, labels);
  const places = await applyPca({ mean, components }, arraySource(rows, dim));
  assert.equal(places.length, 2 * n);
  for (const axis of [0, 1]) {
    const ofCategory = labels.map((_, row) => places[2 * row + axis]!);
    const means = [0, 1, 2].map((c) => ofCategory.filter((_, row) => row % 3 === c))
      .map((values) => values.reduce((sum, value) => sum + value, 0) / values.length);
    const within = ofCategory.reduce((sum, value, row) => sum + (value - means[row % 3]!) ** 2, 0) /
      n;
    // 1 / 0.97 at most: W itself, without what makes it steadier.
    assert.ok(within > 0.95 && within < 1.031, String(within));
    assert.ok(Math.max(...means) - Math.min(...means) > 2, String(means));
  }
});

Deno.test("sqrtPosteriors() are roots of probabilities, by hand", async () => {
  // Categories a (three quarters) and b around 0 and 4, both with variance 1: W = 1, so that p(a) and
  // p(b) at x are as 3 exp(-x^2 / 2) and exp(-(x - 4)^2 / 2).
  const rows = Float32Array.of(-1, 1, -1, 1, -1, 1, 3, 5);
  const analysis = await fitDiscriminants(rows, 1, [..."aaaaaabb"]);
  const roots = await sqrtPosteriors(analysis, Float32Array.of(0, 2, 4));
  const expected = [0, 2, 4].flatMap((x) => {
    const [a, b] = [3 * Math.exp(-(x ** 2) / 2), Math.exp(-((x - 4) ** 2) / 2)];
    return [Math.sqrt(a / (a + b)), Math.sqrt(b / (a + b))];
  });
  assertNear(roots, expected);
  // Half-way between the centres only the shares count.
  assertNear(roots.subarray(2, 4), [Math.sqrt(3 / 4), Math.sqrt(1 / 4)]);
  const apart = await sqrtPosteriors(analysis, Float32Array.of(-40, 40));
  assertNear([Math.hypot(apart[0]! - apart[2]!, apart[1]! - apart[3]!)], [MAX_HELLINGER_DISTANCE]);
});

Deno.test("fitDiscriminants() leaves no tensor behind, and its input as it was", async () => {
  const rows = Float32Array.from({ length: 60 }, (_, i) => uniformAt(4, i));
  const labels = Array.from({ length: 20 }, (_, row) => "ab"[row % 2]!);
  const before = rows.slice();
  await sqrtPosteriors(await fitDiscriminants(rows, 3, labels), rows);
  const { numTensors } = tf.memory();
  await sqrtPosteriors(await fitDiscriminants(rows, 3, labels), rows);
  assert.equal(tf.memory().numTensors, numTensors);
  assert.deepEqual(rows, before);
});

Deno.test("fitDiscriminants() says what it needs", async () => {
  const rows = Float32Array.of(1, 2, 3, 4);
  const refuse = (labels: string[], message: RegExp, vectors = rows) =>
    assert.rejects(fitDiscriminants(vectors, 1, labels), { name: "RangeError", message });
  await refuse(["a", "b"], /a label for each of 4 rows: current number is 2$/);
  await refuse(["a", "a", "", "a"], /two categories: current number is 1$/);
});

Deno.test("sqrtPosteriors() are certain where the rows of each class are alike", async () => {
  const rows = Float32Array.of(1, 1, 2, 2);
  const fitted = await fitDiscriminants(rows, 1, ["a", "a", "b", "b"]);
  assert.deepEqual([...await sqrtPosteriors(fitted, rows)], [1, 0, 1, 0, 0, 1, 0, 1]);
});

Deno.test("sqrtPosteriors() are the priors where all classes have the same mean", async () => {
  for (const rows of [Float32Array.of(1, 2, 1, 2, 1, 2), new Float32Array(6).fill(7)]) {
    const fitted = await fitDiscriminants(rows, 1, ["a", "a", "b", "b", "b", "b"]);
    const [a, b] = await sqrtPosteriors(fitted, Float32Array.of(5));
    assert.ok(Math.abs(a! - Math.sqrt(1 / 3)) < 1e-6 && Math.abs(b! - Math.sqrt(2 / 3)) < 1e-6);
  }
});
