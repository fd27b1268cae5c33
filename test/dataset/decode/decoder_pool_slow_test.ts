import assert from "node:assert/strict";
import { join } from "node:path";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";
import { DecoderPool } from "../../../lib/dataset/decode/decoder_pool.ts";
import type { ReadImage } from "../../../lib/dataset/decode/read_photo.ts";
import type { SourceItem, SourcePhoto } from "../../../lib/dataset/photo_source.ts";
import { COLOURS, isNear, pixelAt, quadrants } from "../pictures.ts";

const ITEM: SourceItem = { id: "a", category: "hat" };

/** A folder with a photo, removed at the end of the block. */
async function prepared() {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "a.png");
  await Deno.writeFile(path, await quadrants().png().toBuffer());
  const photo = (items: readonly SourceItem[] = [ITEM]): SourcePhoto => ({
    file: "a.png",
    path,
    size: 100,
    stamp: "",
    items,
  });
  const remove = () => Deno.remove(folder, { recursive: true });
  return { folder, photo, [Symbol.asyncDispose]: remove };
}

Deno.test("decode() returns the image of each crop", async () => {
  await using place = await prepared();
  const box = (x: number, y: number): SourceItem => ({ ...ITEM, box: [x, y, 0.4, 0.4] });
  await using pool = new DecoderPool(2, place.folder);
  const [crops, whole] = await Promise.all([
    pool.decode([place.photo([box(0, 0), box(0.9, 0), box(0.6, 0)])]),
    pool.decode([place.photo()]),
  ]);
  assert.match(whole[0]!.sha256, /^[0-9a-f]{64}$/);
  // 0.4 of 64 and of 32 pixels are 25.6 and 12.8.
  assert.deepEqual(crops[0]!.images.map(({ item, width, height }) => [item, width, height]), [
    [0, 25, 12],
    [2, 25, 12],
  ]);
  assert.deepEqual(crops[0]!.refused.map(({ item }) => item), [1]);
  assert.match(crops[0]!.refused[0]!.reason, /leaves the photo/);
  const [{ pixels, ...image }] = whole[0]!.images as [ReadImage];
  assert.deepEqual(image, { item: 0, width: 64, height: 32 });
  const [first, second] = crops[0]!.images.map(({ pixels }) => pixels);
  for (const image of [pixels, first!, second!]) assert.equal(image.length, IMAGE_BYTES);
  assert.ok(isNear(pixelAt(pixels, 0.9, 0.9), COLOURS.W));
  assert.ok(isNear(pixelAt(first!, 0.9, 0.9), COLOURS.R));
  assert.ok(isNear(pixelAt(second!, 0.5, 0.5), COLOURS.G));
});

Deno.test("decode() gives the reason for a file that cannot be used", async () => {
  await using place = await prepared();
  await using pool = new DecoderPool(1, place.folder);
  const text = join(place.folder, "text");
  await Deno.writeTextFile(text, "words");
  const replies = await pool.decode([
    { ...place.photo(), path: join(place.folder, "gone.jpg") },
    { ...place.photo(), file: "notes.txt", path: text },
    { ...place.photo(), file: "fake.jpg", path: text },
    { ...place.photo(), size: 2 ** 40 },
  ]);
  assert.deepEqual(replies.map(({ images }) => images.length), [0, 0, 0, 0]);
  assert.match(replies[0]!.reason!, /^cannot be read \(.*No such file/);
  assert.match(replies[1]!.reason!, /^is not a JPEG/);
  assert.match(replies[3]!.reason!, /^has 1048576 MiB, more than 256$/);
});

Deno.test("decode() survives a photo that ends the process, and names it", async () => {
  await using place = await prepared();
  await using pool = new DecoderPool(1, place.folder);
  // No file does this on purpose; a request without a list of items stops the program.
  const deadly = { ...place.photo(), items: null as unknown as SourceItem[] };
  const [first, second] = await Promise.all([
    pool.decode([place.photo(), deadly, place.photo()]),
    pool.decode([place.photo()]),
  ]);
  assert.deepEqual(first.map(({ reason }) => reason), [
    undefined,
    "ends the decoder (code 1)",
    undefined,
  ]);
  assert.equal(second[0]!.images.length, 1);
});

Deno.test("decode() throws if the program does not start", async () => {
  await using place = await prepared();
  await using pool = new DecoderPool(1, place.folder, join(place.folder, "gone.ts"));
  await assert.rejects(
    pool.decode([place.photo()]),
    /Cannot decode photos: ".*gone.ts" ended with code 1 \(error: Module not found/,
  );
});

Deno.test("a disposed pool has ended processes at work and starts no more", async () => {
  await using place = await prepared();
  const pool = new DecoderPool(2, place.folder);
  const works = [1, 2, 3].map(() => pool.decode([place.photo()]));
  const ends = Promise.allSettled(works);
  await pool[Symbol.asyncDispose]();
  await pool[Symbol.asyncDispose]();
  for (const end of await ends) assert.equal(end.status, "rejected");
});

Deno.test("a decoder may read the photos and packages, and do nothing else", async () => {
  await using place = await prepared();
  const folder = join(place.folder, "photos");
  await Deno.mkdir(folder);
  const program = join(folder, "tell.ts");
  const attempts = [
    { name: "read", path: join(folder, "a.png") },
    { name: "read", path: join(place.folder, "a.png") },
    { name: "read", path: "/etc/passwd" },
    { name: "write", path: folder },
    { name: "net" },
    { name: "net", host: "127.0.0.1:1" },
    { name: "run" },
    { name: "env", variable: "HOME" },
    { name: "ffi" },
  ];
  // Its answer is in the error of a program that does not say that it is ready.
  const tell = `const granted = [];
    for (const attempt of ${JSON.stringify(attempts)}) {
      granted.push((await Deno.permissions.query(attempt)).state === "granted");
    }
    throw granted.join();`;
  await Deno.writeTextFile(program, tell);
  await using pool = new DecoderPool(1, folder, program);
  const expected = attempts.map((_, i) => i === 0).join();
  await assert.rejects(pool.decode([place.photo()]), new RegExp(expected));
});

Deno.test("a decoder reads photos in a folder with commas in its name, and links", async () => {
  await using place = await prepared();
  const folder = join(place.folder, "a, b");
  await Deno.mkdir(folder);
  await Deno.copyFile(join(place.folder, "a.png"), join(folder, "c,d.png"));
  await Deno.symlink(folder, join(place.folder, "link"));
  for (const seen of [folder, join(place.folder, "link")]) {
    await using pool = new DecoderPool(1, seen);
    const [reply] = await pool.decode([{ ...place.photo(), path: join(seen, "c,d.png") }]);
    assert.equal(reply!.reason, undefined);
  }
});
