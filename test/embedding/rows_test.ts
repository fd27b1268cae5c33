import assert from "node:assert/strict";
import { takeColumns, takeRows } from "../../lib/embedding/rows.ts";

const vectors = Float32Array.of(1, 2, 3, 4, 5, 6);

Deno.test("takeRows() copies rows in the order asked, also twice", () => {
  const taken = takeRows(vectors, 2, [2, 0, 2]);
  assert.deepEqual(taken, Float32Array.of(5, 6, 1, 2, 5, 6));
  taken[0] = 9;
  assert.equal(vectors[4], 5);
  assert.deepEqual(takeRows(vectors, 2, []), new Float32Array());
});

Deno.test("takeRows() refuses rows that are not there", () => {
  assert.throws(() => takeRows(vectors, 2, [3]), /must be below 3: current value is 3/);
  assert.throws(() => takeRows(vectors, 2, [-1]), RangeError);
  assert.throws(() => takeRows(vectors, 2, [NaN]), RangeError);
});

Deno.test("takeColumns() keeps the first numbers of each row", () => {
  assert.deepEqual(takeColumns(vectors, 3, 2), Float32Array.of(1, 2, 4, 5));
  assert.deepEqual(takeColumns(vectors, 3, 3), vectors);
});
