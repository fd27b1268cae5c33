/** Reports in a real browser without a network: drawn, escaped, no wider than the window. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { writeJsonAtomic } from "../../lib/io/files.ts";
import { renderComparison } from "../../lib/report/compare_page.ts";
import { savePicture } from "../../lib/report/pictures.ts";
import { readRun } from "../../lib/runs/run_files.ts";
import { writeRunPage } from "../../lib/report/run_page.ts";
import { exportHtml } from "../../lib/report/notebook_page.ts";
import { classDistribution } from "../../lib/view/charts/bars.ts";
import { scatter2d } from "../../lib/view/charts/scatter.ts";
import { mimeBundle, mimeMetadata } from "../../lib/view/mime.ts";
import type { Showable } from "../../lib/view/plain_text.ts";
import { createPalette } from "../../lib/view/palette.ts";
import { photoSheet } from "../../lib/view/pictures/sheet.ts";
import { table } from "../../lib/view/table.ts";
import { jupyterIfInstalled } from "../notebooks/scratch.ts";
import { HOSTILE, madeSettings, writeRun } from "../report/made_run.ts";
import { launchChromium, needsChromium, offlinePage } from "./chromium.ts";

/** What Chromium says of drawing in space without a graphics card, which is nothing wrong. */
const HARMLESS = /GL Driver Message|willReadFrequently|software WebGL|GPU stall/;

/** How bright the page is, and its text: means of red, green and blue. */
const BRIGHTNESS = `["backgroundColor", "color"].map((name) => {
  const [r, g, b] = getComputedStyle(document.body)[name].match(/\\d+/g).map(Number);
  return Math.round((r + g + b) / 3);
})`;

interface Seen {
  /** Figures that Plotly has drawn, and those there are. */
  drawn: number;
  figures: number;
  /** All text, that of figures included. */
  text: string;
}

/**
 * Open `path` at every width in both colour schemes, wait until its figures are drawn, and check
 * that nothing was loaded, went wrong, ran, or is wider than the window.
 */
async function inspect(browser: Browser, path: string): Promise<Seen> {
  let seen: Seen | undefined;
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 480]) {
      const viewport = { width, height: 900 };
      await using offline = await offlinePage(browser, { colorScheme, viewport });
      const { page, requests, problems } = offline;
      page.on("dialog", async (dialog) => {
        problems.push(`a dialog: ${dialog.message()}`);
        await dialog.dismiss();
      });
      await page.goto(pathToFileURL(path).href);
      await page.waitForFunction(
        "[...document.querySelectorAll('[data-lookalike-figure]')]" +
          ".every((figure) => figure.querySelector('.main-svg'))",
      );
      const wide: number = await page.evaluate("document.documentElement.scrollWidth");
      assert.ok(wide <= width, `${path} is ${wide} pixels wide in a window of ${width}`);
      assert.deepEqual(problems.filter((problem) => !HARMLESS.test(problem)), []);
      assert.deepEqual(requests, []);
      const [paper, ink] = await page.evaluate(BRIGHTNESS) as [number, number];
      const colours = `${path} in ${colorScheme}: text ${ink} on ${paper} of 255`;
      assert.ok(colorScheme === "light" ? paper - ink > 150 : ink - paper > 150, colours);
      seen = {
        drawn: await page.locator("[data-lookalike-figure] .main-svg:first-child").count(),
        figures: await page.locator("[data-lookalike-figure]").count(),
        text: await page.evaluate("document.body.textContent"),
      };
    }
  }
  return seen!;
}

/** Run `work` with a browser and a folder of its own. */
async function withBrowser(work: (browser: Browser, folder: string) => Promise<void>) {
  const browser = (await launchChromium())!;
  const folder = await Deno.makeTempDir();
  try {
    await work(browser, folder);
  } finally {
    await browser.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A notebook whose one cell shows `things`. */
async function writeShown(path: string, things: readonly Showable[]): Promise<void> {
  const outputs = things.map((thing) => ({
    output_type: "display_data",
    data: mimeBundle(thing),
    metadata: mimeMetadata(thing),
  }));
  const cell = { cell_type: "code", id: "a", source: "1", metadata: {}, execution_count: 1 };
  await writeJsonAtomic(path, {
    cells: [{ cell_type: "markdown", id: "b", source: "# Shown", metadata: {} }, {
      ...cell,
      outputs,
    }],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });
}

const gallery = () => {
  const photo = { image: new Uint8Array(128 * 128 * 3), alt: HOSTILE, caption: HOSTILE };
  const rows = [{ head: HOSTILE, photos: [{ ...photo, frame: "hit" as const }] }];
  return photoSheet([{ lead: { head: HOSTILE, photo }, rows }], { alt: HOSTILE });
};

Deno.test({
  ...needsChromium("a run's page and a comparison show names from outside as text, offline"),
  async fn() {
    await withBrowser(async (browser, folder) => {
      const [first, second] = [join(folder, "first"), join(folder, "second")];
      await writeRun(first, "first", { categories: [HOSTILE, "Hats", "Shoes"] });
      const hits = [5, 5, 4, 3, 2, 1, 2, 3, 4];
      await writeRun(second, "second", { categories: [HOSTILE, "Hats", "Shoes"], seed: 1, hits });
      const reports = join(folder, "reports");
      await Deno.mkdir(reports);
      const photo = { image: new Uint8Array(128 * 128 * 3), alt: HOSTILE, caption: HOSTILE };
      const sheet = await photoSheet([{ rows: [{ head: HOSTILE, photos: [photo] }] }], {
        alt: HOSTILE,
      });
      await savePicture(madeSettings("first"), "neighbours", sheet, first);
      const page = await writeRunPage(reports, { run: "first", runDirectory: first });
      const seen = await inspect(browser, page);
      assert.deepEqual([seen.drawn, seen.figures], [4, 4]);
      // Below the picture, which holds the other names; axes shorten theirs.
      assert.equal(seen.text.split(HOSTILE).length, 2);

      const comparison = join(folder, "comparison.html");
      const runs = [await readRun("first", first), await readRun("second", second)] as const;
      await Deno.writeTextFile(comparison, await renderComparison(runs));
      const compared = await inspect(browser, comparison);
      assert.deepEqual([compared.drawn, compared.figures], [3, 3]);
    });
  },
});

Deno.test({
  ...needsChromium("a run's page prints its figures, and names them where no scripts run"),
  async fn() {
    await withBrowser(async (browser, folder) => {
      await writeRun(folder, "made");
      const page = pathToFileURL(await writeRunPage(folder, { run: "made", runDirectory: folder }));
      {
        await using offline = await offlinePage(browser, { colorScheme: "dark" });
        await offline.page.goto(page.href);
        await offline.page.locator(".figure .main-svg").nth(7).waitFor();
        // A sheet of A4 between its margins.
        await offline.page.setViewportSize({ width: 718, height: 1000 });
        await offline.page.emulateMedia({ media: "print" });
        const drawings = offline.page.locator(".figure .main-svg:first-child");
        assert.equal(await drawings.count(), 4);
        for (const drawing of await drawings.all()) {
          const { x, width } = (await drawing.boundingBox())!;
          assert.ok(x + width <= 718, `${x + width}`);
        }
        const fill = 'getComputedStyle(document.querySelector(".figure .main-svg text")).fill';
        assert.equal(await offline.page.evaluate(fill), "rgb(51, 51, 51)");
      }
      await using offline = await offlinePage(browser, { javaScriptEnabled: false });
      await offline.page.goto(page.href);
      assert.equal(await offline.page.getByText("An interactive figure").count(), 4);
    });
  },
});

Deno.test({
  ...needsChromium("a report's pages lead to one another, and to their sections"),
  async fn() {
    await withBrowser(async (browser, folder) => {
      for (const [name, title] of [["01_a", "1 · First"], ["02_b", "2 · Second"]] as const) {
        await writeJsonAtomic(join(folder, `${name}.ipynb`), {
          cells: [{ cell_type: "markdown", source: `# ${title}` }],
        });
        const heading = '<h2 id="Last-part">Last part<a class="anchor-link">¶</a></h2>';
        const space = '<div style="height: 3000px"></div>';
        const page = `<body><!--pages--><!--/pages-->${space}${heading}${space}</body>`;
        await Deno.writeTextFile(join(folder, `${name}.html`), page);
      }
      const index = await writeRunPage(folder, { run: "made", runDirectory: folder });
      await using offline = await offlinePage(browser, { viewport: { width: 480, height: 900 } });
      const { page } = offline;
      await page.goto(pathToFileURL(index).href);
      await page.getByRole("link", { name: "Next" }).click();
      assert.match(page.url(), /01_a\.html$/);
      await page.getByText("Contents").click();
      await page.getByRole("link", { name: "Last part" }).click();
      const { y } = (await page.locator("h2").boundingBox())!;
      assert.ok(y >= 30 && y < 200, `the heading is at ${y}`);
      // The links stay in sight.
      await page.getByRole("link", { name: "Next" }).click();
      assert.match(page.url(), /02_b\.html$/);
      assert.equal(await page.getByRole("link", { name: "Next" }).count(), 0);
      await page.getByRole("link", { name: "Previous" }).click();
      assert.match(page.url(), /01_a\.html$/);
      await page.getByRole("link", { name: "Index" }).click();
      assert.match(page.url(), /index\.html$/);
    });
  },
});

const jupyter = await jupyterIfInstalled();
const exported = needsChromium(
  `a notebook's page draws figures rather than stills, has its title, and shows names from outside as text${
    jupyter ? "" : " (needs deno task setup)"
  }`,
);

Deno.test({
  ...exported,
  ignore: exported.ignore || !jupyter,
  async fn() {
    await withBrowser(async (browser, folder) => {
      const notebook = join(folder, "shown.ipynb");
      const palette = createPalette([HOSTILE, "Hats"]);
      await writeShown(notebook, [
        classDistribution({ palette, series: [{ name: HOSTILE, counts: [2, 3] }] }),
        scatter2d({
          points: Float32Array.of(0, 1, 2, 3),
          ids: [`a"'><b>.jpg`, HOSTILE],
          labels: [HOSTILE, "Hats"],
          ...{ palette, title: "UMAP by category" },
        }),
        table([{ [HOSTILE]: HOSTILE }], [HOSTILE]),
        await gallery(),
        HOSTILE,
      ]);
      const output = join(folder, "shown.html");
      await exportHtml({ python: jupyter!.python, notebook, output });
      const { drawn, figures, text } = await inspect(browser, output);
      assert.deepEqual([drawn, figures], [2, 2]);
      // The table has it twice, and the string; what the gallery says is in its picture.
      assert.ok(text.split(HOSTILE).length > 3);
      assert.match(await Deno.readTextFile(output), /<title>Shown<\/title>/);
      // The gallery is the only picture.
      assert.equal((await Deno.readTextFile(output)).match(/<img\b[^>]*image\/png/g)?.length, 1);
    });
  },
});
