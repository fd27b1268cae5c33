import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import type { Item } from "../../../lib/dataset/store/image_store.ts";
import {
  recommendationFiles,
  TABLE_FORMATS,
} from "../../../lib/report/export/recommendation_tables.ts";

const items = ['shoes/a, "left".jpg', "shoes/b.jpg", "hats/c.jpg"].map((id): Item => {
  const [category] = id.split("/") as [string];
  return { id, file: id, category, split: "train", width: 1, height: 1, attributes: {} };
});
const all = {
  recommendations: [
    {
      ...{ product: 2, rank: 1, row: 0, distance: 1 / 3, probability: 0.75, shape: 0.9, colour: 1 },
      duplicates: [1],
    },
    {
      ...{
        product: 1,
        rank: 1,
        row: 2,
        distance: 2,
        probability: undefined,
        shape: 0,
        colour: 0.5,
      },
      duplicates: [],
    },
  ],
  duplicates: [[0, 1]],
  products: 3,
  covered: 2,
};

Deno.test("recommendationFiles() writes CSV that quotes what must be quoted", () => {
  assert.deepEqual(recommendationFiles(items, all, "csv"), {
    "recommendations.csv": [
      "id,rank,neighbour,category,distance,probability,shape,colour,near_duplicates",
      'hats/c.jpg,1,"shoes/a, ""left"".jpg",shoes,0.333333,0.75,0.9,1,1',
      "shoes/b.jpg,1,hats/c.jpg,hats,2,,0,0.5,0",
      "",
    ].join("\r\n"),
    "near_duplicates.csv": [
      "id,first",
      '"shoes/a, ""left"".jpg","shoes/a, ""left"".jpg"',
      'shoes/b.jpg,"shoes/a, ""left"".jpg"',
      "",
    ].join("\r\n"),
  });
});

Deno.test("recommendationFiles() writes the same as lines of JSON and as Parquet", () => {
  const lines = recommendationFiles(items, all, "jsonl");
  const parquet = recommendationFiles(items, all, "parquet");
  for (const name of ["recommendations", "near_duplicates"]) {
    const rows = String(lines[`${name}.jsonl`]).trimEnd().split("\n").map((line) =>
      JSON.parse(line)
    );
    const table = pl.readParquet(Buffer.from(parquet[`${name}.parquet`] as Uint8Array));
    assert.deepEqual(table.toRecords(), rows);
    assert.equal(rows.length, 2);
  }
});

Deno.test("recommendationFiles() writes tables without rows in every format", () => {
  const none = { recommendations: [], duplicates: [], products: 3, covered: 0 };
  for (const format of TABLE_FORMATS) {
    assert.equal(Object.keys(recommendationFiles(items, none, format)).length, 2);
  }
  assert.equal(recommendationFiles(items, none, "csv")["near_duplicates.csv"], "id,first\r\n");
});
