import assert from "node:assert/strict";
import { fitPosteriors } from "../../lib/embedding/class_posteriors.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { posteriorsOf } from "./posteriors_of.ts";

Deno.test("fitPosteriors() keeps at most 5,000 rows", async () => {
  const many = Float32Array.from({ length: 5100 }, (_, i) => uniformAt(2, i));
  const of = Array.from(many, (value) => value < 0.5 ? "low" : "high");
  const capped = await fitPosteriors(many, 1, of);
  assert.equal(capped.rows.length, 5000);
  const [low, high] = of[0] === "low" ? [0, 1] : [1, 0];
  const found = await posteriorsOf(capped, Float32Array.of(0.1, 0.9));
  assert.ok(found[low]! > 0.95 && found[2 + high]! > 0.95, String(found));
});
