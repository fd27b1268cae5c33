import assert from "node:assert/strict";
import { augmentImages } from "../../lib/dataset/augment.ts";
import { IMAGE_BYTES, IMAGE_SIZE } from "../../lib/dataset/store/image_size.ts";
import { uniformAt } from "../../lib/io/random.ts";

/** `n` images of noise dark enough that no change of brightness is cut off at 255. */
function noise(n: number): Uint8Array {
  return Uint8Array.from({ length: n * IMAGE_BYTES }, (_, i) => 60 + 100 * uniformAt(5, i));
}

function augmented(images: Uint8Array, rows: number[], seed: number): Uint8Array {
  const copy = images.slice();
  augmentImages(copy, rows, seed);
  return copy;
}

const image = (images: Uint8Array, i: number) =>
  images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);

Deno.test("augmentImages() does the same with a seed again, and something else with another", () => {
  const images = noise(2);
  const once = augmented(images, [3, 8], 7);
  assert.deepEqual(augmented(images, [3, 8], 7), once);
  assert.notDeepEqual(augmented(images, [3, 8], 8), once);
  assert.notDeepEqual(once, images);
});

Deno.test("augmentImages() does with a photo what its row says, whatever it is batched with", () => {
  const images = noise(3);
  const together = augmented(images, [3, 8, 5], 7);
  for (const [i, row] of [3, 8, 5].entries()) {
    assert.deepEqual(augmented(image(images, i), [row], 7), image(together, i));
  }
  assert.notDeepEqual(augmented(image(images, 0), [4], 7), image(together, 0));
});

/** Mean over the middle of `a` of how far red of `b`, flipped or not and shifted, is from `gain`. */
function misfit(a: Uint8Array, b: Uint8Array, flip: boolean, dx: number, dy: number): number {
  const ratios: number[] = [];
  for (let y = 16; y < 112; y += 7) {
    for (let x = 16; x < 112; x += 7) {
      const from = (flip ? IMAGE_SIZE - 1 - x : x) + dx;
      ratios.push(b[(y * IMAGE_SIZE + x) * 3]! / a[((y + dy) * IMAGE_SIZE + from) * 3]!);
    }
  }
  const mean = ratios.reduce((sum, ratio) => sum + ratio) / ratios.length;
  return ratios.reduce((sum, ratio) => sum + Math.abs(ratio - mean), 0) / ratios.length;
}

Deno.test("augmentImages() flips half of the photos and shifts them by no more than 8 pixels", () => {
  const original = noise(1);
  let flipped = 0;
  for (let row = 0; row < 24; row++) {
    const changed = augmented(original, [row], 7);
    const fits: boolean[] = [];
    for (const flip of [false, true]) {
      for (let dy = -8; dy <= 8; dy++) {
        for (let dx = -8; dx <= 8; dx++) {
          // Noise fits itself where it belongs and nowhere else.
          if (misfit(original, changed, flip, dx, dy) < 0.02) fits.push(flip);
        }
      }
    }
    assert.equal(fits.length, 1, `row ${row} fits ${fits.length} times`);
    if (fits[0]) flipped++;
  }
  assert.ok(flipped > 5 && flipped < 19, `${flipped} of 24 flipped`);
});

Deno.test("augmentImages() scales brightness and each colour by no more than 15 % each", () => {
  const grey = new Uint8Array(IMAGE_BYTES).fill(150);
  const seen = new Set<number>();
  for (let row = 0; row < 40; row++) {
    const changed = augmented(grey, [row], 7);
    for (const value of changed) {
      // 150 * 0.85 * 0.85 = 108.4 and 150 * 1.15 * 1.15 = 198.4.
      if (value < 108 || value > 199) assert.fail(`${value} in row ${row}`);
    }
    seen.add(changed[0]!);
  }
  assert.ok(seen.size > 10, `${seen.size} reds`);
});
