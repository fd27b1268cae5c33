import assert from "node:assert/strict";
import { toPixelBox } from "../../../lib/dataset/decode/crop.ts";
import { UnusablePhoto } from "../../../lib/dataset/decode/photo_header.ts";

Deno.test("toPixelBox() cuts each fraction times the size to a whole number", () => {
  // Of 400 x 300: 0.1234 * 400 = 49.36, 0.5 * 300 = 150, 0.3 * 400 = 120, 0.333 * 300 = 99.9.
  assert.deepEqual(toPixelBox([0.1234, 0.5, 0.3, 0.333], 400, 300), {
    left: 49,
    top: 150,
    width: 120,
    height: 99,
  });
});

Deno.test("toPixelBox() takes the whole photo", () => {
  const whole = { left: 0, top: 0, width: 3, height: 5 };
  assert.deepEqual(toPixelBox([0, 0, 1, 1], 3, 5), whole);
});

Deno.test("toPixelBox() clamps what leaves the photo by less than a pixel", () => {
  // 0.502 + 0.5 ends at 400.8 of 400 pixels; left 200.8 is cut to 200, width 200 fits.
  const right = toPixelBox([0.502, 0, 0.5, 1], 400, 10);
  assert.deepEqual(right, { left: 200, top: 0, width: 200, height: 10 });
  assert.equal(toPixelBox([-0.001, 0, 0.5, 1], 400, 10).left, 0);
});

Deno.test("toPixelBox() refuses what leaves the photo by a pixel or more", () => {
  const boxes = [[0.51, 0, 0.5, 1], [0, 0.9, 1, 0.2], [-0.1, 0, 0.5, 1], [0, -0.5, 1, 1]] as const;
  for (const box of boxes) {
    assert.throws(() => toPixelBox(box, 400, 10), UnusablePhoto);
  }
  assert.throws(() => toPixelBox([NaN, 0, 1, 1], 400, 10), /leaves the photo of 400 x 10 pixels/);
});

Deno.test("toPixelBox() refuses a box without a pixel", () => {
  assert.throws(() => toPixelBox([0.5, 0.5, 0.001, 0.5], 400, 10), /holds no pixel/);
  assert.throws(() => toPixelBox([0.5, 0.5, -0.2, 0.5], 400, 10), /holds no pixel/);
});
