import assert from "node:assert/strict";
import sharp from "sharp";
import { decodeCrops, decodeFull, decodePhoto } from "../../../lib/dataset/decode/decode.ts";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";
import { UnusablePhoto } from "../../../lib/dataset/decode/photo_header.ts";
import { COLOURS, isNear, noiseJpeg, pixelAt, pngHeader, quadrants } from "../pictures.ts";

/** Letters of the colours in the corners of an image: above, then below. */
function corners(image: Uint8Array): string {
  assert.equal(image.length, IMAGE_BYTES);
  return [[0.25, 0.25], [0.75, 0.25], [0.25, 0.75], [0.75, 0.75]].map(([x, y]) => {
    const pixel = pixelAt(image, x!, y!);
    return Object.entries(COLOURS).find(([, colour]) => isNear(pixel, colour))?.[0] ?? `${pixel}`;
  }).join("");
}

async function refused(bytes: Uint8Array, reason: RegExp): Promise<void> {
  await assert.rejects(decodePhoto(bytes), (error) => {
    assert.ok(error instanceof UnusablePhoto, String(error));
    assert.match(error.message, reason);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
}

Deno.test("decodePhoto() resizes every format to 128 x 128 RGB", async () => {
  for (const format of ["jpeg", "png", "webp", "gif"] as const) {
    const { pixels, width, height } = await decodePhoto(
      await quadrants().toFormat(format).toBuffer(),
    );
    assert.equal(corners(pixels), "RGBW", format);
    assert.deepEqual([width, height], [64, 32]);
  }
});

Deno.test("decodePhoto() turns all eight EXIF orientations upright", async () => {
  // What is shown of red-green above blue-white when it is stored as given (EXIF 2.3, tag 0x0112).
  const shown = ["RGBW", "GRWB", "WBGR", "BWRG", "RBGW", "BRWG", "WGBR", "GWRB"];
  for (const [i, expected] of shown.entries()) {
    const orientation = i + 1;
    const bytes = await quadrants().withMetadata({ orientation }).jpeg().toBuffer();
    const { pixels, width, height } = await decodePhoto(bytes);
    assert.equal(corners(pixels), expected, `orientation ${orientation}`);
    assert.deepEqual([width, height], orientation < 5 ? [64, 32] : [32, 64]);
  }
});

Deno.test("decodePhoto() converts other kinds of colour to 8-bit sRGB", async () => {
  const cmyk = await quadrants().toColourspace("cmyk").jpeg().toBuffer();
  assert.equal((await sharp(cmyk).metadata()).space, "cmyk");
  const image = (await decodePhoto(cmyk)).pixels;
  // CMYK holds no pure colours; red stays the reddest.
  const [r, g, b] = pixelAt(image, 0.25, 0.25) as [number, number, number];
  assert.equal(image.length, IMAGE_BYTES);
  assert.ok(r > 180 && g < 80 && b < 80, `${[r, g, b]}`);
  const deep = await quadrants().toColourspace("rgb16").png().toBuffer();
  assert.equal((await sharp(deep).metadata()).depth, "ushort");
  assert.equal(corners((await decodePhoto(deep)).pixels), "RGBW");
});

Deno.test("decodePhoto() gives gray photos three equal channels", async () => {
  const gray = sharp(new Uint8Array(6 * 4).fill(90), { raw: { width: 6, height: 4, channels: 1 } });
  const deepGray = gray.clone().toColourspace("grey16").png();
  for (const file of [gray.clone().jpeg(), gray.clone().png(), deepGray]) {
    const { pixels } = await decodePhoto(await file.toBuffer());
    assert.ok(isNear(pixelAt(pixels, 0.5, 0.5), [90, 90, 90], 2));
    assert.equal(pixels.length, IMAGE_BYTES);
  }
});

Deno.test("decodePhoto() lays transparent parts on white", async () => {
  // Left half blue, right half blue but wholly transparent.
  const pixels = new Uint8Array(8 * 4 * 4);
  for (let i = 0; i < 32; i++) pixels.set([20, 20, 220, i % 8 < 4 ? 255 : 0], i * 4);
  const photo = sharp(pixels, { raw: { width: 8, height: 4, channels: 4 } });
  const files = {
    png: photo.clone().png(),
    palette: photo.clone().png({ palette: true }),
    deep: photo.clone().toColourspace("rgb16").png(),
    webp: photo.clone().webp({ lossless: true }),
    gif: photo.clone().gif(),
  };
  for (const [name, file] of Object.entries(files)) {
    const image = (await decodePhoto(await file.toBuffer())).pixels;
    assert.ok(isNear(pixelAt(image, 0.2, 0.5), COLOURS.B), `${name} ${pixelAt(image, 0.2, 0.5)}`);
    assert.ok(isNear(pixelAt(image, 0.8, 0.5), [255, 255, 255]), name);
  }
});

Deno.test("decodePhoto() takes the first frame of an animation", async () => {
  const frames = await Promise.all(
    ["#dc1414", "#1414dc"].map((background) =>
      sharp({ create: { width: 20, height: 10, channels: 3, background } }).png().toBuffer()
    ),
  );
  for (const format of ["gif", "webp"] as const) {
    const bytes = await sharp(frames, { join: { animated: true } }).toFormat(format).toBuffer();
    assert.equal((await sharp(bytes).metadata()).pages, 2);
    const { pixels, width, height } = await decodePhoto(bytes);
    assert.equal(corners(pixels), "RRRR", format);
    assert.deepEqual([width, height], [20, 10]);
  }
});

Deno.test("decodePhoto() takes photos of one pixel and of extreme shape", async () => {
  for (const [width, height] of [[1, 1], [1, 4000], [4000, 1], [5, 1000]] as const) {
    for (const format of ["jpeg", "png", "webp"] as const) {
      const create = { width, height, channels: 3 as const, background: "#dc1414" };
      const photo = await decodePhoto(await sharp({ create }).toFormat(format).toBuffer());
      assert.equal(corners(photo.pixels), "RRRR");
      assert.deepEqual([photo.width, photo.height], [width, height]);
    }
  }
});

Deno.test("decodePhoto() averages where it shrinks, however much", async () => {
  // Stripes of one pixel, black and white, have the mean 127.5: no decoder may show them.
  for (const width of [256, 400, 640, 2048]) {
    const pixels = Uint8Array.from({ length: width * width * 3 }, (_, i) => (i / 3 & 1) * 255);
    const photo = sharp(pixels, { raw: { width, height: width, channels: 3 } });
    const { pixels: image } = await decodePhoto(await photo.png().toBuffer());
    const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
    assert.ok(Math.abs(mean - 127.5) < 3, `mean ${mean} at ${width}`);
  }
});

Deno.test("decodePhoto() refuses files that are cut off, wherever", async () => {
  for (const progressive of [false, true]) {
    for (const side of [90, 700]) {
      const whole = await noiseJpeg(side, side, progressive);
      await decodePhoto(whole);
      for (const share of [0.02, 0.3, 0.6, 0.95]) {
        const cut = whole.subarray(0, Math.floor(whole.length * share));
        await refused(cut, /is damaged or cut off/);
      }
    }
  }
  for (const format of ["png", "webp", "gif"] as const) {
    const whole = await sharp(await noiseJpeg(90, 90)).toFormat(format).toBuffer();
    await refused(whole.subarray(0, whole.length >> 1), /is damaged or cut off/);
  }
});

/** A GIF with a red frame of 2 x 2 pixels on a canvas of 4 x 4, one from the left and two from above. */
const PART = "R0lGODdhBAAEAIEAAP8AAAAA/wAAAAAAACwBAAIAAgACAAAIBgABCAQQEAA7";

Deno.test("decodeFull() shows white around a frame of a GIF that covers a part of it", async () => {
  const { pixels, width, height } = await decodeFull(Uint8Array.fromBase64(PART));
  assert.deepEqual([width, height], [4, 4]);
  const whites = Array.from({ length: 16 }, (_, i) => {
    const pixel = Array.from(pixels.subarray(3 * i, 3 * i + 3));
    if (pixel.join() !== "255,255,255") assert.deepEqual(pixel, [255, 0, 0]);
    return pixel.join() === "255,255,255" ? 1 : 0;
  });
  assert.deepEqual(whites, [1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1]);
  const small = await decodePhoto(Uint8Array.fromBase64(PART));
  assert.deepEqual(pixelAt(small.pixels, 0.05, 0.05), [255, 255, 255]);
  assert.deepEqual(pixelAt(small.pixels, 0.5, 0.75), [255, 0, 0]);
});

Deno.test("decodePhoto() refuses what only claims to be a photo", async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  await refused(new Uint8Array(), /^is empty$/);
  await refused(bytes("<html></html>"), /but a web page/);
  await refused(bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), /but an SVG drawing/);
  await refused(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0), /is damaged or cut off/);
});

Deno.test("decodePhoto() never draws an SVG that begins like a photo", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  const marks = ["\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "RIFF\x40\0\0\0WEBP", "GIF89a"];
  for (const mark of marks) {
    for (const text of [mark + svg, mark + "<?xml version='1.0'?>\n" + svg]) {
      await refused(
        Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
        /is damaged or cut off/,
      );
    }
  }
});

Deno.test("decodePhoto() refuses a photo of huge size before decoding it", async () => {
  await refused(pngHeader(30_000, 30_000), /^has 30000 x 30000 pixels, more than 120 million$/);
  const jpeg = await noiseJpeg(16, 16);
  // The frame header (FF C0): length, 8 bits, then height and width.
  const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === 0xc0);
  new DataView(jpeg.buffer).setUint32(at + 5, 0xfff0_fff0);
  await refused(jpeg, /^has 65520 x 65520 pixels/);
});

Deno.test("decodeCrops() cuts each box out of the photo as shown", async () => {
  const bytes = await quadrants().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const crops = await decodeCrops(bytes, (width, height) => {
    assert.deepEqual([width, height], [32, 64]);
    return [
      { left: 0, top: 0, width: 12, height: 28 },
      { left: 20, top: 36, width: 12, height: 28 },
      { left: 0, top: 0, width, height },
    ];
  });
  assert.deepEqual(crops.map(({ pixels }) => corners(pixels)), ["BBBB", "GGGG", "BRWG"]);
  assert.deepEqual(crops.map(({ width, height }) => [width, height]), [[12, 28], [12, 28], [
    32,
    64,
  ]]);
});

Deno.test("decodeCrops() refuses a crop above the place where the file is cut off", async () => {
  const whole = await noiseJpeg(400, 400);
  const box = () => [{ left: 0, top: 0, width: 40, height: 40 }];
  assert.equal((await decodeCrops(whole, box)).length, 1);
  await assert.rejects(decodeCrops(whole.subarray(0, whole.length * 0.6), box), UnusablePhoto);
});

Deno.test("decodeCrops() gives nothing for no boxes and passes on what boxes throws", async () => {
  const photo = await noiseJpeg(16, 16);
  assert.deepEqual(await decodeCrops(photo, () => []), []);
  const boxes = () => {
    throw new TypeError("mine");
  };
  await assert.rejects(decodeCrops(photo, boxes), /mine/);
});
