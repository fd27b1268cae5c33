import assert from "node:assert/strict";
import { learningRateAt } from "../../lib/model/schedule.ts";

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} in place of ${expected}`);

Deno.test("learningRateAt() is the peak at every step unless a schedule is named", () => {
  for (const step of [0, 5, 99]) {
    assert.equal(learningRateAt(step, { steps: 100, peak: 3e-4 }), 3e-4);
    assert.equal(learningRateAt(step, { steps: 100, peak: 3e-4, schedule: "constant" }), 3e-4);
  }
});

Deno.test("learningRateAt() warms up and falls along half a cosine wave", () => {
  const at = (step: number) => learningRateAt(step, { steps: 100, peak: 2, schedule: "cosine" });
  // 5 of 100 steps warm up: 2/5, 4/5, ... 2. Then 95 steps of wave: 2 (1 + cos 0) / 2 = 2 at step 5.
  near(at(0), 0.4);
  near(at(4), 2);
  near(at(5), 2);
  // A third of the way: 2 (1 + cos(pi 19 / 57)) / 2 has no whole step; at 24 it is a fifth.
  near(at(24), 1 + Math.cos(Math.PI / 5));
  near(at(99), 1 + Math.cos(Math.PI * 94 / 95));
  assert.ok(at(99) > 0);
});

Deno.test("learningRateAt() takes runs of one and two steps", () => {
  near(learningRateAt(0, { steps: 1, peak: 1, schedule: "cosine" }), 1);
  near(learningRateAt(1, { steps: 2, peak: 1, schedule: "cosine" }), 1);
});
