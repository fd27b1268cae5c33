import assert from "node:assert/strict";
import { fitDiscriminants } from "../../lib/search/discriminants.ts";

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

Deno.test("fitDiscriminants() says what it needs", async () => {
  const rows = Float32Array.of(1, 2, 3, 4);
  const refuse = (labels: string[], message: RegExp, vectors = rows) =>
    assert.rejects(fitDiscriminants(vectors, 1, labels), { name: "RangeError", message });
  await refuse(["a", "b"], /a label for each of 4 rows: current number is 2$/);
  await refuse(["a", "a", "", "a"], /two categories: current number is 1$/);
  await refuse(["a", "a", "b", "b"], /must differ: all are alike$/, Float32Array.of(1, 1, 2, 2));
});
