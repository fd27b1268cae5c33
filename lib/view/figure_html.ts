/**
 * A Plotly figure as markup that draws itself without a network: `figureHtml`.
 *
 * The script takes Plotly from `window.Plotly` where a report has put it into the page, else from
 * JupyterLab's own server (`files/node_modules/plotly.js-dist-min/` below its base URL; JupyterLab
 * must have been started at the project's root and may serve hidden folders, where Deno keeps
 * packages: `deno task lab` does both). Where neither is there, or scripts do not run, a
 * line of text stays.
 */

import { type EncodedFigure, encodeFigure, figureTitle, type PlotlyFigure } from "./figure.ts";
import { type Html, html, rawHtml } from "./html.ts";
import { MID_GREY } from "./palette.ts";
import { sha256 } from "../io/bytes.ts";
import { taskCommand } from "../io/task_command.ts";

/** Where Plotly lies below the folder JupyterLab was started in. */
export const PLOTLY_PATH = "files/node_modules/plotly.js-dist-min/plotly.min.js";

/** Height of figures that do not say theirs, pixels. */
const DEFAULT_HEIGHT = 450;

/**
 * JSON as JavaScript source that is safe inside a script element: no `<`, so no `</script>` or
 * `<!--` can end or alter it.
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028").replace(/\u2029/g, "\\u2029");
}

// Runs in the page. The grey that stands for text becomes the text colour of the page's theme. A notebook
// may be open in two views, so every element with the id is drawn.
// JupyterLab may run scripts before their output is in the page, hence the retries.
const CLIENT = `(function (id, figure, path) {
  var tries = 0;
  function draw() {
    var found = document.querySelectorAll('[data-lookalike-figure="' + id + '"]');
    if (found.length === 0 && tries++ < 50) return setTimeout(draw, 100);
    found.forEach(function (element) {
      if (element.dataset.drawn) return;
      element.dataset.drawn = "yes";
      var ink = JSON.stringify(getComputedStyle(element).color);
      var copy = JSON.parse(JSON.stringify(figure).split('"${MID_GREY}"').join(ink));
      copy.config.responsive = false;
      element.textContent = "";
      window.Plotly.newPlot(element, copy.data, copy.layout, copy.config);
      if (window.ResizeObserver) {
        var width = element.clientWidth;
        new ResizeObserver(function () {
          if (element.clientWidth === 0 || element.clientWidth === width) return;
          width = element.clientWidth;
          window.Plotly.Plots.resize(element);
        }).observe(element);
      }
    });
  }
  if (window.Plotly) return draw();
  var settings = document.getElementById("jupyter-config-data");
  if (!settings) {
    window.addEventListener("load", function () { if (window.Plotly) draw(); });
    return;
  }
  window.lookalikePlotly = window.lookalikePlotly || new Promise(function (resolve) {
    var base = JSON.parse(settings.textContent).baseUrl || "/";
    var script = document.createElement("script");
    script.src = base.replace(/\\/?$/, "/") + path;
    script.onload = resolve;
    script.onerror = function () {
      setTimeout(function () { window.lookalikePlotly = undefined; }, 30000);
    };
    document.head.appendChild(script);
  });
  window.lookalikePlotly.then(draw);
})`;

/** The figure as markup. Data are embedded once, compact (`encodeFigure`); everything is escaped. */
export function figureHtml(figure: PlotlyFigure, encoded?: EncodedFigure): Html {
  const json = scriptJson(encoded ?? encodeFigure(figure));
  const id = `f${sha256(json).slice(0, 8)}`;
  const title = figureTitle(figure);
  const height = typeof figure.layout.height === "number" ? figure.layout.height : DEFAULT_HEIGHT;
  const holder = html`
    <div data-lookalike-figure="${id}" role="figure" aria-label="${title}"
      style="width:100%;min-height:${height}px">
      <p><strong>${title}</strong><br>
        An interactive figure: JupyterLab (<code>${taskCommand(
          "lab",
        )}</code>), VS Code and the HTML report draw it.</p>
    </div>
  `;
  const script = `<script>${CLIENT}("${id}",${json},"${PLOTLY_PATH}")</script>`;
  return rawHtml(`${holder.markup}\n${script}`);
}
