/** Bar charts: embeddings compared, scores by category, gains and losses, photos by category. */

import type { Data } from "plotly.js-dist-min";
import { formatNumber } from "../../io/format.ts";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { BAD, BASELINE_GREY, GOOD, MID_GREY, modelColor, type Palette } from "../palette.ts";
import {
  axis,
  baseLayout,
  categoryAxis,
  type EmbeddingLabel,
  type Estimate,
  estimateText,
  requireSameLength,
  seriesStyles,
  signed,
  spread,
  textsBeside,
} from "./theme.ts";

/** An embedding and its score. */
export interface EmbeddingScore extends EmbeddingLabel, Estimate {}

/** Most bars of a comparison. */
const MOST_BARS = 12;

/** Horizontal bars, the last at the top. */
function barsOf(
  names: readonly string[],
  estimates: readonly Estimate[],
  color: string | string[],
  text: (estimate: Estimate) => string = estimateText,
): Data {
  return {
    type: "bar",
    orientation: "h",
    y: names.map(escapePlotly),
    x: estimates.map(({ value }) => value),
    error_x: spread(estimates),
    marker: { color },
    text: estimates.map(text),
    textposition: "none",
    hovertemplate: "%{y}: %{text}<extra></extra>",
  };
}

/** White lines of this shape over a bar. */
function hatching<T extends string>(shape: T) {
  return { shape, fillmode: "overlay", fgcolor: "rgba(255,255,255,0.6)", size: 6 } as const;
}

/** A line across the chart at one value, from the lower to the upper edge. */
function lineAt(value: number) {
  const line = { color: MID_GREY, width: 2, dash: "dash" } as const;
  return { type: "line", x0: value, x1: value, y0: 0, y1: 1, yref: "paper", line } as const;
}

/**
 * Horizontal bars with intervals and numbers, the best twelve at most, the best at the top; chance as
 * a line.
 *
 * @param options.metric Name with its unit or range.
 * @param options.of Embeddings that these are the best of. @default as many as there are
 */
export function barComparison(
  { embeddings, of = embeddings.length, metric, chance, title }: {
    embeddings: readonly EmbeddingScore[];
    of?: number;
    metric: string;
    /** What guessing scores. @default no line */
    chance?: number;
    title: string;
  },
): PlotlyFigure {
  const rows = embeddings.toSorted((a, b) => b.value - a.value).slice(0, MOST_BARS).reverse();
  const names = rows.map(({ name }) => name);
  const ends = rows.map(({ value, high = value }) => high);
  const rightmost = Math.max(0, chance ?? 0, ...ends.filter(Number.isFinite));
  const colors = rows.map(({ name, kind }) => kind === "model" ? modelColor(name) : BASELINE_GREY);
  return {
    data: [
      barsOf(names, rows, colors),
      // Values are right of the intervals, where no bar hides them.
      textsBeside(names, ends, rows.map(({ value }) => ` ${value.toFixed(3)}`)),
    ],
    layout: baseLayout(title, {
      subtitle: `Baselines grey${
        chance === undefined ? "" : `; dashed: chance (${chance.toFixed(3)})`
      }${of > rows.length ? `; the best ${rows.length} of ${of}` : ""}`,
      height: Math.max(240, 130 + rows.length * 34),
      bargap: 0.35,
      showlegend: false,
      xaxis: axis(metric, { range: [0, rightmost > 0 ? rightmost * 1.15 : 1] }),
      yaxis: categoryAxis(names),
      ...(chance === undefined ? {} : { shapes: [lineAt(chance)] }),
    }),
  };
}

/** Scores of one embedding in every category; null where a category has no items to measure. */
export interface CategoryScores extends EmbeddingLabel {
  readonly scores: readonly (Estimate | null)[];
}

/**
 * Groups of bars, such as categories or attributes, with a bar for each embedding and its interval, and
 * chance as a mark on each group.
 *
 * @param options.metric Name with its unit or range, such as "P@5 (share of 5 neighbours)".
 * @throws {RangeError} if a list does not have one element a category.
 */
export function categoryBars(
  { categories, models, chance, metric, title }: {
    categories: readonly string[];
    models: readonly CategoryScores[];
    /** What guessing scores in each category. */
    chance: readonly number[];
    metric: string;
    title: string;
  },
): PlotlyFigure {
  const names = categories.map(escapePlotly);
  const styles = seriesStyles(models);
  requireSameLength("chance", categories.length, chance.length);
  const bars = models.map(({ name, scores }, i): Data => {
    requireSameLength(`scores of "${name}"`, categories.length, scores.length);
    const { color, pattern: shape, opacity } = styles[i]!;
    return {
      type: "bar",
      name: escapePlotly(name),
      x: names,
      y: scores.map((score) => score?.value ?? null),
      error_y: spread(scores),
      marker: {
        color,
        opacity,
        pattern: hatching(shape),
      },
      text: scores.map((score) => score ? estimateText(score) : ""),
      textposition: "none",
      hovertemplate: "%{x}: %{text}<extra>%{fullData.name}</extra>",
    };
  });
  const marks: Data = {
    type: "scatter",
    name: "chance",
    mode: "markers",
    x: names,
    y: [...chance],
    marker: { symbol: "line-ew", size: 16, color: MID_GREY, line: { color: MID_GREY, width: 2 } },
    hovertemplate: "%{y:.3f}<extra>%{fullData.name}</extra>",
  };
  return {
    data: [...bars, marks],
    layout: baseLayout(title, {
      height: 480,
      barmode: "group",
      bargap: 0.25,
      showlegend: true,
      xaxis: categoryAxis(categories, { tickangle: categories.length > 6 ? -45 : 0 }),
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
    title: string;
  },
): PlotlyFigure {
  requireSameLength("differences", categories.length, differences.length);
  const rows = categories
    .flatMap((category, i) => differences[i] ? [{ category, ...differences[i] }] : [])
    .sort((a, b) => a.value - b.value);
  const names = rows.map(({ category }) => category);
  const colors = rows.map(({ value }) => value < 0 ? BAD : GOOD);
  return {
    data: [barsOf(names, rows, colors, ({ value }) => signed(value))],
    layout: baseLayout(title, {
      subtitle: `${to} against ${from}`,
      height: Math.max(260, 130 + 24 * rows.length),
      bargap: 0.25,
      showlegend: false,
      xaxis: axis(`Change in ${metric}`, { zeroline: true, zerolinewidth: 2, tickformat: "+.2~f" }),
      yaxis: categoryAxis(names),
    }),
  };
}

/** Counts of one part of the data: a split, or an index. */
export interface CountSeries {
  readonly name: string;
  /** One count a category of the palette, in its order. */
  readonly counts: readonly number[];
}

/** Parts of one bar fade, and get a pattern, in this order. */
const SHADES = [[1, ""], [0.6, "/"], [0.35, "x"], [0.2, "."]] as const;

/**
 * Images by category, the largest at the top, each bar in its category's colour; several series
 * (splits) are stacked and told apart by shade and pattern.
 *
 * @throws {RangeError} if a series does not have one count a category.
 */
export function classDistribution(
  { palette, series }: { palette: Palette; series: readonly CountSeries[] },
): PlotlyFigure {
  const { categories } = palette;
  for (const { name, counts } of series) {
    requireSameLength(`counts of "${name}"`, categories.length, counts.length);
  }
  const totals = categories.map((_, i) => series.reduce((sum, { counts }) => sum + counts[i]!, 0));
  const order = categories.map((_, i) => i).sort((a, b) => totals[a]! - totals[b]! || b - a);
  const ordered = order.map((i) => categories[i]!);
  const names = ordered.map(escapePlotly);
  const several = series.length > 1;
  const data = series.flatMap(({ name, counts }, s): Data[] => {
    const [opacity, shape] = SHADES[s % SHADES.length]!;
    const pattern = hatching(shape);
    const common = { type: "bar", orientation: "h", name: escapePlotly(name) } as const;
    const part: Data = {
      ...common,
      legendgroup: name,
      showlegend: false,
      y: names,
      x: order.map((i) => counts[i]!),
      marker: { opacity, pattern, color: ordered.map((category) => palette.style(category).color) },
      hovertemplate: `%{y}: %{x:,}<extra>${several ? "%{fullData.name}" : ""}</extra>`,
    };
    // Bars have the colours of categories; the legend's sample of a shade is grey.
    const sample: Data = {
      ...common,
      legendgroup: name,
      x: [null],
      y: [names[0] ?? ""],
      marker: { opacity, pattern, color: BASELINE_GREY },
      hoverinfo: "skip",
    };
    return several ? [part, sample] : [part];
  });
  const photos = totals.reduce((sum, total) => sum + total, 0);
  return {
    data,
    layout: baseLayout("Images by category", {
      subtitle: `${formatNumber(photos)} in ${formatNumber(categories.length)} categories`,
      height: Math.max(260, 130 + 24 * categories.length + (several ? 40 : 0)),
      barmode: "stack",
      bargap: 0.25,
      showlegend: several,
      xaxis: axis("Images"),
      yaxis: categoryAxis(ordered),
    }),
  };
}
