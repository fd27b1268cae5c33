import assert from "node:assert/strict";
import {
  averagePrecisionAt,
  countHits,
  mapAtR,
  precisionAt,
  rPrecision,
} from "../../lib/metrics/scores.ts";

function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);
}

Deno.test("precisionAt() divides by k, also beyond the end of the ranking", () => {
  assert.equal(precisionAt([1, 0, 1, 0, 0, 1], 5), 2 / 5);
  assert.equal(precisionAt([1, 1], 5), 2 / 5);
  assert.equal(precisionAt([], 3), 0);
});

Deno.test("averagePrecisionAt() divides by the smaller of R and k", () => {
  // (1/1 + 2/3) / min(100, 5) = 0.333; with R = 2 the same hits make (1 + 2/3) / 2.
  near(averagePrecisionAt([1, 0, 1, 0, 0], 5, 100), (1 + 2 / 3) / 5);
  near(averagePrecisionAt([1, 0, 1, 0, 0], 5, 2), (1 + 2 / 3) / 2);
  assert.equal(averagePrecisionAt([1, 1, 1], 5, 3), 1);
  assert.equal(averagePrecisionAt([1, 1, 1, 1, 1, 0], 5, 100), 1);
  assert.equal(averagePrecisionAt([0, 0], 5, 0), 0);
});

Deno.test("averagePrecisionAt() gives the numbers of ml_metrics' own tests", () => {
  // apk(1..5, [6, 4, 7, 1, 2], 2) and apk(1..99, 1..20 and others, 20).
  near(averagePrecisionAt([0, 1, 0, 1, 1], 2, 5), 0.25);
  near(averagePrecisionAt([...Array(20).fill(1), 0, 0, 0], 20, 99), 1);
  // mapk([[1, 3, 4], [1, 2, 4], [1, 3]], three times 1..5, 3).
  const three = [[[1, 0, 1, 1, 0], 3], [[1, 1, 0, 1, 0], 3], [[1, 0, 1, 0, 0], 2]] as const;
  const sum = three.reduce((sum, [found, count]) => sum + averagePrecisionAt(found, 3, count), 0);
  near(sum / 3, 0.685185185185185);
});

Deno.test("rPrecision() and mapAtR() look at the first R", () => {
  // R = 3 of [1, 0, 1, 1]: two hits; (1/1 + 2/3) / 3.
  near(rPrecision([1, 0, 1, 1], 3), 2 / 3);
  near(mapAtR([1, 0, 1, 1], 3), (1 + 2 / 3) / 3);
  assert.deepEqual([rPrecision([], 0), mapAtR([], 0)], [0, 0]);
  assert.equal(mapAtR([0, 0, 1], 2), 0);
});

Deno.test("countHits() counts among the first k", () => {
  assert.equal(countHits([1, 0, 1, 1], 3), 2);
});
