/**
 * The page of a run, one to hand to someone: `writeRunPage`. It is made from the run's results and
 * pictures and links the pages of its notebooks; it says what is missing.
 */

import { join } from "node:path";
import { writeFileAtomic } from "../io/files.ts";
import { formatDuration } from "../io/format.ts";
import { type ModelFiles, readRun, type RunFiles, RUNS } from "../runs/run_files.ts";
import { type Html, html, type HtmlValue } from "../view/html.ts";
import { table, tableHtml } from "../view/table.ts";
import {
  categoryChart,
  heldOutChart,
  originalMetricTable,
  productTable,
} from "./evaluation/charts.ts";
import { modelsTable, runFacts } from "./facts.ts";
import { lossFigures } from "./figures.ts";
import { mapFigure } from "./map_figure.ts";
import { findFaults, holds, type Notebook, parseNotebook, titleOf } from "./notebook.ts";
import { figureBlock, missing, pictureBlock, renderPage } from "./page.ts";
import { faultOfPage, type ReportPlaces } from "./page_record.ts";
import { linkPages, pageLinks } from "./pages.ts";
import { type PictureName, PICTURES, readPicture, type SavedPicture } from "./pictures.ts";
import { inShort, resultsTable, supervisedNote } from "./results.ts";
import { sampleText } from "./sample_text.ts";

/** An executed notebook, by its file's name without .ipynb. */
export interface ExecutedNotebook {
  name: string;
  notebook: Notebook;
  /** Why it is not of the run as it is now, to read on after "as". */
  fault?: string | undefined;
}

/**
 * Write index.html for the run into `directory`, beside its executed notebooks, and the links between
 * their pages.
 *
 * @param options.runDirectory where the run's results are. @default data/runs/<run>
 * @returns the page's path
 * @throws {SyntaxError} if a file of the run is damaged or of another version, with what to do
 */
export async function writeRunPage(
  directory: string,
  { run, runDirectory = join(RUNS, run) }: { run: string; runDirectory?: string | undefined },
): Promise<string> {
  const files = await readRun(run, runDirectory);
  const { notebooks, damaged } = await readNotebooks({ run, runDirectory, reports: directory });
  const page = await renderRunPage(files, {
    pictures: {
      reconstructions: await readPicture(runDirectory, "reconstructions", run),
      neighbours: await readPicture(runDirectory, "neighbours", run),
    },
    notebooks,
    damaged,
  });
  const path = join(directory, "index.html");
  await writeFileAtomic(path, page);
  await linkPages(directory, pagesOf(notebooks));
  return path;
}

/** The executed notebooks, and the files of this ending that are none, such as empty ones. */
async function readNotebooks(places: ReportPlaces) {
  const notebooks: ExecutedNotebook[] = [];
  const damaged: string[] = [];
  for await (const { name: file } of Deno.readDir(places.reports)) {
    if (!file.endsWith(".ipynb")) continue;
    const name = file.slice(0, -".ipynb".length);
    let notebook: Notebook;
    try {
      notebook = parseNotebook(await Deno.readTextFile(join(places.reports, file)));
    } catch {
      damaged.push(file);
      continue;
    }
    notebooks.push({ name, notebook, fault: await faultOfPage(name, places) });
  }
  return {
    notebooks: notebooks.sort((a, b) => a.name < b.name ? -1 : 1),
    damaged: damaged.sort(),
  };
}

function pagesOf(notebooks: readonly ExecutedNotebook[]) {
  return notebooks.map(({ name, notebook }) => ({ name, title: titleOf(notebook) ?? name }));
}

/** The page's markup; everything is escaped, and nothing is loaded. */
export async function renderRunPage(
  files: RunFiles,
  { notebooks = [], damaged = [], pictures = {} }: {
    notebooks?: readonly ExecutedNotebook[];
    /** Names of notebook files that cannot be read. */
    damaged?: readonly string[];
    pictures?: Partial<Record<PictureName, SavedPicture | undefined>>;
  } = {},
): Promise<string> {
  const { run, models, metrics, umap } = files;
  const fingerprint = metrics?.dataset.fingerprint ?? models[0]?.experiment.dataset.fingerprint;
  const losses = lossFigures(models);
  const map = umap && fingerprint ? await mapFigure(umap, fingerprint) : undefined;
  const pictureOf = (name: PictureName) => {
    const saved = pictures[name];
    return saved ? pictureBlock(saved) : missing(`the ${name}`, PICTURES[name]);
  };
  const sections: [title: string, content: HtmlValue][] = [
    ["Nearest neighbours", pictureOf("neighbours")],
    [
      "Embeddings compared",
      metrics ? figureBlock(heldOutChart(metrics)) : missing("the evaluation", "05_evaluate"),
    ],
    ["Map of the embeddings", [
      explorerLink(notebooks),
      map ? figureBlock(map) : missing("the map", "06_umap"),
    ]],
    ["Reconstructions", pictureOf("reconstructions")],
    ["Notebooks", [
      notebooks.length > 0 ? notebookTable(notebooks) : missing("the notebooks", "01_data_prep"),
      damaged.length > 0
        ? html`<p>Cannot be read as notebooks, so run these again: ${damaged.join(", ")}.</p>`
        : null,
    ]],
    ["Setup", runFacts(files)],
    ["Training", [
      models.length > 0 ? tableHtml(modelsTable(files)) : null,
      losses.length > 0 ? losses.map(figureBlock) : missing("the loss", "02_train"),
    ]],
    ...(metrics
      ? [["All results", [
        tableHtml(resultsTable(metrics)),
        supervisedNote(metrics),
        productTable(metrics).map(tableHtml),
        figureBlock(categoryChart(metrics)),
        tableHtml(originalMetricTable(metrics)),
      ]] as [string, HtmlValue]]
      : []),
  ];
  const ids = sections.map(([title]) => ({ title, id: title.toLowerCase().replaceAll(" ", "-") }));
  const ran = executionText(notebooks);
  const body = html`
    ${pageLinks(pagesOf(notebooks), undefined, ids)}
    <h1>${run}</h1>
    <p class="quiet">A run of Lookalike: visual product search with image embeddings.${ran}</p>
    ${metrics && inShort(metrics)}
    ${sampleNote(models[0])}
    ${sections.map(([title, content], i) => html`<h2 id="${ids[i]!.id}">${title}</h2>${content}`)}
  `;
  const plotly = losses.length > 0 || [metrics, map].some(Boolean);
  return await renderPage({ title: run, body, plotly });
}

/** When the notebooks ran, how long, and at which commit: " 28 November 2026, 8 min, commit 0a0419d." */
function executionText(notebooks: readonly ExecutedNotebook[]): string {
  const executions = notebooks.flatMap(({ notebook: { execution } }) => execution ?? []);
  if (executions.length === 0) return "";
  const latest = executions.reduce((a, b) => (b.started ?? "") > (a.started ?? "") ? b : a);
  const seconds = executions.reduce((sum, { seconds }) => sum + seconds, 0);
  return " " + [
    latest.started && new Date(latest.started).toLocaleDateString("en-GB", { dateStyle: "long" }),
    formatDuration(seconds),
    latest.commit && `commit ${latest.commit}`,
  ].filter(Boolean).join(", ") + ".";
}

/** In bold: the run uses fewer photos than there are. */
function sampleNote(model: ModelFiles | undefined): Html | null {
  if (!model) return null;
  const { dataset: { photos: count, available }, profile } = model.experiment;
  const text = sampleText({ count, available, profile });
  return text ? html`<p><strong>${text}.</strong></p>` : null;
}

/** A link to the page that holds the explorer, if one does. */
function explorerLink(notebooks: readonly ExecutedNotebook[]): Html | null {
  const page = notebooks.find(({ notebook, fault }) =>
    !fault && holds(notebook, "text/html", "data-lookalike-explorer")
  );
  return page === undefined ? null : html`<p><a href="${encodeURIComponent(page.name)}.html">
    Open the explorer</a>: turn the maps, search them, and see the neighbours of any item.</p>`;
}

/** Links to the executed notebooks, with what each took and whether it came to its end. */
function notebookTable(notebooks: readonly ExecutedNotebook[]): Html {
  const link = (file: string, text: string) =>
    html`<a href="${encodeURIComponent(file)}">${text}</a>`;
  const rows = notebooks.map(({ name, notebook, fault }) => ({
    page: link(`${name}.html`, titleOf(notebook) ?? name),
    outcome: [findFaults(notebook).length > 0 && "failed", fault && `run it again, as ${fault}`]
      .filter(Boolean).join("; "),
    time: notebook.execution ? formatDuration(notebook.execution.seconds) : "",
    file: link(`${name}.ipynb`, `${name}.ipynb`),
  }));
  return tableHtml(table(rows, [
    "page",
    { key: "outcome", label: "" },
    { key: "time", align: "right" },
    { key: "file", label: "notebook" },
  ]));
}
