import assert from "node:assert/strict";
import { IMAGE_BYTES } from "../../lib/dataset/store/image_size.ts";
import type { Autoencoder } from "../../lib/model/autoencoder.ts";
import { growingContent } from "../../lib/report/training_display.ts";

/** A model whose embedding of an image is its first pixel, and then none of it. */
function forgetful() {
  const state = { forgets: false };
  const encode = (images: Float32Array) => {
    const vectors = new Float32Array(images.length / IMAGE_BYTES * 3);
    if (!state.forgets) {
      for (let i = 0; i < vectors.length; i++) {
        vectors[i] = images[Math.floor(i / 3) * IMAGE_BYTES + i % 3]!;
      }
    }
    return Promise.resolve(vectors);
  };
  return { state, model: { latentDim: 3, encode } as unknown as Autoencoder };
}

Deno.test("growingContent() shows that an embedding knows colours, and that it forgets them", async () => {
  const images = new Uint8Array(44 * IMAGE_BYTES);
  for (let i = 0; i < 44; i++) {
    const colour = [7, 5, 3].map((step) => 40 + 20 * ((step * i) % 11));
    for (let p = 0; p < 128 * 128; p++) images.set(colour, 3 * (i * 128 * 128 + p));
  }
  const { state, model } = forgetful();
  const content = growingContent("m", images);
  await content.add(0, model);
  state.forgets = true;
  await content.add(1, model);
  const { data, layout } = content.figure();
  const [luminance, chroma] = data as unknown as { x: number[]; y: number[] }[];
  assert.deepEqual(luminance!.x, [0, 1]);
  for (const { y } of [luminance!, chroma!]) {
    assert.ok(y[0]! > 0.95, `${y[0]}`);
    assert.ok(Math.abs(y[1]!) < 0.05, `${y[1]}`);
  }
  assert.match(JSON.stringify(layout.title), /of m.*44 held-out images; .*by epoch: [23], 0/);
  await content.finish();
});
