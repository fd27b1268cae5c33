/** How many photos each category has: `classDistribution`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { formatNumber } from "../../io/format.ts";
import { BASELINE_GREY, type Palette } from "../palette.ts";
import { axis, baseLayout, categoryAxis, requireSameLength } from "./theme.ts";

/** Counts of one part of the data: a split, or an index. */
export interface CountSeries {
  readonly name: string;
  /** One count a category of the palette, in its order. */
  readonly counts: readonly number[];
}

/** Parts of one bar fade, and get a pattern, in this order. */
const OPACITIES = [1, 0.6, 0.35, 0.2];
const PATTERNS = ["", "/", "x", "."] as const;

/**
 * Photos by category, the largest at the top, each bar in its category's colour; several series
 * (splits) are stacked and told apart by shade and pattern.
 *
 * @throws {RangeError} if a series does not have one count a category.
 */
export function classDistribution(
  { palette, series, title = "Photos by category", unit = "Photos" }: {
    palette: Palette;
    series: readonly CountSeries[];
    title?: string;
    unit?: string;
  },
): PlotlyFigure {
  const { categories } = palette;
  for (const { name, counts } of series) {
    requireSameLength(`counts of "${name}"`, categories.length, counts.length);
  }
  const totals = categories.map((_, i) => series.reduce((sum, { counts }) => sum + counts[i]!, 0));
  const order = categories.map((_, i) => i).sort((a, b) => totals[a]! - totals[b]! || b - a);
  const names = order.map((i) => escapePlotly(categories[i]!));
  const data = series.flatMap(({ name, counts }, s): Data[] => {
    const look = {
      opacity: OPACITIES[s % OPACITIES.length],
      pattern: {
        shape: PATTERNS[s % PATTERNS.length],
        fillmode: "overlay" as const,
        fgcolor: "rgba(255,255,255,0.6)",
        size: 6,
      },
    };
    const part: Data = {
      type: "bar",
      orientation: "h",
      name: escapePlotly(name),
      legendgroup: name,
      showlegend: false,
      y: names,
      x: order.map((i) => counts[i]!),
      marker: { ...look, color: order.map((i) => palette.style(categories[i]!).color) },
      hovertemplate: `%{y}: %{x:,}<extra>${series.length > 1 ? "%{fullData.name}" : ""}</extra>`,
    };
    // Bars have the colours of categories; the legend's sample of a shade is grey.
    const sample: Data = {
      type: "bar",
      name: escapePlotly(name),
      legendgroup: name,
      x: [null],
      y: [names[0] ?? ""],
      orientation: "h",
      marker: { ...look, color: BASELINE_GREY },
      hoverinfo: "skip",
    };
    return series.length > 1 ? [part, sample] : [part];
  });
  const photos = totals.reduce((sum, total) => sum + total, 0);
  return {
    data,
    layout: baseLayout(title, {
      subtitle: `${formatNumber(photos)} in ${formatNumber(categories.length)} categories`,
      height: Math.max(260, 130 + 24 * categories.length + (series.length > 1 ? 40 : 0)),
      barmode: "stack",
      bargap: 0.25,
      showlegend: series.length > 1,
      xaxis: axis(unit),
      yaxis: categoryAxis("Category", order.map((i) => categories[i]!)),
    }),
  };
}
