import assert from "node:assert/strict";
import { permutedPrecision } from "../../lib/metrics/permutation.ts";
import { kNearest } from "../../lib/search/neighbours.ts";

Deno.test("permutedPrecision() takes labels apart from what they were learned from", async () => {
  // 200 items at two places, a category at each: neighbours are right but for the labels.
  const labels = Array.from({ length: 200 }, (_, i) => i % 2 === 0 ? "a" : "b");
  const vectors = Float32Array.from(labels, (label, i) => (label === "a" ? 0 : 1000) + i / 1000);
  const neighbours = await kNearest({ vectors, dim: 1 }, 5, { exclude: "self" });
  const { micro, interval } = permutedPrecision(neighbours, labels, { k: 5, seed: 1 });
  // Chance is 99 of 199.
  assert.ok(Math.abs(micro - 99 / 199) < 0.06, String(micro));
  assert.ok(interval.micro[0] < 99 / 199 && interval.micro[1] > 99 / 199);
});
