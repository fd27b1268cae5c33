/**
 * `deno task study [TRIAL ...]`: every trial (or those named) with three seeds, into data/study.json.
 * What the file has already is not done again, so a stopped study continues.
 */

import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { evaluateRetrieval } from "../metrics/retrieval.ts";
import { readSettings, type Settings, wantedBackend } from "../runs/settings.ts";
import { runDirectory } from "../runs/directories.ts";
import { openDataset } from "../runs/open_dataset.ts";
import { recipeOf, runTrial } from "../runs/study/run_trial.ts";
import { readStudy, type SeedScores, type Study, writeStudy } from "../runs/study/study.ts";
import { type Trial, TRIALS } from "../runs/study/trials.ts";
import { endWith, stopWithCaller } from "./processes.ts";

const SEEDS = [1, 2, 3];
/** Seeds of the boards to train on and of the held-out ones; those of runs are others. */
const [TRAINING, HELD_OUT] = [101, 102];

/**
 * The trials of these names, in the order of `TRIALS`; all of them without names.
 *
 * @throws {RangeError} if a name is of no trial
 */
export function selectTrials(names: readonly string[]): Trial[] {
  const unknown = names.find((name) => TRIALS.every((trial) => trial.name !== name));
  if (unknown !== undefined) {
    const known = TRIALS.map(({ name }) => `"${name}"`).join(", ");
    throw new RangeError(
      `Cannot study as a trial must be one of ${known}: current value is "${unknown}"`,
    );
  }
  return TRIALS.filter(({ name }) => names.length === 0 || names.includes(name));
}

async function study(names: string[]): Promise<void> {
  await stopWithCaller((signal) => Deno.kill(Deno.pid, signal));
  const wanted = selectTrials(names);
  const settings = boards(TRAINING);
  const heldOut = await openDataset(boards(HELD_OUT));
  const results = await openStudy(settings, heldOut);
  for (const seed of SEEDS) {
    for (const trial of wanted) {
      const entry = results.trials.find(({ name }) => name === trial.name);
      if (entry?.seeds.some((scores) => scores.seed === seed)) continue;
      // Without a model nothing is random.
      if (!trial.model && seed !== SEEDS[0]) continue;
      const directory = join(runDirectory(settings), `${trial.name}-${seed}`.replaceAll(" ", "-"));
      const scores = await runTrial(trial, seed, { settings, heldOut }, directory);
      if (entry) entry.seeds.push(scores);
      else results.trials.push({ ...identityOf(trial, settings), seeds: [scores] });
      await writeStudy(results);
      // Its results are in the study; checkpoints of all trials would take gigabytes.
      await Deno.remove(directory, { recursive: true }).catch(() => {});
      console.log(scoreLine(trial, scores));
    }
  }
  heldOut.close();
}

function boards(seed: number): Settings {
  const options = { dataset: "boards", profile: "quick", seed, run: "study" } as const;
  return readSettings(options, { BACKEND: Deno.env.get("BACKEND") });
}

/**
 * The study so far, without the results of trials that are trained in another way by now.
 *
 * @throws {RangeError} if it is of other images
 */
async function openStudy(settings: Settings, heldOut: ImageStore): Promise<Study> {
  const store = await openDataset(settings);
  const photos = {
    dataset: settings.dataset,
    trained: store.rowsOf("train").length,
    judging: heldOut.count,
    fingerprints: [store.fingerprint, heldOut.fingerprint],
  };
  store.close();
  const { name, device } = await useBackend(wantedBackend(settings));
  const before = await readStudy();
  if (!before) {
    const { profile } = settings;
    return {
      photos,
      profile,
      chance: await chance(heldOut),
      backend: { name, device },
      trials: [],
    };
  }
  if (before.photos.fingerprints.join() !== photos.fingerprints.join()) {
    throw new RangeError(
      `Cannot continue data/study.json as its images are not those of profile ` +
        `"${settings.profile}" any more: remove the file to begin again`,
    );
  }
  const present = TRIALS.map((trial) => identityOf(trial, settings));
  const trials = before.trials.filter((entry) =>
    present.some(({ name, recipe }) => name === entry.name && recipe === entry.recipe)
  );
  return { ...before, trials };
}

/** A trial's name, and its recipe as JSON; "" for a trial without training. */
function identityOf(trial: Trial, settings: Settings): { name: string; recipe: string } {
  const recipe = recipeOf(trial, settings);
  return { name: trial.name, recipe: recipe ? JSON.stringify(recipe) : "" };
}

function scoreLine({ name }: Trial, { seed, minutes, precision }: SeedScores): string {
  const found = Object.entries(precision).map(([transform, p]) => `${p.toFixed(3)} ${transform}`);
  return `${name}, seed ${seed}: ${minutes.toFixed(1)} min; ${found.join("; ")}`;
}

/** Expected P@5 of a random order of the held-out images. */
async function chance(heldOut: ImageStore): Promise<number> {
  const labels = heldOut.items.map(({ category }) => category);
  const blank = new Float32Array(labels.length);
  return (await evaluateRetrieval({ vectors: blank, dim: 1, labels })).chance.micro;
}

if (import.meta.main) await endWith(() => study(Deno.args));
