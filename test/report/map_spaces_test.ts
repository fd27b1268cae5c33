import assert from "node:assert/strict";
import type { ImageStore, Item } from "../../lib/dataset/store/image_store.ts";
import {
  explorerModels,
  keptNeighbours,
  mappedImages,
  mapSpace,
} from "../../lib/report/map_spaces.ts";

/** A store of items of these splits, all of one category. */
function storeOf(splits: readonly string[]): ImageStore {
  const items = splits.map((split) => ({ split, category: "hat" }) as Item);
  const rowsOf = (split: string) =>
    Uint32Array.from(items.keys()).filter((row) => items[row]!.split === split);
  return { count: items.length, items, rowsOf } as unknown as ImageStore;
}

Deno.test("mappedImages() are all images: the queries of the test split and the rest", () => {
  const store = storeOf(["test", "train", "validation", "test"]);
  const images = mappedImages(store, { most: 9, seed: 1 });
  assert.deepEqual([...images.rows], [0, 1, 2, 3]);
  assert.deepEqual(images.labels, ["hat", "hat", "hat", "hat"]);
  assert.deepEqual([...images.catalogue], [1, 2]);
  assert.deepEqual([...images.queries], [0, 3]);
});

Deno.test("mappedImages() of a store without held-out images has no queries", () => {
  const { catalogue, queries } = mappedImages(storeOf(["train", "train"]), { most: 9, seed: 1 });
  assert.deepEqual([[...catalogue], [...queries]], [[0, 1], []]);
});

Deno.test("mappedImages() are a sample by seed, in order, where there are more", () => {
  const store = storeOf(Array.from({ length: 100 }, (_, row) => row % 2 ? "train" : "test"));
  const { rows, catalogue } = mappedImages(store, { most: 5, seed: 1 });
  assert.deepEqual([...rows], [...rows].sort((a, b) => a - b));
  assert.equal(new Set(rows).size, 5);
  for (const place of catalogue) assert.equal(rows[place]! % 2, 1);
});

Deno.test("mappedImages() have no queries where no category of held-out images trains", () => {
  const store = storeOf(["train", "test"]);
  const items = store.items.map((item, row) => ({ ...item, category: `c${row}` }));
  const { catalogue, queries } = mappedImages({ ...store, items }, { most: 9, seed: 1 });
  assert.deepEqual([[...catalogue], [...queries]], [[0, 1], []]);
});

Deno.test("keptNeighbours() are fewer than half of the images", () => {
  const kept = [3, 8, 20, 31, 32, 1000].map((count) => keptNeighbours(count, 15));
  assert.deepEqual(kept, [1, 3, 9, 15, 15, 15]);
});

Deno.test("mapSpace() keeps the nearest of all images, and finds those of the catalogue", async () => {
  // On a line: 0, 1, 3, 7, and one far away; all but the second and the last can be found.
  const vectors = Float32Array.of(0, 1, 3, 7, 70);
  const options = { catalogue: Uint32Array.of(0, 2, 3), nNeighbors: 2 };
  const space = await mapSpace("m", { vectors, dim: 1 }, options);
  assert.deepEqual([...space.neighbours.indices], [1, 2, 0, 2, 1, 0, 2, 1, 3, 2]);
  assert.deepEqual([...space.found.indices], [2, 3, 0, 2, 0, 3, 2, 0, 3, 2]);
  const [model] = explorerModels([space]);
  assert.equal(model!.name, "m");
  // Distances, not their squares.
  assert.deepEqual([...model!.distances as Float32Array], [3, 7, 1, 2, 3, 4, 4, 7, 63, 67]);
});
