import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import type { ImageStore } from "../../../lib/dataset/store/image_store.ts";
import { createPalette } from "../../../lib/view/palette.ts";
import { boardSheet, cropSteps, storeBoards } from "../../../lib/view/pictures/boards.ts";

const NAME = "<b>Hats</b>";

async function withBoard(work: (store: ImageStore, folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    // 60 wide, 40 high, white.
    const create = { width: 60, height: 40, channels: 3, background: "#fff" } as const;
    await Deno.writeFile(join(folder, "b.jpg"), await sharp({ create }).jpeg().toBuffer());
    const item = { file: "b.jpg", group: "b", split: "test" };
    const items = [
      { ...item, category: NAME, box: [0.5, 0.25, 0.5, 0.5] },
      { ...item, category: "Shoes", box: [0, 0, 0.25, 1] },
      { ...item, file: "c.jpg", group: "c", category: "Shoes", box: [0, 0, 1, 1] },
    ];
    await work({ items } as unknown as ImageStore, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("storeBoards() reads boards with all their items", () =>
  withBoard(async (store, folder) => {
    const [board] = await storeBoards(store, ["b"], folder);
    assert.deepEqual([board!.width, board!.height, board!.pixels.length], [60, 40, 60 * 40 * 3]);
    assert.deepEqual(board!.items.map(({ category }) => category), [NAME, "Shoes"]);
    await assert.rejects(storeBoards(store, ["c"], folder), Deno.errors.NotFound);
    await assert.rejects(storeBoards(store, ["x"], folder), {
      name: "RangeError",
      message: /its items must be in the store: current value is "x"/,
    });
  }));

Deno.test("boardSheet() draws each box in its category's colour", () =>
  withBoard(async (store, folder) => {
    const palette = createPalette([NAME, "Shoes"]);
    const shown = await boardSheet(await storeBoards(store, ["b"], folder), { palette });
    assert.match(shown.alt, /1 boards .*: <b>Hats<\/b>, Shoes$/);
    const { data, info } = await sharp(shown.bytes).raw().toBuffer({ resolveWithObject: true });
    assert.equal(info.width, Math.round(958 * 1.25));
    // The board of 60 x 40 is as wide as the page.
    const at = (x: number, y: number) => {
      const place = Math.round(y / 60 * info.width) * info.width + Math.round(x / 60 * info.width);
      return [...data.subarray(place * info.channels).subarray(0, 3)];
    };
    const expected = [1, 3, 5].map((i) => parseInt(palette.style(NAME).color.slice(i, i + 2), 16));
    // The first box is 30 to 60 across and 10 to 30 down; its line has 3 pixels of a page.
    for (const [x, y] of [[30.1, 20], [59.8, 20], [45, 29.9]] as const) {
      at(x, y).forEach((byte, i) => assert.ok(Math.abs(byte - expected[i]!) < 60, `${x}, ${y}`));
    }
    // White inside and outside of it.
    for (const [x, y] of [[45, 20], [45, 4], [22, 20]] as const) {
      assert.ok(at(x, y).every((byte) => byte > 215), `${x}, ${y}`);
    }
  }));

Deno.test("cropSteps() shows board, crop in its proportions, and square", () =>
  withBoard(async (store, folder) => {
    const palette = createPalette([NAME, "Shoes"]);
    const [board] = await storeBoards(store, ["b"], folder);
    const image = new Uint8Array(128 * 128 * 3).fill(100);
    const shown = await cropSteps(board!, 0, { image, palette });
    // Board 345 x 230, crop of 30 x 20 pixels 230 x 153, square 184; between them 36.
    assert.equal(shown.width, Math.round(1.25 * (345 + 36 + 230 + 36 + 184 + 2)));
    assert.match(shown.alt, /the crop of its item "<b>Hats<\/b>"/);
  }));
