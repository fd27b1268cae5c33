/**
 * `deno task pretrain`: train the weights that come with the project, or resume their training, and
 * pack them into data/models. The boards have a seed of their own, so that no run shares its photos.
 * `deno task pretrain residual` does the same for the search network.
 */

import { openDataset } from "../runs/open_dataset.ts";
import { createExperiment } from "../runs/experiment.ts";
import { readSettings } from "../runs/settings.ts";
import { readRecord } from "../io/record.ts";
import { EXPERIMENT } from "../runs/experiment_record.ts";
import { packPretrained, PRETRAINED_PATH } from "../runs/pretrained.ts";
import { train } from "../runs/train.ts";
import { pretrainSearchNetwork } from "./pretrain_search_network.ts";

const SEED = 1907;

const [network, ...rest] = Deno.args;
if (network === "residual") await pretrainSearchNetwork(rest);
else await pretrainContrastive();

async function pretrainContrastive(): Promise<void> {
  const settings = readSettings({
    dataset: "boards",
    profile: "long",
    models: "plus_layer",
    seed: SEED,
    run: "pretraining",
  }, { BACKEND: Deno.env.get("BACKEND") });
  const experiment = createExperiment(settings, "contrastive");
  const store = await openDataset(settings);
  const { recipe, directory } = experiment;
  console.log(`${store.count} photos, ${recipe.epochs} epochs of ${store.rowsOf("train").length}`);
  store.close();
  const started = performance.now();
  let steps = 0;
  const { model, history } = await train(experiment, {
    onStep: ({ imagesDone, imagesTotal }) => {
      if (++steps % 50 !== 0) return;
      const minutes = ((performance.now() - started) / 60_000).toFixed(0);
      console.log(`${imagesDone} of ${imagesTotal} photos, ${minutes} minutes since this start`);
    },
    onEpoch: (rows) => {
      const { epoch, trainLoss, validationLoss } = rows.at(-1)!;
      console.log(`Epoch ${epoch}: loss ${trainLoss.toFixed(4)}, validation ${validationLoss}`);
    },
  });
  const record = await readRecord(`${directory}/experiment.json`, EXPERIMENT);
  await packPretrained(await model.stateDict(), {
    experiment: record!,
    epochs: history.length,
    minutes: Math.round(history.reduce((sum, { seconds }) => sum + seconds, 0) / 60),
    license: "MIT",
  });
  model.dispose();
  const { size } = await Deno.stat(PRETRAINED_PATH);
  console.log(`${PRETRAINED_PATH}: ${(size / 1e6).toFixed(1)} MB`);
}
