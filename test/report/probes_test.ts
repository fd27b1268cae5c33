import assert from "node:assert/strict";
import type { Autoencoder } from "../../lib/model/autoencoder.ts";
import {
  describeFlips,
  flipInvariance,
  probeImages,
  probeResults,
  shiftDistances,
  shiftResults,
  stackImages,
} from "../../lib/report/probes.ts";
import { reconstructAll } from "../../lib/report/reconstructions.ts";
import { plainText } from "../../lib/view/plain_text.ts";

const SIZE = 128 * 128 * 3;
/** Columns that get brighter to the right: a value is its column. */
const RAMP = Uint8Array.from({ length: SIZE }, (_, i) => Math.floor(i / 3) % 128);

/** Its code is the first and the last value of the first row; a layer gives the image back. */
const model = {
  encode: (images: Float32Array) =>
    Promise.resolve(
      Float32Array.from(
        { length: 2 * images.length / SIZE },
        (_, i) => images[(i >> 1) * SIZE + (i % 2) * 381]! * 127.5,
      ),
    ),
  activations: (images: Float32Array) =>
    Promise.resolve([{ name: "encoder.0", type: "conv", shape: [1, 128, 128, 3], data: images }]),
} as unknown as Autoencoder;
const same = {
  title: "same",
  dim: 2,
  model,
  reconstruct: (images: Uint8Array) =>
    Promise.resolve(Float32Array.from(images, (b) => b / 127.5 - 1)),
};
const grey = {
  title: "grey",
  dim: 0,
  reconstruct: (images: Uint8Array) => Promise.resolve(new Float32Array(images.length)),
};

Deno.test("probeImages() shifts by a pixel, repeats the edge, and draws the same noise for a seed", () => {
  const [image, shifted, blank, noise] = probeImages(RAMP, { seed: 1 });
  assert.equal(image!.image, RAMP);
  assert.deepEqual([0, 3, 6, 381, 384].map((i) => shifted!.image[i]), [0, 0, 1, 126, 0]);
  assert.ok(blank!.image.every((value) => value === 255));
  assert.deepEqual(probeImages(RAMP, { seed: 1 })[3]!.image, noise!.image);
});

Deno.test("probeResults() measures contrast", async () => {
  const probes = probeImages(RAMP, { seed: 1 });
  const all = await reconstructAll([same, grey], stackImages(probes));
  // Uniform bytes have a standard deviation of 73.9.
  const [shown, verdict] = probeResults(probes, all);
  assert.match(
    plainText(shown),
    /noise\s+same\s+7[34]\.\d\s+7[34]\.\d\s+0\.0000/,
  );
  assert.match(verdict.source, /\*\*no\.\*\* Same leaves 100 %/);
  assert.match(probeResults(probes, all.slice(1))[1].source, /\*\*yes\.\*\* Grey leaves 0 %/);
});

Deno.test("shiftDistances() compares the shifted image with the median of others", async () => {
  const probes = probeImages(RAMP, { seed: 1 });
  const others = stackImages([probes[2]!, probes[2]!]);
  const [distance] = await shiftDistances([grey, same], probes, others);
  // Shifted: 0 and 126 instead of 0 and 127. Blank: 255 and 255.
  assert.equal(distance!.title, "same");
  assert.ok(Math.abs(distance!.shifted - 1) < 1e-4);
  assert.ok(Math.abs(distance!.others - Math.hypot(255, 128)) < 1e-3);
  const [shown, verdict] = shiftResults([distance!]);
  assert.match(plainText(shown), /same\s+1\.000\s+285\.3\d\d\s+0\.004/);
  assert.match(verdict.source, /\*\*yes\.\*\* Same 0 % of it/);
  assert.match(shiftResults([{ ...distance!, shifted: 50 }])[1].source, /\*\*no\.\*\*/);
});

Deno.test("flipInvariance() of channel means over all places is 1", async () => {
  const measured = await flipInvariance([grey, same], RAMP);
  assert.deepEqual(measured.map(({ title }) => title), ["same"]);
  assert.ok(Math.abs(measured[0]!.layers[0]!.cosine - 1) < 1e-5);
  const names = { trained: "a", other: "b" };
  assert.match(plainText(describeFlips(measured, names)[0]), /0 conv\s+1\.000/);
  const model = (title: string, cosine: number) => ({ title, layers: [{ name: "l", cosine }] });
  const seen = (a: number, b: number) =>
    describeFlips([model("a", a), model("b", b)], names)[1].source;
  assert.match(seen(0.99, 0.9), /\*\*yes\.\*\*/);
  assert.match(seen(0.9, 0.99), /\*\*no\.\*\*/);
  assert.match(seen(0.99, 0.989), /\*\*cannot tell\.\*\*/);
  assert.match(describeFlips([], names)[1].source, /cannot tell/);
});
