import assert from "node:assert/strict";
import { join } from "node:path";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";
import { readImageFolder } from "../../../lib/dataset/sources/folder.ts";
import type { PhotoSource } from "../../../lib/dataset/photo_source.ts";
import { journalPath, writeImages } from "../../../lib/dataset/store/write_images.ts";
import { writePhotos } from "../../photos.ts";

const root = await Deno.makeTempDir();
await writePhotos(join(root, "photos"), 16);
// 48 photos and a file that is none, first of all: four requests of 16, 16, 16 and 1.
const { photos } = await readImageFolder(join(root, "photos")) as PhotoSource;
const whole = await writeImages(join(root, "whole"), photos, { listing: "a" });
const images = await Deno.readFile(join(root, "whole"));
// Gone photos cannot be decoded: what is there of them was kept.
const gone = (count: number) =>
  photos.map((photo, i) => i < count ? { ...photo, path: join(root, "gone") } : photo);

/** The file of a preparation that ended when `howMany` photos were done. */
async function interrupted(howMany: number): Promise<string> {
  const path = join(await Deno.makeTempDir({ dir: root }), "images");
  const onProgress = ({ done }: { done: number }) => {
    if (done === howMany) throw new Error("stop");
  };
  await assert.rejects(writeImages(path, photos, { listing: "a", onProgress }), /stop/);
  return path;
}

Deno.test("writeImages() does not decode again what an interrupted one finished", async () => {
  assert.equal(photos.length, 49);
  assert.equal(whole.items.length, 48);
  for (const [howMany, kept] of [[1, 16], [16, 16], [17, 32], [49, 49]] as const) {
    const path = await interrupted(howMany);
    assert.deepEqual(await writeImages(path, gone(kept), { listing: "a" }), whole);
    assert.deepEqual(await Deno.readFile(path), images);
  }
});

Deno.test("writeImages() decodes again what is damaged, and all that follows it", async () => {
  const path = await interrupted(40);
  // Image 20 belongs to the second request.
  using file = await Deno.open(path, { write: true });
  await file.seek(20 * IMAGE_BYTES + 5, Deno.SeekMode.Start);
  await file.write(Uint8Array.of(1, 2, 3));
  assert.deepEqual(await writeImages(path, gone(16), { listing: "a" }), whole);
  assert.deepEqual(await Deno.readFile(path), images);
});

Deno.test("writeImages() drops a record of the journal that is not whole, and other photos' journals", async () => {
  for (const cut of [1, 400]) {
    const path = await interrupted(40);
    const { size } = await Deno.stat(journalPath(path));
    await Deno.truncate(journalPath(path), size - cut);
    assert.deepEqual(await writeImages(path, gone(32), { listing: "a" }), whole);
  }
  const path = await interrupted(40);
  const other = await writeImages(path, gone(20), { listing: "b" });
  assert.equal(other.items.length, 29);
  assert.match(other.skipped[0]!.reason, /cannot be read/);
  await Deno.remove(root, { recursive: true });
});
