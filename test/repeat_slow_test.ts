/** The same experiment twice gives the same numbers. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { useBackend } from "../lib/backend/mod.ts";
import { readImageFolder } from "../lib/dataset/sources/folder.ts";
import { prepareDataset } from "../lib/dataset/prepare.ts";
import { createExperiment, type Experiment } from "../lib/runs/experiment.ts";
import { readSettings } from "../lib/runs/settings.ts";
import { evaluateRetrieval } from "../lib/metrics/retrieval.ts";
import { train } from "../lib/runs/train.ts";
import { openEmbeddings } from "../lib/runs/embeddings.ts";
import { projectUmap } from "../lib/projection/umap.ts";
import { writePhotos } from "./photos.ts";

// What a GPU's sums may differ by from run to run, as their order is not fixed: losses relative, P@5
// of 24 queries by two of their 120 neighbours.
const LOSS_TOLERANCE = 1e-3;
const PRECISION_TOLERANCE = 2 / 120;

/** All that an experiment finds out, from the photos on, in folders of its own. */
async function run(photos: string, folder: string) {
  const datasetDirectory = join(folder, "store");
  const source = await readImageFolder(photos);
  const store = await prepareDataset(source, { directory: datasetDirectory, name: "a", seed: 3 });
  store.close();
  const settings = readSettings({ dataset: photos, run: "repeat", seed: 3 }, {});
  const experiment: Experiment = {
    ...createExperiment(settings, "plus_layer"),
    recipe: { epochs: 2, batchSize: 8, learningRate: 1e-3, augment: true },
    datasetDirectory,
    directory: join(folder, "run"),
  };
  const { model, history } = await train(experiment);
  model.dispose();
  const { vectors, dim } = await openEmbeddings(experiment);
  const labels = store.items.map(({ category }) => category);
  const { hits, ...report } = await evaluateRetrieval({ vectors, dim, labels, seed: 3 });
  const map = await projectUmap(vectors, dim, { nComponents: 2, nNeighbors: 5, seed: 3 });
  const losses = history.map(({ trainLoss, validationLoss }) => [trainLoss, validationLoss]);
  return { fingerprint: store.fingerprint, losses, vectors, report, hits, map };
}

Deno.test("an experiment run twice gives the same numbers: the very same on native CPU", async () => {
  const folder = await Deno.makeTempDir();
  await writePhotos(join(folder, "photos"), 8);
  const first = await run(join(folder, "photos"), join(folder, "first"));
  const second = await run(join(folder, "photos"), join(folder, "second"));
  const { name, gpu } = await useBackend();
  if (name === "tensorflow" && !gpu) assert.deepEqual(second, first);
  assert.equal(second.fingerprint, first.fingerprint);
  for (const [i, loss] of second.losses.flat().entries()) {
    const before = first.losses.flat()[i]!;
    assert.ok(Math.abs(loss! / before - 1) <= LOSS_TOLERANCE, `${loss} after ${before}`);
  }
  const [a, b] = [first, second].map(({ report }) => report.leaveOneOut.precision.micro);
  assert.ok(Math.abs(b! - a!) <= PRECISION_TOLERANCE, `${b} after ${a}`);
  await Deno.remove(folder, { recursive: true });
});
