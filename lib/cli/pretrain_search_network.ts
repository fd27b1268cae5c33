/**
 * `deno task pretrain residual`: train the search network, or resume its training. The photos are drawn
 * boards of a seed that no run has, and those of the folders that `--photos` names. `--pack` trains
 * nothing: it puts the best weights so far into data/models.
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { useBackend } from "../backend/mod.ts";
import { joinStores } from "../dataset/store/join_stores.ts";
import { untilStopped } from "../io/stop.ts";
import { loadBest, loadCheckpoint } from "../model/checkpoint.ts";
import type { Recipe } from "../model/recipe.ts";
import { RESIDUAL } from "../model/search_network/residual.ts";
import { trainSearchNetwork } from "../model/trainer.ts";
import { runDirectory } from "../runs/directories.ts";
import { openDataset } from "../runs/open_dataset.ts";
import { packSearchNetwork, SEARCH_NETWORK_PATH } from "../runs/search_network.ts";
import { readSettings } from "../runs/settings.ts";

const SEED = 1907;
const RUN = "pretraining";

/** Train, or pack, as `args` say. */
export async function pretrainSearchNetwork(args: string[]): Promise<void> {
  const { values: { epochs, photos, pack } } = parseArgs({
    args,
    options: {
      epochs: { type: "string", default: "100" },
      photos: { type: "string", multiple: true, default: [] },
      pack: { type: "boolean", default: false },
    },
  });
  const directory = join(runDirectory({ run: RUN }), RESIDUAL.name);
  if (pack) return await packBest(directory);
  const recipe: Recipe = {
    epochs: Number(epochs),
    batchSize: 64,
    learningRate: 1e-3,
    schedule: "cosine",
    augment: true,
  };
  await useBackend(readSettings().backend);
  using store = await openStores(photos);
  const { length } = store.rowsOf("train");
  console.log(`${store.name}: ${length} photos to train on, up to ${recipe.epochs} epochs`);
  let steps = 0;
  const { model, history } = await untilStopped(
    (signal) =>
      trainSearchNetwork({
        store,
        recipe,
        seed: SEED,
        directory,
        signal,
        onStep: ({ imagesDone, imagesTotal, loss }) => {
          if (++steps % 100 !== 0) return;
          console.log(`${imagesDone} of ${imagesTotal} photos, loss ${loss.toFixed(3)}`);
        },
        onEpoch: (rows) => {
          const { epoch, trainLoss, validationLoss, imagesPerSecond } = rows.at(-1)!;
          console.log(
            `Epoch ${epoch}: loss ${trainLoss.toFixed(3)}, validation ` +
              `${validationLoss?.toFixed(3)}, ${imagesPerSecond.toFixed(0)} images/s`,
          );
        },
      }),
    "Training was stopped and is saved: start it again to resume",
  );
  console.log(`${history.length} epochs are done; --pack puts the best weights into data/models`);
  model.dispose();
}

/** The drawn boards, and the photos of `folders`, as one store. */
async function openStores(folders: readonly string[]) {
  const stores = [];
  for (const dataset of [...folders, "boards"]) {
    const settings = readSettings({ dataset, profile: "long", run: RUN, seed: SEED }, {});
    stores.push(await openDataset(settings, { onMessage: console.log }));
  }
  return joinStores(stores);
}

async function packBest(directory: string): Promise<void> {
  const best = await loadBest(directory, RESIDUAL);
  if (!best?.history || !best.identity) {
    throw new Error(`Cannot pack weights as "${directory}" holds none that were trained here`);
  }
  const last = await loadCheckpoint(join(directory, "last.safetensors"));
  const [images = 0] = last?.weights.prototypes?.shape ?? [];
  const { trainLoss, validationLoss, epoch } = best.history.at(-1)!;
  await packSearchNetwork(best.weights, {
    trainedBy: "deno task pretrain residual",
    images: `${images} images of the store ${best.identity.dataset}`,
    imagesSeen: epoch * images,
    recipe: JSON.stringify(best.identity.recipe),
    seed: SEED,
    scores: { "training loss": trainLoss, "validation loss": validationLoss ?? trainLoss },
    license: "MIT",
  });
  console.log(`${SEARCH_NETWORK_PATH}: the weights of epoch ${epoch}`);
}
