/** A small run with an evaluation, for tests of what is done with one: `makeEvaluatedRun`. */

import "../faults/tiny_model.ts";
import { join } from "node:path";
import { saveEvaluation } from "../../lib/runs/collect_metrics.ts";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { evaluationImages } from "../../lib/runs/evaluated_embeddings.ts";
import { embedBaselines, embedModels, evaluateRun } from "../../lib/runs/evaluation.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { readSettings, type Settings } from "../../lib/runs/settings.ts";
import { train } from "../../lib/runs/train.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { writePhotos } from "../photos.ts";

/** What an evaluated run differs in. */
export interface EvaluatedRunOptions {
  /** @default "plus_layer" */
  models?: string;
  seed?: number;
  /** Its photos, of another run. @default 36 of its own, in three categories */
  photos?: string;
}

/** A run whose models are the tiny one; disposing removes it. */
export interface EvaluatedRun extends AsyncDisposable {
  settings: Settings;
  /** Folder of the photos. */
  photos: string;
}

/** Prepare photos, train and evaluate, as notebooks 01, 02 and 05 do. */
export async function makeEvaluatedRun(
  name: string,
  { models = "plus_layer", seed, photos: others }: EvaluatedRunOptions = {},
): Promise<EvaluatedRun> {
  const photos = others ?? await Deno.makeTempDir();
  if (!others) {
    await writePhotos(photos, 12);
    await Deno.writeTextFile(join(photos, "products.csv"), productsOf(photos));
  }
  const settings = readSettings({
    ...{ dataset: photos, profile: "tiny", models, seed, backend: cpuBackend },
    run: `test-${name}-${Deno.pid}`,
  }, {});
  const store = await openDataset(settings);
  for (const model of settings.models) {
    (await train(createExperiment(settings, model))).model.dispose();
  }
  const images = evaluationImages(store, { copies: 3, seed: settings.seed });
  const raw = [...await embedModels(settings, images), ...await embedBaselines(settings, images)];
  await saveEvaluation(await evaluateRun(settings, images, raw, { whitenings: [8] }));
  store.close();
  const made = [photos, datasetDirectory(settings), runDirectory(settings)];
  return {
    settings,
    photos,
    async [Symbol.asyncDispose]() {
      for (const folder of made) await Deno.remove(folder, { recursive: true }).catch(() => {});
    },
  };
}

/** A table of products, of three photos each. */
function productsOf(photos: string): string {
  const lines = [...Deno.readDirSync(photos)].flatMap(({ name: category }) =>
    [...Deno.readDirSync(join(photos, category))].map(({ name }) => {
      return `"${category}/${name}",${category.length}-${Math.floor(parseInt(name) / 3)}`;
    })
  );
  return ["file,product", ...lines, ""].join("\n");
}

/** Path of a photo of a run, by the file of its item. */
export function photoOf({ photos }: EvaluatedRun, { file }: { file: string }): string {
  return join(photos, file);
}
