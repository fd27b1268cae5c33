/** Colours of every kind of file against those that Pillow shows (`colours.py`). */

import assert from "node:assert/strict";
import { decodeCrops, decodeFull, decodePhoto } from "../../../lib/dataset/decode/decode.ts";
import { pixelAt } from "../pictures.ts";

/** A photo of six patches side by side, 8 x 8 pixels each. */
interface Case {
  name: string;
  /** Base64. */
  file: string;
  /** RGB of each patch. */
  shown: number[][];
}

const cases: Case[] = JSON.parse(
  await Deno.readTextFile(new URL("./colours.json", import.meta.url)),
);

/** Most that a colour may differ from Pillow's, of 255. */
const TOLERANCE = 2;

function isShown(pixel: readonly number[], shown: readonly number[], what: string): void {
  const furthest = Math.max(...pixel.map((value, i) => Math.abs(value - shown[i]!)));
  assert.ok(furthest <= TOLERANCE, `${what}: ${pixel} in place of ${shown}`);
}

Deno.test("photos of every format, depth, kind of colour and profile show Pillow's colours", async () => {
  const kinds = ["png", "jpeg", "webp", "gif", "16 bits with profile", "gray alpha", "cmyk with"];
  for (const kind of kinds) assert.ok(cases.some(({ name }) => name.includes(kind)), kind);
  for (const { name, file, shown } of cases) {
    const bytes = Uint8Array.fromBase64(file);
    const [photo, full] = [await decodePhoto(bytes), await decodeFull(bytes)];
    const boxes = shown.map((_, i) => ({ left: 8 * i + 2, top: 2, width: 4, height: 4 }));
    const crops = await decodeCrops(bytes, () => boxes);
    assert.deepEqual([full.width, full.height], [48, 8], name);
    for (const [i, colour] of shown.entries()) {
      const at = (4 * full.width + 8 * i + 4) * 3;
      isShown([...full.pixels.subarray(at, at + 3)], colour, `${name}, full, patch ${i}`);
      const middle = (i + 0.5) / shown.length;
      isShown(pixelAt(photo.pixels, middle, 0.5), colour, `${name}, patch ${i}`);
      isShown(pixelAt(crops[i]!.pixels, 0.5, 0.5), colour, `${name}, crop ${i}`);
    }
  }
});
