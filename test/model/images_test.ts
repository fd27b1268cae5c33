import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import {
  bytesFromImages,
  checkImages,
  countImages,
  imagesFromBytes,
  imageTensor,
} from "../../lib/model/images.ts";
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

Deno.test("images of values that no image has are refused, and so are other arrays", async () => {
  await useBackend();
  for (const bad of [NaN, Infinity, -Infinity, 1.001, -1.5, 255]) {
    const values = new Float32Array(2 * IMAGE_VALUES);
    values[IMAGE_VALUES + 7] = bad;
    const tensor = tf.tensor4d(values, [2, 128, 128, 3]);
    const refusal = {
      name: "RangeError",
      message: /^Cannot use images as values must be from -1 to 1 .*: current value at 49159 is /,
    };
    assert.throws(() => countImages(values), refusal);
    await assert.rejects(checkImages(values), refusal);
    await assert.rejects(checkImages(tensor), refusal);
    tensor.dispose();
  }
  for (const bad of [NaN, Infinity]) {
    assert.throws(() => bytesFromImages(Float32Array.of(0, bad)), /must be finite: .* at 1 is/);
  }
  const ends = new Float32Array(IMAGE_VALUES).fill(-1).fill(1, 9);
  assert.equal(await checkImages(ends), 1);
  // Bytes of another array would be taken for values, and values for bytes.
  const clamped = new Uint8ClampedArray(IMAGE_VALUES) as unknown as Uint8Array;
  assert.throws(() => countImages(clamped), TypeError);
  assert.throws(() => imagesFromBytes(ends as unknown as Uint8Array), TypeError);
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
