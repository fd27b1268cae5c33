import assert from "node:assert/strict";
import { createRandom } from "../../lib/io/random.ts";
import {
  colourGrid,
  colourHistogram,
  thumbnailDescriptor,
} from "../../lib/embedding/descriptors.ts";
import { arraySource, embedRows } from "../../lib/embedding/row_source.ts";

/** An image from a colour for each place. */
function image(colour: (y: number, x: number) => [number, number, number]): Uint8Array {
  return Uint8Array.from(
    { length: 128 * 128 * 3 },
    (_, i) => colour(Math.floor(i / 384), Math.floor(i / 3) % 128)[i % 3]!,
  );
}

Deno.test("thumbnailDescriptor() averages squares, row by row", () => {
  // Top half red 255, left half green 51 and 153 in turn by column: in halves of 64 pixels.
  const picture = image((y, x) => [y < 64 ? 255 : 0, x < 64 ? (x % 2 ? 153 : 51) : 0, 255]);
  const expected = [1, 0.4, 1, 1, 0, 1, 0, 0.4, 1, 0, 0, 1];
  const descriptor = thumbnailDescriptor(picture, { size: 2 });
  assert.equal(descriptor.length, 12);
  descriptor.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6));
  const whole = thumbnailDescriptor(picture, { size: 128 });
  assert.deepEqual([...whole.subarray(0, 6)], [1, Math.fround(0.2), 1, 1, Math.fround(0.6), 1]);
  assert.equal(thumbnailDescriptor(picture).length, 768);
});

Deno.test("colourHistogram() gives roots of shares", () => {
  // A quarter of the pixels is (255, 0, 127), the rest (0, 128, 0): with 2 bins, boxes 1 0 0 = 4 and
  // 0 1 0 = 2; roots of 1/4 and 3/4.
  const picture = image((y) => y < 32 ? [255, 0, 127] : [0, 128, 0]);
  const histogram = colourHistogram(picture, 2);
  assert.deepEqual([...histogram], [0, 0, Math.fround(Math.sqrt(0.75)), 0, 0.5, 0, 0, 0]);
  assert.equal(colourHistogram(picture).length, 512);
});

Deno.test("colourGrid() gives what NumPy gives", () => {
  const texture = image((y, x) => {
    const value = (c: number) => (3 * x * x + 7 * y + 5 * x * y + 31 * c) % 251;
    return [value(0), value(1), value(2)];
  });
  const grid = colourGrid(texture);
  assert.equal(grid.length, 192);
  const places = [0, 1, 2, 3, 4, 5, 100, 191];
  const values = [
    [0.002541, -0.0106682, 0.4851077, 0.2307689],
    [0.2315578, 0.0854197, 0.2036541, 0.0732487],
  ].flat();
  places.forEach((place, i) => assert.ok(Math.abs(grid[place]! - values[i]!) < 2e-6));
  const sum = grid.reduce((total, value) => total + value, 0);
  assert.ok(Math.abs(sum - 33.83996) < 1e-4, String(sum));
});

Deno.test("embedRows() embeds all images of a source in order, batch by batch", async () => {
  const greys = [0, 255, 51, 102, 204];
  const images = new Uint8Array(5 * 49_152);
  greys.forEach((grey, i) => images.fill(grey, i * 49_152, (i + 1) * 49_152));
  const source = arraySource(images, 49_152);
  const { vectors, dim } = await embedRows(
    source,
    (batch) => thumbnailDescriptor(batch, { size: 1 }),
    { batch: 2 },
  );
  assert.equal(dim, 3);
  assert.deepEqual(
    [...vectors],
    greys.flatMap((grey) => Array<number>(3).fill(Math.fround(grey / 255))),
  );
  const none = arraySource(new Uint8Array(), 49_152);
  assert.equal((await embedRows(none, thumbnailDescriptor)).vectors.length, 0);
});

Deno.test("descriptors refuse bytes that are no images, and sizes that do not divide", async () => {
  const bytes = new Uint8Array(49_152);
  assert.throws(() => thumbnailDescriptor(bytes.subarray(1)), TypeError);
  assert.throws(() => colourHistogram(bytes.subarray(1)), TypeError);
  assert.throws(
    () => thumbnailDescriptor(bytes, { size: 12 }),
    /divisor of 128: current value is 12$/,
  );
  assert.throws(() => colourHistogram(bytes, 0), /from 1 to 64: current value is 0$/);
  assert.throws(() => arraySource(bytes, 7), /multiple of dim: current value is 7$/);
  const floats = arraySource(new Float32Array(49_152), 49_152);
  await assert.rejects(embedRows(floats, thumbnailDescriptor), TypeError);
});

Deno.test("a mirrored thumbnailDescriptor() is the same for an image and its mirror image", () => {
  const random = createRandom(4);
  const image = Uint8Array.from({ length: 128 * 128 * 3 }, () => random() * 256);
  const mirror = image.map((_, i) => {
    const [pixel, channel] = [Math.floor(i / 3), i % 3];
    return image[(pixel - pixel % 128 + 127 - pixel % 128) * 3 + channel]!;
  });
  const [a, b] = [
    thumbnailDescriptor(image, { size: 4, mirrored: true }),
    thumbnailDescriptor(mirror, { size: 4, mirrored: true }),
  ];
  assert.equal(a.length, 4 * 2 * 3);
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]!) < 1e-6));
  // Row 1, column 0, green: the mean of columns 0 and 3.
  const whole = thumbnailDescriptor(image, { size: 4 });
  const expected = (whole[(4 + 0) * 3 + 1]! + whole[(4 + 3) * 3 + 1]!) / 2;
  assert.ok(Math.abs(a[(2 + 0) * 3 + 1]! - expected) < 1e-6);
  assert.throws(() => thumbnailDescriptor(image, { size: 1, mirrored: true }), {
    name: "RangeError",
    message: "Cannot halve images as size must be even: current value is 1",
  });
});
