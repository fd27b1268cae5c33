import assert from "node:assert/strict";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";
import { DecoderPool } from "../../../lib/dataset/decode/decoder_pool.ts";
import type { SourceItem, SourcePhoto } from "../../../lib/dataset/photo_source.ts";
import { COLOURS, isNear, pixelAt, quadrants } from "../pictures.ts";

const ITEM: SourceItem = { id: "a", category: "hat" };

/** A folder with a photo, the file for images beside it, and requests for that photo. */
async function prepared() {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "a.png");
  await Deno.writeFile(path, await quadrants().png().toBuffer());
  const images = join(folder, "images");
  await Deno.writeFile(images, new Uint8Array());
  const photo = (items: readonly SourceItem[] = [ITEM]): SourcePhoto => ({
    file: "a.png",
    path,
    size: 100,
    stamp: "",
    items,
  });
  const remove = () => Deno.remove(folder, { recursive: true });
  return { folder, images, photo, [Symbol.asyncDispose]: remove };
}

Deno.test("decode() writes each image to its place and tells of each crop", async () => {
  await using place = await prepared();
  const box = (x: number, y: number): SourceItem => ({ ...ITEM, box: [x, y, 0.4, 0.4] });
  await using pool = new DecoderPool(place.images, 2);
  const [crops, whole] = await Promise.all([
    pool.decode([{ photo: place.photo([box(0, 0), box(0.9, 0), box(0.6, 0)]), slot: 1 }]),
    pool.decode([{ photo: place.photo(), slot: 0 }]),
  ]);
  assert.equal(whole[0]!.isPhoto, true);
  assert.match(whole[0]!.sha256, /^[0-9a-f]{64}$/);
  // 0.4 of 64 and of 32 pixels are 25.6 and 12.8.
  assert.deepEqual(crops[0]!.images.map(({ item, width, height }) => [item, width, height]), [
    [0, 25, 12],
    [2, 25, 12],
  ]);
  assert.deepEqual(crops[0]!.refused.map(({ item }) => item), [1]);
  assert.match(crops[0]!.refused[0]!.reason, /leaves the photo/);
  const bytes = await Deno.readFile(place.images);
  const image = (slot: number) => bytes.subarray(slot * IMAGE_BYTES, (slot + 1) * IMAGE_BYTES);
  const sum = crc32(image(0));
  assert.deepEqual(whole[0]!.images, [{ item: 0, width: 64, height: 32, crc32: sum }]);
  assert.equal(crops[0]!.images[1]!.crc32, crc32(image(3)));
  assert.ok(isNear(pixelAt(image(0), 0.9, 0.9), COLOURS.W));
  assert.ok(isNear(pixelAt(image(1), 0.9, 0.9), COLOURS.R));
  assert.ok(isNear(pixelAt(image(3), 0.5, 0.5), COLOURS.G));
});

Deno.test("decode() gives the reason for a file that cannot be used", async () => {
  await using place = await prepared();
  await using pool = new DecoderPool(place.images, 1);
  const text = join(place.folder, "text");
  await Deno.writeTextFile(text, "words");
  const replies = await pool.decode([
    { photo: { ...place.photo(), path: join(place.folder, "gone.jpg") }, slot: 0 },
    { photo: { ...place.photo(), file: "notes.txt", path: text }, slot: 1 },
    { photo: { ...place.photo(), file: "fake.jpg", path: text }, slot: 2 },
    { photo: { ...place.photo(), size: 2 ** 40 }, slot: 3 },
  ]);
  assert.deepEqual(replies.map(({ isPhoto, images }) => [isPhoto, images.length]), [
    [true, 0],
    [false, 0],
    [true, 0],
    [true, 0],
  ]);
  assert.match(replies[0]!.reason!, /^cannot be read \(.*No such file/);
  assert.match(replies[1]!.reason!, /^is not a JPEG/);
  assert.match(replies[3]!.reason!, /^has 1048576 MiB, more than 256$/);
  assert.equal((await Deno.stat(place.images)).size, 0);
});

Deno.test("decode() survives a photo that ends the process, and names it", async () => {
  await using place = await prepared();
  await using pool = new DecoderPool(place.images, 1);
  // No file does this on purpose; a request without a list of items stops the program.
  const deadly = { ...place.photo(), items: null as unknown as SourceItem[] };
  const [first, second] = await Promise.all([
    pool.decode([place.photo(), deadly, place.photo()].map((photo, slot) => ({ photo, slot }))),
    pool.decode([{ photo: place.photo(), slot: 3 }]),
  ]);
  assert.deepEqual(first.map(({ reason }) => reason), [
    undefined,
    "ends the decoder (code 1)",
    undefined,
  ]);
  assert.equal(second[0]!.images.length, 1);
});

Deno.test("decode() throws if the images cannot be written", async () => {
  await using place = await prepared();
  await using pool = new DecoderPool(place.folder, 1);
  await assert.rejects(
    pool.decode([{ photo: place.photo(), slot: 0 }]),
    /it ended with code 1 \(error: .*IsADirectory/,
  );
  await using full = new DecoderPool("/dev/full", 1);
  await assert.rejects(
    full.decode([{ photo: place.photo(), slot: 0 }]),
    /Cannot decode photos as "\/dev\/full" must be writable: .*No space left/,
  );
});

Deno.test("close() ends processes at work and never started", async () => {
  await using place = await prepared();
  const pool = new DecoderPool(place.images, 2);
  pool.decode([{ photo: place.photo(), slot: 0 }]);
  await pool.close();
  await pool.close();
});
