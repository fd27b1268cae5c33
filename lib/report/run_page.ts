/**
 * The page of a run, one to hand to someone: `writeRunPage`. It is made from the run's results and
 * pictures and links its executed notebooks; it says what is missing.
 */

import { join } from "node:path";
import { writeFileAtomic } from "../io/files.ts";
import { formatDuration } from "../io/format.ts";
import { readRun, type RunFiles, RUNS } from "../runs/run_files.ts";
import { type Html, html } from "../view/html.ts";
import { modelsTable, runFacts } from "./facts.ts";
import { lossFigures, mapFigure } from "./figures.ts";
import { findFaults, type Notebook, parseNotebook, titleOf } from "./notebook.ts";
import { figureBlock, missing, pictureBlock, renderPage } from "./page.ts";
import { type PictureName, PICTURES, readPicture, type SavedPicture } from "./pictures.ts";
import {
  categoryPrecisionBars,
  heldOutTable,
  inShort,
  precisionBars,
  publishedTable,
  resultsTable,
  supervisedNote,
} from "./results.ts";

/** An executed notebook, by its file's name without .ipynb. */
export interface ExecutedNotebook {
  name: string;
  notebook: Notebook;
}

/** What a page shows beside the run's results. */
export interface RunPageParts {
  notebooks?: readonly ExecutedNotebook[];
  pictures?: Partial<Record<PictureName, SavedPicture | undefined>>;
}

/**
 * Write index.html for the run into `directory`, beside its executed notebooks.
 *
 * @param options.runDirectory where the run's results are. @default data/runs/<run>
 * @returns the page's path
 * @throws {SyntaxError} if a file of the run is damaged or of another version, with what to do
 */
export async function writeRunPage(
  directory: string,
  { run, runDirectory = join(RUNS, run) }: { run: string; runDirectory?: string | undefined },
): Promise<string> {
  const page = await renderRunPage(await readRun(run, runDirectory), {
    pictures: {
      reconstructions: await readPicture(runDirectory, "reconstructions"),
      neighbours: await readPicture(runDirectory, "neighbours"),
    },
    notebooks: await readNotebooks(directory),
  });
  const path = join(directory, "index.html");
  await writeFileAtomic(path, page);
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
  { notebooks = [], pictures = {} }: RunPageParts = {},
): Promise<string> {
  const { run, models, metrics, umap } = files;
  const fingerprint = metrics?.dataset.fingerprint ?? models[0]?.experiment.dataset.fingerprint;
  const losses = lossFigures(models, { published: true });
  const map = umap && fingerprint ? await mapFigure(umap, fingerprint) : undefined;
  const pictureOf = (name: PictureName) => {
    const saved = pictures[name];
    return saved ? pictureBlock(saved) : missing(`the ${name}`, PICTURES[name]);
  };
  const body = html`
    <h1>${run}</h1>
    <p class="quiet">A run of Lookalike: visual product search with image embeddings.</p>
    ${metrics && inShort(metrics)}
    <h2>Setup</h2>
    ${runFacts(files)}
    <h2>Training</h2>
    ${models.length > 0 ? modelsTable(files) : null}
    ${losses.length > 0 ? losses.map(figureBlock) : missing("the loss", "02_train")}
    <h2>Evaluation</h2>
    ${metrics
      ? [
        resultsTable(metrics),
        html`<p class="quiet">The query itself is left out of the index. Micro is the mean over
          photos, macro over categories; intervals are 95 % bootstrap intervals over queries.</p>`,
        supervisedNote(metrics),
        heldOutTable(metrics),
        publishedTable(metrics),
        html`<p class="quiet">The published figures are for reference only: different data.</p>`,
        figureBlock(precisionBars(metrics)),
        figureBlock(categoryPrecisionBars(metrics)),
      ]
      : missing("the evaluation", "05_evaluate")}
    <h2>Map of the embeddings</h2>
    ${map ? figureBlock(map) : missing("the map", "06_umap")}
    <h2>Reconstructions</h2>
    ${pictureOf("reconstructions")}
    <h2>Nearest neighbours</h2>
    ${pictureOf("neighbours")}
    <h2>Notebooks</h2>
    ${notebooks.length > 0 ? notebookList(notebooks) : missing("the notebooks", "01_data_prep")}
  `;
  const plotly = losses.length > 0 || [metrics, map].some(Boolean);
  return await renderPage({ title: run, body, plotly });
}

/** Links to the executed notebooks, with what each took and whether it came to its end. */
function notebookList(notebooks: readonly ExecutedNotebook[]): Html {
  const rows = notebooks.map(({ name, notebook }) => {
    const file = encodeURIComponent(name);
    const failed = findFaults(notebook).length > 0;
    const { seconds } = notebook;
    return html`
      <tr>
        <td class="text"><a href="${file}.html">${titleOf(notebook) ?? name}</a></td>
        <td class="text">${failed ? "failed" : ""}</td>
        <td class="number">${seconds === undefined ? "" : formatDuration(seconds)}</td>
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
            <th scope="col" class="number">time</th>
            <th scope="col" class="text">notebook</th>
          </tr>
        </thead>
        <tbody>${rows}</tbody>
      </table>
    </div>
  `;
}
