/** Executed notebooks and their pages in each other's place, of another run, or of a run that changed. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { readRecord, writeRecord } from "../../lib/io/record.ts";
import { describeBest, saveBest } from "../../lib/model/checkpoint.ts";
import { executedHash, faultOfPage, recordPage } from "../../lib/report/page_record.ts";
import { writeRunPage } from "../../lib/report/run_page.ts";
import { EXPERIMENT } from "../../lib/runs/experiment_record.ts";
import { htmlText } from "../../lib/view/html.ts";
import { madeSettings, writeRun } from "./made_run.ts";

const UNKNOWN = "it is not known to have been executed here";

/** A made run whose notebooks 01 and 05 were executed: 01 before its models were trained. */
async function executedRun(folder: string, run: string, made: { seed?: number } = {}) {
  const runDirectory = join(folder, "runs", run);
  const reports = join(folder, "reports", run);
  const places = { run, runDirectory, reports };
  await Deno.mkdir(reports, { recursive: true });
  const execute = async (name: string) => {
    const cells = [{ cell_type: "markdown", source: `# ${name} of ${run}` }];
    await Deno.writeTextFile(join(reports, `${name}.ipynb`), JSON.stringify({ cells }));
    const page = `<meta content="${await executedHash(reports, name)}"><!--pages--><!--/pages-->`;
    await Deno.writeTextFile(join(reports, `${name}.html`), page);
    await recordPage(name, places, madeSettings(run, made.seed));
  };
  await execute("01_data_prep");
  await writeRun(runDirectory, run, made);
  await execute("05_evaluate");
  const faults = async () => [
    await faultOfPage("01_data_prep", places),
    await faultOfPage("05_evaluate", places),
  ];
  assert.deepEqual(await faults(), [undefined, undefined]);
  return { ...places, faults };
}

/** Works in a folder with the runs "a" and "b". */
function test(
  name: string,
  work: (a: Awaited<ReturnType<typeof executedRun>>, b: typeof a) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const folder = await Deno.makeTempDir();
    try {
      await work(await executedRun(folder, "a"), await executedRun(folder, "b"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** Copy files of notebook 05, by their endings. */
async function swap(from: string, to: string, ...endings: string[]): Promise<void> {
  for (const ending of endings) {
    await Deno.copyFile(join(from, `05_evaluate${ending}`), join(to, `05_evaluate${ending}`));
  }
}

test("a notebook or page of another run is told, and stays so with its record", async (a, b) => {
  await swap(b.reports, a.reports, ".ipynb");
  assert.deepEqual(await a.faults(), [undefined, UNKNOWN]);
  await swap(b.reports, a.reports, ".html");
  assert.deepEqual(await a.faults(), [undefined, UNKNOWN]);
  await swap(b.reports, a.reports, ".json");
  assert.deepEqual(await a.faults(), [undefined, "it is outdated: it is of run b, not a"]);
  await swap(a.reports, b.reports, ".html");
  assert.deepEqual(await b.faults(), [undefined, undefined]);
});

test("the page alone of another run, or no page, is told", async (a, b) => {
  await swap(b.reports, a.reports, ".html");
  assert.deepEqual(await a.faults(), [undefined, UNKNOWN]);
  await Deno.remove(join(b.reports, "05_evaluate.html"));
  assert.deepEqual(await b.faults(), [undefined, UNKNOWN]);
});

test("a run that was trained again outdates what showed its weights", async ({ runDirectory, ...a }) => {
  const weights = { made: { shape: [1], data: Float32Array.of(9) } };
  const folder = join(runDirectory, "plus_layer");
  const { history, identity } = (await describeBest(folder))!;
  await saveBest(folder, { weights, history: history!, identity: identity! });
  assert.deepEqual(await a.faults(), [
    undefined,
    "it is outdated: the weights of plus_layer are others by now",
  ]);
});

test("a model that is trained later outdates nothing", async ({ runDirectory, ...a }) => {
  const [from, to] = ["plus_layer", "contrastive"].map((model) => join(runDirectory, model));
  await Deno.mkdir(to!);
  for (const file of ["best.safetensors", "history.json"]) {
    await Deno.copyFile(join(from!, file), join(to!, file));
  }
  assert.deepEqual(await a.faults(), [undefined, undefined]);
});

test("other photos, another seed and another profile are told, of notebook 01 too", async (a) => {
  const change = async (changed: object) => {
    for (const model of ["baseline", "plus_layer"]) {
      const path = join(a.runDirectory, model, "experiment.json");
      await writeRecord(path, EXPERIMENT, { ...(await readRecord(path, EXPERIMENT))!, ...changed });
    }
    return await a.faults();
  };
  const { dataset } = (await readRecord(
    join(a.runDirectory, "baseline", "experiment.json"),
    EXPERIMENT,
  ))!;
  const [photos, others] = [dataset.fingerprint, "cd".repeat(32)];
  // Nothing was prepared for notebook 01: it does not know its photos.
  assert.deepEqual(await change({ dataset: { ...dataset, fingerprint: others } }), [
    undefined,
    `it is outdated: it is of the photos ${photos}, not ${others}`,
  ]);
  const seed = "it is outdated: it is of seed 42, not 7";
  assert.deepEqual(await change({ seed: 7, dataset }), [seed, seed]);
  const profile = "it is outdated: it is of profile tiny, not quick";
  assert.deepEqual(await change({ seed: 42, profile: "quick" }), [profile, profile]);
  assert.deepEqual(await change({ profile: "tiny" }), [undefined, undefined]);
});

test("a damaged or missing record, and a notebook that was edited, are told", async (a, b) => {
  const path = join(a.reports, "05_evaluate.json");
  const record = await Deno.readTextFile(path);
  for (const damaged of [record.replace('"seed": 42', '"seed": 7'), record.slice(0, 99), ""]) {
    assert.notEqual(damaged, record);
    await Deno.writeTextFile(path, damaged);
    assert.deepEqual(await a.faults(), [undefined, UNKNOWN]);
  }
  await Deno.remove(path);
  assert.deepEqual(await a.faults(), [undefined, UNKNOWN]);
  await Deno.writeTextFile(join(b.reports, "05_evaluate.ipynb"), '{"cells": []}');
  assert.deepEqual(await b.faults(), [undefined, UNKNOWN]);
});

test(
  "writeRunPage() says beside each notebook what is wrong with it, and nothing else",
  async (a, b) => {
    const text = async () => htmlText(await Deno.readTextFile(await writeRunPage(a.reports, a)));
    assert.doesNotMatch(await text(), /run it again/);
    // The links between pages are written into them, which changes no record.
    assert.doesNotMatch(await text(), /run it again/);
    await swap(b.reports, a.reports, ".ipynb");
    assert.equal((await text()).split(`run it again, as ${UNKNOWN}`).length, 2);
  },
);

Deno.test("recordPage() notes what is known, also of a run whose files are damaged", async () => {
  const folder = await Deno.makeTempDir();
  const { faults, ...places } = await executedRun(folder, "a");
  const path = join(places.runDirectory, "baseline", "experiment.json");
  await Deno.writeTextFile(path, "");
  await recordPage("05_evaluate", places);
  await Deno.remove(path);
  assert.deepEqual(await faults(), [undefined, undefined]);
  await recordPage("06_umap", places);
  await assert.rejects(Deno.stat(join(places.reports, "06_umap.json")), Deno.errors.NotFound);
  await Deno.remove(folder, { recursive: true });
});
