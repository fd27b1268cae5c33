import assert from "node:assert/strict";
import { joined, type Method, transformed } from "../../lib/embedding/method.ts";
import { fitTransform } from "../../lib/embedding/transforms.ts";

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

Deno.test("joined() puts both vectors of each photo side by side, of equal weight in the index", () => {
  const method = (name: string, dim: number, of: string | undefined, factor: number): Method => ({
    name,
    kind: "model",
    dim,
    vectors: Float32Array.of(0, 0, 3, 4).map((x) => x * factor),
    validation: Float32Array.of(1, 2).map((x) => x * factor),
    test: new Float32Array(),
    copies: Float32Array.of(5, 6).map((x) => x * factor),
    ...(of && { of }),
  });
  const model = method("model, whitened", 2, "model", 1);
  // The only pair of the index is 5 apart in one and 50 in the other, which counts a tenth.
  const pixels = method("pixels, whitened", 2, "pixels", 10);
  assert.deepEqual(joined(model, pixels, "with pixels"), {
    name: "model, with pixels",
    kind: "model",
    dim: 4,
    vectors: Float32Array.of(0, 0, 0, 0, 3, 4, 3, 4),
    validation: Float32Array.of(1, 2, 1, 2),
    test: new Float32Array(),
    copies: Float32Array.of(5, 6, 5, 6),
    of: "model",
    transform: "with pixels",
  });
});
