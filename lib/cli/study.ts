/**
 * `deno task study [TRIAL ...]`: every trial (or those named) with three seeds, as far as data/study.json
 * has not got it. Stopped and started again, it goes on.
 */

import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import { openDataset } from "../runs/open_dataset.ts";
import { readSettings, runDirectory, wantedBackend } from "../runs/experiment.ts";
import { evaluateRetrieval } from "../metrics/retrieval.ts";
import { recipeOf, runTrial } from "../runs/study/run_trial.ts";
import { readStudy, type Study, writeStudy } from "../runs/study/study.ts";
import { type Trial, TRIALS } from "../runs/study/trials.ts";

const SEEDS = [1, 2, 3];
/** Drawn from other seeds than runs are, so that the study says nothing of their photos. */
const [TRAINED, JUDGING] = [101, 102];

const unknown = Deno.args.find((name) => TRIALS.every((trial) => trial.name !== name));
if (unknown !== undefined) {
  const names = TRIALS.map(({ name }) => `"${name}"`).join(", ");
  console.error(`Cannot study as a trial must be one of ${names}: current value is "${unknown}"`);
  Deno.exit(1);
}
const wanted = TRIALS.filter(({ name }) => Deno.args.length === 0 || Deno.args.includes(name));
const environment = { BACKEND: Deno.env.get("BACKEND") };
const photosOf = (seed: number) =>
  readSettings({ dataset: "boards", profile: "quick", seed, run: "study" }, environment);
const settings = photosOf(TRAINED);
const store = await openDataset(settings);
const judge = await openDataset(photosOf(JUDGING));
const { name, device } = await useBackend(wantedBackend(settings));
const fingerprints = [store.fingerprint, judge.fingerprint];
const photos = {
  dataset: settings.dataset,
  trained: store.rowsOf("train").length,
  judging: judge.count,
  fingerprints,
};
store.close();
const before = await readStudy();
if (before && before.photos.fingerprints.join() !== fingerprints.join()) {
  console.error(
    `Cannot go on with data/study.json as it must be of the photos of profile "${settings.profile}": ` +
      "they are others now (remove the file to begin again)",
  );
  Deno.exit(1);
}
const study: Study = before ?? {
  photos,
  profile: settings.profile,
  chance: await chance(),
  backend: { name, device },
  trials: [],
};
const recipeText = (trial: Trial) => {
  const recipe = recipeOf(trial, settings);
  return recipe ? JSON.stringify(recipe) : "";
};
// What is no trial any more, or was trained in another way, says nothing of the present ones.
study.trials = study.trials.filter((entry) =>
  TRIALS.some((trial) => trial.name === entry.name && recipeText(trial) === entry.recipe)
);
for (const seed of SEEDS) {
  for (const trial of wanted) {
    let entry = study.trials.find(({ name }) => name === trial.name);
    if (entry?.seeds.some((scores) => scores.seed === seed)) continue;
    if (!trial.model && seed !== SEEDS[0]) continue; // nothing in it is drawn
    const directory = join(runDirectory(settings), `${trial.name}-${seed}`.replaceAll(" ", "-"));
    const scores = await runTrial(trial, seed, { settings, judge }, directory);
    if (!entry) {
      study.trials.push(entry = { name: trial.name, recipe: recipeText(trial), seeds: [] });
    }
    entry.seeds.push(scores);
    await writeStudy(study);
    // What is known of it now stands in the study; checkpoints of all trials would take gigabytes.
    await Deno.remove(directory, { recursive: true }).catch(() => {});
    const found = Object.entries(scores.precision).map(([how, p]) => `${p.toFixed(3)} ${how}`);
    console.log(
      `${trial.name}, seed ${seed}: ${scores.minutes.toFixed(1)} min; ${found.join("; ")}`,
    );
  }
}
judge.close();

/** What five judging photos drawn blindly share with a query, on average. */
async function chance(): Promise<number> {
  const labels = judge.items.map(({ category }) => category);
  const blank = new Float32Array(labels.length);
  return (await evaluateRetrieval({ vectors: blank, dim: 1, labels })).chance.micro;
}
