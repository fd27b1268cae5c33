import assert from "node:assert/strict";
import sharp from "sharp";
import { decodeFull } from "../../../lib/dataset/decode/decode.ts";
import { repairJpeg } from "../../../lib/dataset/decode/jpeg_repair.ts";
import { noiseJpeg } from "../pictures.ts";

/** Where the first marker FF `code` begins. */
function find(jpeg: Uint8Array, code: number): number {
  return jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === code);
}

/** `jpeg` with `more` before its byte `at`. */
function inserted(jpeg: Uint8Array, at: number, more: ArrayLike<number>): Uint8Array {
  return Uint8Array.from([...jpeg.subarray(0, at), ...Array.from(more), ...jpeg.subarray(at)]);
}

/** Half of the data, then what ends a whole file. */
function cut(jpeg: Uint8Array): Uint8Array {
  return Uint8Array.from([...jpeg.subarray(0, jpeg.length >> 1), 0xff, 0xd9]);
}

/** As cameras of Samsung write it: the scan's last three bytes are 0 0 0 in place of 0 63 0. */
function samsung(jpeg: Uint8Array): Uint8Array {
  const changed = jpeg.slice();
  const scan = find(jpeg, 0xda);
  changed.set([0, 0, 0], scan + 5 + 2 * jpeg[scan + 4]!);
  return changed;
}

/** Adobe's header of version 100 with the given colour transform. */
function adobe(transform: number): number[] {
  return [0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0, transform];
}

const zeros = (count: number) => new Uint8Array(count);
const plain = await noiseJpeg(70, 50);
const progressive = await noiseJpeg(70, 50, true);

Deno.test("a JPEG whose headers are wrong but whose pixels are all there is decoded", async () => {
  const files: [name: string, file: Uint8Array, like: Uint8Array][] = [
    ["Samsung", samsung(plain), plain],
    ["bytes before the frame", inserted(plain, find(plain, 0xc0), zeros(18)), plain],
    ["bytes before the scan", inserted(plain, find(plain, 0xda), [1, 0xff, 0, 2]), plain],
    ["both", samsung(inserted(plain, find(plain, 0xc0), zeros(18))), plain],
    ["progressive", inserted(progressive, find(progressive, 0xc2), zeros(5)), progressive],
    ["zeros at the end", inserted(plain, plain.length - 2, zeros(9)), plain],
    ["progressive, zeros", inserted(progressive, progressive.length - 2, zeros(9)), progressive],
    ["unknown transform", inserted(plain, 2, adobe(9)), plain],
    ["no end", plain.subarray(0, -2), plain],
    ["bytes behind the end", inserted(plain, plain.length, zeros(99)), plain],
  ];
  for (const [name, file, like] of files) {
    const right = await decodeFull(like);
    assert.deepEqual(await decodeFull(file), right, name);
    // The library shows the same where it looks over warnings.
    if (name !== "no end") {
      const shown = await sharp(file, { failOn: "error" }).raw().toBuffer();
      assert.deepEqual(new Uint8Array(shown), new Uint8Array(right.pixels), name);
    }
  }
});

Deno.test("a JPEG that is cut off stays refused, whatever its headers", async () => {
  const files = {
    "cut and ended": cut(plain),
    "Samsung, cut and ended": cut(samsung(plain)),
    "Samsung, cut": samsung(plain).subarray(0, plain.length >> 1),
    "one byte short": Uint8Array.from([...plain.subarray(0, -4), 0xff, 0xd9]),
    "progressive, no end": progressive.subarray(0, -2),
    "progressive, cut": progressive.subarray(0, progressive.length >> 1),
    "a scan less": progressive.subarray(0, progressive.lastIndexOf(0xda) - 1),
    "filled up with zeros": inserted(plain.subarray(0, plain.length >> 1), 1e9, zeros(200)),
  };
  for (const [name, file] of Object.entries(files)) {
    await assert.rejects(decodeFull(file), /is damaged or cut off/, name);
  }
});

Deno.test("repairJpeg() finds nothing to do in a sound file, and does not fail on any other", () => {
  assert.equal(repairJpeg(plain), undefined);
  assert.equal(repairJpeg(progressive), undefined);
  for (let length = 0; length < plain.length; length += 5) repairJpeg(plain.subarray(0, length));
  for (const at of plain.keys()) {
    const changed = plain.slice();
    changed[at] = 0xff;
    repairJpeg(changed);
  }
});
