/** A flat map of items coloured by category: `scatter2d`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { formatNumber } from "../../io/format.ts";
import type { Palette } from "../palette.ts";
import { axis, baseLayout, LEGEND, requireSameLength } from "./theme.ts";

/** From this many items on, maps are drawn with WebGL. */
const GL_FROM = 4000;

/**
 * A flat map of items: one colour and marker a category, every item drawn. Its axes have neither names
 * nor numbers: only which items are near each other means something.
 *
 * @throws {RangeError} if lengths do not match or a label is not in the palette.
 */
export function scatter2d(
  { points, ids, labels, palette, title }: {
    /** `[n, 2]` float32, row-major. */
    points: Float32Array;
    /** Unique name of every item, shown when it is pointed at. */
    ids: readonly string[];
    /** Category of every item. */
    labels: readonly string[];
    palette: Palette;
    title: string;
  },
): PlotlyFigure {
  requireSameLength("labels", ids.length, labels.length);
  requireSameLength("points", ids.length * 2, points.length);
  for (const label of new Set(labels)) palette.style(label); // refuses what it does not have
  const rows = Map.groupBy(ids.keys(), (row) => labels[row]!);
  const shown = palette.categories.filter((category) => rows.has(category));
  const data = shown.map((category): Data => {
    const members = rows.get(category)!;
    const size = ids.length > 2000 ? 5 : 7;
    return {
      type: ids.length >= GL_FROM ? "scattergl" : "scatter",
      mode: "markers",
      name: escapePlotly(category),
      x: Float32Array.from(members, (row) => points[2 * row]!),
      y: Float32Array.from(members, (row) => points[2 * row + 1]!),
      text: members.map((row) => escapePlotly(ids[row]!)),
      hovertemplate: "%{text}<br>%{fullData.name}<extra></extra>",
      marker: { ...palette.style(category), size, opacity: 0.85, line: { width: 0 } },
    };
  });
  const bare = { showgrid: false, zeroline: false, showticklabels: false, ticks: "" as const };
  return {
    data,
    layout: baseLayout(title, {
      subtitle: `${formatNumber(ids.length)} items` +
        (shown.length > 1 ? "; click a category to hide it, double-click to see it alone" : ""),
      height: 640,
      hovermode: "closest",
      showlegend: shown.length > 1,
      legend: { ...LEGEND, itemsizing: "constant" },
      xaxis: axis("", bare),
      yaxis: axis("", { ...bare, scaleanchor: "x" }),
    }),
  };
}
