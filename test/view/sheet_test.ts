import assert from "node:assert/strict";
import sharp from "sharp";
import {
  layerBlocks,
  neighbourBlocks,
  photoSheet,
  reconstructionBlocks,
} from "../../lib/view/pictures/sheet.ts";

const RED = Uint8Array.from({ length: 128 * 128 * 3 }, (_, i) => i % 3 === 0 ? 255 : 0);
const BLUE = Uint8Array.from({ length: 128 * 128 * 3 }, (_, i) => i % 3 === 2 ? 255 : 0);
const photo = (image: Uint8Array) => ({ image, alt: "a photo", caption: "<a & b>" });

Deno.test("photoSheet() draws the lead at the left of its rows, and goes on below when a row is full", async () => {
  const neighbours = [RED, RED, BLUE].map((image) => ({
    ...photo(image),
    distance: 1,
    frame: "hit" as const,
  }));
  const queries = [{ query: photo(BLUE), results: [{ model: "m", neighbours }] }];
  const sheet = await photoSheet(neighbourBlocks(queries), { alt: "x", columns: 2, side: 100 });
  // 100 of the query, 24 between, two photos of 100 with 8 between, 2 for the frame; times 1.5.
  assert.deepEqual([sheet.width, sheet.alt], [1.5 * (100 + 24 + 208 + 2), "x"]);
  const { data, info } = await sharp(sheet.bytes).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) =>
    Array.from(data.subarray(1.5 * (y * info.width + x) * 4).subarray(0, 3));
  // Rows begin 8 + 18 down; each is 100 for the photo, 28 for its caption and 8 high.
  assert.deepEqual(at(50, 76), [0, 0, 255]);
  assert.deepEqual(at(174, 76), [255, 0, 0]);
  assert.deepEqual(at(282, 76), [255, 0, 0]);
  assert.deepEqual(at(174, 76 + 136), [0, 0, 255]);
});

Deno.test("reconstructionBlocks() has a row of originals and a row for each model", () => {
  const column = { original: photo(RED), reconstructions: [{ ...photo(BLUE), model: "m" }] };
  const [block] = reconstructionBlocks([column, column]);
  assert.deepEqual(block!.rows.map(({ head, photos }) => [head, photos.length]), [
    ["Original", 2],
    ["m", 2],
  ]);
  assert.deepEqual(reconstructionBlocks([]), [{ rows: [{ head: "Original", photos: [] }] }]);
});

Deno.test("layerBlocks() enlarges a channel to a photo's size, its pixels as even blocks", () => {
  // 1 x 2 pixels of two channels; the second channel is 0 and 1: viridis from end to end.
  const layer = {
    name: "l",
    values: Float32Array.of(9, 0, 9, 1),
    height: 1,
    width: 2,
    channels: 2,
  };
  const [block] = layerBlocks("m", [layer], { channel: 1 });
  const { image, caption } = block!.rows[0]!.photos[0]!;
  assert.deepEqual(caption, ["l", "2 x 1 x 2"]);
  const at = (x: number, y: number) => Array.from(image.subarray(3 * (y * 128 + x)).subarray(0, 3));
  assert.deepEqual(at(0, 0), at(63, 127));
  assert.deepEqual(at(64, 0), at(127, 127));
  assert.notDeepEqual(at(63, 0), at(64, 0));
});
