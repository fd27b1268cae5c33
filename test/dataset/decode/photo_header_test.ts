import assert from "node:assert/strict";
import { jpegSize, photoFormat, UnusablePhoto } from "../../../lib/dataset/decode/photo_header.ts";
import { noiseJpeg, quadrants } from "../pictures.ts";

const text = (value: string) => new TextEncoder().encode(value);

Deno.test("photoFormat() goes by content", async () => {
  for (const format of ["jpeg", "png", "webp", "gif"] as const) {
    assert.equal(photoFormat(await quadrants().toFormat(format).toBuffer()), format);
  }
});

Deno.test("photoFormat() says what it is instead", async () => {
  const reason = (bytes: Uint8Array, expected: RegExp) =>
    assert.throws(() => photoFormat(bytes), (error) => {
      assert.ok(error instanceof UnusablePhoto);
      assert.match(error.message, expected);
      return true;
    });
  reason(new Uint8Array(), /^is empty$/);
  reason(text("<!DOCTYPE html><title>404</title>"), /but a web page$/);
  reason(text('<?xml version="1.0"?>\n<svg xmlns="x"/>'), /but an SVG drawing$/);
  reason(text("\0\0\0\x18ftypheic"), /photo but HEIC, which must be converted first$/);
  reason(text("\0\0\0\x18ftypavif"), /but AVIF,/);
  reason(await quadrants().tiff().toBuffer(), /but TIFF,/);
  reason(text("BM1234\0\0\0\0"), /but BMP,/);
  reason(text("\0\0\0\x0cJXL "), /but JPEG XL,/);
  reason(text("\0\0\0\x18ftypisom"), /^is not a JPEG, PNG, WebP or GIF photo$/);
  reason(text("BM is how this text begins"), /^is not a JPEG, PNG, WebP or GIF photo$/);
  reason(
    text("version https://git-lfs.github.com/spec/v1\n"),
    /but a pointer of Git LFS \(git lfs pull gets/,
  );
  reason(text("RIFF1234WAVE"), /^is not a JPEG/);
  reason(Uint8Array.of(0xff, 0xd8), /^is not a JPEG/);
});

Deno.test("jpegSize() reads the frame header", async () => {
  assert.deepEqual(jpegSize(await noiseJpeg(37, 19)), { width: 37, height: 19 });
  assert.deepEqual(jpegSize(await noiseJpeg(19, 37, true)), { width: 19, height: 37 });
});

Deno.test("jpegSize() leaves files with EXIF data and odd files to the decoder", async () => {
  const turned = await quadrants().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  assert.equal(jpegSize(turned), undefined);
  assert.equal(jpegSize(Uint8Array.of(0xff, 0xd8, 0xff)), undefined);
  const plain = await noiseJpeg(8, 8);
  for (let length = 0; length < plain.length; length += 7) {
    const size = jpegSize(plain.subarray(0, length));
    assert.ok(size === undefined || size.width === 8);
  }
});
