/** A run of many drawn products, for `service.ts`: `makeServiceRun`. */

import "../faults/tiny_model.ts";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { boardsSource } from "../../lib/dataset/sources/boards.ts";
import { DESCRIPTORS, FUSED_WEIGHTS, SEARCH_NETWORK } from "../../lib/embedding/compositions.ts";
import { exists } from "../../lib/io/paths.ts";
import { saveEvaluation } from "../../lib/runs/collect_metrics.ts";
import { runDirectory } from "../../lib/runs/directories.ts";
import { evaluateRaw, evaluationImages } from "../../lib/runs/evaluated_embeddings.ts";
import { embedModels, evaluateRun } from "../../lib/runs/evaluation.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { readSettings, type Settings } from "../../lib/runs/settings.ts";
import { train } from "../../lib/runs/train.ts";

/** Draw `items` products and cut them out into photos by category, the last `others` apart. */
async function drawPhotos(folder: string, items: number, others: number): Promise<void> {
  const { source } = await boardsSource({ directory: join(folder, "boards"), items, seed: 5 });
  const all = source.photos.flatMap(({ path, items }) => items.map((item) => ({ path, ...item })));
  for (const [i, { path, id, category, box = [0, 0, 1, 1] }] of all.entries()) {
    const board = sharp(path);
    const { width, height } = await board.metadata();
    const [left, top, w, h] = box;
    const part = i < items - others ? "photos" : "others";
    const file = join(folder, part, category, `${id}.jpg`);
    await Deno.mkdir(dirname(file), { recursive: true });
    await board.extract({
      left: Math.floor(left * width),
      top: Math.floor(top * height),
      width: Math.max(1, Math.floor(w * width)),
      height: Math.max(1, Math.floor(h * height)),
    }).jpeg().toFile(file);
  }
}

/**
 * A run of `items` drawn products that is searched with the fused embedding, made where it is missing;
 * and a folder of `others` products that it does not hold. Its model, which nothing searches with, is
 * the tiny one.
 */
export async function makeServiceRun(
  folder: string,
  { items, others }: { items: number; others: number },
): Promise<{ settings: Settings; photos: string; others: string }> {
  const photos = join(folder, "photos");
  if (!await exists(join(folder, "others"))) await drawPhotos(folder, items + others, others);
  const run = `bench-service-${items}`;
  const settings = readSettings(
    { dataset: photos, profile: "paper", models: "plus_layer", run },
    {},
  );
  if (!await exists(join(runDirectory(settings), "metrics.json"))) {
    const store = await openDataset(settings);
    const recipe = { epochs: 1, decoderEpochs: 0, lowResolutionEpochs: 0 };
    (await train(createExperiment(settings, "plus_layer", recipe))).model.dispose();
    const images = evaluationImages(store, { copies: 10, seed: settings.seed });
    const raw = (await embedModels(settings, images))
      .filter(({ name }) => name === SEARCH_NETWORK);
    for (const [name, encoder] of Object.entries(DESCRIPTORS)) {
      if (!(name in FUSED_WEIGHTS)) continue;
      raw.push(await evaluateRaw(images, { name, kind: "baseline", encoder }));
    }
    await saveEvaluation(await evaluateRun(settings, images, raw));
    store.close();
  }
  return { settings, photos, others: join(folder, "others") };
}
