/** Configurations against a base, as differences with their ranges: `forestPlot`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { BAD, GOOD, GRID_GREY, MID_GREY } from "../palette.ts";
import {
  axis,
  baseLayout,
  categoryAxis,
  type Estimate,
  signed,
  spread,
  textsBeside,
} from "./theme.ts";

/** The score of one configuration, and the lowest and the highest, such as those of several seeds. */
export type ForestRow = Required<Estimate> & { readonly name: string };

/**
 * A forest plot: for each configuration its difference to the base as a dot, the range of its scores
 * as a line, the best at the top. The band around 0 is the range of the base itself: a configuration
 * whose whole range lies above it is green, below it red, others are grey.
 *
 * @param options.rows Scores as they are (no differences), those of the base among them.
 * @param options.base Name of the base.
 * @param options.metric Name of the score, such as "P@5".
 * @throws {RangeError} if no row has the name of the base
 * @example
 * ```ts
 * import { forestPlot } from "./forest.ts";
 *
 * forestPlot({
 *   rows: [
 *     { name: "contrastive", value: 0.61, low: 0.6, high: 0.62 },
 *     { name: "without colour", value: 0.48, low: 0.47, high: 0.5 },
 *   ],
 *   base: "contrastive",
 *   metric: "P@5",
 * });
 * ```
 */
export function forestPlot(
  { rows, base, metric }: { rows: readonly ForestRow[]; base: string; metric: string },
): PlotlyFigure {
  const from = rows.find(({ name }) => name === base);
  if (!from) {
    throw new RangeError(
      `Cannot draw figure as base must be the name of a row: current value is "${base}"`,
    );
  }
  const shown = rows.filter((row) => row !== from).sort((a, b) => a.value - b.value);
  const names = shown.map(({ name }) => escapePlotly(name));
  const differences = shown.map(({ value, low, high }) => ({
    value: value - from.value,
    low: low - from.value,
    high: high - from.value,
  }));
  const colorOf = ({ low, high }: ForestRow) =>
    low > from.high ? GOOD : high < from.low ? BAD : MID_GREY;
  const dots: Data = {
    type: "scatter",
    mode: "markers",
    x: differences.map(({ value }) => value),
    y: names,
    error_x: spread(differences),
    marker: { size: 10, color: shown.map(colorOf) },
    text: shown.map(({ value, low, high }) =>
      `${value.toFixed(3)} (seeds ${low.toFixed(3)} to ${high.toFixed(3)})`
    ),
    hovertemplate: "%{y}: %{text}<extra></extra>",
  };
  return {
    data: [
      dots,
      textsBeside(
        shown.map(({ name }) => name),
        differences.map(({ high }) => high),
        differences.map(({ value }) => `  ${signed(value)}`),
      ),
    ],
    layout: baseLayout(`${metric}: difference to ${base}`, {
      subtitle: `Lines: lowest to highest seed; band: seeds of ${base} (${from.value.toFixed(3)})`,
      height: Math.max(240, 150 + 28 * shown.length),
      showlegend: false,
      hovermode: "closest",
      margin: { l: 60, r: 60, t: 74, b: 50 },
      xaxis: axis(`Difference in ${metric}`, { tickformat: "+.2~f", zeroline: true }),
      yaxis: categoryAxis(shown.map(({ name }) => name)),
      shapes: [{
        type: "rect",
        layer: "below",
        x0: from.low - from.value,
        x1: from.high - from.value,
        y0: 0,
        y1: 1,
        yref: "paper",
        fillcolor: GRID_GREY,
        line: { width: 0 },
      }],
    }),
  };
}
