import assert from "node:assert/strict";
import sharp from "sharp";
import { spriteSheets } from "../../../lib/view/explorer/sprites.ts";
import { colourOf, manyColours } from "../../many_colours.ts";

Deno.test("spriteSheets() keep the colour of each photo, however many colours there are", async () => {
  const { readImages } = manyColours(400);
  const { sheets, side, columns } = await spriteSheets(readImages, 400);
  const file = Uint8Array.fromBase64(sheets[0]!.split(",")[1]!);
  const { data, info } = await sharp(file).raw().toBuffer({ resolveWithObject: true });
  for (let i = 0; i < 400; i++) {
    const [column, row] = [i % columns, Math.floor(i / columns)];
    const at = ((row + 0.5) * side * info.width + (column + 0.5) * side) * info.channels;
    const off = colourOf(i).map((value, c) => Math.abs(value - data[at + c]!));
    // A few hundredths of the range: what the steps of a WebP of this quality leave.
    assert.ok(Math.max(...off) <= 8, `photo ${i}: ${off}`);
  }
});
