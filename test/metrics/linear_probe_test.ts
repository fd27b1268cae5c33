import assert from "node:assert/strict";
import { effectiveRank, linearProbe } from "../../lib/metrics/linear_probe.ts";
import { createRandom } from "../../lib/io/random.ts";

const near = (found: number, wanted: number, by = 1e-6) =>
  assert.ok(Math.abs(found - wanted) < by, `${found} is not ${wanted}`);

Deno.test("linearProbe() is ridge regression on rows it was not fitted to: one dimension by hand", () => {
  const vectors = new Float32Array([-3, -1, 1, 3]); // standardised: over sqrt(5)
  const target = [-2, -2, 2, 2];
  // Fitted on rows 0 and 2, x = -3 / s and 1 / s with s = sqrt(5), y = -2 and 2 about 0:
  // w = (6 + 2) / s / (10 / 5 + 0.05); predictions of rows 1 and 3: -w / s and 3 w / s.
  const slope = 8 / (2.05 * 5);
  const even = 1 - ((-2 + slope) ** 2 + (2 - 3 * slope) ** 2) / 8;
  near(linearProbe(vectors, 1, [target])[0]!, even);
});

Deno.test("linearProbe() reads what is there, and nothing else", () => {
  const random = createRandom(5);
  const vectors = Float32Array.from({ length: 200 * 8 }, () => random() - 0.5);
  const linear = Array.from({ length: 200 }, (_, i) => 3 * vectors[8 * i]! - vectors[8 * i + 3]!);
  const noise = Array.from({ length: 200 }, () => random());
  const [known, unknown] = linearProbe(vectors, 8, [linear, noise]);
  assert.ok(known! > 0.99 && unknown! < 0.1, `${known} ${unknown}`);
  assert.throws(() => linearProbe(vectors, 8, [[1, 2]]), /200 rows and 2 values/);
});

Deno.test("effectiveRank() counts directions that vary alike", () => {
  // Four rows around their mean, along two axes of lengths a and b.
  const rows = (a: number, b: number) => new Float32Array([a, 0, 5, -a, 0, 5, 0, b, 5, 0, -b, 5]);
  near(effectiveRank(rows(1, 1), 3), 2, 1e-5);
  near(effectiveRank(rows(1, 0), 3), 1, 1e-5);
  near(effectiveRank(rows(1, 3), 3), 16 / 10, 1e-5);
  assert.equal(effectiveRank(rows(0, 0), 3), 0);
});
