import assert from "node:assert/strict";
import { unpackWholes } from "../../../lib/view/explorer/client/unpack.ts";
import { hitColoring, itemColorings } from "../../../lib/view/explorer/colorings.ts";
import { createPalette } from "../../../lib/view/palette.ts";

const item = (category: string, split: string, attributes: Record<string, string> = {}) => ({
  id: category,
  category,
  split,
  attributes,
});
const ITEMS = [
  item("hats", "train", { colour: "red", style: "cap" }),
  item("bags", "test", { colour: "white" }),
  item("hats", "train", { colour: "red", style: "beret" }),
];

Deno.test("itemColorings() colours by category as everywhere, by split and each attribute", () => {
  const palette = createPalette(["bags", "coats", "hats"]);
  const colorings = itemColorings(ITEMS, palette);
  assert.deepEqual(colorings.map(({ name }) => name), ["category", "split", "colour", "style"]);
  const [category, split, colour, style] = colorings;
  assert.deepEqual(category.values, [
    { label: "bags", ...palette.style("bags") },
    { label: "hats", ...palette.style("hats") },
  ]);
  assert.deepEqual([...unpackWholes(category.codes, 3)], [1, 0, 1]);
  assert.deepEqual(split!.values.map(({ label }) => label), ["train", "test"]);
  // Colours are drawn in the colour they name.
  assert.deepEqual(colour!.values.map(({ label, color }) => [label, color]), [
    ["red", "#c8242b"],
    ["white", "#f7f5f0"],
  ]);
  assert.deepEqual(style!.values.map(({ label }) => label), ["beret", "cap", "unknown"]);
  assert.deepEqual([...unpackWholes(style!.codes, 3)], [1, 2, 0]);
});

Deno.test("itemColorings() refuses a category without a colour, leaves out endless attributes", () => {
  assert.throws(() => itemColorings(ITEMS, createPalette(["hats"])), RangeError);
  const many = Array.from({ length: 200 }, (_, i) => item("hats", "train", { size: String(i) }));
  assert.equal(itemColorings(many, createPalette(["hats"])).length, 2);
});

Deno.test("itemColorings() lists the 12 most frequent of many values, the others in one colour", () => {
  // Value i occurs i + 1 times, so that the last 12 of 20 are the most frequent.
  const many = Array.from({ length: 20 }, (_, i) => Array.from({ length: i + 1 }, () => i)).flat()
    .map((i) => item("hats", "train", { size: `size ${i}` }));
  const [, , sizes] = itemColorings(many, createPalette(["hats"]));
  assert.equal(sizes!.listed, 12);
  assert.equal(sizes!.values.length, 20);
  assert.deepEqual(
    sizes!.values.slice(0, 12).map(({ label }) => label),
    Array.from({ length: 12 }, (_, i) => `size ${19 - i}`),
  );
  assert.equal(new Set(sizes!.values.slice(12).map(({ color }) => color)).size, 1);
  // Every item keeps its own value.
  const codes = unpackWholes(sizes!.codes, many.length);
  assert.equal(sizes!.values[codes[0]!]!.label, "size 0");
});

Deno.test("hitColoring() asks whether the nearest is of the same category", () => {
  // Two neighbours an item; the second does not count. Item 1 has none.
  const indices = Int32Array.of(2, 1, -1, -1, 1, 0);
  const { values, codes } = hitColoring({ name: "A", indices, distances: [] }, ITEMS);
  assert.deepEqual([...unpackWholes(codes, 3)], [0, 1, 1]);
  assert.match(values[0]!.label, /^hit/);
  assert.match(values[1]!.label, /^miss/);
});

Deno.test("itemColorings() takes any text for an attribute and its values", () => {
  const item = (id: string, attributes: Record<string, string>) => {
    return { id, category: "__proto__", split: "train", attributes };
  };
  const items = [item("a", { constructor: "toString" }), item("b", {})];
  const colorings = itemColorings(items, createPalette(["__proto__"]));
  assert.deepEqual(colorings.map(({ name }) => name), ["category", "split", "constructor"]);
  assert.deepEqual(colorings[2]!.values.map(({ label }) => label), ["toString", "unknown"]);
});
