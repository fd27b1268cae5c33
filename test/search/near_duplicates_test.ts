import assert from "node:assert/strict";
import { findNearDuplicates } from "../../lib/search/near_duplicates.ts";

// On a line at 0, 10, 10.5, 20, 30, 30.1: nearest distances 10, 0.5, 0.5, 9.5, 0.1, 0.1; sorted
// 0.1 0.1 0.5 0.5 9.5 10, the median (upper of the two) 0.5.
const line = { vectors: Float32Array.of(0, 10, 10.5, 20, 30, 30.1), dim: 1 };

Deno.test("findNearDuplicates() finds pairs below the share of the median", async () => {
  const { pairs, typicalDistances } = await findNearDuplicates([line], { share: 0.25 });
  assert.deepEqual(typicalDistances, [0.5]);
  assert.deepEqual(pairs.map(({ rows }) => rows), [[4, 5]]);
  assert.ok(Math.abs(pairs[0]!.shares[0]! - 0.2) < 1e-4);
  const all = await findNearDuplicates([line], { share: 1 });
  assert.deepEqual(all.pairs.map(({ rows }) => rows), [[4, 5], [1, 2]]);
});

Deno.test("findNearDuplicates() wants every space to agree", async () => {
  // Here rows 4 and 5 are far apart, rows 1 and 2 equal; the median is 1.
  const other = { vectors: Float32Array.of(0, 0, 1, 0, 1, 0, 2, 0, 3, 0, 9, 0), dim: 2 };
  const { pairs } = await findNearDuplicates([line, other], { share: 1 });
  assert.deepEqual(pairs.map(({ rows }) => rows), [[1, 2]]);
});

Deno.test("findNearDuplicates() takes equal rows for duplicates, and one row for none", async () => {
  const equal = { vectors: new Float32Array(6), dim: 2 };
  assert.ok((await findNearDuplicates([equal])).pairs.length > 0);
  assert.deepEqual(
    (await findNearDuplicates([{ vectors: new Float32Array(2), dim: 2 }])).pairs,
    [],
  );
  await assert.rejects(findNearDuplicates([line, equal]), /must hold 6 rows: current value is 3/);
});
