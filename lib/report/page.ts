/** The frame of a report: one file that loads nothing, for screens of any width and for paper. */

import { taskCommand } from "../io/task_command.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { figureHtml } from "../view/figure_html.ts";
import { type Html, html, type HtmlValue, rawHtml } from "../view/html.ts";
import { dataUri } from "../view/picture.ts";
import { type Cell, table, tableHtml } from "../view/table.ts";
import { plotlySource } from "./notebook_page.ts";
import type { SavedPicture } from "./pictures.ts";

const STYLE = `
:root { color-scheme: light dark; --page: Canvas; }
body {
  font: 1rem/1.55 system-ui, sans-serif; max-width: 68rem; margin: 0 auto;
  padding: 0 clamp(0.8rem, 3vw, 2rem) 4rem; overflow-wrap: anywhere;
  color: CanvasText; background: var(--page);
}
@media (prefers-color-scheme: dark) { :root { --page: #16181b; } body { color: #e4e6e8; } }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 1.2rem 0 0.2rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 0.6rem; padding-top: 1rem; border-top: 1px solid #8885; }
p, ul { max-width: 46rem; }
.lead { font-size: 1.15rem; margin: 1rem 0; }
.quiet { opacity: 0.8; font-size: 0.92rem; }
.missing { border-left: 4px solid #d98f00; padding-left: 0.8rem; }
a { color: LinkText; }
code { font-size: 0.92em; }
summary { cursor: pointer; }
body .lookalike-table table { font-size: 0.88rem; overflow-wrap: normal; }
body .lookalike-table table th { white-space: normal; vertical-align: bottom; }
.lookalike-table table caption { max-width: 46rem; white-space: normal; }
.facts .lookalike-table table td { white-space: normal; vertical-align: top; overflow-wrap: anywhere; }
.facts .lookalike-table table th { display: none; }
.facts .lookalike-table table td:first-child { font-weight: 600; overflow-wrap: normal; }
@media (min-width: 701px) { .facts .lookalike-table table td:first-child { white-space: nowrap; } }
.figure { margin: 1.2rem 0; min-width: 0; }
figure { margin: 1rem 0; }
figure img { max-width: 100%; height: auto; }
@media (max-width: 700px) {
  body .lookalike-table table :is(th, td) { padding: 0.25em 0.4em; white-space: normal !important; }
  body .lookalike-table table { font-size: 0.78rem; }
  .lookalike-table table caption { max-width: calc(100vw - 2rem); }
}
@media print {
  :root { color-scheme: light; --page: white; }
  body { max-width: none; padding: 0; font-size: 10pt; color: black; }
  h2, caption { break-after: avoid; }
  body .lookalike-table table { font-size: 8pt; }
  .figure, .lookalike-table, figure { break-inside: avoid; }
  /* Drawn for a screen, perhaps a dark one: as wide as a sheet, and dark on white. */
  .figure .svg-container { zoom: 0.65; }
  .figure .main-svg text { fill: #333 !important; }
  .figure :is(.shapelayer, .errorbars) path { stroke: #333 !important; }
  .lookalike-table table th, .lookalike-table table td { white-space: normal !important; padding: 0.2em 0.5em !important; }
}
`;

/** `script` such that nothing in its strings ends it: there "<\\/" means "</". */
export function safeScript(script: string): string {
  return script.replace(/<\/(?=script)/gi, "<\\/").replace(/<!--/g, "<\\!--");
}

/** One page of `body`; with `plotly`, the library that draws its figures is in it (4.7 MB). */
export async function renderPage(
  { title, body, plotly }: { title: string; body: HtmlValue; plotly: boolean },
): Promise<string> {
  const script = plotly ? rawHtml(`<script>${safeScript(await plotlySource())}</script>`) : null;
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>${title} · Lookalike</title>
        <style>${rawHtml(STYLE)}</style>
        ${script}
      </head>
      <body>
        ${body}
      </body>
    </html>
  `.markup.trimStart();
}

/** Names and what they are, one a line; those that hold nothing are left out. */
export function factsTable(facts: readonly (readonly [name: string, value: Cell])[]): Html {
  const rows = facts.filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ name, value: typeof value === "number" ? String(value) : value }));
  return html`<div class="facts">${tableHtml(table(rows, ["name", "value"]))}</div>`;
}

/** A figure that Plotly draws; where no scripts run, a line says what it is. */
export function figureBlock(figure: PlotlyFigure): Html {
  return html`<div class="figure">${figureHtml(figure)}</div>`;
}

/** A picture of the run, its alternative text below it. */
export function pictureBlock({ bytes, alt }: SavedPicture): Html {
  return html`
    <figure>
      <img src="${dataUri(bytes, "image/webp")}" alt="${alt}">
      <figcaption class="quiet">${alt}</figcaption>
    </figure>
  `;
}

/** What is missing, and the notebook that makes it. */
export function missing(what: string, notebook: string): Html {
  const command = taskCommand(`notebooks ${notebook.slice(0, 2)}`);
  return html`<p class="missing">Not here yet: ${what}. Run notebook <code>${notebook}</code>
    (<code>${command}</code>).</p>`;
}
