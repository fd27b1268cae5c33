/** Execution of notebooks one after the other into a folder of reports. */

import { basename, join } from "node:path";
import { naming } from "../io/files.ts";
import { writeRunPage } from "../report/run_page.ts";
import { findJupyter } from "./setup/jupyter.ts";
import { JUPYTER_DATA } from "./setup/paths.ts";
import { type PreparedNotebook, prepareNotebook, type PrepareOptions } from "./execute.ts";
import { exportHtml } from "../report/notebook_page.ts";
import { executedHash, recordPage } from "../report/page_record.ts";
import { RUNS } from "../runs/run_files.ts";
import type { Settings } from "../runs/settings.ts";
import {
  type CellFault,
  cellHead,
  findFaults,
  type Notebook,
  parseNotebook,
} from "../report/notebook.ts";

/** Leads nbconvert past the user's own settings, for pages that look the same everywhere. */
const NO_CONFIG = { JUPYTER_CONFIG_DIR: join(JUPYTER_DATA, "none"), JUPYTER_CONFIG_PATH: "" };

/** Progress of {@linkcode runNotebooks}; `name` is the file's name without .ipynb. */
export type RunEvent =
  | { type: "start"; name: string; place: number; notebooks: number }
  | { type: "cell"; name: string; cell: number; cells: number }
  /** What a progress bar of the notebook says. */
  | { type: "progress"; name: string; text: string }
  | { type: "again"; name: string; faults: CellFault[] }
  | { type: "done"; name: string; milliseconds: number }
  | { type: "failed"; name: string; milliseconds: number; faults: CellFault[]; traceback: string };

/**
 * Options of {@linkcode runNotebooks}; without `jupyter` it is the one that set-up installed, without
 * `folder` each notebook's own.
 */
export interface RunOptions
  extends Partial<Pick<PrepareOptions, "jupyter" | "folder" | "env" | "signal">> {
  /** Paths of the notebooks, in the order in which to run them. */
  notebooks: string[];
  /** The folder for the executed notebooks, their pages and the index page; made if missing. */
  reportDirectory: string;
  /** The run's name, for the index page. @default the name of `reportDirectory` */
  run?: string;
  /** Folder of the run's results, for the index page. @default data/runs/<run> */
  runDirectory?: string;
  /** The run's settings, to be noted with its pages. */
  settings?: Settings;
  /** Called at each step. */
  onEvent?: (event: RunEvent) => void;
}

/**
 * Execute `notebooks` in order into `reportDirectory`: NN_name.ipynb, NN_name.html, index.html.
 *
 * A notebook whose cells lost outputs (see `findFaults`) is run once more, as notebooks resume;
 * the first one that fails ends the run. Its report is written too, as far as it came, unless it
 * refuses what the run was not made of (`OtherStateError`) and there is a report of before.
 *
 * @returns the path of the index page, and whether every notebook succeeded
 * @throws Error when a notebook could not be run at all, or the reason of an aborted `signal`
 */
export async function runNotebooks(
  { notebooks, reportDirectory, run = basename(reportDirectory), ...options }: RunOptions,
): Promise<{ indexPage: string; succeeded: boolean }> {
  const { runDirectory = join(RUNS, run), settings } = options;
  const places = { run, runDirectory, reports: reportDirectory };
  const jupyter = options.jupyter ?? await findJupyter();
  await naming(reportDirectory, Deno.mkdir(reportDirectory, { recursive: true }));
  const { folder, env = {}, signal } = options;
  const prepare = (path: string) =>
    prepareNotebook({
      jupyter,
      notebook: path,
      output: join(reportDirectory, basename(path)),
      folder: folder ?? join(path, ".."),
      env,
      signal,
    });
  let succeeded = true;
  // Started while the one before runs, as a kernel takes seconds to start.
  let next: PreparedNotebook | undefined;
  // A page takes seconds, and the next notebook leaves a core idle while it starts.
  let pages = Promise.resolve();
  try {
    for (const [i, notebook] of notebooks.entries()) {
      const name = basename(notebook, ".ipynb");
      options.onEvent?.({ type: "start", name, place: i + 1, notebooks: notebooks.length });
      const before = await executedHash(reportDirectory, name);
      const prepared = next ?? prepare(notebook);
      next = i + 1 < notebooks.length ? prepare(notebooks[i + 1]!) : undefined;
      const again = () => prepare(notebook);
      succeeded = await runOne(notebook, { ...options, reportDirectory, prepared, again });
      // Where a notebook refuses, the one of before is left as it was.
      if (await executedHash(reportDirectory, name) !== before) {
        await recordPage(name, places, settings);
      }
      const output = join(reportDirectory, name);
      const { python } = jupyter;
      const pageEnv = { ...jupyter.env, ...NO_CONFIG };
      pages = pages.then(() =>
        exportHtml({
          python,
          env: pageEnv,
          notebook: `${output}.ipynb`,
          output: `${output}.html`,
          signal,
        })
      );
      pages.catch(() => {}); // awaited below
      if (!succeeded) break;
    }
  } finally {
    await next?.[Symbol.asyncDispose]();
    await pages;
  }
  return { indexPage: await writeRunPage(reportDirectory, { run, runDirectory }), succeeded };
}

async function runOne(
  path: string,
  { reportDirectory, prepared, again, onEvent }:
    & Pick<RunOptions, "reportDirectory" | "onEvent">
    & { prepared: PreparedNotebook; again: () => PreparedNotebook },
): Promise<boolean> {
  const name = basename(path, ".ipynb");
  const output = join(reportDirectory, `${name}.ipynb`);
  const source = parseNotebook(await Deno.readTextFile(path));
  const order = codeCells(source);
  const started = performance.now();
  for (let attempt = 1;; attempt++) {
    const error = await (attempt === 1 ? prepared : again()).execute({
      onCell: (index) =>
        onEvent?.({ type: "cell", name, cell: order.indexOf(index) + 1, cells: order.length }),
      onProgress: (text) => onEvent?.({ type: "progress", name, text }),
    });
    const faults = error
      ? [{
        index: error.index,
        head: cellHead(source.cells[error.index]?.source ?? ""),
        problem: `${error.name}: ${error.message}`,
      }]
      : findFaults(parseNotebook(await Deno.readTextFile(output)), source);
    if (!error && faults.length > 0 && attempt === 1) {
      onEvent?.({ type: "again", name, faults });
      continue;
    }
    const milliseconds = performance.now() - started;
    if (faults.length === 0) onEvent?.({ type: "done", name, milliseconds });
    else {
      const traceback = error?.traceback ?? "";
      onEvent?.({ type: "failed", name, milliseconds, faults, traceback });
    }
    return faults.length === 0;
  }
}

/** Positions of the code cells that are not empty. */
function codeCells({ cells }: Notebook): number[] {
  return cells.flatMap((cell, index) =>
    cell.cell_type === "code" && cell.source.trim() ? [index] : []
  );
}
