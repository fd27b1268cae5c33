import assert from "node:assert/strict";
import { join } from "node:path";
import { IMAGE_BYTES } from "../../lib/dataset/store/image_size.ts";
import { thumbnailDescriptor } from "../../lib/embedding/descriptors.ts";
import { SEARCH_NETWORK } from "../../lib/embedding/compositions.ts";
import { readTensorHead } from "../../lib/io/tensor_file.ts";
import { SEARCH_NETWORK_PATH } from "../../lib/runs/search_network.ts";
import { openSource } from "../../lib/runs/kept_vectors.ts";

const SOURCE = "16 x 16 pixels";
const images = Uint8Array.from({ length: 2 * IMAGE_BYTES }, (_, i) => i * 7 % 256);

/** A store of two images that counts how often it is read. */
function countingStore(fingerprint = "ab".repeat(32)) {
  const store = {
    count: 2,
    fingerprint,
    reads: 0,
    readImages: (rows: ArrayLike<number>) => {
      store.reads++;
      assert.deepEqual([...Array.from(rows)], [0, 1]);
      return Promise.resolve(images.slice());
    },
  };
  return store;
}

Deno.test("openSource() keeps vectors where it is asked to, and reads those of the same images", async () => {
  const directory = await Deno.makeTempDir();
  const path = join(directory, "16-x-16-pixels.safetensors");
  const expected = { vectors: thumbnailDescriptor(images), dim: 768 };
  const store = countingStore();
  assert.deepEqual(await openSource(store, SOURCE, { directory }), expected);
  assert.deepEqual([...Deno.readDirSync(directory)], []);
  for (const reads of [2, 2]) {
    assert.deepEqual(await openSource(store, SOURCE, { directory, keep: true }), expected);
    assert.equal(store.reads, reads);
  }
  // Of other images, or damaged, they are made again.
  const other = countingStore("cd".repeat(32));
  await openSource(other, SOURCE, { directory });
  assert.equal(other.reads, 1);
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(path, bytes);
  assert.deepEqual(await openSource(store, SOURCE, { directory, keep: true }), expected);
  assert.equal(store.reads, 3);
  await openSource(store, SOURCE, { directory });
  assert.equal(store.reads, 3);
  await Deno.remove(directory, { recursive: true });
});

Deno.test("openSource() binds vectors of the search network to its weights", async () => {
  const directory = await Deno.makeTempDir();
  await openSource(countingStore(), SEARCH_NETWORK, { directory, keep: true });
  const kept = await readTensorHead(join(directory, "residual-network.safetensors"));
  assert.equal(kept!.metadata.version, (await readTensorHead(SEARCH_NETWORK_PATH))!.checksum);
  await Deno.remove(directory, { recursive: true });
});
