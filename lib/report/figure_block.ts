/** A figure in a report: `figureBlock`. */

import { figureTitle, type PlotlyFigure } from "../view/figure.ts";
import { figureHtml } from "../view/figure_html.ts";
import { type Html, html } from "../view/html.ts";
import { figureSvg } from "../view/still/drawing.ts";

/**
 * A figure: interactive on a screen, a still on paper and where no scripts run. The still is a drawing
 * that the browser draws, sharp at any size; as an image, it can run nothing.
 */
export function figureBlock(figure: PlotlyFigure): Html {
  const svg = figureSvg(figure);
  if (svg === undefined) return html`<div class="figure">${figureHtml(figure)}</div>`;
  const image = html`
    <img class="paper" src="data:image/svg+xml,${encodeURIComponent(svg)}" alt="${figureTitle(
      figure,
    )}">
  `;
  return html`
    <div class="figure"><div class="screen">${figureHtml(figure)}</div>${image}</div>
  `;
}
