import assert from "node:assert/strict";
import { readHeader } from "../../../lib/dataset/decode/read_header.ts";
import { UnusablePhoto } from "../../../lib/dataset/decode/photo_header.ts";
import { noiseJpeg, pngHeader, quadrants } from "../pictures.ts";

Deno.test("readHeader() gives the size as shown and whether the photo is turned", async () => {
  assert.deepEqual(await readHeader(await noiseJpeg(37, 19)), {
    width: 37,
    height: 19,
    turned: false,
  });
  const turned = await quadrants().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { width, height, turned: isTurned } = await readHeader(turned);
  assert.deepEqual([width, height, isTurned], [32, 64, true]);
});

Deno.test("readHeader() refuses what takes too much memory, before it is decoded", async () => {
  // 10,000 x 10,000 pixels of four values of two bytes, held as a whole: 8e8 bytes, 763 MiB.
  await assert.rejects(readHeader(pngHeader(10_000, 10_000, { deep: true })), (error) => {
    assert.ok(error instanceof UnusablePhoto);
    assert.equal(error.message, "takes 763 MiB to decode, more than 700");
    return true;
  });
  // 9,000 x 9,000: 618 MiB, and 232 MiB more where the pixels are wanted themselves.
  const deep = pngHeader(9000, 9000, { deep: true });
  await readHeader(deep);
  await assert.rejects(readHeader(deep, { whole: true }), /^UnusablePhoto: takes 850 MiB/);
  // By rows it takes next to nothing.
  await readHeader(pngHeader(10_000, 10_000), { whole: true });
});
