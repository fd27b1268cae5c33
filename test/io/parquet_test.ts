import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join } from "node:path";
import pl from "nodejs-polars";
import { type ParquetColumn, parquetOf } from "../../lib/io/parquet.ts";
import { python } from "../python.ts";

const COLUMNS: ParquetColumn[] = [
  { name: "id", type: "text", values: ["b", "ä<1>", "constructor", "c"] },
  { name: "category", type: "text", values: ["Hats", "Bags", "Hats", null] },
  { name: "width", type: "whole", values: [3, 1, 2, null] },
  { name: "box_x", type: "number", values: [null, 1 / 3, 0.5, 0] },
  { name: "vector", type: "vector", dim: 2, values: Float32Array.of(1, 2, 3, 4, 5, 6, 0.1, -8) },
];

Deno.test("parquetOf() writes what Polars for Node reads", () => {
  const table = pl.readParquet(Buffer.from(parquetOf(COLUMNS)));
  assert.deepEqual(table.columns, ["id", "category", "width", "box_x", "vector"]);
  for (const { name, type, values } of COLUMNS) {
    if (type !== "vector") assert.deepEqual([...table.getColumn(name).toArray()], values);
  }
  const rows = table.toRecords() as unknown as { vector: number[] }[];
  assert.deepEqual(rows.map(({ vector }) => vector), [[1, 2], [3, 4], [5, 6], [
    Math.fround(0.1),
    -8,
  ]]);
});

Deno.test("parquetOf() takes no rows, and refuses columns of several lengths", () => {
  const bytes = parquetOf([{ name: "id", type: "text", values: [] }]);
  assert.equal(pl.readParquet(Buffer.from(bytes)).height, 0);
  assert.throws(
    () => parquetOf([COLUMNS[0]!, { name: "one", type: "whole", values: [1] }]),
    new TypeError('Cannot write table as "one" must have 4 rows: current number is 1'),
  );
});

/** Reads the file named first, filters, sorts, groups and joins, and prints what it found as JSON. */
const READERS = {
  pyarrow: `
import pyarrow.parquet as pq
t = pq.read_table(path)
found = pq.read_table(path, filters=[("category", "=", "Hats")])
counts = t.group_by("category").aggregate([("id", "count")]).to_pylist()
out = {
  "types": [str(t.schema.field(n).type) for n in ("id", "width", "box_x", "vector")],
  "filtered": found["id"].to_pylist(),
  "sorted": t.sort_by("id")["id"].to_pylist(),
  "taken": t.take([1])["id"].to_pylist(),
  "counts": {c["category"]: c["id_count"] for c in counts},
  "joined": t.select(["id", "width"]).join(t.select(["id", "category"]), "id").num_rows,
  "vector": t["vector"][2].as_py(),
}`,
  pandas: `
import pandas as pd
t = pd.read_parquet(path)
found = pd.read_parquet(path, filters=[("category", "=", "Hats")])
out = {
  "filtered": list(found["id"]),
  "sorted": list(t.sort_values("id")["id"]),
  "taken": [t.iloc[1]["id"]],
  "counts": {None if pd.isna(k) else k: int(v) for k, v in t.groupby("category", dropna=False).size().items()},
  "joined": len(t[["id"]].merge(t, on="id")),
  "vector": [float(x) for x in t["vector"][2]],
}`,
  polars: `
import polars as pl
t = pl.read_parquet(path)
found = pl.scan_parquet(path).filter(pl.col("category") == "Hats").collect()
out = {
  "filtered": found["id"].to_list(),
  "sorted": t.sort("id")["id"].to_list(),
  "taken": [t["id"][1]],
  "counts": dict(t.group_by("category").len().iter_rows()),
  "joined": t.select("id").join(t, on="id").height,
  "vector": t["vector"][2].to_list(),
}`,
  duckdb: `
import duckdb
q = lambda text: duckdb.sql(text.replace("T", f"'{path}'")).fetchall()
out = {
  "filtered": [r[0] for r in q("select id from T where category = 'Hats'")],
  "sorted": [r[0] for r in q("select id from T order by id")],
  "taken": [q("select id from T limit 1 offset 1")[0][0]],
  "counts": dict(q("select category, count(*) from T group by category")),
  "joined": q("select count(*) from T a join T b on a.id = b.id")[0][0],
  "vector": q("select vector from T where id = 'constructor'")[0][0],
}`,
};

for (const [reader, program] of Object.entries(READERS)) {
  const needed = await python(reader === "pandas" ? ["pandas", "pyarrow"] : [reader]);
  Deno.test({
    ...needed.test(`${reader} filters, sorts, groups and joins what parquetOf() writes`),
    async fn() {
      const folder = await Deno.makeTempDir();
      const path = join(folder, "table.parquet");
      await Deno.writeFile(path, parquetOf(COLUMNS));
      const print = "counts = out.pop('counts')\n" +
        "print(json.dumps({**out, 'counts': sorted([k or '', v] for k, v in counts.items())}))";
      const source = `import json, sys\npath = sys.argv[1]${program}\n${print}`;
      const { types, ...found } = JSON.parse(await needed.run(source, [path]));
      assert.deepEqual(found, {
        filtered: ["b", "constructor"],
        sorted: ["b", "c", "constructor", "ä<1>"],
        taken: ["ä<1>"],
        counts: [["", 1], ["Bags", 1], ["Hats", 2]],
        joined: 4,
        vector: [5, 6],
      });
      if (types) {
        assert.deepEqual(types, ["string", "int32", "double", "list<element: float not null>"]);
      }
      await Deno.remove(folder, { recursive: true });
    },
  });
}
