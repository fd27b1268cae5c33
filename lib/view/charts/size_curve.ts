/** What each number of a description is worth: `sizeCurve`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { seriesStyles } from "./series_styles.ts";
import { axis, baseLayout, type Estimate, estimateText, spread } from "./theme.ts";

/** How well a photo is described by `numbers` numbers. */
export interface SizePoint extends Estimate {
  /** How many numbers describe a photo. */
  readonly numbers: number;
}

/**
 * A score against the number of numbers that describe a photo (logarithmic): one method at several
 * sizes as a grey curve, models as points.
 *
 * @param options.curve The method at several sizes, smallest first.
 * @param options.metric Name with its unit or range.
 */
export function sizeCurve(
  { curve, models, metric, title = `${metric} by number of numbers` }: {
    curve: { readonly name: string; readonly points: readonly SizePoint[] };
    models: readonly (SizePoint & { readonly name: string })[];
    metric: string;
    title?: string;
  },
): PlotlyFigure {
  const all = [
    { ...curve, kind: "baseline" as const },
    ...models.map((model) => ({ name: model.name, points: [model], kind: "model" as const })),
  ];
  const looks = seriesStyles(all);
  const data = all.map(({ name, points, kind }, i): Data => {
    const { color, symbol, dash } = looks[i]!;
    return {
      type: "scatter",
      mode: kind === "model" ? "markers" : "lines+markers",
      name: escapePlotly(name),
      x: points.map(({ numbers }) => numbers),
      y: points.map(({ value }) => value),
      error_y: spread(points),
      line: { color, width: 2, dash },
      marker: { color, symbol, size: kind === "model" ? 12 : 8 },
      text: points.map((point) => estimateText(point)),
      hovertemplate: "%{x:,} numbers: %{text}<extra>%{fullData.name}</extra>",
    };
  });
  return {
    data,
    layout: baseLayout(title, {
      height: 380,
      showlegend: true,
      hovermode: "closest",
      xaxis: axis("Numbers that describe a photo (logarithmic)", {
        type: "log",
        tickmode: "array",
        ...doublings(all.flatMap(({ points }) => points.map(({ numbers }) => numbers))),
      }),
      yaxis: axis(metric, { rangemode: "tozero" }),
    }),
  };
}

/** A tick at each power of two that lies within `numbers`: Plotly's own would be powers of ten. */
function doublings(numbers: readonly number[]): { tickvals: number[]; ticktext: string[] } {
  const first = Math.ceil(Math.log2(Math.min(...numbers)));
  const last = Math.floor(Math.log2(Math.max(...numbers)));
  const tickvals = Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, i) => 2 ** (first + i),
  );
  return { tickvals, ticktext: tickvals.map(String) };
}
