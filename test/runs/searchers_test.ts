import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { createExperiment, datasetDirectory, readSettings } from "../../lib/runs/experiment.ts";
import { train } from "../../lib/model/trainer.ts";
import { openSearchers, type Searcher } from "../../lib/runs/searchers.ts";
import { squaredDistance } from "../../lib/search/distance.ts";
import { writePhotos } from "../photos.ts";

const root = await Deno.makeTempDir();
await writePhotos(join(root, "photos"), 12);
const settings = readSettings({ dataset: join(root, "photos"), profile: "tiny", run: "test" }, {});
const store = await openDataset(settings);
const rows = store.rowsOf("train");
const experiments = (["plus_layer", "contrastive"] as const).map((name) => ({
  ...createExperiment(settings, name),
  directory: join(root, name),
}));
for (const experiment of experiments) (await train(experiment)).model.dispose();

const near = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  assert.ok(Array.from(a).every((value, i) => Math.abs(value - b[i]!) < 1e-4));

for (const { pixelWeight, dim } of [{ pixelWeight: 1, dim: 8 + 8 }, { pixelWeight: 0, dim: 8 }]) {
  Deno.test(`a searcher describes new photos like those of the store: pixels weigh ${pixelWeight}`, async () => {
    const searchers = await openSearchers(experiments, store, { rows, whitenTo: 8, pixelWeight });
    assert.deepEqual(searchers.map(({ title }) => title), [
      "+Layer (512-d)",
      "Contrastive (512-d)",
    ]);
    for (const searcher of searchers) {
      assert.equal(searcher.dim, dim);
      assert.equal(searcher.vectors.length, store.count * dim);
      assert.equal(searcher.index.size, rows.length);
      const some = rows.subarray(2, 5);
      const described = await searcher.describe(await store.readImages(some));
      for (const [i, row] of some.entries()) {
        const vector = described.subarray(i * dim, (i + 1) * dim);
        near(vector, searcher.vectors.subarray(row * dim, (row + 1) * dim));
        // Both halves are of length 1, and weigh the same but for their typical distances.
        const length = Math.hypot(...vector.subarray(0, 8));
        assert.ok(Math.abs(length - 1) < 1e-5);
      }
      const { indices, ids } = await searcher.index.search(described, 1);
      assert.deepEqual([...indices], [2, 3, 4]);
      assert.equal(ids?.[0]?.[0], store.items[some[0]!]!.id);
      await searcher.dispose();
    }
  });
}

Deno.test("a searcher that is told the categories draws each together, and describes new photos alike", async () => {
  const options = { rows, whitenTo: 8, pixelWeight: 1 };
  const [[plain], [told]] = await Promise.all(
    [0, 4].map((categoryWeight) =>
      openSearchers(experiments.slice(0, 1), store, { ...options, categoryWeight })
    ),
  ) as [[Searcher], [Searcher]];
  const categories = Array.from(rows, (row) => store.items[row]!.category);
  // Behind all else, the root of the probability of each category.
  assert.equal(told.dim, plain.dim + new Set(categories).size);
  /** Mean distance to others of the category, as a share of that to photos of other categories. */
  const closeness = ({ vectors, dim }: Searcher) => {
    const [sums, counts] = [[0, 0], [0, 0]] as [[number, number], [number, number]];
    for (const [i, a] of rows.entries()) {
      for (const [j, b] of rows.entries()) {
        if (i === j) continue;
        const kind = categories[i] === categories[j] ? 0 : 1;
        sums[kind] += Math.sqrt(squaredDistance(vectors, a * dim, vectors, b * dim, dim));
        counts[kind]++;
      }
    }
    return sums[0] / counts[0] / (sums[1] / counts[1]);
  };
  assert.ok(closeness(told) < 0.9 * closeness(plain), `${closeness(told)}, ${closeness(plain)}`);
  const described = await told.describe(await store.readImages(rows.subarray(2, 3)));
  near(described, told.vectors.subarray(rows[2]! * told.dim, (rows[2]! + 1) * told.dim));
  await told.dispose();
});

Deno.test("a searcher leaves vectors as they are where nothing is whitened", async () => {
  const options = { rows, whitenTo: 0, pixelWeight: 0 };
  const [searcher] = await openSearchers(experiments, store, options);
  assert.equal(searcher!.dim, 8 * 4 * 4);
  // Half of the photos at most: whitened to as many, all would be equally far from each other.
  const [whitened] = await openSearchers(experiments, store, { ...options, whitenTo: 500 });
  assert.equal(whitened!.dim, Math.floor(rows.length / 2));
});

Deno.test("after the searches", async () => {
  store.close();
  await Deno.remove(root, { recursive: true });
  await Deno.remove(datasetDirectory(settings), { recursive: true });
});
