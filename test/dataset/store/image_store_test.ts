import assert from "node:assert/strict";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";
import { openImageStore } from "../../../lib/dataset/store/image_store.ts";
import { type Item, itemsToParquet } from "../../../lib/dataset/store/items_table.ts";
import {
  type Manifest,
  stageStoreFiles,
  STORE_FILES,
} from "../../../lib/dataset/store/store_files.ts";

const SPLITS = ["train", "test", "train", "validation", "train"] as const;

/** A store of five images, image i wholly of the value 10 i, removed at the end of the block. */
async function storeOnDisk() {
  const directory = await Deno.makeTempDir();
  const items = SPLITS.map((split, i): Item => ({
    id: `photo ${i}`,
    file: `photo ${i}`,
    category: i % 2 === 0 ? "shoe" : "hat",
    split,
    width: 3,
    height: 5,
    attributes: {},
  }));
  const images = new Uint8Array(items.length * IMAGE_BYTES).map((_, i) =>
    10 * Math.floor(i / IMAGE_BYTES)
  );
  const path = (name: keyof typeof STORE_FILES) => join(directory, STORE_FILES[name]);
  await Deno.writeFile(path("images"), images);
  const sums = new Uint8Array(4 * items.length);
  for (const i of items.keys()) {
    const sum = crc32(images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES));
    new DataView(sums.buffer).setUint32(4 * i, sum, true);
  }
  const fingerprint = "f".repeat(64);
  const manifest = {
    name: "five",
    fingerprint,
    listing: "",
    count: 5,
    leftOut: 1,
    seed: 1,
    limit: null,
  };
  /** Write all but the images, with `changes` to the manifest. */
  const write = async (changes: Partial<Manifest> = {}) => {
    const skipped = new TextEncoder().encode('{"file":"a<b>\\n.jpg","reason":"is empty"}\n');
    const contents = { sums, items: itemsToParquet(items), skipped };
    for (const file of await stageStoreFiles(directory, contents, { ...manifest, ...changes })) {
      await file.commit();
    }
  };
  await write();
  const remove = () => Deno.remove(directory, { recursive: true });
  return { directory, items, path, write, [Symbol.asyncDispose]: remove };
}

Deno.test("openImageStore() tells what the store holds", async () => {
  await using disk = await storeOnDisk();
  const store = await openImageStore(disk.directory);
  assert.equal(store.directory, disk.directory);
  assert.equal(store.name, "five");
  assert.equal(store.fingerprint, "f".repeat(64));
  assert.equal(store.count, 5);
  assert.equal(store.imageSize, 128);
  assert.deepEqual(store.items, disk.items);
  assert.deepEqual(store.categories, ["hat", "shoe"]);
  assert.deepEqual(store.skipped, [{ file: "a<b>\n.jpg", reason: "is empty" }]);
  assert.deepEqual([...store.rowsOf("train")], [0, 2, 4]);
  assert.deepEqual([...store.rowsOf("validation")], [3]);
  store.close();
});

Deno.test("readImages() reads the rows asked for, in their order", async () => {
  await using disk = await storeOnDisk();
  const store = await openImageStore(disk.directory);
  for (const rows of [[3], [0, 1, 2, 3, 4], [4, 0, 1, 1, 3], Uint32Array.of(2, 3, 0), []]) {
    const images = await store.readImages(rows);
    assert.equal(images.length, rows.length * IMAGE_BYTES);
    Array.from(rows).forEach((row, i) => {
      const image = images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
      assert.ok(image.every((value) => value === 10 * row), `image ${i} of ${[...rows]}`);
    });
  }
  store.close();
});

Deno.test("readImages() may be called again before it has answered", async () => {
  await using disk = await storeOnDisk();
  const store = await openImageStore(disk.directory);
  const orders = [[0, 2, 4], [3, 1], [4, 3, 2, 1, 0], [2]];
  const answers = await Promise.all(orders.map((rows) => store.readImages(rows)));
  answers.forEach((images, k) => {
    orders[k]!.forEach((row, i) => assert.equal(images[(i + 1) * IMAGE_BYTES - 1], 10 * row));
  });
  store.close();
});

Deno.test("readImages() gives the caller bytes of its own", async () => {
  await using disk = await storeOnDisk();
  const store = await openImageStore(disk.directory);
  (await store.readImages([1])).fill(99);
  assert.equal((await store.readImages([1]))[0], 10);
  store.close();
});

Deno.test("readImages() refuses rows that are not in the store, and goes on", async () => {
  await using disk = await storeOnDisk();
  const store = await openImageStore(disk.directory);
  for (const row of [-1, 5, 1.5, NaN]) {
    await assert.rejects(store.readImages([0, row]), {
      name: "RangeError",
      message:
        `Cannot read images as a row must be a whole number from 0 to 4: current value is ${row}`,
    });
  }
  assert.equal((await store.readImages([4]))[0], 40);
  store.close();
});

Deno.test("close() may be called twice; reading then fails clearly", async () => {
  await using disk = await storeOnDisk();
  const store = await openImageStore(disk.directory);
  store.close();
  store.close();
  await assert.rejects(store.readImages([0]), /Cannot read images: ".*" is closed/);
});

Deno.test("openImageStore() refuses a store that is not there or not finished", async () => {
  await using disk = await storeOnDisk();
  const missing = { name: "RangeError", message: /"dataset.json" is missing/ };
  await assert.rejects(openImageStore(join(disk.directory, "nowhere")), missing);
  for (const name of ["images", "sums", "skipped", "items"] as const) {
    await Deno.remove(disk.path(name));
    await assert.rejects(openImageStore(disk.directory), {
      name: "RangeError",
      message: new RegExp(`"${STORE_FILES[name]}" is missing`),
    });
  }
  await Deno.remove(disk.path("manifest"));
  await assert.rejects(openImageStore(disk.directory), missing);
});

Deno.test("openImageStore() refuses files that do not fit together", async () => {
  await using disk = await storeOnDisk();
  await Deno.truncate(disk.path("images"), 5 * IMAGE_BYTES - 1);
  await assert.rejects(openImageStore(disk.directory), {
    name: "RangeError",
    message: /must have 245760 bytes: current value is 245759/,
  });
  await disk.write({ count: 4 });
  await assert.rejects(openImageStore(disk.directory), /must have 4 rows: current value is 5/);
});

Deno.test("openImageStore() refuses damaged files", async () => {
  await using disk = await storeOnDisk();
  for (const name of ["skipped", "items", "sums", "manifest"] as const) {
    const bytes = await Deno.readFile(disk.path(name));
    // The place of a byte in the middle, of a fingerprint's digit in the manifest.
    const at = name === "manifest" ? new TextDecoder().decode(bytes).indexOf("ffff") : 6;
    await Deno.writeFile(disk.path(name), bytes.map((byte, i) => i === at ? byte ^ 1 : byte));
    await assert.rejects(openImageStore(disk.directory), {
      name: "SyntaxError",
      message: /is damaged: checksum mismatch \(run notebook 01_data_prep, which prepares it again/,
    });
    await Deno.writeFile(disk.path(name), bytes);
  }
  for (const text of ["", "null", "[]", "{}", '{"format":"lookalike-image-store-9"}']) {
    await Deno.writeTextFile(disk.path("manifest"), text);
    await assert.rejects(openImageStore(disk.directory), {
      name: "SyntaxError",
      message:
        /^Cannot read ".*dataset.json" as (format must be|it must be an object|Unexpected end of JSON)/,
    });
  }
});

Deno.test("readImages() refuses an image of which a bit has changed, and reads the others", async () => {
  await using disk = await storeOnDisk();
  using file = await Deno.open(disk.path("images"), { write: true });
  await file.seek(2 * IMAGE_BYTES + 4711, Deno.SeekMode.Start);
  await file.write(Uint8Array.of(21));
  const store = await openImageStore(disk.directory);
  await assert.rejects(store.readImages([1, 2, 3]), {
    name: "RangeError",
    message: /image 2 is damaged: checksum mismatch \(delete ".*", then run notebook 01/,
  });
  assert.equal((await store.readImages([1, 3]))[IMAGE_BYTES], 30);
  store.close();
});
