import assert from "node:assert/strict";
import type { Autoencoder } from "../../lib/model/autoencoder.ts";
import {
  colourKept,
  extremes,
  interpolateImages,
  onePerCategory,
  reconstructAll,
  reconstructionSheet,
  reconstructionTable,
} from "../../lib/report/reconstructions.ts";
import {
  blendVerdict,
  busyness,
  busyVerdict,
  colourVerdict,
  detailVerdict,
  dimensionVerdict,
} from "../../lib/report/reconstruction_verdicts.ts";
import { plainText } from "../../lib/view/plain_text.ts";

const SIZE = 128 * 128 * 3;
const plain = (r: number, g: number, b: number) =>
  Uint8Array.from({ length: SIZE }, (_, i) => [r, g, b][i % 3]!);

Deno.test("colourKept() is 1 of the image itself, 0 of grey and negative of wrong colours", () => {
  const red = plain(200, 100, 100);
  assert.equal(colourKept(red, red), 1);
  assert.equal(colourKept(red, plain(90, 90, 90)), 0);
  assert.ok(colourKept(red, plain(100, 200, 100)) < 0);
  assert.ok(Number.isNaN(colourKept(plain(5, 5, 5), red)));
});

Deno.test("reconstructAll() measures each reconstruction, and the table has the lowest error first", async () => {
  const images = plain(200, 100, 100);
  const make = (title: string, value: number) => ({
    title,
    dim: 3,
    reconstruct: () => Promise.resolve(new Float32Array(SIZE).fill(value)),
  });
  const all = await reconstructAll([make("white", 1), make("grey", 0)], images);
  // (200 / 127.5 - 1)^2 = 0.323, and twice (100 / 127.5 - 1)^2 = 0.0465; a third of the sum.
  assert.ok(Math.abs(all[1]!.errors.mse[0]! - (0.32324 + 2 * 0.04652) / 3) < 1e-4);
  const text = plainText(reconstructionTable(all));
  assert.ok(text.indexOf("grey") < text.indexOf("white"));
  const sheet = await reconstructionSheet([{ image: images, alt: "" }], all, { alt: "x" });
  assert.equal(sheet.alt, "x");
});

Deno.test("extremes() gives the lowest and highest errors, the extreme ones first", () => {
  assert.deepEqual(extremes([3, 1, 2, 1], 2), { best: [1, 3], worst: [0, 2] });
  assert.deepEqual(extremes([1], 4), { best: [0], worst: [0] });
});

Deno.test("onePerCategory() takes the first of each category", () => {
  const photos = ["a", "a", "b", "c"].map((caption) => ({
    image: new Uint8Array(),
    alt: "",
    caption,
  }));
  assert.deepEqual(onePerCategory(photos, 2), [0, 2]);
});

const reconstruction = (title: string, mse: number[], colour = 1) => ({
  title,
  dim: 1,
  images: new Uint8Array(),
  errors: { mse: Float64Array.from(mse), psnr: new Float64Array(), ssim: new Float64Array() },
  colour,
});

Deno.test("verdicts on reconstructions follow the numbers, and leave open what they do not decide", () => {
  const few = reconstruction("few", [0.4, 0.5, 0.6]);
  const many = reconstruction("many", [0.2, 0.31, 0.39], 0.1);
  assert.match(dimensionVerdict(few, many).source, /\*\*yes\.\*\*/);
  assert.match(dimensionVerdict(many, few).source, /\*\*no\.\*\*/);
  assert.match(dimensionVerdict(few, few).source, /\*\*cannot tell\.\*\*/); // a tie
  assert.match(dimensionVerdict(few, reconstruction("x", [0.9, 0.1, 0.5])).source, /cannot tell/);
  // One image says nothing of others.
  const [one, two] = [reconstruction("one", [0.4]), reconstruction("two", [0.2])];
  assert.match(dimensionVerdict(one, two).source, /cannot tell/);
  assert.match(dimensionVerdict(undefined, few).source, /cannot tell/);
  assert.match(colourVerdict([few]).source, /\*\*yes\.\*\* Colour kept: few 100 %/);
  assert.match(colourVerdict([few, many]).source, /\*\*no\.\*\*/);
  const detail = (coarse: number, fine: number) => [{
    name: "m",
    detail: [{ side: 1, kept: fine }, { side: 64, kept: coarse }],
  }];
  assert.match(detailVerdict(detail(0.9, 0.1)).source, /\*\*yes\.\*\*.*90 % and 10 %/);
  assert.match(detailVerdict(detail(0.2, -0.1)).source, /\*\*no\.\*\*.*below 0/);
  assert.match(blendVerdict({ toBlend: 0.02, apart: 0.1 }).source, /\*\*yes\.\*\*.*20 %/);
  assert.match(blendVerdict({ toBlend: 0.001, apart: 0.1 }).source, /\*\*no\.\*\*/);
  assert.match(blendVerdict({ toBlend: 0, apart: 0 }).source, /cannot tell/);
});

Deno.test("busyness() is the mean step to the right, and busyVerdict() correlates its ranks", () => {
  // Two pixels of three channels; each channel steps by 10, a third of 3 x 10 over 6 values.
  assert.equal(busyness(Uint8Array.of(0, 0, 0, 10, 10, 10)), 5);
  const busy = Array.from({ length: 20 }, (_, i) => i);
  assert.match(busyVerdict(reconstruction("m", busy), busy).source, /\*\*yes\.\*\*/);
  assert.match(busyVerdict(reconstruction("m", busy.toReversed()), busy).source, /\*\*no\.\*\*/);
  assert.match(busyVerdict(reconstruction("m", [1, 2, 3]), [1, 3, 2]).source, /cannot tell/);
});

Deno.test("interpolateImages() of a linear decoder is a blend, with both images at its ends", async () => {
  // The code of an image is its first value; it is decoded as a plain image of that value.
  const model = {
    latentDim: 1,
    encode: (images: Float32Array) => Promise.resolve(Float32Array.of(images[0]!, images[SIZE]!)),
    decode: (codes: Float32Array) =>
      Promise.resolve(
        Float32Array.from({ length: 5 * SIZE }, (_, i) => codes[Math.floor(i / SIZE)]!),
      ),
  } as unknown as Autoencoder;
  const photo = (image: Uint8Array) => ({ image, alt: "" });
  const between = await interpolateImages(
    { model, title: "m" },
    photo(plain(0, 0, 0)),
    photo(plain(255, 255, 255)),
  );
  assert.ok(between.toBlend < 1e-12);
  assert.equal(between.apart, 4);
  await assert.rejects(
    interpolateImages({ title: "PCA-64" }, photo(plain(0, 0, 0)), photo(plain(0, 0, 0))),
    /must be a model/,
  );
});
