import assert from "node:assert/strict";
import { type Method, transformed } from "../../lib/metrics/method.ts";
import { fitTransform } from "../../lib/search/transforms.ts";

Deno.test("transformed() takes index, queries and copies through the same transform", async () => {
  const method: Method = {
    name: "pixels",
    kind: "baseline",
    dim: 2,
    vectors: Float32Array.of(0, 0, 6, 8),
    validation: Float32Array.of(3, 5),
    test: new Float32Array(),
    copies: Float32Array.of(3, 4),
  };
  // The mean (3, 4) is that of the index alone.
  const centre = await fitTransform(["centre", "l2"], method.vectors, { dim: 2 });
  const changed = await transformed(method, centre);
  const expected = {
    name: "pixels, centred, L2",
    kind: "baseline",
    dim: 2,
    vectors: Float32Array.of(-0.6, -0.8, 0.6, 0.8),
    validation: Float32Array.of(0, 1),
    test: new Float32Array(),
    copies: Float32Array.of(0, 0),
    of: "pixels",
    transform: "centred, L2",
  };
  assert.deepEqual(changed, expected);
});
