import assert from "node:assert/strict";
import { join } from "node:path";
import { runFacts } from "../../lib/report/facts.ts";
import { readRun } from "../../lib/runs/run_files.ts";
import { renderRunPage, writeRunPage } from "../../lib/report/run_page.ts";
import { executedHash, recordPage } from "../../lib/report/page_record.ts";
import { savePicture } from "../../lib/report/pictures.ts";
import { parseNotebook } from "../../lib/report/notebook.ts";
import { picture } from "../../lib/view/picture.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";
import { htmlText } from "../../lib/view/html.ts";
import { loadsOf } from "../notebooks/scratch.ts";
import { HOSTILE, type MadeRun, madeSettings, writeRun } from "./made_run.ts";

/** The page of a made run, and its text without scripts and styles. */
async function pageOf(made: MadeRun = {}, remove: string[] = []) {
  const directory = await Deno.makeTempDir();
  await writeRun(directory, "made-tiny", made);
  for (const path of remove) await Deno.remove(join(directory, path), { recursive: true });
  const page = await renderRunPage(await readRun("made-tiny", directory));
  await Deno.remove(directory, { recursive: true });
  return { page, text: htmlText(page).replace(/\s+/g, " ") };
}

const notebook = (title: string, outputs: unknown[] = []) =>
  JSON.stringify({
    cells: [{ cell_type: "markdown", source: `# ${title}` }, {
      cell_type: "code",
      source: "1",
      outputs,
    }],
    metadata: { lookalike: { seconds: 61.2, started: "2026-05-03T10:00:00Z", commit: "0a0419d" } },
  });

const EXPLORER = ["<div ", "data-lookalike-explorer></div>"];

Deno.test("renderRunPage() says what was run and how good it is", async () => {
  const { page, text } = await pageOf();
  assert.match(page, /^<!DOCTYPE html>/);
  assert.match(text, /made: 12 \(9 training, 2 validation, 1 test\)/);
  assert.ok(text.includes("ab".repeat(32)));
  assert.match(text, /Adam 0\.0003, mean squared error, batches of 8, 2 epochs/);
  assert.match(text, /Seed 42 Backend tensorflow: CPU Versions deno 2\.9\.6, tfjs 4\.22\.0/);
  // 8 photos a step at 16 photos a second.
  assert.match(text, /10,429,827 MSE \(pixels in \[-1, 1\]\) 2 of 2 0\.3000 0\.2500 16\.0 500 2 s/);
  // 21 hits of 45 neighbours; beside it the figure that was published.
  assert.match(text, /\+Layer \(512-d\) 0\.467 0\.\d+ to 0\.\d+ 0\.467 0\.750 512 0\.00/);
  assert.match(text, /\+Layer \(512-d\) 0\.\d+ 0\.500 0\.531 12,225/);
  // What other photos find, and changed copies; the run has no test photos.
  assert.match(
    text,
    /: 2 validation queries, 9 images .* 4 aug.* P@5, validation .* copies, recall@1/,
  );
  assert.match(text, /16 x 16 pixels 0\.200 0\.200 to 0\.200 0\.200 0\.750/);
  assert.match(text, /\+Layer \(512-d\), told categories – – – 0\.625 514/);
  assert.match(text, /chance 0\.200/);
  // The best first, and chance last.
  assert.match(text, /embedding P@5, .* MB \+Layer \(512-d\), centred, L2 0\.644 .* chance 0\.200/);
  assert.match(
    text,
    /Command DATASET=made PROFILE=tiny MODELS=baseline,plus_layer npx -y deno@2\.9\.6 task notebooks/,
  );
  assert.equal(page.match(/class="figure"/g)!.length, 4);
  assert.deepEqual(loadsOf(page), []);
});

Deno.test("renderRunPage() says what the categories of the index and a network add", async () => {
  const directory = await Deno.makeTempDir();
  await writeRun(directory, "made-tiny");
  const files = await readRun("made-tiny", directory);
  await Deno.remove(directory, { recursive: true });
  const [told] = files.metrics!.supervised;
  // Every neighbour is of the category.
  const { leaveOneOut, hits } = files.metrics!.embeddings[3]!;
  const all = { micro: 1, interval: { macro: [1, 1], micro: [0.9, 1] } };
  const precision = { ...leaveOneOut.precision, ...all };
  Object.assign(told!, { heldOut: { validation: { ...leaveOneOut, precision, hits } } });
  Object.assign(files.metrics!, { searchedWith: told!.name });
  const words = htmlText(await renderRunPage(files)).replace(/\s+/g, " ");
  assert.match(
    words,
    /100 % have the category of the query \(\+Layer \(512-d\), told categories; 95 % interval 90 % to 100 %/,
  );
  assert.match(
    words,
    /; without the categories of the index it is 64 % \(\+Layer .*, centred, L2\), without a network 20 % \(16 x 16 pixels\), by chance 20 %\./,
  );
});

Deno.test("renderRunPage() does not praise a model that was told the categories", async () => {
  const directory = await Deno.makeTempDir();
  await writeRun(directory, "made-tiny");
  const files = await readRun("made-tiny", directory);
  await Deno.remove(directory, { recursive: true });
  const words = async () => htmlText(await renderRunPage(files)).replace(/\s+/g, " ");
  // One more hit for each query with fewer than five: 21 + 8 of 45.
  assert.match(
    await words(),
    /64 % have the category of the query \(\+Layer \(512-d\), centred, L2;/,
  );
  assert.doesNotMatch(await words(), /trained with the categories/);
  for (const embedding of files.metrics!.embeddings.slice(1, 4)) {
    if (embedding.kind === "model") embedding.of = "Supervised (512-d)";
  }
  Object.assign(files.metrics!.embeddings[1]!, { name: "Supervised (512-d)", of: undefined });
  // The evaluation chooses no such model within the index, and the page says what was chosen.
  Object.assign(files.metrics!, { chosen: "Baseline (4096-d)", searchedWith: "Baseline (4096-d)" });
  assert.match(await words(), /47 % have the category of the query \(Baseline \(4096-d\);/);
  assert.match(await words(), /Supervised \(512-d\): trained with the categories of these very/);
});

Deno.test("runFacts() names each model's recipe where they differ", async () => {
  const directory = await Deno.makeTempDir();
  await writeRun(directory, "made-tiny");
  const files = await readRun("made-tiny", directory);
  await Deno.remove(directory, { recursive: true });
  const words = () => htmlText(runFacts(files).markup).replace(/\s+/g, " ");
  assert.match(words(), / Recipe Adam 0\.0003, mean squared error, batches of 8, 2 epochs Seed /);
  Object.assign(files.models[1]!.experiment.recipe, { epochs: 1, schedule: "cosine", init: "he" });
  assert.match(words(), /Recipe of Baseline \(4096-d\) Adam 0\.0003, [^R]*, 2 epochs Recipe of/);
  assert.match(words(), /\+Layer .* Adam 0\.0003 \(cosine\), .*, 1 epoch, He initialisation/);
});

Deno.test("renderRunPage() of a run that is not done says which notebook is missing", async () => {
  const { page, text } = await pageOf({}, ["metrics.json", "umap.json"]);
  assert.match(text, /Not here yet: the evaluation\. Run notebook 05_evaluate/);
  assert.match(text, /Not here yet: the map\. Run notebook 06_umap/);
  assert.match(
    text,
    /Not here yet: the reconstructions\. Run notebook 03_reconstruct \( npx -y deno@2.9.6 task notebooks 03 \)/,
  );
  assert.equal(page.match(/class="figure"/g)!.length, 1);

  const nothing = await renderRunPage(
    { run: "empty", models: [], metrics: undefined, umap: undefined },
  );
  assert.match(
    htmlText(nothing).replace(/\s+/g, " "),
    /Not here yet: the setup\. Run notebook 02/,
  );
  // Without a figure, Plotly is not in it.
  assert.ok(nothing.length < 20_000);
});

Deno.test("renderRunPage() shows markup in names as text", async () => {
  const { page } = await pageOf({ categories: [HOSTILE, "b"] });
  const outside = page.replace(/<script>[\s\S]*?<\/script>/g, "");
  assert.equal(/<img src=x|onerror=alert\(1\)>/.test(outside), false);
  const hostile = { run: "made", models: [], metrics: undefined, umap: undefined };
  const named = await renderRunPage(hostile, {
    notebooks: [{ name: 'a"><b>', notebook: parseNotebook(notebook(HOSTILE)) }],
  });
  assert.equal(/<img|<b>/.test(named), false);
  assert.ok(named.includes('href="a%22%3E%3Cb%3E.html"'));
});

Deno.test("writeRunPage() links the folder's notebooks in order and shows the run's pictures", async () => {
  const folder = await Deno.makeTempDir();
  const explorer = { output_type: "display_data", data: { "text/html": EXPLORER } };
  const failed = { output_type: "error", ename: "RangeError", evalue: "too far" };
  await Deno.writeTextFile(join(folder, "03_reconstruct.ipynb"), notebook("Third", [explorer]));
  await Deno.writeTextFile(join(folder, "01_a.ipynb"), notebook("First", [failed]));
  await Deno.writeTextFile(join(folder, "01_a.html"), "");
  const options = { run: "run", runDirectory: join(folder, "run") };
  const png = picture(await encodePng(Uint8Array.of(9, 9, 9), { width: 1, height: 1 }), HOSTILE);
  await writeRun(options.runDirectory, options.run);
  await savePicture(madeSettings(options.run), "reconstructions", png, options.runDirectory);
  for (const path of ["metrics.json", "umap.json", "baseline", "plus_layer"]) {
    await Deno.remove(join(options.runDirectory, path), { recursive: true });
  }
  const name = "03_reconstruct";
  await Deno.writeTextFile(join(folder, `${name}.html`), `${await executedHash(folder, name)}`);
  await recordPage(name, { ...options, reports: folder });
  const page = await Deno.readTextFile(await writeRunPage(folder, options));
  assert.ok(page.indexOf("First") > 0 && page.indexOf("First") < page.indexOf("Third"));
  assert.ok(page.includes('<a href="01_a.html">First</a>'));
  assert.equal(page.match(/failed/g)?.length, 1);
  assert.equal(page.match(/1 min 01 s/g)?.length, 2);
  assert.match(page, /3 May 2026, 2 min 02 s, commit 0a0419d\./);
  assert.match(page, /<a href="03_reconstruct.html">\s+Open the explorer<\/a>/);
  assert.equal(page.match(/<img src="data:image\/webp;base64,UklGR/g)?.length, 1);
  assert.equal(page.includes(HOSTILE), false);
  assert.match(page, /Not here yet: the neighbours/);
  // The explorer of another run is not this run's map.
  await Deno.remove(join(folder, `${name}.json`));
  const without = await Deno.readTextFile(await writeRunPage(folder, options));
  assert.doesNotMatch(without, /Open the explorer/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeRunPage() names what is no notebook and shows the others", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(join(folder, "01_a.ipynb"), notebook("First"));
  const bad = { "02_b.ipynb": "", "03_c.ipynb": '{"cells": [', "04_d.ipynb": '{"cells": [null]}' };
  for (const [name, text] of Object.entries(bad)) {
    await Deno.writeTextFile(join(folder, name), text);
  }
  await Deno.mkdir(join(folder, "05_<e>.ipynb"));
  const options = { run: "run", runDirectory: join(folder, "missing") };
  const page = await Deno.readTextFile(await writeRunPage(folder, options));
  assert.ok(page.includes('<a href="01_a.html">First</a>'));
  const names = "02_b.ipynb, 03_c.ipynb, 04_d.ipynb, 05_&lt;e&gt;.ipynb";
  assert.ok(page.includes(`Cannot be read as notebooks, so run these again: ${names}.`));
  await Deno.remove(folder, { recursive: true });
});
