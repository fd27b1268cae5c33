import assert from "node:assert/strict";
import { join } from "node:path";
import type { Item } from "../../lib/dataset/store/image_store.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { runDirectory } from "../../lib/runs/directories.ts";
import { openRunCatalogue } from "../../lib/runs/run_catalogue.ts";

const ITEMS = ["a", "b", "c"].map((id): Item => ({
  id,
  file: `${id}.jpg`,
  category: "Hats",
  split: "train",
  width: 1,
  height: 1,
  attributes: { colour: "red" },
}));
const WHOLE = {
  items: ITEMS,
  vectors: Float32Array.of(0, 0, 3, 4, 5, 12),
  dim: 2,
  dataset: "photos",
  weights: "weights",
  encoder: "HOG",
};

Deno.test("openRunCatalogue() builds, uses again, and builds anew for other vectors", async () => {
  const settings = readSettings({ run: `test-catalogue-${Deno.pid}` }, {});
  const folder = runDirectory(settings);
  const open = async (changes: Partial<typeof WHOLE> = {}) => {
    const { catalogue, reused } = await openRunCatalogue(settings, { ...WHOLE, ...changes });
    const found = await catalogue.search(new Float32Array(catalogue.about.dim), 3);
    const size = await catalogue.size();
    const [item] = await catalogue.items(["b"]);
    catalogue.close();
    return { reused, size, distances: [...found.distances], item };
  };
  try {
    const item = { id: "b", category: "Hats", attributes: { colour: "red" } };
    const built = { reused: false, size: 3, distances: [0, 25, 169], item };
    assert.deepEqual(await open(), built);
    assert.deepEqual(await open(), { ...built, reused: true });
    assert.deepEqual((await open({ weights: "others" })).reused, false);
    assert.deepEqual((await open({ weights: "others", dataset: "others" })).reused, false);
    assert.deepEqual(await open(), built);
    // Not all of it is there, such as after an interruption.
    const { catalogue } = await openRunCatalogue(settings, WHOLE);
    await catalogue.delete(["a"]);
    catalogue.close();
    assert.deepEqual(await open(), built);
    const versions = join(folder, "catalogue", "items.lance", "_versions");
    for await (const { name } of Deno.readDir(versions)) await Deno.truncate(join(versions, name));
    assert.deepEqual(await open(), built);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openRunCatalogue() called twice in a process does not wait for itself", async () => {
  const settings = readSettings({ run: `test-twice-${Deno.pid}` }, {});
  try {
    const { catalogue: first } = await openRunCatalogue(settings, WHOLE);
    const { catalogue, reused } = await openRunCatalogue(settings, WHOLE);
    assert.equal(reused, true);
    first.close();
    catalogue.close();
  } finally {
    await Deno.remove(runDirectory(settings), { recursive: true });
  }
});
