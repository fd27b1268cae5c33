import assert from "node:assert/strict";
import { bytesFromImages, imagesFromBytes } from "../../lib/model/images.ts";

Deno.test("imagesFromBytes() scales bytes to [-1, 1]", () => {
  // 51 / 127.5 - 1 = -0.6.
  const images = imagesFromBytes(Uint8Array.of(0, 51, 255));
  assert.deepEqual(images, Float32Array.of(-1, -0.6, 1));
});

Deno.test("bytesFromImages() reverses it for every byte, rounds and clamps", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  assert.deepEqual(bytesFromImages(imagesFromBytes(bytes)), bytes);
  assert.deepEqual(bytesFromImages(Float32Array.of(-1.5, 2, 0.001)), Uint8Array.of(0, 255, 128));
});
