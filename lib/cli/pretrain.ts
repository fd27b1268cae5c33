/**
 * `deno task pretrain`: train other weights for the autoencoders that come with the project, or resume
 * their training, and pack them into data/models. The boards have a seed of their own, so that no run
 * shares its images.
 * `deno task pretrain residual` does the same for the search network.
 */

import { parseArgs } from "node:util";
import { readRecord } from "../io/record.ts";
import { createExperiment } from "../runs/experiment.ts";
import { EXPERIMENT } from "../runs/experiment_record.ts";
import { openDataset } from "../runs/open_dataset.ts";
import { PRESETS } from "../runs/presets.ts";
import { packPretrained, PRETRAINED_NAMES, type PretrainedName } from "../runs/pretrained.ts";
import { PROFILES } from "../runs/profiles.ts";
import { readSettings } from "../runs/settings.ts";
import { train } from "../runs/train.ts";
import { pretrainSearchNetwork } from "./pretrain_search_network.ts";
import { stopWithCaller } from "./processes.ts";

const SEED = 1907;

await stopWithCaller((signal) => Deno.kill(Deno.pid, signal));
const [network, ...rest] = Deno.args;
if (network === "residual") await pretrainSearchNetwork(rest);
else for (const name of PRETRAINED_NAMES) await pretrain(name);

/** Train on as many boards as the original had items, by the recipe of the profile `long`. */
async function pretrain(name: PretrainedName): Promise<void> {
  const { values: { epochs } } = parseArgs({
    args: Deno.args,
    options: { epochs: { type: "string", default: "6" } },
  });
  const { architecture, checkpoint } = PRESETS[name];
  const settings = readSettings({
    dataset: "boards",
    profile: "paper",
    seed: SEED,
    run: "pretraining",
  }, { BACKEND: Deno.env.get("BACKEND") });
  const experiment = createExperiment(settings, architecture, {
    ...PROFILES.long.recipe,
    ...PROFILES.long.models[architecture],
    epochs: Number(epochs),
    lowResolutionEpochs: Number(epochs) - 1,
    decoderEpochs: 1,
  });
  const store = await openDataset(settings);
  console.log(`${store.count} photos, ${epochs} epochs of ${store.rowsOf("train").length}`);
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
  const record = await readRecord(`${experiment.directory}/experiment.json`, EXPERIMENT);
  await packPretrained(name, await model.stateDict(), {
    experiment: record!,
    epochs: history.length,
    minutes: Math.round(history.reduce((sum, { seconds }) => sum + seconds, 0) / 60),
    license: "MIT",
  });
  model.dispose();
  const { size } = await Deno.stat(checkpoint!);
  console.log(`${checkpoint}: ${(size / 1e6).toFixed(1)} MB`);
}
