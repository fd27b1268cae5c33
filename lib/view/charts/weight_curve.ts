/** Scores against the weight of a second kind of vectors: `weightCurve`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { CATEGORY_COLORS, SYMBOLS } from "../palette.ts";
import {
  axis,
  baseLayout,
  categoryAxis,
  type Estimate,
  estimateText,
  requireSameLength,
  spread,
} from "./theme.ts";

/** One score at every weight. */
export interface WeightScores {
  readonly name: string;
  readonly scores: readonly Estimate[];
}

/**
 * A line for each score with its intervals, over weights that stand evenly spaced.
 *
 * @param options.weights Ascending.
 * @param options.metric Name with its unit or range.
 * @param options.weightName What is weighed.
 * @throws {RangeError} if a line does not have one score a weight.
 */
export function weightCurve(
  { weights, lines, metric, weightName = "Weight", title = `${metric} against the weight` }: {
    weights: readonly number[];
    lines: readonly WeightScores[];
    metric: string;
    weightName?: string;
    title?: string;
  },
): PlotlyFigure {
  const names = weights.map(String);
  const data = lines.map(({ name, scores }, i): Data => {
    requireSameLength(`scores of "${name}"`, weights.length, scores.length);
    const color = CATEGORY_COLORS[i % CATEGORY_COLORS.length]!;
    return {
      type: "scatter",
      mode: "lines+markers",
      name: escapePlotly(name),
      x: names,
      y: scores.map(({ value }) => value),
      error_y: spread(scores),
      line: { color, width: 2 },
      marker: { color, size: 8, symbol: SYMBOLS[i % SYMBOLS.length]! },
      text: scores.map((score) => estimateText(score)),
      hovertemplate: "weight %{x}: %{text}<extra>%{fullData.name}</extra>",
    };
  });
  return {
    data,
    layout: baseLayout(title, {
      height: 420,
      showlegend: true,
      hovermode: "closest",
      xaxis: categoryAxis(weightName, names),
      yaxis: axis(metric, { rangemode: "tozero" }),
    }),
  };
}
