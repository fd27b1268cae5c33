import assert from "node:assert/strict";
import { mean } from "../../lib/io/mean.ts";

Deno.test("mean() of bytes, floats and nothing", () => {
  assert.equal(mean(Uint8Array.of(255, 0, 255)), 170); // 510 / 3
  assert.equal(mean([-1, 0.5]), -0.25);
  assert.equal(mean([]), NaN);
});
