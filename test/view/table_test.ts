import assert from "node:assert/strict";
import { table, tableHtml, tableText } from "../../lib/view/table.ts";

const ROWS = [
  { model: "+Layer", p5: 0.3, items: 12225, best: true },
  { model: "<chance>", p5: 0.1434, items: null, best: false },
];
const COLUMNS = ["model", { key: "p5", label: "P@5", digits: 3 }, "items", "best"];

Deno.test("tableText() pads columns, numbers to the right", () => {
  const text = tableText(table(ROWS, COLUMNS, { caption: "Retrieval" }));
  assert.equal(
    text,
    [
      "Retrieval",
      "model       P@5   items  best",
      "--------  -----  ------  ----",
      "+Layer    0.300  12,225  yes",
      "<chance>  0.143       –  no",
    ].join("\n"),
  );
});

Deno.test("tableHtml() escapes headings, cells and caption and aligns numbers", () => {
  const { markup } = tableHtml(
    table(ROWS, ["model", { key: "p5", label: "<i>" }], { caption: "<u>" }),
  );
  assert.match(markup, /<caption>&lt;u&gt;<\/caption>/);
  assert.match(markup, /<th scope="col" class="number">&lt;i&gt;<\/th>/);
  assert.match(markup, /<td class="text">&lt;chance&gt;<\/td>\s*<td class="number">0.1434<\/td>/);
  assert.doesNotMatch(markup, /<chance>|<u>|<i>/);
});

Deno.test("table() aligns text to the right when told, and a column with nothing in it left", () => {
  const { markup } = tableHtml(table([{ a: "1 to 2" }], [{ key: "a", align: "right" }, "none"]));
  assert.match(markup, /class="number">1 to 2</);
  assert.match(markup, /class="text">–</);
});

Deno.test("table() takes no rows and leaves its input alone", () => {
  assert.equal(tableText(table([], ["model"])), "model\n-----");
  const rows = Object.freeze([Object.freeze({ a: 1 })]);
  tableText(table(rows, Object.freeze(["a"])));
});

Deno.test("table() refuses no columns and repeated ones", () => {
  assert.throws(() => table([], []), { name: "RangeError", message: /must have a column/ });
  assert.throws(() => table([], ["a", { key: "a" }]), {
    name: "RangeError",
    message: /current repeated key is "a"/,
  });
});
