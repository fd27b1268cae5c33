import assert from "node:assert/strict";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { prepareHere } from "../photos.ts";
import { needsShared, sharedPath } from "../shared.ts";

const CLOTHING = needsShared("readImageFolder() takes real photos", "data/clothing");

Deno.test({
  ...CLOTHING,
  fn: async () => {
    const { photos, skipped } = await readImageFolder(sharedPath("data/clothing"));
    const counts = Map.groupBy(photos, ({ items }) => items[0]!.split);
    assert.equal(counts.get("train")!.length, 3068);
    assert.equal(counts.get("validation")!.length, 341);
    assert.equal(new Set(photos.map(({ items }) => items[0]!.category)).size, 10);
    assert.deepEqual(skipped, []);
  },
});

Deno.test({
  ...needsShared("prepareDataset() draws a few real photos with the mix of all", "data/clothing"),
  fn: async () => {
    const directory = await Deno.makeTempDir();
    const source = await readImageFolder(sharedPath("data/clothing"));
    const options = { directory, name: "clothing", seed: 42, limit: 60 };
    const store = await prepareHere(source, options);
    assert.deepEqual(store.skipped, []);
    assert.deepEqual(store.rowsOf("train").length, 54);
    assert.deepEqual(store.rowsOf("validation").length, 6);
    assert.equal(store.categories.length, 10);
    // Photos of clothes are neither black nor white nor gray, and not all alike.
    const images = await store.readImages([...store.items.keys()]);
    for (let row = 0; row < store.count; row++) {
      const image = images.subarray(row * 49152, (row + 1) * 49152);
      const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
      assert.ok(mean > 30 && mean < 250, `${store.items[row]!.id}: mean ${mean}`);
    }
    store.close();
    await Deno.remove(directory, { recursive: true });
  },
});
