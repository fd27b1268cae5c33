import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import { bytesFromImages, imagesFromBytes, imageTensor } from "../../lib/model/images.ts";
import { availableBackends } from "../available_backends.ts";

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

const available = await availableBackends();
for (const backend of ["tensorflow", "webgpu", "cpu"] as const) {
  Deno.test({
    name: `imageTensor() on ${backend} is the same to the last bit`,
    ignore: !available.includes(backend),
    async fn() {
      await useBackend(backend);
      // Not at the start of their memory, as part of a batch may lie.
      const bytes = Uint8Array.from({ length: 2 * IMAGE_VALUES + 1 }, (_, i) => i * 7 + (i >> 8))
        .subarray(1);
      const tensor = imageTensor(bytes);
      assert.deepEqual(tensor.shape, [2, 128, 128, 3]);
      assert.deepEqual(await tensor.data(), imagesFromBytes(bytes));
      tensor.dispose();
    },
  });
}
