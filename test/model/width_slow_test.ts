import assert from "node:assert/strict";
import { join } from "node:path";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { train } from "../../lib/runs/train.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { openTrained } from "../../lib/runs/trained.ts";
import { writePhotos } from "../photos.ts";

/** Settings of `count` prepared photos of each category, and what removes it all again. */
async function prepared(count: number) {
  const root = await Deno.makeTempDir();
  const photos = join(root, "photos");
  await writePhotos(photos, count);
  const settings = readSettings({ dataset: photos, profile: "tiny", run: "narrow" }, {});
  (await openDataset(settings)).close();
  const remove = async () => {
    for (const path of [root, datasetDirectory(settings)]) {
      await Deno.remove(path, { recursive: true });
    }
  };
  return { settings, directory: join(root, "run"), remove };
}

Deno.test("a network of another width is trained, gone on with and opened as it was", async () => {
  const { settings, directory, remove } = await prepared(4);
  const of = (epochs: number) => ({
    ...createExperiment(settings, "contrastive", { width: 0.125, epochs }),
    directory,
  });
  (await train(of(1))).model.dispose();
  const { model, history, resumedEpochs } = await train(of(2));
  assert.deepEqual([resumedEpochs, history.length, model.latentDim], [1, 2, 64]);
  const weights = await model.stateDict();
  model.dispose();
  // Whoever opens it need not know of the width.
  const experiment = { ...createExperiment(settings, "contrastive"), directory };
  const trained = await openTrained(experiment);
  assert.equal(trained.model.latentDim, 64);
  assert.deepEqual(await trained.model.stateDict(), weights);
  trained.model.dispose();
  assert.equal((await openEmbeddings(experiment)).dim, 64);
  await remove();
});

Deno.test("a recipe with unknown augmentations is refused before anything is trained", async () => {
  const { settings, directory, remove } = await prepared(4);
  const augmentations = ["color"] as unknown as ["colour"];
  const experiment = createExperiment(settings, "contrastive", { width: 0.125, augmentations });
  await assert.rejects(train({ ...experiment, directory }), {
    name: "RangeError",
    message:
      "Cannot train as augmentations must be some of crop, rotation, flip, occlusion, colour, blur: " +
      'current value is "color"',
  });
  await remove();
});
