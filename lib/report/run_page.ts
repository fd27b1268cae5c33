/**
 * The page of a run, one to hand to someone: `writeRunPage`. It is made from what lies in the run's
 * folder and among its executed notebooks, and says what is missing.
 */

import { join } from "node:path";
import { writeFileAtomic } from "../io/files.ts";
import { findFaults, firstGallery, type Notebook, parseNotebook, titleOf } from "./notebook.ts";
import { formatDuration } from "../io/format.ts";
import { type Html, html, rawHtml } from "../view/html.ts";
import { modelsTable, runFacts } from "./facts.ts";
import { lossFigures } from "./loss_figures.ts";
import { mapFigure } from "./map_figure.ts";
import { figureBlock } from "./figure_block.ts";
import { missing, renderPage } from "./page.ts";
import {
  byCategory,
  heldOutTable,
  inShort,
  methodBars,
  publishedTable,
  resultsTable,
  toldNote,
} from "./results.ts";
import { readRun, type RunFiles } from "../runs/run_files.ts";

/** An executed notebook, by its file's name without .ipynb. */
export interface ExecutedNotebook {
  name: string;
  notebook: Notebook;
}

/**
 * Write index.html for the run into `directory`, beside its executed notebooks.
 *
 * @param options.runDirectory where the run's results lie. @default data/runs/<run>
 * @returns the page's path
 */
export async function writeRunPage(
  directory: string,
  { run, runDirectory }: { run: string; runDirectory?: string | undefined },
): Promise<string> {
  const notebooks = await readNotebooks(directory);
  const path = join(directory, "index.html");
  await writeFileAtomic(path, await renderRunPage(await readRun(run, runDirectory), notebooks));
  return path;
}

async function readNotebooks(directory: string): Promise<ExecutedNotebook[]> {
  const notebooks: ExecutedNotebook[] = [];
  for await (const { name: file } of Deno.readDir(directory)) {
    if (!file.endsWith(".ipynb")) continue;
    const text = await Deno.readTextFile(join(directory, file));
    notebooks.push({ name: file.slice(0, -".ipynb".length), notebook: parseNotebook(text) });
  }
  return notebooks.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** The page's markup; everything is escaped, and nothing is loaded. */
export async function renderRunPage(
  files: RunFiles,
  notebooks: readonly ExecutedNotebook[],
): Promise<string> {
  const { run, models, metrics, umap } = files;
  const fingerprint = metrics?.dataset.fingerprint ?? models[0]?.experiment.dataset.fingerprint;
  const losses = lossFigures(models, { published: true });
  const map = umap && fingerprint ? await mapFigure(umap, fingerprint) : undefined;
  const results = metrics && html`
    ${resultsTable(metrics)}
    <p
      class="quiet">The query itself is left out of the index. Micro is the mean over photos, macro over
      categories. Intervals come from drawing the queries again and again.</p>
    ${toldNote(metrics)} ${heldOutTable(metrics)}
    ${publishedTable(metrics)}
    <p
      class="quiet">The published figures were measured on other photos and categories: there to be seen
      beside ours, not to be reached.</p>
    ${figureBlock(methodBars(metrics))}
    ${figureBlock(byCategory(metrics))}
  `;
  const body = html`
    <h1>${run}</h1>
    <p
      class="quiet">A run of Lookalike: networks that learn what products look like, and find those that
      look alike.</p>
    ${metrics && inShort(metrics)}
    <h2>What was run</h2>
    ${runFacts(files)}
    <h2>How the models learned</h2>
    ${models.length > 0 ? modelsTable(files) : null}
    ${losses.length > 0 ? losses.map(figureBlock) : missing("the loss", "02_train")}
    <h2>Are the neighbours any good?</h2>
    ${results ?? missing("the measure of the neighbours", "05_evaluate")}
    <h2>A map of the photos</h2>
    ${map ? figureBlock(map) : missing("the map", "06_umap")}
    <h2>What survives the squeeze</h2>
    ${galleryOf(notebooks, "03_reconstruct", "the reconstructions")}
    <h2>What is found</h2>
    ${galleryOf(notebooks, "07_recommend", "the neighbours of some photos")}
    <h2>The notebooks</h2>
    ${notebooks.length > 0 ? notebookList(notebooks) : missing("the notebooks", "01_data_prep")}
  `;
  const plotly = losses.length > 0 || [metrics, map].some(Boolean);
  return await renderPage({ title: run, body, plotly });
}

/** The first gallery of the notebook `name`. */
function galleryOf(notebooks: readonly ExecutedNotebook[], name: string, what: string): Html {
  const found = notebooks.find((notebook) => notebook.name === name);
  const markup = found && firstGallery(found.notebook);
  return markup === undefined
    ? missing(what, name)
    : html`<div class="more" tabindex="0">${rawHtml(markup)}</div>`;
}

/** Links to the executed notebooks, with what each took and whether it came to its end. */
function notebookList(notebooks: readonly ExecutedNotebook[]): Html {
  const rows = notebooks.map(({ name, notebook }) => {
    const file = encodeURIComponent(name);
    const failed = findFaults(notebook).length > 0;
    return html`
      <tr>
        <td class="text"><a href="${file}.html">${titleOf(notebook) ?? name}</a></td>
        <td class="text">${failed ? "failed" : ""}</td>
        <td class="number">${notebook.seconds === undefined
          ? ""
          : formatDuration(notebook.seconds)}</td>
        <td class="text"><a href="${file}.ipynb">${name}.ipynb</a></td>
      </tr>
    `;
  });
  return html`
    <div class="lookalike-table">
      <table>
        <thead>
          <tr>
            <th scope="col" class="text">page</th>
            <th scope="col"></th>
            <th scope="col" class="number">took</th>
            <th scope="col" class="text">notebook</th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}
