import assert from "node:assert/strict";
import {
  type AttributeInput,
  attributeNames,
  evaluateAttribute as evaluate,
} from "../../lib/metrics/attributes.ts";
import { kNearest } from "../../lib/search/neighbours.ts";

/** Evaluate with neighbours of every depth, which must make no difference. */
async function evaluateAttribute(
  { vectors, dim, ...rest }: Omit<AttributeInput, "index" | "neighbours"> & {
    vectors: Float32Array;
    dim: number;
  },
) {
  const index = { vectors, dim };
  const none = { k: 1, indices: new Int32Array(), distances: new Float32Array() };
  const score = await evaluate({ ...rest, index, neighbours: none });
  for (let k = 1; k < vectors.length / dim; k++) {
    const neighbours = await kNearest(index, k, { exclude: "self" });
    assert.deepEqual(await evaluate({ ...rest, index, neighbours }), score);
  }
  return score;
}

Deno.test("attributeNames() lists what any item knows, sorted", () => {
  const items: { attributes: Record<string, string> }[] = [{ attributes: {} }, {
    attributes: { style: "x" },
  }, {
    attributes: { colour: "" },
  }];
  assert.deepEqual(attributeNames(items), ["colour", "style"]);
  assert.deepEqual(attributeNames([]), []);
});

Deno.test("evaluateAttribute() leaves out items that nobody knows it of", async () => {
  // Places 0 1 2 10 11; 1 is unknown. Among 0 2 10 11 (red red blue red), two nearest: 0 finds red
  // blue, 2 finds red blue, 10 finds red red (but is blue, alone, and does not count), 11 finds blue
  // red. Hits 1, 1, 1 of 2.
  const vectors = Float32Array.of(0, 1, 2, 10, 11);
  const values = ["red", undefined, "red", "blue", "red"];
  const score = await evaluateAttribute({ vectors, dim: 1, values, k: 2, resamples: 20 });
  const { items, values: different, k, precision, chance } = score!;
  assert.deepEqual([items, different, k], [4, 2, 2]);
  assert.deepEqual(precision.perCategory, { blue: 0, red: 0.5 });
  assert.deepEqual([precision.micro, precision.interval.micro], [0.5, [0.5, 0.5]]);
  // Two of the three others of a red are red.
  assert.ok(Math.abs(chance.micro - 2 / 3) < 1e-12);
  assert.deepEqual(values, ["red", undefined, "red", "blue", "red"]);
});

Deno.test("evaluateAttribute() looks at fewer neighbours where there are not as many", async () => {
  const vectors = Float32Array.of(0, 0, 1, 1, 5, 5);
  const score = await evaluateAttribute({ vectors, dim: 2, values: ["a", "a", "b"] });
  // Both a find the other a and the b.
  assert.deepEqual([score!.k, score!.precision.micro, score!.chance.micro], [2, 0.5, 0.5]);
});

Deno.test("evaluateAttribute() has nothing to say where no two items agree", async () => {
  const vectors = Float32Array.of(1, 2, 3);
  assert.equal(await evaluateAttribute({ vectors, dim: 1, values: ["a", "b", undefined] }), null);
  assert.equal(await evaluateAttribute({ vectors: new Float32Array(), dim: 1, values: [] }), null);
});

Deno.test("evaluateAttribute() refuses lists and k that do not fit", async () => {
  const vectors = Float32Array.of(1, 2);
  await assert.rejects(evaluateAttribute({ vectors, dim: 1, values: ["a"] }), {
    name: "RangeError",
    message: /values must have 2 entries, one a row: current value is 1/,
  });
  await assert.rejects(evaluateAttribute({ vectors, dim: 1, values: ["a", "a"], k: 0 }), {
    name: "RangeError",
    message: /k must be a positive integer: current value is 0/,
  });
});
