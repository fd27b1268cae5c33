import assert from "node:assert/strict";
import type { Item, Split } from "../../lib/dataset/store/image_store.ts";
import {
  calibrateSearch,
  judgeNeighbours,
  type SearchedImages,
} from "../../lib/runs/search_calibration.ts";

/** Images on a line, in one category each. */
function line(images: readonly [at: number, split: Split, category: string][]): SearchedImages {
  const items = images.map(([at, split, category]): Item => {
    return { id: `${at}`, file: `${at}`, category, split, width: 1, height: 1, attributes: {} };
  });
  const vectors = Float32Array.from(images, ([at]) => at);
  const rowsOf = (split: Split) =>
    Uint32Array.from(items.keys()).filter((row) => items[row]!.split === split);
  const ids = items.map(({ id }) => id);
  return { store: { items, rowsOf }, embedding: { name: "line", vectors, dim: 1, ids } };
}

const search = line([
  [0, "train", "bag"],
  [7, "validation", "hat"],
  [3, "train", "hat"],
  [1, "validation", "bag"],
  [2, "test", "hat"],
  [5, "train", "bag"],
]);

Deno.test("judgeNeighbours() finds images of the training split for those of another", async () => {
  // To 7: 5 (bag) at 2, 3 (hat) at 4; to 1: 0 (bag) at 1, 3 (hat) at 2.
  assert.deepEqual(await judgeNeighbours(search, "validation", { k: 2 }), {
    k: 2,
    distances: Float64Array.of(2, 4, 1, 2),
    right: Uint8Array.of(0, 1, 1, 0),
  });
  // To 2: 3 (hat) at 1, 0 (bag) at 2, 5 (bag) at 3; there are no more.
  assert.deepEqual(await judgeNeighbours(search, "test"), {
    k: 3,
    distances: Float64Array.of(1, 2, 3),
    right: Uint8Array.of(1, 0, 0),
  });
});

Deno.test("calibrateSearch() learns from validation images alone", async () => {
  // All three neighbours of both: right at 1, wrong at 2 and 2, right at 4 and 4, wrong at 7. The mean at
  // 2 is below that at 4, so that both are averaged: 2 of 4.
  assert.deepEqual(await calibrateSearch(search), {
    distances: [1, 2, 4, 7],
    probabilities: [1, 0.5, 0.5, 0],
  });
});

Deno.test("calibrateSearch() gives nothing without validation images", async () => {
  assert.equal(await calibrateSearch(line([[0, "train", "bag"], [1, "test", "bag"]])), undefined);
});
