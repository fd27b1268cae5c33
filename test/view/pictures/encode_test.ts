import assert from "node:assert/strict";
import sharp from "sharp";
import { encodePng, imageAt } from "../../../lib/view/pictures/encode.ts";

const PHOTO = 128 * 128 * 3;

/** Photos of one colour each. */
function plainPhotos(...colors: [number, number, number][]): Uint8Array {
  const images = new Uint8Array(colors.length * PHOTO);
  colors.forEach((color, n) => {
    for (let i = 0; i < PHOTO; i++) images[n * PHOTO + i] = color[i % 3]!;
  });
  return images;
}

Deno.test("imageAt() is a view of one photo, and refuses others", () => {
  const images = plainPhotos([1, 2, 3], [4, 5, 6]);
  const second = imageAt(images, 1);
  assert.equal(second.buffer, images.buffer);
  assert.deepEqual([...second.subarray(0, 4)], [4, 5, 6, 4]);
  for (const i of [-1, 2, 0.5, NaN]) {
    assert.throws(() => imageAt(images, i), { name: "RangeError", message: /from 0 to 1/ });
  }
  assert.throws(() => imageAt(new Uint8Array(5), 0), { name: "TypeError", message: /value is 5/ });
});

Deno.test("encodePng() keeps width, height and every pixel", async () => {
  // 2 wide, 3 high: reds in the left column, blues in the right one.
  const pixels = Uint8Array.of(10, 0, 0, 0, 0, 11, 20, 0, 0, 0, 0, 21, 30, 0, 0, 0, 0, 31);
  const same = await sharp(await encodePng(pixels, { width: 2, height: 3 })).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([same.info.width, same.info.height], [2, 3]);
  assert.deepEqual(new Uint8Array(same.data), pixels);
});

Deno.test("encodePng() refuses pixels that do not fill the picture, and an empty one", async () => {
  await assert.rejects(encodePng(new Uint8Array(5), { width: 1, height: 2 }), {
    name: "TypeError",
    message: /1 x 2 pixels must have 6 bytes, at least 3: current length is 5/,
  });
  await assert.rejects(encodePng(new Uint8Array(0), { width: 0, height: 0 }), {
    name: "TypeError",
  });
});
