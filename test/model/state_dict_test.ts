import assert from "node:assert/strict";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import { initialStateDict, parameterSpecs } from "../../lib/model/state_dict.ts";

Deno.test("parameterSpecs() names PyTorch's tensors with its shapes and bounds", () => {
  const specs = parameterSpecs(ARCHITECTURES.plus_layer);
  assert.equal(specs.length, 32);
  assert.deepEqual(specs[2], {
    name: "encoder.2.weight",
    shape: [64, 64, 3, 3],
    bound: 1 / Math.sqrt(64 * 9),
  });
  // A transposed convolution's weight is [in, out, ...] and PyTorch counts its fan-in as out * k^2.
  assert.deepEqual(specs[30], {
    name: "decoder.11.weight",
    shape: [32, 3, 4, 4],
    bound: 1 / Math.sqrt(3 * 16),
  });
});

Deno.test("initialStateDict() draws uniformly within the bound, from the seed alone", () => {
  const state = initialStateDict(ARCHITECTURES.plus_layer, 0);
  const { data } = state["encoder.15.weight"]!;
  const bound = 1 / Math.sqrt(512 * 9);
  const variance = data.reduce((sum, w) => sum + w * w, 0) / data.length;
  assert.ok(data.every((w) => Math.abs(w) <= bound));
  // The variance of a uniform distribution in +-b is b^2 / 3; 2.4 million draws are within 1 %.
  assert.ok(Math.abs(variance / (bound ** 2 / 3) - 1) < 0.01);
  assert.deepEqual(initialStateDict(ARCHITECTURES.plus_layer, 0), state);
  const other = initialStateDict(ARCHITECTURES.plus_layer, 1)["encoder.15.weight"]!.data;
  assert.notDeepEqual(other.subarray(0, 8), data.subarray(0, 8));
});
