import assert from "node:assert/strict";
import { openCatalogue } from "../../../../lib/view/explorer/client/catalogue.ts";
import { inside, searchIndex } from "../../../../lib/view/explorer/client/matches.ts";
import { itemColorings } from "../../../../lib/view/explorer/colorings.ts";
import { createPalette } from "../../../../lib/view/palette.ts";

const items = [
  { id: "A-1", category: "Shoes", split: "train", attributes: { colour: "red", style: "sneaker" } },
  { id: "A-2", category: "Shoes", split: "test", attributes: { colour: "blue", style: "boot" } },
  { id: "B-1", category: "Hats", split: "train", attributes: { colour: "red", style: "cap" } },
];

Deno.test("searchIndex() finds every word in id, category, split or an attribute", () => {
  const search = searchIndex(openCatalogue({
    title: "",
    ids: items.map(({ id }) => id),
    colorings: itemColorings(items, createPalette(["Hats", "Shoes"])),
    maps: [],
    models: [],
    photos: { side: 1, columns: 1, sheets: [] },
    chosen: -1,
  }));
  const found = (text: string) => search(text) && [...search(text)!];
  assert.deepEqual(found("sneaker"), [1, 0, 0]);
  assert.deepEqual(found("RED"), [1, 0, 1]);
  assert.deepEqual(found("red shoes"), [1, 0, 0]);
  assert.deepEqual(found(" train  a-"), [1, 0, 0]);
  assert.deepEqual(found("handbag"), [0, 0, 0]);
  assert.equal(found("  "), undefined);
});

Deno.test("inside() knows an outline with a dent", () => {
  // A square of side 4 whose top edge is pulled down to the middle.
  const outline = [[0, 0], [2, 2], [4, 0], [4, 4], [0, 4]].map(([x, y]) => ({ x: x!, y: y! }));
  assert.equal(inside(outline, { x: 2, y: 3 }), true);
  assert.equal(inside(outline, { x: 2, y: 1 }), false);
  assert.equal(inside(outline, { x: 0.5, y: 1 }), true);
  assert.equal(inside(outline, { x: 5, y: 3 }), false);
  assert.equal(inside([], { x: 0, y: 0 }), false);
});
