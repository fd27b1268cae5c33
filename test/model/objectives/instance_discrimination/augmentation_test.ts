import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../../lib/backend/mod.ts";
import { IMAGE_BYTES } from "../../../../lib/dataset/store/image_size.ts";
import {
  hasWhiteBackground,
  makeViews,
  sampleView,
  type View,
  VIEW_SIZE,
} from "../../../../lib/model/objectives/instance_discrimination/augmentation.ts";
import { cpuBackend } from "../../../cpu_backend.ts";

/** A view that changes nothing but its size. */
const PLAIN: View = {
  affine: [1, 0, 0, 0, 1, 0],
  contrast: 1,
  brightness: 1,
  saturation: 1,
  gains: [1, 1, 1],
  background: undefined,
  mask: new Float32Array(VIEW_SIZE ** 2).fill(1),
  share: 1,
};

/** An image whose red grows to the right and whose green grows downwards; blue is `blue`. */
function ramps(blue: number): Uint8Array {
  return Uint8Array.from({ length: IMAGE_BYTES }, (_, at) => {
    const [x, y] = [Math.floor(at / 3) % 128, Math.floor(at / 384)];
    return [x * 2, y * 2, blue][at % 3]!;
  });
}

/** The colours in 0 to 255 of views of `images` at one pixel. */
async function coloursAt(images: Uint8Array[], views: View[], x: number, y: number) {
  const all = Uint8Array.from(images.flatMap((image) => [...image]));
  const made = makeViews(all, views);
  const data = await made.data<"float32">();
  made.dispose();
  return images.map((_, i) => {
    const at = ((i * VIEW_SIZE + y) * VIEW_SIZE + x) * 3;
    return [...data.subarray(at, at + 3)].map((value) => value * 255);
  });
}

function assertNear(actual: number[], expected: number[], tolerance = 1): void {
  const near = actual.every((value, i) => Math.abs(value - expected[i]!) <= tolerance);
  assert.ok(near, `${actual} is not near ${expected}`);
}

Deno.test("makeViews() samples images where the affine map says", async () => {
  await useBackend(cpuBackend);
  const before = tf.memory().numTensors;
  // Pixel 11 of 48 has its centre at 11.5 / 48 = 30.67 / 128, where red is 2 (30.67 - 0.5).
  const [whole] = await coloursAt([ramps(80)], [PLAIN], 11, 35);
  assertNear(whole!, [60.3, 188.3, 80]);
  const flipped: View = { ...PLAIN, affine: [-1, 0, 0, 0, 1, 0] };
  const [mirrored] = await coloursAt([ramps(80)], [flipped], 36, 35);
  assertNear(mirrored!, whole!);
  // The right half of the image: from 64 on.
  const half: View = { ...PLAIN, affine: [0.5, 0, 0.5, 0, 1, 0] };
  const [right] = await coloursAt([ramps(80)], [half], 11, 35);
  assertNear(right!, [2 * (64 + 15.33 - 0.5), 188.3, 80]);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("makeViews() changes light around the mean, saturation and gains", async () => {
  await useBackend(cpuBackend);
  // The mean of both ramps is 127, of blue 80: 111.3 of all.
  const mean = (127 + 127 + 80) / 3;
  const [contrast] = await coloursAt([ramps(80)], [{ ...PLAIN, contrast: 0.5 }], 11, 35);
  assertNear(contrast!, [60.3, 188.3, 80].map((value) => mean + (value - mean) / 2));
  const [dark] = await coloursAt([ramps(80)], [{ ...PLAIN, brightness: 0.6 }], 11, 35);
  assertNear(dark!, [60.3, 188.3, 80].map((value) => Math.max(0, value - 0.4 * mean)));
  const grey = (60.3 + 188.3 + 80) / 3;
  const view: View = { ...PLAIN, saturation: 0, gains: [1, 0.5, 1.2] };
  const [gained] = await coloursAt([ramps(80)], [view], 11, 35);
  assertNear(gained!, [grey, grey / 2, grey * 1.2]);
});

Deno.test("makeViews() mixes the next image in, and replaces white backgrounds alone", async () => {
  await useBackend(cpuBackend);
  const mask = new Float32Array(VIEW_SIZE ** 2).fill(0.25);
  const [mixed] = await coloursAt([ramps(0), ramps(200)], [{ ...PLAIN, mask }, PLAIN], 11, 35);
  assertNear(mixed!, [60.3, 188.3, 150]);
  const white = new Uint8Array(IMAGE_BYTES).fill(255);
  assert.ok(hasWhiteBackground(white));
  assert.ok(!hasWhiteBackground(ramps(255)));
  const view: View = { ...PLAIN, background: [0.2, 0.4, 0.6] };
  const [plain, kept] = await coloursAt([white, ramps(0)], [view, view], 11, 35);
  assertNear(plain!, [51, 102, 153]);
  assertNear(kept!, [60.3, 188.3, 0]);
  // A piece of the image after the next: of two, its own corner.
  const piece: View = { ...PLAIN, background: "piece" };
  const [, , third] = await coloursAt([ramps(9), ramps(60), white], [PLAIN, PLAIN, piece], 0, 47);
  // Row 63 of 64 is row 17.4 of the piece's 18, which is row 35 of 128.
  assertNear(third!, [1, 70, 60], 2);
});

Deno.test("sampleView() depends on key and seed alone and keeps its ranges", async () => {
  await useBackend(cpuBackend);
  assert.deepEqual(sampleView(3, 9), sampleView(3, 9));
  assert.notDeepEqual(sampleView(4, 9).affine, sampleView(3, 9).affine);
  const views = Array.from({ length: 400 }, (_, key) => sampleView(key, 9));
  const mixed = views.filter(({ share }) => share < 1);
  assert.ok(mixed.length > 140 && mixed.length < 220, `${mixed.length} of 400 are mixed`);
  for (const { affine: [a, b, c, d, e, f], share, mask, contrast } of views) {
    const area = Math.abs(a * e - b * d);
    assert.ok(area > 0.35 && area < 1.11, `area ${area}`);
    assert.ok(Math.abs(c) < 1 && Math.abs(f) < 1 && contrast >= 0.6 && contrast <= 1.4);
    assert.ok(share >= 0.35 && share <= 1 && mask.every((value) => value >= 0 && value <= 1));
  }
});
