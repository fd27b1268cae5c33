import assert from "node:assert/strict";
import type { Vectors } from "../../lib/embedding/embedding.ts";
import { findNearDuplicates, groupConnected } from "../../lib/metrics/near_duplicates.ts";
import { kNearest } from "../../lib/search/neighbours.ts";

async function searched(space: Vectors) {
  const k = Math.min(1, space.vectors.length / space.dim - 1);
  const neighbours = k > 0
    ? await kNearest(space, k, { exclude: "self" })
    : { k: 1, indices: new Int32Array(1).fill(-1), distances: new Float32Array(1) };
  return { ...space, neighbours };
}

// On a line at 0, 10, 10.5, 20, 30, 30.1: nearest distances 10, 0.5, 0.5, 9.5, 0.1, 0.1; sorted
// 0.1 0.1 0.5 0.5 9.5 10, the median (upper of the two) 0.5.
const line = await searched({ vectors: Float32Array.of(0, 10, 10.5, 20, 30, 30.1), dim: 1 });

Deno.test("findNearDuplicates() finds pairs below a ratio to the median", () => {
  const { pairs, typicalDistances } = findNearDuplicates([line], { maxRatio: 0.25 });
  assert.deepEqual(typicalDistances, [0.5]);
  assert.deepEqual(pairs.map(({ rows }) => rows), [[4, 5]]);
  assert.ok(Math.abs(pairs[0]!.ratios[0]! - 0.2) < 1e-4);
  const all = findNearDuplicates([line], { maxRatio: 1 });
  assert.deepEqual(all.pairs.map(({ rows }) => rows), [[4, 5], [1, 2]]);
});

Deno.test("findNearDuplicates() wants every space to agree", async () => {
  // Here rows 4 and 5 are far apart, rows 1 and 2 equal; the median is 1.
  const other = await searched({
    vectors: Float32Array.of(0, 0, 1, 0, 1, 0, 2, 0, 3, 0, 9, 0),
    dim: 2,
  });
  const { pairs } = findNearDuplicates([line, other], { maxRatio: 1 });
  assert.deepEqual(pairs.map(({ rows }) => rows), [[1, 2]]);
});

Deno.test("findNearDuplicates() takes equal rows for duplicates, and one row for none", async () => {
  const equal = await searched({ vectors: new Float32Array(6), dim: 2 });
  assert.ok(findNearDuplicates([equal]).pairs.length > 0);
  assert.deepEqual(
    (findNearDuplicates([await searched({ vectors: new Float32Array(2), dim: 2 })])).pairs,
    [],
  );
  assert.throws(() => findNearDuplicates([line, equal]), /must hold 6 rows: current value is 3/);
});

Deno.test("groupConnected() connects pairs into groups, named by their lowest row", () => {
  const pairs = [[4, 5], [1, 5], [2, 3], [1, 4]] as const;
  assert.deepEqual([...groupConnected(pairs, 7)], [0, 1, 2, 2, 1, 1, 6]);
  assert.deepEqual([...groupConnected([], 2)], [0, 1]);
});
