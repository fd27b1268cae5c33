/**
 * The pictures of README, taken from the pages of an executed run: `PICTURES`, `takePictures`. What
 * they show is never older than the outputs that are committed with them.
 */

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Locator, Page } from "playwright-core";
import sharp from "sharp";
import { writeFileAtomic } from "../io/files.ts";

/** Longest wait for a part of a page, milliseconds. */
const PATIENCE_MS = 60_000;

/** One picture: of which notebook's page, and what of it. */
interface PictureOf {
  readonly notebook: string;
  /** Width of the window, pixels. */
  readonly width: number;
  /** The part of the page that is the picture, made ready. */
  readonly part: (page: Page) => Promise<Locator>;
}

const gallery = (page: Page, title: RegExp) =>
  page.locator(".lookalike-gallery").filter({ has: page.locator(".title", { hasText: title }) })
    .first();

/** An element of the page, as far as it is needed here. */
interface Removable {
  remove(): void;
}

/** Take away all but the first `count` parts: a picture is looked at as a whole. */
async function keepFirst(parts: Locator, count: number): Promise<void> {
  await parts.evaluateAll(
    (all, kept) => all.slice(kept).forEach((part) => (part as unknown as Removable).remove()),
    count,
  );
}

/** Choose an item whose neighbours under every model are mostly of its category, if 90 tries find one. */
async function chooseFoundItem(explorer: Locator): Promise<void> {
  const search = explorer.locator("input[type=search]");
  for (let part = 10; part < 100; part++) {
    await search.fill(String(part));
    await search.press("Enter");
    const counts = await explorer.locator("h4 small").allTextContents();
    // "3 of 5 of its category"
    const shares = counts.map((count) => parseInt(count) / parseInt(count.split(" of ")[1] ?? ""));
    if (shares.length > 0 && shares.every((share) => share > 0.5)) break;
  }
  await explorer.locator(".tiles canvas[data-drawn]").first().waitFor();
  await search.fill("");
}

/** The pictures by the names of their files. */
export const PICTURES: Readonly<Record<string, PictureOf>> = {
  "neighbours.webp": {
    notebook: "07_recommend",
    width: 800,
    part: async (page) => {
      const shown = gallery(page, /^Queries of the/);
      await keepFirst(shown.locator(".query"), 2);
      return shown;
    },
  },
  "reconstructions.webp": {
    notebook: "03_reconstruct",
    width: 1000,
    part: async (page) => {
      const shown = gallery(page, /^Originals, and what each model draws/);
      await keepFirst(shown.locator(".stack"), 7);
      return shown;
    },
  },
  "layers.webp": {
    notebook: "04_layer_visualize",
    width: 1100,
    part: (page) => Promise.resolve(gallery(page, /channel \d+ of every layer/)),
  },
  "methods.webp": {
    notebook: "05_evaluate",
    width: 1100,
    part: async (page) => {
      const figure = page.locator('[data-lookalike-figure][aria-label^="Honest P@5"]');
      await figure.locator(".main-svg").first().waitFor();
      await figure.scrollIntoViewIfNeeded();
      return figure;
    },
  },
  "explorer.webp": {
    notebook: "06_umap",
    width: 1280,
    part: async (page) => {
      const explorer = page.locator(".lookalike-explorer");
      await explorer.locator("canvas[data-drawn]").first().waitFor();
      // The first flat map, which shows more at a glance than a cube that does not turn.
      const map = explorer.locator("select").first();
      const names = await map.locator("option").allTextContents();
      const flat = names.findIndex((name) => name.includes("2-D"));
      if (flat >= 0) await map.selectOption({ index: flat });
      await chooseFoundItem(explorer);
      return explorer;
    },
  },
};

/**
 * Take the pictures of `notebooks` from their pages in `reports` into `folder`.
 *
 * @param options.notebooks names without .ipynb
 * @param options.patience longest wait for a part of a page, milliseconds. @default 60000
 * @returns names of the files written
 * @throws {Error} if a page lacks what a picture is to show
 */
export async function takePictures(
  browser: Browser,
  { reports, notebooks, folder, patience = PATIENCE_MS }: {
    reports: string;
    notebooks: readonly string[];
    folder: string;
    patience?: number;
  },
): Promise<string[]> {
  const files = Object.keys(PICTURES).filter((file) =>
    notebooks.includes(PICTURES[file]!.notebook)
  );
  for (const file of files) {
    const { notebook, width, part } = PICTURES[file]!;
    const viewport = { width, height: 900 };
    // A little more than a screen of one dot a pixel needs.
    const context = await browser.newContext({ viewport, deviceScaleFactor: 1.5 });
    try {
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      await page.goto(pathToFileURL(join(reports, `${notebook}.html`)).href);
      const png = await (await part(page)).screenshot();
      const webp = await sharp(png).webp({ quality: 82, effort: 6 }).toBuffer();
      await writeFileAtomic(join(folder, file), new Uint8Array(webp));
    } finally {
      await context.close();
    }
  }
  return files;
}
