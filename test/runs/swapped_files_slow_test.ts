/**
 * Files of a run in each other's place, of another run or damaged, and a run under other settings: what
 * reads them gives what it gave before, or says why it cannot and what to do. Never another result.
 */

import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { createRandom } from "../../lib/io/random.ts";
import { readPicture, savePicture } from "../../lib/report/pictures.ts";
import { runDirectory } from "../../lib/runs/directories.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import type { ModelName } from "../../lib/runs/presets.ts";
import { loadMetrics, saveResults } from "../../lib/runs/results.ts";
import { readRun } from "../../lib/runs/run_files.ts";
import type { Settings } from "../../lib/runs/settings.ts";
import { train } from "../../lib/runs/train.ts";
import { openTrained } from "../../lib/runs/trained.ts";
import { picture } from "../../lib/view/picture.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";
import { filesIn } from "../faults/workspace.ts";
import { type EvaluatedRun, makeEvaluatedRun } from "./evaluated_run.ts";

const models = "plus_layer,contrastive";
const first = await makeEvaluatedRun("swapped", { models });
const { photos } = first;
/** Of another seed; and the very same under another name. */
const others = {
  "another seed": await makeEvaluatedRun("swapped-seed", { models, photos, seed: 7 }),
  "the same again": await makeEvaluatedRun("swapped-again", { models, photos }),
};

/** What notebooks 03, 06 and 07 leave: a picture, a map, and a search that was kept. */
async function finish({ settings }: EvaluatedRun): Promise<void> {
  const dot = await encodePng(Uint8Array.of(settings.seed, 9, 9), { width: 1, height: 1 });
  await savePicture(settings, "reconstructions", picture(dot, settings.run));
  const search = await openSearch(settings, { keep: true });
  const ids = search.store.items.map(({ id }) => id);
  const maps = { "a map": ids.flatMap((_, i) => [i, settings.seed]) };
  const umap = { ids, neighbours: 5, minDist: 0.1, trustworthiness: {}, maps };
  await saveResults(settings, { umap });
  await search.close();
}
for (const run of [first, ...Object.values(others)]) await finish(run);

const whole = await Deno.makeTempDir();
const { settings } = first;
const directory = runDirectory(settings);
await cp(directory, whole, { recursive: true });

/** Put the run back as it was. */
async function restore(): Promise<void> {
  await Deno.remove(directory, { recursive: true });
  await cp(whole, directory, { recursive: true });
}

/** All that reads files of a run, by name; undefined for what is left out and made again. */
function readersOf(settings: Settings): Record<string, () => Promise<unknown>> {
  const of = (model: ModelName) => createExperiment(settings, model);
  const ofModel = (model: ModelName) => ({
    [`openTrained of ${model}`]: async () => {
      const { model: network, history } = await openTrained(of(model));
      const weights = await network.stateDict();
      network.dispose();
      return { weights, history };
    },
    [`openEmbeddings of ${model}`]: async () => {
      return (await openEmbeddings(of(model), { onWarning: () => {} })).vectors;
    },
    [`train of ${model}`]: async () => {
      const { model: network, history } = await train(of(model), { onWarning: () => {} });
      const weights = await network.stateDict();
      network.dispose();
      return { weights, history };
    },
  });
  const search = async (options: Parameters<typeof openSearch>[1]) => {
    const opened = await openSearch(settings, options);
    const [item] = opened.store.items;
    const found = await opened.byId(item!.id);
    const { vectors } = opened.embedding;
    await opened.close();
    return { found, vectors };
  };
  const composition = [{ of: "+Layer (512-d)" }, { of: "Contrastive (512-d)" }] as const;
  return {
    "loadMetrics": () => loadMetrics(settings),
    "the search that was chosen": () => search({}),
    "a search by the models": () => search({ composition }),
    "readPicture": () => readPicture(runDirectory(settings), "reconstructions"),
    "readRun, models": async () => {
      return (await readRun(settings.run)).models.map(
        ({ experiment: { backend: _, ...rest }, history }) => {
          return { rest, history };
        },
      );
    },
    "readRun, metrics": async () => (await readRun(settings.run)).metrics,
    "readRun, map": async () => (await readRun(settings.run)).umap,
    ...ofModel("plus_layer"),
    ...ofModel("contrastive"),
  };
}

const readers = readersOf(settings);
const intact: Record<string, unknown> = {};
for (const [name, read] of Object.entries(readers)) intact[name] = await read();
await restore();

/** Let everything read the run; count those that were told, and throw for another result. */
async function refusedOrSame(what: string, reading = readers): Promise<number> {
  let told = 0;
  for (const [name, read] of Object.entries(reading)) {
    let value: unknown;
    try {
      value = await read();
    } catch (error) {
      const { message } = error as Error;
      const remedy = /run notebooks? \d\d|put back|choose another|under another RUN/;
      assert.match(message, remedy, `${what}: ${name}`);
      told++;
      continue;
    }
    // Left out, and told by what is beside it.
    if (value === undefined) told++;
    else assert.deepEqual(value, intact[name], `${what}: ${name} gives another result`);
  }
  return told;
}

const files = (await filesIn(whole)).filter((path) => !/\.lock(\.json)?$/.test(path));

Deno.test("the run has all kinds of files", () => {
  assert.deepEqual(files.filter((path) => !path.startsWith("contrastive/")), [
    "metrics.json",
    "pictures/reconstructions.json",
    "pictures/reconstructions.webp",
    "plus_layer/best.safetensors",
    "plus_layer/embeddings.safetensors",
    "plus_layer/experiment.json",
    "plus_layer/history.json",
    "plus_layer/last.safetensors",
    "search.safetensors",
    "umap.json",
  ]);
});

for (const path of files) {
  Deno.test(`${path} of another model or run, damaged or missing, changes no result`, async () => {
    const put = async (what: string, bytes: Uint8Array) => {
      await Deno.writeFile(join(directory, path), bytes);
      await refusedOrSame(`${path} ${what}`).finally(restore);
    };
    const own = await Deno.readFile(join(whole, path));
    for (const [what, other] of Object.entries(others)) {
      const bytes = await Deno.readFile(join(runDirectory(other.settings), path));
      await put(`of ${what}`, bytes);
    }
    const sibling = path.replace(/^(plus_layer|contrastive)\//, (folder) => {
      return folder === "plus_layer/" ? "contrastive/" : "plus_layer/";
    });
    if (sibling !== path) {
      await put("of the other model", await Deno.readFile(join(whole, sibling)));
    }
    const random = createRandom(own.length);
    for (let i = 0; i < 3; i++) {
      const at = Math.floor(random() * own.length);
      const bit = 1 << Math.floor(random() * 8);
      await put(
        `with bit ${bit} of byte ${at}`,
        own.map((byte, b) => b === at ? byte ^ bit : byte),
      );
    }
    await Deno.remove(join(directory, path));
    await refusedOrSame(`${path} missing`).finally(restore);
  });
}

Deno.test("another SEED under the same RUN is refused by all that reads the run's models", async () => {
  const seeded = readersOf({ ...settings, seed: 7 });
  for (const name of Object.keys(seeded)) if (/^read/.test(name)) delete seeded[name];
  assert.equal(await refusedOrSame("SEED=7", seeded), Object.keys(seeded).length);
  await restore();
});

Deno.test("other MODELS under the same RUN refuse what was evaluated with these", async () => {
  const fewer = { ...settings, models: ["plus_layer"] as const };
  await assert.rejects(
    loadMetrics(fewer),
    /of the models contrastive, plus_layer, not plus_layer$/,
  );
  await assert.rejects(openSearch(fewer), /run notebook 05_evaluate again/);
  // By its name a run is opened with the models that were evaluated.
  (await openSearch(settings.run)).close();
});

Deno.test("more epochs leave no old results beside new weights, and fewer are refused", async () => {
  const longer = createExperiment(settings, "plus_layer", { epochs: 3 });
  const { model, history } = await train(longer);
  model.dispose();
  assert.ok(history.slice(1).some(({ best }) => best), "no epoch was better: nothing is tried");
  await assert.rejects(loadMetrics(settings), /the weights of plus_layer are others by now$/);
  const { metrics, umap, outdated } = await readRun(settings.run);
  assert.deepEqual([metrics, umap, outdated!.length], [undefined, undefined, 2]);
  assert.equal(await readPicture(directory, "reconstructions"), undefined);
  assert.equal((await openEmbeddings(longer)).reused, false);
  const fewer = train(createExperiment(settings, "plus_layer", { epochs: 1 }));
  await assert.rejects(fewer, /must not hold more epochs than the 1 of the recipe/);
});

Deno.test("after the swaps", async () => {
  await Deno.remove(whole, { recursive: true });
  for (const run of [...Object.values(others), first]) await run[Symbol.asyncDispose]();
});
