/** The page that leads to a run's reports: `writeIndexPage`, `renderIndexPage`. */

import { join } from "node:path";
import { writeFileAtomic } from "../files.ts";
import { formatDuration } from "../view/format.ts";
import { html } from "../view/html.ts";
import { findFaults, parseNotebook, titleOf } from "./notebook.ts";

/** A report as the index page lists it. */
export interface ReportEntry {
  /** File name of the executed notebook without .ipynb; the page's is the same with .html. */
  name: string;
  /** The notebook's first heading, or its name. */
  title: string;
  /** What the run took, seconds. */
  seconds: number | undefined;
  /** Whether every cell did what it should. */
  succeeded: boolean;
}

/** The index page of `run`; everything is escaped, and nothing is loaded. */
export function renderIndexPage(run: string, entries: readonly ReportEntry[]): string {
  const rows = entries.map(({ name, title, seconds, succeeded }) => {
    const file = encodeURIComponent(name);
    return html`
      <tr>
        <td><a href="${file}.html">${title}</a></td>
        <td>${succeeded ? "" : "failed"}</td>
        <td>${seconds === undefined ? "" : formatDuration(seconds)}</td>
        <td><a href="${file}.ipynb">${name}.ipynb</a></td>
      </tr>
    `;
  });
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>${run} - Lookalike</title>
        <style>
        body {
          font: 1rem/1.5 system-ui, sans-serif;
          max-width: 60rem;
          margin: 2rem auto;
          padding: 0 1rem;
        }
        table { border-collapse: collapse; width: 100%; }
        td, th { padding: 0.4rem 0.8rem 0.4rem 0; text-align: left; border-bottom: 1px solid #8884; }
        </style>
      </head>
      <body>
        <h1>${run}</h1>
        <table>
          <thead>
            <tr>
              <th>Report</th>
              <th></th>
              <th>Took</th>
              <th>Notebook</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </body>
    </html>
  `.markup.trimStart();
}

/** Write index.html for the executed notebooks in `directory`; returns its path. */
export async function writeIndexPage(directory: string, run: string): Promise<string> {
  const entries: ReportEntry[] = [];
  for await (const { name: file } of Deno.readDir(directory)) {
    if (!file.endsWith(".ipynb")) continue;
    const notebook = parseNotebook(await Deno.readTextFile(join(directory, file)));
    const name = file.slice(0, -".ipynb".length);
    entries.push({
      name,
      title: titleOf(notebook) ?? name,
      seconds: notebook.seconds,
      succeeded: findFaults(notebook).length === 0,
    });
  }
  entries.sort((a, b) => a.name < b.name ? -1 : 1);
  const path = join(directory, "index.html");
  await writeFileAtomic(path, renderIndexPage(run, entries));
  return path;
}
