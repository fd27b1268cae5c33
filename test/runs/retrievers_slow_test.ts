import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { train } from "../../lib/runs/train.ts";
import { openRetrievers, type Retriever } from "../../lib/runs/retrievers.ts";
import { squaredDistance } from "../../lib/embedding/distance.ts";
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

for (const { thumbnail, dim } of [{ thumbnail: 1, dim: 8 + 8 }, { thumbnail: 0, dim: 8 }]) {
  Deno.test(`a retriever embeds new photos like those of the store: fusion weight ${thumbnail}`, async () => {
    const retrievers = await openRetrievers(experiments, store, {
      rows,
      whitenTo: 8,
      fused: { thumbnail },
    });
    assert.deepEqual(retrievers.map(({ name }) => name), [
      "+Layer (512-d)",
      "Contrastive (512-d)",
    ]);
    for (const retriever of retrievers) {
      assert.equal(retriever.dim, dim);
      assert.equal(retriever.vectors.length, store.count * dim);
      assert.equal(retriever.index.size, rows.length);
      const some = rows.subarray(2, 5);
      const embedded = await retriever.embed(await store.readImages(some));
      for (const [i, row] of some.entries()) {
        const vector = embedded.subarray(i * dim, (i + 1) * dim);
        near(vector, retriever.vectors.subarray(row * dim, (row + 1) * dim));
        // Both halves are of length 1, and weigh the same but for their typical distances.
        const length = Math.hypot(...vector.subarray(0, 8));
        assert.ok(Math.abs(length - 1) < 1e-5);
      }
      const { indices, ids } = await retriever.index.search(embedded, 1);
      assert.deepEqual([...indices], [2, 3, 4]);
      assert.equal(ids?.[0]?.[0], store.items[some[0]!]!.id);
      await retriever.dispose();
    }
  });
}

Deno.test("a retriever with class posteriors moves categories together, and embeds new photos alike", async () => {
  const options = { rows, whitenTo: 8, fused: { thumbnail: 1 } };
  const [[plain], [told]] = await Promise.all(
    [0, 4].map((categoryWeight) =>
      openRetrievers(experiments.slice(0, 1), store, { ...options, categoryWeight })
    ),
  ) as [[Retriever], [Retriever]];
  const categories = Array.from(rows, (row) => store.items[row]!.category);
  // After all else, the square root of the posterior of each category.
  assert.equal(told.dim, plain.dim + new Set(categories).size);
  /** Mean distance to others of the category, as a share of that to photos of other categories. */
  const closeness = ({ vectors, dim }: Retriever) => {
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
  const embedded = await told.embed(await store.readImages(rows.subarray(2, 3)));
  near(embedded, told.vectors.subarray(rows[2]! * told.dim, (rows[2]! + 1) * told.dim));
  await told.dispose();
});

Deno.test("a retriever leaves vectors as they are where nothing is whitened", async () => {
  const options = { rows, whitenTo: 0, fused: {} };
  const [retriever] = await openRetrievers(experiments, store, options);
  assert.equal(retriever!.dim, 8 * 4 * 4);
  // Half of the photos at most: whitened to as many, all would be equally far from each other.
  const [whitened] = await openRetrievers(experiments, store, { ...options, whitenTo: 500 });
  assert.equal(whitened!.dim, Math.floor(rows.length / 2));
});

Deno.test("after the searches", async () => {
  store.close();
  await Deno.remove(root, { recursive: true });
  await Deno.remove(datasetDirectory(settings), { recursive: true });
});
