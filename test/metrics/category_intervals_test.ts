import assert from "node:assert/strict";
import { categoryIntervals } from "../../lib/metrics/bootstrap.ts";

Deno.test("categoryIntervals() gives means by category, and no interval to a single query", () => {
  const scores = [1, 0.5, 0, 0.25, 0.75];
  const labels = ["b", "b", "b", "a", "c"];
  const found = categoryIntervals(scores, labels);
  assert.deepEqual(Object.keys(found), ["a", "b", "c"]);
  assert.deepEqual(found.a, { value: 0.25, queries: 1 });
  assert.equal(found.b!.value, 0.5);
  assert.equal(found.b!.queries, 3);
  assert.ok(found.b!.low! >= 0 && found.b!.low! < 0.5 && found.b!.high! > 0.5);
  assert.deepEqual(scores, [1, 0.5, 0, 0.25, 0.75]);
});

Deno.test("categoryIntervals() comes near the normal approximation", () => {
  // 100 scores of 0 and 100 of 1: the mean's standard error is 0.5 / sqrt(200) = 0.03536, and 1.96
  // of them are 0.0693.
  const scores = Array.from({ length: 200 }, (_, i) => i % 2);
  const { low, high } = categoryIntervals(scores, scores.map(() => "x"), { resamples: 4000 }).x!;
  assert.ok(Math.abs(0.5 - low! - 0.0693) < 0.008, String(low));
  assert.ok(Math.abs(high! - 0.5 - 0.0693) < 0.008, String(high));
});

Deno.test("categoryIntervals() of equal scores has no width, whatever the seed", () => {
  const { low, value, high } = categoryIntervals([0.25, 0.25, 0.25], [1, 1, 1], { seed: 9 })["1"]!;
  assert.deepEqual([low, value, high], [0.25, 0.25, 0.25]);
});

Deno.test("categoryIntervals() takes no query and refuses what does not fit", () => {
  assert.deepEqual(categoryIntervals([], []), {});
  assert.throws(() => categoryIntervals([1], []), {
    name: "RangeError",
    message: /labels must have 1 entries, one a row: current value is 0/,
  });
  assert.throws(() => categoryIntervals([1], ["a"], { resamples: 0 }), {
    name: "RangeError",
    message: /resamples must be a positive integer: current value is 0/,
  });
});
