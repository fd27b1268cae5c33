import assert from "node:assert/strict";
import { uniformAt } from "../../lib/io/random.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { concatenate, fusionScale, typicalDistance } from "../../lib/embedding/concatenate.ts";

/** Rows at 0, 3 and 100 on a line: distances 3, 97 and 100. */
const LINE = { vectors: Float32Array.of(0, 3, 100), dim: 1 };

Deno.test("typicalDistance() is the median over pairs of different rows", () => {
  // A pair of three is any of the distances 3, 97, 100 equally often.
  assert.equal(typicalDistance(LINE), 97);
  assert.equal(typicalDistance({ vectors: Float32Array.of(1, 1, 4, 5), dim: 2 }), 5);
  assert.throws(() => typicalDistance({ vectors: Float32Array.of(1, 1), dim: 2 }), {
    name: "RangeError",
    message: /must be two rows: current number is 1$/,
  });
});

Deno.test("concatenate() puts scaled vectors behind the first ones", () => {
  const both = concatenate({ vectors: Float32Array.of(1, 2, 3, 4), dim: 2 }, {
    vectors: Float32Array.of(10, 20),
    dim: 1,
  }, 0.5);
  assert.deepEqual(both, { vectors: Float32Array.of(1, 2, 5, 3, 4, 10), dim: 3 });
  assert.throws(() => concatenate(LINE, { vectors: Float32Array.of(1, 2), dim: 1 }, 1), {
    name: "TypeError",
    message: /both must have 3 rows: current value is 2$/,
  });
});

Deno.test("fusionScale() lets both weigh as much as asked in the distance of a typical pair", async () => {
  // Typical distances: 97 on the line, 2 for (0, 2, 4) (of 2, 2, 4).
  const colours = { vectors: Float32Array.of(0, 2, 4), dim: 1 };
  assert.equal(fusionScale(LINE, colours, 1), 97 / 2);
  assert.equal(fusionScale(LINE, colours, 4), 97);
  assert.equal(fusionScale(LINE, colours, 0), 0);
  assert.equal(fusionScale(LINE, { vectors: new Float32Array(3), dim: 1 }, 1), 0);
  for (const weight of [-1, NaN, Infinity]) {
    assert.throws(() => fusionScale(LINE, colours, weight), /weight must be a number, 0 or more/);
  }
  // At weight 0.25: from row 0, rows 1 and 2 are 3^2 + 0.25 * 97^2 and 100^2 + 0.25 * (2 * 97)^2 away.
  const both = concatenate(LINE, colours, fusionScale(LINE, colours, 0.25));
  const index = FlatIndex.build(both.vectors, both.dim);
  const { indices, distances } = await index.search(both.vectors.subarray(0, 2), 3);
  assert.deepEqual([...indices], [0, 1, 2]);
  assert.deepEqual([...distances], [0, 9 + 2352.25, 10_000 + 9409]);
});

Deno.test("concatenated vectors at weight 0 give exactly the first vectors' answers", async () => {
  const random = (seed: number, dim: number) => ({
    vectors: Float32Array.from({ length: 300 * dim }, (_, i) => uniformAt(seed, i)),
    dim,
  });
  const [model, colours] = [random(1, 24), random(2, 5)];
  const alone = await FlatIndex.build(model.vectors, 24).search(model.vectors, 7);
  const both = concatenate(model, colours, fusionScale(model, colours, 0));
  const found = await FlatIndex.build(both.vectors, both.dim).search(both.vectors, 7);
  assert.deepEqual(found.indices, alone.indices);
  assert.deepEqual(found.distances, alone.distances);
});
