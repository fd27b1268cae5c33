import assert from "node:assert/strict";
import pl from "nodejs-polars";
import { Buffer } from "node:buffer";
import {
  type Item,
  itemsFromParquet,
  itemsToParquet,
} from "../../../lib/dataset/store/items_table.ts";

const PLAIN: Item = {
  id: "hat/帽 <b>.jpg",
  file: "hat/帽 <b>.jpg",
  category: "hat",
  split: "train",
  width: 400,
  height: 533,
  attributes: {},
};
const CROP: Item = {
  id: "0a1b-0",
  file: "0a1b.jpg",
  category: "Shirts",
  split: "test",
  width: 12,
  height: 34,
  group: "0a1b",
  box: [0.1, 0.25, 1 / 3, 0.5],
  attributes: { colour: "red", pattern: "dots" },
};

Deno.test("itemsToParquet() and itemsFromParquet() keep every field", () => {
  const items = [PLAIN, CROP, { ...CROP, id: "0a1b-1", attributes: { style: "long" } }];
  assert.deepEqual(itemsFromParquet(itemsToParquet(items)), items);
  assert.deepEqual(itemsFromParquet(itemsToParquet([PLAIN])), [PLAIN]);
});

Deno.test("itemsToParquet() writes a table of named columns", () => {
  const table = pl.readParquet(Buffer.from(itemsToParquet([PLAIN, CROP])));
  assert.deepEqual(table.columns, [
    ..."id file category split width height group box_x box_y box_width box_height".split(" "),
    "colour",
    "pattern",
  ]);
  assert.deepEqual(table.getColumn("colour").toArray(), [null, "red"]);
  assert.deepEqual(table.getColumn("box_y").toArray(), [null, 0.25]);
});

Deno.test("itemsToParquet() takes no items", () => {
  assert.deepEqual(itemsFromParquet(itemsToParquet([])), []);
});

Deno.test("itemsToParquet() refuses an attribute with the name of a column", () => {
  const item = { ...PLAIN, attributes: { width: "wide" } };
  assert.throws(() => itemsToParquet([item]), {
    name: "RangeError",
    message: /must not be named like a fixed column: current value is "width"/,
  });
});

Deno.test("itemsFromParquet() refuses damaged tables", () => {
  const bytes = itemsToParquet([PLAIN]);
  for (const damaged of [new Uint8Array(), bytes.subarray(0, 100), bytes.subarray(8)]) {
    assert.throws(() => itemsFromParquet(damaged), { name: "SyntaxError" });
  }
  const other = pl.DataFrame({ id: ["a"] }).writeParquet();
  assert.throws(() => itemsFromParquet(other), /must have a column "file"/);
  const split = "dev" as Item["split"];
  assert.throws(
    () => itemsFromParquet(itemsToParquet([{ ...PLAIN, split }])),
    /a split must be one of train, validation, test: current value is "dev"/,
  );
});

Deno.test("itemsFromParquet() refuses a file outside the photos' folder", () => {
  const read = (file: string) => itemsFromParquet(itemsToParquet([{ ...PLAIN, file }]));
  for (
    const file of ["../a.jpg", "hat/../../a.jpg", "/etc/passwd", "..", ".", "", "a\0b", "..\\a"]
  ) {
    assert.throws(() => read(file), {
      name: "SyntaxError",
      message: `Cannot read items as a file must be in the photos' folder: current value is ${
        JSON.stringify(file)
      }`,
    });
  }
  for (const file of ["..a.jpg", "hat/a..b.jpg", "hat/...", "a b/\u00fc.jpg"]) {
    assert.equal(read(file)[0]!.file, file);
  }
});
