import assert from "node:assert/strict";
import { augmentedCopies } from "../../lib/embedding/augmented_copies.ts";

const IMAGE = 128 * 128 * 3;

/** A white square on black, 40 to 87 in both directions. */
const square = Uint8Array.from({ length: IMAGE }, (_, i) => {
  const [y, x] = [Math.floor(i / 384), Math.floor(i / 3) % 128];
  return y >= 40 && y < 88 && x >= 40 && x < 88 ? 255 : 0;
});

Deno.test("augmentedCopies() depends on the key and the seed alone", () => {
  const both = new Uint8Array(2 * IMAGE);
  both.set(square);
  both.set(square, IMAGE);
  const copies = augmentedCopies(both, [7, 8], 3);
  const [first, second] = [copies.subarray(0, IMAGE), copies.subarray(IMAGE)];
  assert.notDeepEqual(first, second);
  assert.deepEqual(augmentedCopies(square, [8], 3), second);
  assert.notDeepEqual(augmentedCopies(square, [8], 4), second);
});

Deno.test("augmentedCopies() keeps what is there, a little larger or smaller, turned and relit", () => {
  for (let key = 0; key < 20; key++) {
    const copy = augmentedCopies(square, [key], 1);
    const bright = copy.filter((value) => value > 60).length / 3;
    // The square has 48 x 48 pixels; crops hold 60 to 105 % of the area.
    assert.ok(bright > 48 * 48 / 1.2 && bright < 48 * 48 / 0.5, String(bright));
  }
});

Deno.test("augmentedCopies() of a grey image is one colour", () => {
  const copy = augmentedCopies(new Uint8Array(IMAGE).fill(120), [5], 2);
  for (const [i, value] of copy.entries()) assert.equal(value, copy[i % 3]);
  for (const value of copy.subarray(0, 3)) assert.ok(value > 60 && value < 180);
});
