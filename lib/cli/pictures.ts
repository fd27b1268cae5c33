/** The pictures of README, from the files of a run: `README_PICTURES`, `writePictures`. */

import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { writeFileAtomic } from "../io/files.ts";
import { PICTURES, readPicture } from "../report/pictures.ts";
import { heldOutChart } from "../report/evaluation/charts.ts";
import { readRun } from "../runs/run_files.ts";
import { picture } from "../view/picture.ts";
import { encodeWebp } from "../view/pictures/encode.ts";
import { encodeFigure, figureTitle } from "../view/figure.ts";
import type { FigurePictures } from "./chromium.ts";

/** The pictures, and the notebook whose results each shows: saved ones, the chart of P@k, the explorer. */
export const README_PICTURES = {
  ...PICTURES,
  methods: "05_evaluate",
  explorer: "06_umap",
} as const;

/** Where the pictures come from. */
export interface PictureSources {
  /** Where the run's results are. */
  runDirectory: string;
  /** Where its executed notebooks are. */
  reports: string;
  /** Takes the picture of the explorer. */
  browser: Browser;
  figures: FigurePictures;
  /** Longest wait for the explorer, milliseconds. @default 60000 */
  patience?: number;
}

/**
 * Write the pictures of a run's `notebooks` as WebP files into `folder`.
 *
 * @param notebooks names without .ipynb
 * @returns names of the files written
 * @throws {RangeError} if the run lacks a picture or its results
 */
export async function writePictures(
  folder: string,
  notebooks: readonly string[],
  sources: PictureSources,
): Promise<string[]> {
  const files: { file: string; bytes: Uint8Array }[] = [];
  for (const [name, notebook] of Object.entries(README_PICTURES)) {
    if (!notebooks.includes(notebook)) continue;
    const bytes = await pictureOf(name as keyof typeof README_PICTURES, sources);
    files.push({ file: `${name}.webp`, bytes });
  }
  for (const { file, bytes } of files) await writeFileAtomic(join(folder, file), bytes);
  return files.map(({ file }) => file);
}

async function pictureOf(
  name: keyof typeof README_PICTURES,
  { runDirectory, reports, browser, figures, patience = 60_000 }: PictureSources,
): Promise<Uint8Array> {
  if (name === "explorer") {
    return await explorerPicture(browser, join(reports, "06_umap.html"), patience);
  }
  const made = name === "methods"
    ? await methodsChart(runDirectory, figures)
    : (await readPicture(runDirectory, name))?.bytes;
  if (made) return made;
  const notebook = README_PICTURES[name];
  throw new RangeError(`The picture "${name}" of the run is missing: run notebook ${notebook}`);
}

/** P@k of every embedding, as the run's page shows it. */
async function methodsChart(
  runDirectory: string,
  figures: FigurePictures,
): Promise<Uint8Array | undefined> {
  const { metrics } = await readRun(basename(runDirectory), runDirectory);
  if (!metrics) return undefined;
  const bars = heldOutChart(metrics);
  return await encodeWebp(
    await figures.draw(encodeFigure(bars), figureTitle(bars), { scale: 1.5 }),
  );
}

/** The explorer of the notebook's page as it opens: a flat map with an item chosen. */
async function explorerPicture(
  browser: Browser,
  path: string,
  patience: number,
): Promise<Uint8Array> {
  // A little more than a screen of one dot a pixel needs.
  const viewport = { width: 1280, height: 900 };
  const context = await browser.newContext({ viewport, deviceScaleFactor: 1.5 });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(pathToFileURL(path).href);
    const explorer = page.locator("[data-lookalike-explorer]");
    await explorer.locator("canvas[data-drawn]").first().waitFor();
    await explorer.locator(".tiles canvas[data-drawn]").first().waitFor();
    // The bar with the links between pages sticks to the top and would cover the explorer's title.
    const style = ".lookalike-pages { visibility: hidden; }";
    return await encodeWebp(picture(new Uint8Array(await explorer.screenshot({ style })), ""));
  } finally {
    await context.close();
  }
}
