import assert from "node:assert/strict";
import { categoryIntervals } from "../../lib/metrics/bootstrap.ts";

Deno.test("categoryIntervals() gives means by category, and no interval to a single query", () => {
  const scores = [1, 0.5, 0, 0.25, 0.75];
  const labels = ["b", "b", "b", "a", "c"];
  const found = categoryIntervals(scores, labels);
  assert.deepEqual([...found.keys()], ["a", "b", "c"]);
  assert.deepEqual(found.get("a"), { value: 0.25, queries: 1 });
  const { value, low, high, queries } = found.get("b")!;
  assert.deepEqual([value, queries], [0.5, 3]);
  assert.ok(low! >= 0 && low! < 0.5 && high! > 0.5);
  assert.deepEqual(scores, [1, 0.5, 0, 0.25, 0.75]);
});

Deno.test("categoryIntervals() comes near the normal approximation", () => {
  // 100 scores of 0 and 100 of 1: the mean's standard error is 0.5 / sqrt(200) = 0.03536, and 1.96
  // of them are 0.0693.
  const scores = Array.from({ length: 200 }, (_, i) => i % 2);
  const { low, high } = categoryIntervals(scores, scores.map(() => "x"), { resamples: 4000 }).get(
    "x",
  )!;
  assert.ok(Math.abs(0.5 - low! - 0.0693) < 0.008, String(low));
  assert.ok(Math.abs(high! - 0.5 - 0.0693) < 0.008, String(high));
});

Deno.test("categoryIntervals() draws whole groups", () => {
  // Of "a" all of one group have 1, all of the other 0: every fourth sample is the same group twice.
  const scores = [1, 1, 1, 1, 0, 0, 0, 0, 0.5, 1];
  const labels = [..."aaaaaaaabb"];
  const groups = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2);
  const found = categoryIntervals(scores, labels, { groups });
  assert.deepEqual(found.get("a"), { value: 0.5, low: 0, high: 1, queries: 8 });
  // A single group says nothing of others.
  assert.deepEqual(found.get("b"), { value: 0.75, queries: 2 });
});

Deno.test("categoryIntervals() of equal scores has no width, whatever the seed", () => {
  const { low, value, high } = categoryIntervals([0.25, 0.25, 0.25], [1, 1, 1], { seed: 9 }).get(
    "1",
  )!;
  assert.deepEqual([low, value, high], [0.25, 0.25, 0.25]);
});

Deno.test("categoryIntervals() takes no query and refuses what does not fit", () => {
  assert.deepEqual(categoryIntervals([], []), new Map());
  assert.throws(() => categoryIntervals([1], []), {
    name: "RangeError",
    message: /labels must have 1 entries, one a row: current value is 0/,
  });
  assert.throws(() => categoryIntervals([1], ["a"], { resamples: 0 }), {
    name: "RangeError",
    message: /resamples must be a positive integer: current value is 0/,
  });
});

Deno.test("categoryIntervals() takes any text for a category", () => {
  const found = categoryIntervals([1, 0, 0.5], ["__proto__", "constructor", "a"]);
  assert.deepEqual([...found.keys()], ["__proto__", "a", "constructor"]);
  assert.equal(found.get("toString"), undefined);
});
