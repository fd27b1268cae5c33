import assert from "node:assert/strict";
import { rowSplits } from "../../../../lib/dataset/sources/complete_the_look/crops.ts";

Deno.test("rowSplits() gives the first 90 % to training, then 5 % each", () => {
  const count = (n: number) => {
    const splits = rowSplits(n);
    return ["train", "validation", "test"].map((name) => splits.filter((s) => s === name).length);
  };
  assert.deepEqual(count(50_000), [45_000, 2500, 2500]);
  // round(0.05 x 30) = 2, as 1.5 rounds up.
  assert.deepEqual(count(30), [26, 2, 2]);
  assert.deepEqual(count(9), [9, 0, 0]);
  assert.deepEqual(count(0), [0, 0, 0]);
  const splits = rowSplits(40);
  assert.deepEqual(splits.slice(35), ["train", "validation", "validation", "test", "test"]);
});
