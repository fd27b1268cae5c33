import assert from "node:assert/strict";
import sharp from "sharp";
import type { ImageStore } from "../../../lib/dataset/store/image_store.ts";
import { foundSheet } from "../../../lib/view/pictures/found.ts";

const SIZE = 128 * 128 * 3;
const items = ["hats", "hats", "shoes"].map((category, i) => ({ id: `${i}`, category }));
const readImages = (rows: ArrayLike<number>) =>
  Promise.resolve(new Uint8Array(rows.length * SIZE).fill(200));
const store = { items, readImages } as unknown as ImageStore; // Only these are read.
const results = [{ head: "1 of 2", found: [1, 2].map((row) => ({ row, distance: row / 3 })) }];
const [GOOD, BAD] = [[15, 165, 120], [210, 75, 90]];

/** Whether some pixel has about this colour. */
async function shows(bytes: Uint8Array, color: readonly number[]): Promise<boolean> {
  const data = await sharp(bytes).removeAlpha().raw().toBuffer();
  for (let at = 0; at < data.length; at += 3) {
    if (color.every((value, c) => Math.abs(data[at + c]! - value) <= 12)) return true;
  }
  return false;
}

Deno.test("foundSheet() frames neighbours of the query's category and of others", async () => {
  const { bytes, alt } = await foundSheet(store, [{ query: 0, results }], { alt: "a hat" });
  assert.equal(alt, "a hat");
  assert.deepEqual([await shows(bytes, GOOD!), await shows(bytes, BAD!)], [true, true]);
});

Deno.test("foundSheet() frames nothing where the query's category is not known", async () => {
  const query = { image: new Uint8Array(SIZE), alt: "mine" };
  const { bytes } = await foundSheet(store, [{ query, results }], { alt: "x" });
  assert.deepEqual([await shows(bytes, GOOD!), await shows(bytes, BAD!)], [false, false]);
});
