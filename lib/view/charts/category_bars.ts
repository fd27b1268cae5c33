/** A metric by category: `categoryBars` (models side by side), `gainLossBars` (their difference). */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { BAD, GOOD, MID_GREY } from "../palette.ts";
import { seriesStyles } from "./series_styles.ts";
import {
  axis,
  baseLayout,
  categoryAxis,
  type Estimate,
  estimateText,
  requireSameLength,
  spread,
} from "./theme.ts";

/** One model's metric in every category; null where a category has no items to measure. */
export interface CategoryScores {
  readonly name: string;
  readonly scores: readonly (Estimate | null)[];
}

/** A level to compare with: one number for all categories, or one a category. */
export interface BaselineLevel {
  readonly name: string;
  readonly level: number | readonly number[];
}

const DASHES = ["dash", "dot", "dashdot", "longdash"] as const;
/** Marks on the bars, in the order of baselines that have a level a category. */
const MARKS = [{ symbol: "line-ew", size: 16 }, { symbol: "x-thin", size: 7 }] as const;

/**
 * Bars by category for every model side by side, with intervals; baselines as lines across (one
 * number) or as a mark on each category (a list).
 *
 * @param options.metric Name with its unit or range, such as "P@5 (share of 5 neighbours)".
 * @throws {RangeError} if a list does not have one element a category.
 */
export function categoryBars(
  { categories, models, baselines = [], metric, title = `${metric} by category` }: {
    categories: readonly string[];
    models: readonly CategoryScores[];
    baselines?: readonly BaselineLevel[];
    metric: string;
    title?: string;
  },
): PlotlyFigure {
  const names = categories.map(escapePlotly);
  const looks = seriesStyles(models.map(({ name }) => ({ name, kind: "model" })));
  const bars = models.map(({ name, scores }, i): Data => {
    requireSameLength(`scores of "${name}"`, categories.length, scores.length);
    return {
      type: "bar",
      name: escapePlotly(name),
      x: names,
      y: scores.map((score) => score?.value ?? null),
      error_y: spread(scores),
      marker: {
        color: looks[i]!.color,
        pattern: {
          shape: looks[i]!.pattern,
          fillmode: "overlay",
          fgcolor: "rgba(255,255,255,0.5)",
          size: 6,
        },
      },
      text: scores.map((score) => score ? estimateText(score) : ""),
      textposition: "none",
      hovertemplate: "%{x}: %{text}<extra>%{fullData.name}</extra>",
    };
  });
  const lines = baselines.map(({ name, level }, i): Data => {
    const everywhere = typeof level === "number";
    if (!everywhere) requireSameLength(`level of "${name}"`, categories.length, level.length);
    return {
      type: "scatter",
      name: escapePlotly(name),
      mode: everywhere ? "lines" : "markers",
      x: names,
      y: everywhere ? names.map(() => level) : [...level],
      line: { color: MID_GREY, width: 2, dash: DASHES[i % DASHES.length] },
      marker: {
        ...MARKS[i % MARKS.length]!,
        color: MID_GREY,
        line: { color: MID_GREY, width: 2 },
      },
      hovertemplate: "%{y:.3f}<extra>%{fullData.name}</extra>",
    };
  });
  return {
    data: [...bars, ...lines],
    layout: baseLayout(title, {
      height: 480,
      barmode: "group",
      bargap: 0.25,
      showlegend: true,
      xaxis: categoryAxis("Category", categories, { tickangle: categories.length > 6 ? -45 : 0 }),
      yaxis: axis(metric, { rangemode: "tozero" }),
    }),
  };
}

/**
 * What each category gains (right, green) or loses (left, red) from one model to the other, largest
 * gain at the top, with the interval of the difference where it is known.
 *
 * @param options.differences Metric of `to` minus metric of `from`, one a category; null is left out.
 * @throws {RangeError} if there is not one difference a category.
 */
export function gainLossBars(
  { categories, differences, metric, from, to, title }: {
    categories: readonly string[];
    differences: readonly (Estimate | null)[];
    metric: string;
    from: string;
    to: string;
    title?: string;
  },
): PlotlyFigure {
  requireSameLength("differences", categories.length, differences.length);
  const rows = categories
    .map((category, i) => ({ category, difference: differences[i] ?? null }))
    .filter((row): row is { category: string; difference: Estimate } => row.difference !== null)
    .sort((a, b) => a.difference.value - b.difference.value);
  const values = rows.map(({ difference }) => difference.value);
  const signed = (value: number) =>
    `${value > 0 ? "+" : value < 0 ? "−" : "±"}${Math.abs(value).toFixed(3)}`;
  return {
    data: [{
      type: "bar",
      orientation: "h",
      name: escapePlotly(`${to} minus ${from}`),
      y: rows.map(({ category }) => escapePlotly(category)),
      x: values,
      error_x: spread(rows.map(({ difference }) => difference)),
      marker: { color: values.map((value) => value < 0 ? BAD : GOOD) },
      text: values.map(signed),
      textposition: "none",
      hovertemplate: "%{y}: %{text}<extra></extra>",
    }],
    layout: baseLayout(title ?? "Gain and loss by category", {
      subtitle: `${to} against ${from}`,
      height: Math.max(260, 130 + 24 * rows.length),
      bargap: 0.25,
      showlegend: false,
      xaxis: axis(`Change in ${metric}`, { zeroline: true, zerolinewidth: 2, tickformat: "+.2~f" }),
      yaxis: categoryAxis("Category", rows.map(({ category }) => category)),
    }),
  };
}
