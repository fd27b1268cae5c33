import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import type { ImageStore } from "../../../lib/dataset/store/image_store.ts";
import { createPalette } from "../../../lib/view/palette.ts";
import { boardGrid, storeBoards } from "../../../lib/view/pictures/boards.ts";

const NAME = "<b>Hats</b>";

async function withBoard(work: (store: ImageStore, folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    // 60 wide, 40 high, white.
    const create = { width: 60, height: 40, channels: 3, background: "#fff" } as const;
    await Deno.writeFile(join(folder, "b.jpg"), await sharp({ create }).jpeg().toBuffer());
    const item = { file: "b.jpg", board: "b", split: "test" };
    const items = [
      { ...item, category: NAME, box: [0.5, 0.25, 0.5, 0.5] },
      { ...item, category: "Shoes", box: [0, 0, 0.25, 1] },
      { ...item, file: "c.jpg", board: "c", category: "Shoes", box: [0, 0, 1, 1] },
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

Deno.test("boardGrid() draws each box in its category's colour and names it as text", () =>
  withBoard(async (store, folder) => {
    const palette = createPalette([NAME, "Shoes"]);
    const shown = await boardGrid(await storeBoards(store, ["b"], folder), { palette });
    assert.ok(!shown.markup.includes(NAME));
    assert.ok(shown.markup.includes("&lt;b&gt;Hats&lt;/b&gt;"));
    const [, base64] = /src="data:image\/webp;base64,([^"]+)"/.exec(shown.markup)!;
    const bytes = Uint8Array.from(atob(base64!), (char) => char.charCodeAt(0));
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    const at = (
      x: number,
      y: number,
    ) => [...data.subarray((y * info.width + x) * 3).subarray(0, 3)];
    const expected = [1, 3, 5].map((i) => parseInt(palette.style(NAME).color.slice(i, i + 2), 16));
    // The first box is 30 to 59 across and 10 to 29 down; its line has 3 pixels.
    for (const [x, y] of [[45, 11], [31, 20], [58, 20], [45, 28]] as const) {
      at(x, y).forEach((byte, i) => assert.ok(Math.abs(byte - expected[i]!) < 60, `${x}, ${y}`));
    }
    // White inside and outside of it.
    for (const [x, y] of [[45, 20], [45, 4], [22, 20]] as const) {
      assert.ok(at(x, y).every((byte) => byte > 215), `${x}, ${y}`);
    }
  }));
