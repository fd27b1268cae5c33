import assert from "node:assert/strict";
import { hogDescriptor } from "../../lib/embedding/hog.ts";

/** A textured image, not symmetric: `(3 x^2 + 7 y + 5 x y + 31 c) mod 251` of column x, row y, channel c. */
const texture = Uint8Array.from({ length: 128 * 128 * 3 }, (_, i) => {
  const [y, x, c] = [Math.floor(i / 384), Math.floor(i / 3) % 128, i % 3];
  return (3 * x * x + 7 * y + 5 * x * y + 31 * c) % 251;
});

Deno.test("hogDescriptor() gives what an implementation in NumPy gives", () => {
  // Values at a few places, the sum of all, and the sum of each times its place, in float64.
  const places = [0, 1, 5, 17, 40, 100, 323];
  const expected = [
    {
      options: { mirrored: false },
      dim: 1764,
      values: [0.1473467, 0.2554619, 0.1048789, 0.2311761, 0.0825065, 0.0330112, 0.0151557],
      sums: [258.97143, 228002.568],
    },
    {
      options: {},
      dim: 1764,
      values: [0.1659872, 0.2326225, 0.0989837, 0.1688505, 0.0640397, 0.1038816, 0.0350341],
      sums: [258.97143, 227916.078],
    },
    {
      options: { size: 64, cell: 8 },
      dim: 1764,
      values: [0.1132289, 0.0968885, 0.1330936, 0.1563568, 0.0833859, 0.1902052, 0.1194196],
      sums: [271.73375, 239189.697],
    },
    {
      options: { size: 32, cell: 4 },
      dim: 1764,
      values: [0.1670842, 0.0786126, 0.0400039, 0.1076174, 0.0870787, 0.1863219, 0.2662788],
      sums: [249.06448, 218898.537],
    },
    {
      options: { cell: 32 },
      dim: 324,
      values: [0.144626, 0.1849809, 0.1322799, 0.1504273, 0.1364182, 0.1355623, 0.1521955],
      sums: [51.6036, 8327.487],
    },
  ];
  for (const { options, dim, values, sums } of expected) {
    const descriptor = hogDescriptor(texture, options);
    assert.equal(descriptor.length, dim);
    for (const [i, place] of places.entries()) {
      assert.ok(Math.abs(descriptor[place]! - values[i]!) < 1e-6, `${dim}: ${place}`);
    }
    const sum = descriptor.reduce((total, value) => total + value, 0);
    const moment = descriptor.reduce((total, value, i) => total + value * i, 0);
    assert.ok(Math.abs(sum - sums[0]!) < 1e-3, String(sum));
    assert.ok(Math.abs(moment - sums[1]!) < 1, String(moment));
  }
});

Deno.test("hogDescriptor() of a vertical edge votes for the horizontal gradient alone", () => {
  // Black left of column 16, white from there on: gradients of 1 along x in columns 15 and 16.
  const edge = Uint8Array.from(texture, (_, i) => Math.floor(i / 3) % 128 < 16 ? 0 : 255);
  const block = hogDescriptor(edge, { mirrored: false }).subarray(0, 36);
  // 0 degrees lies between the first and the last orientation: half a vote each. In each of the four
  // cells 16 rows of one pixel, so eight equal values: 1 / sqrt(8), clipped to 0.2, again 1 / sqrt(8).
  for (const [i, value] of block.entries()) {
    const expected = i % 9 === 0 || i % 9 === 8 ? Math.sqrt(1 / 8) : 0;
    assert.ok(Math.abs(value - expected) < 1e-5, `${i}: ${value}`);
  }
});

Deno.test("hogDescriptor() of a mirror image is that of the image, if both are averaged", () => {
  const mirror = Uint8Array.from(texture, (_, i) => {
    const [y, x, c] = [Math.floor(i / 384), Math.floor(i / 3) % 128, i % 3];
    return texture[y * 384 + (127 - x) * 3 + c]!;
  });
  const [a, b] = [texture, mirror].map((image) => hogDescriptor(image));
  assert.ok(a!.every((value, i) => Math.abs(value - b![i]!) < 1e-6));
});

Deno.test("hogDescriptor() embeds each image by itself, and none of an empty list", () => {
  const blank = new Uint8Array(texture.length).fill(200);
  const both = new Uint8Array(2 * texture.length);
  both.set(blank);
  both.set(texture, texture.length);
  const descriptors = hogDescriptor(both);
  assert.ok(descriptors.subarray(0, 1764).every((value) => value === 0));
  assert.deepEqual(descriptors.subarray(1764), hogDescriptor(texture));
  assert.equal(hogDescriptor(new Uint8Array()).length, 0);
});

Deno.test("hogDescriptor() refuses bytes that are no images, and cells that do not divide", () => {
  assert.throws(() => hogDescriptor(texture.subarray(1)), TypeError);
  for (const cell of [0, 12, 128, 1.5]) {
    assert.throws(() => hogDescriptor(texture, { cell }), {
      name: "RangeError",
      message:
        `Cannot embed images as cell must be a divisor of 128 below it: current value is ${cell}`,
    });
  }
});
