import assert from "node:assert/strict";
import type { BoardItem } from "../../lib/boards/board.ts";
import { attributeRow, formatFraction, itemRow, ITEMS_HEADER } from "../../lib/boards/items_tsv.ts";

Deno.test("ITEMS_HEADER is separated by spaces as the published one", () => {
  assert.deepEqual(ITEMS_HEADER.split(/ +/), [
    "image_signature",
    "bounding_x",
    "bounding_y",
    "bounding_width",
    "bounding_height",
    "label",
  ]);
  assert.ok(!ITEMS_HEADER.includes("\t"));
});

Deno.test("formatFraction() writes float32 as the published rows do", () => {
  // The published numbers are float32 in their shortest form: reading and writing gives them back.
  for (const text of ["0.0068093464", "0.4946373", "0.0", "0.018", "1.0", "0.95"]) {
    assert.equal(formatFraction(Number(text)), text);
  }
  assert.equal(formatFraction(1 / 3), "0.33333334");
});

Deno.test("formatFraction() loses nothing of a float32", () => {
  let value = 0.1;
  for (let i = 0; i < 2000; i++) {
    value = (value * 1.618 + 0.31) % 1;
    assert.equal(Math.fround(Number(formatFraction(value))), Math.fround(value));
  }
});

Deno.test("itemRow() and attributeRow() are separated by tabs", () => {
  const item: BoardItem = {
    label: "Shirts & Tops",
    box: [0, 0.25, 0.5, Math.fround(0.3)],
    colour: "red",
    pattern: "dots",
    style: "tank top",
  };
  assert.equal(
    itemRow("ab".repeat(16), item),
    `${"ab".repeat(16)}\t0.0\t0.25\t0.5\t0.3\tShirts & Tops`,
  );
  assert.equal(attributeRow(item), "red\tdots\ttank top");
});
