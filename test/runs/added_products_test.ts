import assert from "node:assert/strict";
import { join } from "node:path";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { addProducts, openProducts, removeProducts } from "../../lib/runs/added_products.ts";
import { runDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { prepareHere, writePhotos } from "../photos.ts";

const root = await Deno.makeTempDir();
const settings = readSettings({ profile: "tiny", run: `test-products-${Deno.pid}` }, {});
await writePhotos(join(root, "photos"), 4);
await writePhotos(join(root, "new"), 6);
const source = await readImageFolder(join(root, "photos"));
const directory = join(root, "store");
const options = { directory, name: "made", seed: 1 };
(await prepareHere(source, options)).close();

/** Ids of the products that are there, and the store's size. */
async function products() {
  const dataset = await openImageStore(directory);
  const { store, removed, sections } = await openProducts(settings, dataset);
  const ids = store.items.filter((_, row) => !removed.has(row)).map(({ id }) => id);
  const splits = ["train", "validation", "test"] as const;
  const found = {
    ids,
    count: store.count,
    sections: sections.length,
    splits: splits.map((split) => [...store.rowsOf(split)]),
    last: await store.readImages([store.count - 1]),
    lastSplit: store.items.at(-1)!.split,
  };
  store.close();
  return found;
}

async function inDataset<T>(
  work: (dataset: Awaited<ReturnType<typeof openImageStore>>) => Promise<T>,
) {
  const dataset = await openImageStore(directory);
  try {
    return await work(dataset);
  } finally {
    dataset.close();
  }
}

const before = await products();

Deno.test("addProducts() adds what is new behind the data set, whose splits stay", async () => {
  assert.equal(before.count, 12);
  const { added, known, skipped } = await inDataset((dataset) =>
    addProducts(settings, join(root, "new"), { dataset })
  );
  // 18 photos, of which 12 have the id of one of the data set, and one that is no photo.
  assert.deepEqual([added, known], [6, 12]);
  assert.deepEqual(skipped.map(({ file }) => file), ["Bags & Purses/broken.jpg"]);
  const after = await products();
  assert.equal(after.count, 12 + added);
  assert.deepEqual(after.ids.slice(0, 12), before.ids);
  assert.equal(new Set(after.ids).size, after.count);
  assert.deepEqual(after.splits, before.splits);
  assert.equal(after.lastSplit, "train");
  // The image of the last one is that of its file.
  const alone = await prepareHere(await readImageFolder(join(root, "new")), {
    ...options,
    directory: join(root, "alone"),
  });
  const row = alone.items.findIndex(({ id }) => id === after.ids.at(-1));
  assert.deepEqual(after.last, await alone.readImages([row]));
  alone.close();
  // The same folder again adds nothing.
  const again = await inDataset((dataset) => addProducts(settings, join(root, "new"), { dataset }));
  assert.deepEqual([again.added, again.known, again.skipped.length], [0, 18, 1]);
});

Deno.test("removeProducts() takes out products of the data set and added ones, which can be added again", async () => {
  const { ids, count } = await products();
  const [first, last] = [ids[0]!, ids.at(-1)!];
  await inDataset((dataset) => removeProducts(settings, [first, last], { dataset }));
  assert.deepEqual((await products()).ids, ids.slice(1, -1));
  const unknown = inDataset((dataset) => removeProducts(settings, [ids[1]!, last], { dataset }));
  await assert.rejects(unknown, {
    name: "RangeError",
    message: `Cannot remove products as each must be one of the ${count - 2} of run ` +
      `"${settings.run}": current value is ${JSON.stringify(last)}`,
  });
  assert.deepEqual((await products()).ids, ids.slice(1, -1));
  const { added } = await inDataset((dataset) =>
    addProducts(settings, join(root, "new"), { dataset })
  );
  const after = await products();
  assert.ok(after.ids.includes(last));
  assert.equal(after.ids.length, count - 2 + added);
  assert.equal(after.sections, 3);
});

Deno.test("addProducts() that fails or is stopped has added nothing", async () => {
  const { ids } = await products();
  await writePhotos(join(root, "more"), 7);
  const stopped = inDataset((dataset) =>
    addProducts(settings, join(root, "more"), {
      dataset,
      onPrepared: () => Promise.reject(new Error("stopped")),
    })
  );
  await assert.rejects(stopped, /^Error: stopped$/);
  assert.deepEqual((await products()).ids, ids);
  const more = await inDataset((dataset) => addProducts(settings, join(root, "more"), { dataset }));
  assert.equal((await products()).ids.length, ids.length + more.added);
});

Deno.test("openProducts() says what to do about a damaged store of added products", async () => {
  await Deno.remove(join(runDirectory(settings), "added", "1", "items.parquet"));
  await assert.rejects(products(), {
    name: "RangeError",
    message: /^Cannot open the products that were added to run ".*" \(delete ".*added", and add/,
  });
});

Deno.test("after the products", async () => {
  await Deno.remove(root, { recursive: true });
  await Deno.remove(runDirectory(settings), { recursive: true });
});
