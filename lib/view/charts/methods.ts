/** One number a method, models beside simple baselines: `barComparison`. */

import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { BASELINE_GREY, MID_GREY, modelColor } from "../palette.ts";
import { axis, baseLayout, categoryAxis, type Estimate, estimateText, spread } from "./theme.ts";

/** A method and how well it did. */
export interface MethodScore extends Estimate {
  readonly name: string;
  /** Models are coloured in the order given, baselines grey. */
  readonly kind: "model" | "baseline";
}

/**
 * Horizontal bars, the best at the top, with intervals and the numbers written out; chance as a
 * line.
 *
 * @param options.methods In the experiment's order, which decides the models' colours.
 * @param options.metric Name with its unit or range.
 */
export function barComparison(
  { methods, metric, chance, title = "Models and simple baselines" }: {
    methods: readonly MethodScore[];
    metric: string;
    /** What guessing scores. @default no line */
    chance?: number;
    title?: string;
  },
): PlotlyFigure {
  let models = 0;
  const rows = methods
    .map((method) => ({
      ...method,
      color: method.kind === "model" ? modelColor(models++) : BASELINE_GREY,
    }))
    .sort((a, b) => a.value - b.value);
  const names = rows.map(({ name }) => escapePlotly(name));
  const ends = rows.map(({ value, high }) => high ?? value);
  const rightmost = Math.max(0, chance ?? 0, ...ends.filter(Number.isFinite));
  return {
    data: [
      {
        type: "bar",
        orientation: "h",
        name: escapePlotly(metric),
        y: names,
        x: rows.map(({ value }) => value),
        error_x: spread(rows),
        marker: {
          color: rows.map(({ color }) => color),
          // Grey alone would not tell a baseline from a model in print.
          pattern: {
            shape: rows.map(({ kind }) => kind === "model" ? "" : "/"),
            fillmode: "overlay",
            fgcolor: "rgba(255,255,255,0.5)",
            size: 6,
          },
        },
        text: rows.map((row) => estimateText(row)),
        textposition: "none",
        hovertemplate: "%{y}: %{text}<extra></extra>",
      },
      {
        // The numbers stand right of the intervals, where no bar hides them.
        type: "scatter",
        mode: "text",
        y: names,
        x: ends,
        text: rows.map(({ value }) => ` ${value.toFixed(3)}`),
        textposition: "middle right",
        cliponaxis: false,
        hoverinfo: "skip",
        showlegend: false,
      },
    ],
    layout: baseLayout(title, {
      subtitle: `Models in colour, baselines hatched grey${
        chance === undefined ? "" : `; dashed: chance (${chance.toFixed(3)})`
      }`,
      height: Math.max(240, 150 + 34 * rows.length),
      bargap: 0.35,
      showlegend: false,
      xaxis: axis(metric, { range: [0, rightmost > 0 ? rightmost * 1.15 : 1] }),
      yaxis: categoryAxis("Method", rows.map(({ name }) => name)),
      ...(chance === undefined ? {} : {
        shapes: [{
          type: "line",
          x0: chance,
          x1: chance,
          y0: 0,
          y1: 1,
          yref: "paper",
          line: { color: MID_GREY, width: 2, dash: "dash" },
        }],
      }),
    }),
  };
}
