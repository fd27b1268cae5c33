/** A figure in a report: `figureBlock`. */

import { figureTitle, type PlotlyFigure } from "../view/figure.ts";
import { figureHtml } from "../view/figure_html.ts";
import { type Html, html } from "../view/html.ts";
import { dataUri } from "../view/pictures/encode.ts";
import { figureStill } from "../view/still/mod.ts";

/** A figure: interactive on a screen, a still on paper and where no scripts run. */
export async function figureBlock(figure: PlotlyFigure): Promise<Html> {
  const still = await figureStill(figure);
  if (!still) return html`<div class="figure">${figureHtml(figure)}</div>`;
  const image = html`
    <img class="paper" src="${dataUri(still.bytes, "image/png")}" alt="${figureTitle(figure)}"
      width="${still.width}" height="${still.height}">
  `;
  return html`
    <div class="figure"><div class="screen">${figureHtml(figure)}</div>${image}</div>
  `;
}
