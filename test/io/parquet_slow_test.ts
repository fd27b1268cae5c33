import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import { parquetOf } from "../../lib/io/parquet.ts";

Deno.test("parquetOf() keeps all rows of a table of several row groups", () => {
  // 2^19 numbers a row: two rows a group.
  const dim = 2 ** 19;
  const values = new Float32Array(3 * dim);
  values.fill(7, 2 * dim);
  const text = { name: "id", type: "text", values: ["a", "b", "c"] } as const;
  const bytes = parquetOf([text, { name: "vector", type: "vector", dim, values }]);
  const rows = pl.readParquet(Buffer.from(bytes)).toRecords() as unknown as {
    id: string;
    vector: number[];
  }[];
  assert.deepEqual(rows.map(({ id, vector }) => [id, vector.length, vector[dim - 1]]), [
    ["a", dim, 0],
    ["b", dim, 0],
    ["c", dim, 7],
  ]);
});
