/** Notebook 02 in JupyterLab, as a reader runs it: watched, stopped in the middle, run again. */

import assert from "node:assert/strict";
import { join, relative } from "node:path";
import type { Page } from "playwright-core";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { prepareNotebook } from "../../lib/cli/execute.ts";
import { jupyterIfInstalled, writeNotebook } from "../notebooks/scratch.ts";
import { writePhotos } from "../photos.ts";
import { launchChromium, needsChromium } from "./chromium.ts";
import { hasJupyterLab, startJupyterLab } from "./jupyter_lab.ts";
import { PRESETS } from "../../lib/runs/presets.ts";

/** More than any machine is through with before it is stopped. */
const EPOCHS = 2000;
/** Longest wait for anything on a busy machine, milliseconds. */
const PATIENCE_MS = 120_000;

const TITLE = PRESETS.plus_layer.title;
const CURVE = `Loss of ${TITLE} while it trains`;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** A copy of notebook 02 in `folder` that trains for `EPOCHS` epochs; its settings line says so. */
async function writeCopy(folder: string): Promise<string> {
  const text = await Deno.readTextFile(join(PROJECT_ROOT, "notebooks", "02_train.ipynb"));
  const longer = text.replace(/\/\/ epochs: \d+,/, `epochs: ${EPOCHS},`);
  assert.notEqual(longer, text, "the settings cell has no line for the number of epochs");
  const path = join(folder, "02_train.ipynb");
  await Deno.writeTextFile(path, longer);
  return path;
}

/** What goes wrong in the page's scripts, but for JupyterLab's own. */
function problemsOf(page: Page): string[] {
  const problems: string[] = [];
  const isLabs = (place: string) => /\/static\/|\/api\//.test(place);
  page.on("console", (message) => {
    if (message.type() === "error" && !isLabs(message.location().url)) {
      problems.push(message.text());
    }
  });
  page.on("pageerror", (error) => {
    if (!isLabs(error.stack ?? "")) problems.push(String(error.stack));
  });
  page.on("requestfailed", (request) => {
    if (/plotly/.test(request.url())) problems.push(`failed: ${request.url()}`);
  });
  return problems;
}

async function choose(page: Page, menu: string, item: RegExp): Promise<void> {
  await page.getByRole("menuitem", { name: menu, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

/** Places on the epoch axis of the curve that is drawn now; undefined where there is none. */
async function curveEpochs(page: Page): Promise<number[] | undefined> {
  return await page.evaluate(
    `[...document.querySelectorAll("[data-lookalike-figure]")]
      .find((figure) => figure.getAttribute("aria-label") === ${
      JSON.stringify(CURVE)
    } && figure.data)
      ?.data[0].x`,
  );
}

/** The last place on the curve, once it lies behind `epoch`. */
async function curveBeyond(page: Page, epoch: number): Promise<number> {
  for (const start = performance.now(); performance.now() - start < PATIENCE_MS;) {
    const last = (await curveEpochs(page))?.at(-1) ?? 0;
    if (last > epoch) return last;
    await page.waitForTimeout(50);
  }
  throw new Error(`The curve did not go on beyond epoch ${epoch}`);
}

/** A picture of the page for those who want to look: SNAPSHOTS names the folder. */
async function snapshot(page: Page, name: string): Promise<void> {
  const folder = Deno.env.get("SNAPSHOTS");
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) });
}

const test = needsChromium("notebook 02 trains in JupyterLab, is stopped, and goes on");
const lab = await hasJupyterLab();

Deno.test({
  name: lab ? test.name : `${test.name} (needs deno task setup)`,
  ignore: test.ignore || !lab,
  async fn() {
    const temporary = await Deno.makeTempDir();
    await using stack = new AsyncDisposableStack();
    const remove = (path: string) =>
      stack.defer(() => Deno.remove(path, { recursive: true }).catch(() => {}));
    remove(temporary);
    const photos = join(temporary, "photos");
    await writePhotos(photos, 10);
    const run = `test-lab-${Deno.pid}`;
    const env = { DATASET: photos, PROFILE: "tiny", MODELS: "plus_layer", RUN: run, SEED: "1" };
    const settings = readSettings({}, env);
    remove(datasetDirectory(settings));
    remove(runDirectory(settings));
    (await openDataset(settings)).close();
    // Below the project, so that the kernel reads its deno.json.
    const folder = await Deno.makeTempDir({ dir: join(PROJECT_ROOT, "data"), prefix: ".lab-" });
    remove(folder);
    const notebook = relative(PROJECT_ROOT, await writeCopy(folder));

    const jupyterLab = stack.use(await startJupyterLab(temporary, env));
    const browser = (await launchChromium())!;
    stack.defer(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    const problems = problemsOf(page);
    await page.goto(jupyterLab.addressOf(notebook));
    const idle = page.getByText("Lookalike (Deno) | Idle");
    await idle.waitFor();

    await choose(page, "Run", /^Run All Cells$/);
    const bar = page.locator(`progress[aria-label="Training ${TITLE}"]`);
    await bar.waitFor();
    const early = Number(await bar.getAttribute("value"));
    const begun = await curveBeyond(page, 0);
    // Each step puts a new bar in its place: waiting for it to hold still would wait for one that is gone.
    await bar.evaluate((element) => element.scrollIntoView());
    await snapshot(page, "lab-training");
    // From here on there is a checkpoint; the next epoch is under way.
    await curveBeyond(page, Math.max(1, begun));
    assert.ok(Number(await bar.getAttribute("value")) > early);

    await choose(page, "Kernel", /^Interrupt Kernel/);
    // The cell ends after its step, which is saved, and the kernel lives on.
    await page.getByText(/was stopped and is saved/).first().waitFor();
    await idle.waitFor();
    await choose(page, "Run", /^Run All Cells$/);
    const resumed = page.getByText(new RegExp(`${escaped(TITLE)} continues (?:after|in) epoch`));
    await resumed.waitFor();
    const [, where, number] = /continues (after|in) epoch (\d+)/.exec(await resumed.innerText())!;
    const done = where === "after" ? Number(number) : Number(number) - 1;
    assert.ok(done >= 1, `${where} epoch ${number}`);
    await curveBeyond(page, done);
    await resumed.scrollIntoViewIfNeeded();
    await snapshot(page, "lab-resumed");
    assert.deepEqual(
      (await curveEpochs(page))!.slice(0, done),
      Array.from({ length: done }, (_, i) => i + 1),
      "the curve begins with the epochs of the first start",
    );
    assert.match(await bar.locator("..").innerText(), new RegExp(`epoch \\d+ of ${EPOCHS}`));
    assert.equal(await page.locator(".jp-RenderedText[data-mime-type*=stderr]").count(), 0);
    assert.deepEqual(problems, []);
  },
});

const figures = needsChromium("JupyterLab draws the figures of an executed notebook, of no other");

Deno.test({
  name: lab ? figures.name : `${figures.name} (needs deno task setup)`,
  ignore: figures.ignore || !lab,
  async fn() {
    const temporary = await Deno.makeTempDir();
    await using stack = new AsyncDisposableStack();
    const folder = await Deno.makeTempDir({ dir: join(PROJECT_ROOT, "data"), prefix: ".lab-" });
    stack.defer(async () => {
      await Deno.remove(temporary, { recursive: true });
      await Deno.remove(folder, { recursive: true });
    });
    const cell = `import { show } from "lookalike";
      import { lossCurves } from "${import.meta.resolve("../../lib/view/charts/lines.ts")}";
      await show(lossCurves({ models: [{ name: "m", train: [2, 1] }] }));`;
    const notebook = await writeNotebook(temporary, "01_figure", [cell]);
    const executed = join(folder, "executed.ipynb");
    const jupyter = (await jupyterIfInstalled())!;
    const options = { jupyter, notebook, output: executed, folder: PROJECT_ROOT, env: {} };
    assert.equal(await prepareNotebook(options).execute(), undefined);
    // Changed after it was signed.
    const changed = join(folder, "changed.ipynb");
    const text = await Deno.readTextFile(executed);
    await Deno.writeTextFile(changed, text.replace("Loss by epoch", "Loss by epochs"));

    const jupyterLab = stack.use(await startJupyterLab(temporary, {}));
    const browser = (await launchChromium())!;
    stack.defer(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(jupyterLab.addressOf(relative(PROJECT_ROOT, changed)));
    await page.getByText("An interactive figure").waitFor();
    assert.equal(await page.locator("[data-lookalike-figure] .main-svg").count(), 0);
    await page.goto(jupyterLab.addressOf(relative(PROJECT_ROOT, executed)));
    await page.locator("[data-lookalike-figure] .main-svg").first().waitFor();
    await snapshot(page, "lab-executed");
  },
});
