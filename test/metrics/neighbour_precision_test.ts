import assert from "node:assert/strict";
import { neighbourPrecision } from "../../lib/metrics/neighbour_precision.ts";

Deno.test("neighbourPrecision() means P@k over items, categories and each category", () => {
  const labels = ["a", "a", "a", "b", "b", "c"];
  const neighbours = [
    ...[1, 2, 5], // a: 2 of 2
    ...[0, 3, 2], // a: 1 of 2
    ...[3, 4, 0], // a: 0 of 2
    ...[4, -1, -1], // b: 1 of 2, as only one was found
    ...[0, 3, 1], // b: 1 of 2
    ...[0, 1, 2], // c: 0 of 2; alone in its category, it does not count in macro
  ];
  const { micro, macro, perCategory } = neighbourPrecision(neighbours, { labels, k: 2 });
  assert.equal(micro, (1 + 0.5 + 0 + 0.5 + 0.5 + 0) / 6);
  assert.deepEqual(perCategory, { a: 0.5, b: 0.5, c: 0 });
  assert.equal(macro, 0.5);
});

Deno.test("neighbourPrecision() refuses a k that there are no neighbours for", () => {
  const labels = ["a", "a"];
  assert.throws(() => neighbourPrecision([1, 0], { labels, k: 2 }), {
    name: "RangeError",
    message: /k must be a whole number from 1 to 1: current value is 2/,
  });
  assert.throws(() => neighbourPrecision([], { labels: [], k: 1 }), RangeError);
});
