import assert from "node:assert/strict";
import { joinStores } from "../../../lib/dataset/store/join_stores.ts";
import { IMAGE_BYTES } from "../../../lib/dataset/store/image_size.ts";
import { preparePhotos } from "../../photos.ts";

Deno.test("joinStores() reads the images of all stores in the order asked for", async () => {
  const [{ store: a }, { store: b }] = [await preparePhotos(2), await preparePhotos(3)];
  const joined = joinStores([a, b]);
  assert.equal(joined.count, 6 + 9);
  assert.deepEqual(joined.items[7], b.items[1]);
  assert.deepEqual(joined.categories, a.categories);
  const train = [...a.rowsOf("train"), ...Array.from(b.rowsOf("train"), (row) => row + 6)];
  assert.deepEqual([...joined.rowsOf("train")], train);
  const images = await joined.readImages([8, 5, 6]);
  const image = (i: number) => images.slice(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
  assert.deepEqual(image(0), await b.readImages([2]));
  assert.deepEqual(image(1), await a.readImages([5]));
  assert.deepEqual(image(2), await b.readImages([0]));
  assert.notEqual(joined.fingerprint, joinStores([b, a]).fingerprint);
  assert.equal(joinStores([a]), a);
  assert.throws(() => joinStores([]), /one or more/);
  joined.close();
});
