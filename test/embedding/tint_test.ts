import assert from "node:assert/strict";
import { tinted } from "../../lib/embedding/tint.ts";

Deno.test("tinted() gives the shades of a thing another colour and leaves the ground white", () => {
  // Lightness 40, 80 and 120, mean 80, on white: 0.5, 1 and 1.5 times the colour, at most 255.
  const image = Uint8Array.of(0, 0, 120, 80, 80, 80, 120, 160, 80, 255, 250, 240);
  const before = image.slice();
  assert.deepEqual(
    [...tinted(image, [200, 30, 40])],
    [100, 15, 20, 200, 30, 40, 255, 45, 60, 255, 250, 240],
  );
  assert.deepEqual(image, before);
});

Deno.test("tinted() takes an image that is all ground, and one that is all black", () => {
  const white = new Uint8Array(6).fill(255);
  assert.deepEqual(tinted(white, [200, 30, 40]), white);
  assert.deepEqual([...tinted(new Uint8Array(3), [200, 30, 40])], [200, 30, 40]);
});
