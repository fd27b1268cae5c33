import assert from "node:assert/strict";
import sharp from "sharp";
import {
  encodePng,
  imageAt,
  mapPicture,
  mosaic,
  thumbnail,
} from "../../../lib/view/pictures/encode.ts";
import { viridis } from "../../../lib/view/viridis.ts";

const PHOTO = 128 * 128 * 3;

/** Photos of one colour each. */
function plainPhotos(...colors: [number, number, number][]): Uint8Array {
  const images = new Uint8Array(colors.length * PHOTO);
  colors.forEach((color, n) => {
    for (let i = 0; i < PHOTO; i++) images[n * PHOTO + i] = color[i % 3]!;
  });
  return images;
}

async function decode(uri: string) {
  const [type, data] = uri.split(",") as [string, string];
  const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  const { data: pixels, info } = await sharp(bytes).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  return { type, pixels, width: info.width, height: info.height };
}

Deno.test("imageAt() is a view of one photo, and refuses others", () => {
  const images = plainPhotos([1, 2, 3], [4, 5, 6]);
  const second = imageAt(images, 1);
  assert.equal(second.buffer, images.buffer);
  assert.deepEqual([...second.subarray(0, 4)], [4, 5, 6, 4]);
  for (const i of [-1, 2, 0.5, NaN]) {
    assert.throws(() => imageAt(images, i), { name: "RangeError", message: /from 0 to 1/ });
  }
  assert.throws(() => imageAt(new Uint8Array(5), 0), { name: "TypeError", message: /length is 5/ });
});

Deno.test("encodePng() keeps width, height and every pixel, enlarged with hard edges", async () => {
  // 2 wide, 3 high: reds in the left column, blues in the right one.
  const pixels = Uint8Array.of(10, 0, 0, 0, 0, 11, 20, 0, 0, 0, 0, 21, 30, 0, 0, 0, 0, 31);
  const same = await sharp(await encodePng(pixels, { width: 2, height: 3 })).removeAlpha().raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([same.info.width, same.info.height], [2, 3]);
  assert.deepEqual(new Uint8Array(same.data), pixels);
  const large = await sharp(await encodePng(pixels, { width: 2, height: 3, scale: 2 }))
    .removeAlpha().raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual([large.info.width, large.info.height], [4, 6]);
  // First row: each pixel twice.
  assert.deepEqual([...large.data.subarray(0, 12)], [10, 0, 0, 10, 0, 0, 0, 0, 11, 0, 0, 11]);
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

Deno.test("thumbnail() is a small WebP that looks like the photo", async () => {
  const uri = await thumbnail(plainPhotos([200, 100, 50]), { side: 96 });
  const { type, pixels, width, height } = await decode(uri);
  assert.equal(type, "data:image/webp;base64");
  assert.deepEqual([width, height], [96, 96]);
  // A flat colour is off by a step of this quality.
  for (const [i, want] of [200, 100, 50].entries()) assert.ok(Math.abs(pixels[i]! - want) < 8);
  await assert.rejects(thumbnail(new Uint8Array(3)), { name: "TypeError" });
});

Deno.test("mapPicture() draws small maps as even blocks, width before height", async () => {
  // 3 wide, 1 high, enlarged 21 times (63 is the largest multiple of 3 up to 64).
  const { type, pixels, width, height } = await decode(
    await mapPicture(Float32Array.of(0, 1, 2), { width: 3, height: 1 }),
  );
  assert.equal(type, "data:image/png;base64");
  assert.deepEqual([width, height], [63, 21]);
  const at = (x: number) => [...pixels.subarray(3 * x, 3 * x + 3)];
  assert.deepEqual([at(0), at(20), at(21), at(62)], [
    viridis(0),
    viridis(0),
    viridis(0.5),
    viridis(1),
  ]);
  await assert.rejects(mapPicture(Float32Array.of(1, 2), { width: 3, height: 1 }), {
    name: "TypeError",
  });
});

Deno.test("mosaic() lays photos out row after row, with transparent gaps and an empty corner", async () => {
  const images = plainPhotos([255, 0, 0], [0, 255, 0], [0, 0, 255]);
  const { bytes, width, height, alt } = await mosaic(images, {
    columns: 2,
    side: 8,
    gap: 2,
    alt: "three",
  });
  assert.deepEqual([width, height, alt], [18, 18, "three"]);
  const pixels = await sharp(bytes).ensureAlpha().raw().toBuffer();
  const at = (x: number, y: number) => [...pixels.subarray(4 * (18 * y + x), 4 * (18 * y + x) + 4)];
  assert.deepEqual(at(4, 4), [255, 0, 0, 255]);
  assert.deepEqual(at(14, 4), [0, 255, 0, 255]);
  assert.deepEqual(at(4, 14), [0, 0, 255, 255]);
  assert.equal(at(9, 4)[3], 0);
  assert.equal(at(14, 14)[3], 0);
});

Deno.test("mosaic() takes one photo and refuses none, and columns that are no count", async () => {
  const { width } = await mosaic(plainPhotos([1, 2, 3]), { side: 8, alt: "" });
  assert.equal(width, 8);
  await assert.rejects(mosaic(new Uint8Array(0), { alt: "" }), { name: "RangeError" });
  await assert.rejects(mosaic(plainPhotos([1, 2, 3]), { columns: 0, alt: "" }), {
    name: "RangeError",
    message: /columns must be 1 or more: current value is 0/,
  });
});
