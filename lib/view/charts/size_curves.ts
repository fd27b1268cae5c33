/** What each number of a description is worth: `sizeCurves`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { methodLooks } from "./method_looks.ts";
import { axis, baseLayout, type Estimate, estimateText, spread } from "./theme.ts";

/** A description of a photo by `numbers` numbers. */
export interface SizePoint {
  /** How many numbers describe a photo. */
  readonly numbers: number;
  /** How well its neighbours do, P@k. */
  readonly precision: Estimate;
  /** How badly the photo is drawn from them again. */
  readonly mse: number;
}

/** Numbers as people write them in hover text. */
const SIZE = "%{x:,} numbers";

/**
 * Two plots above each other, with the number of numbers on a shared logarithmic axis: precision
 * above, reconstruction error below. One method at several sizes is a grey curve, models are points.
 *
 * @param options.curve The method at several sizes, smallest first.
 * @param options.models In the experiment's order, which decides their colours.
 * @param options.metric Name of the precision, such as "P@5 (micro)".
 */
export function sizeCurves(
  { curve, models, metric, title = "What the numbers are worth" }: {
    curve: { readonly name: string; readonly points: readonly SizePoint[] };
    models: readonly (SizePoint & { readonly name: string })[];
    metric: string;
    title?: string;
  },
): PlotlyFigure {
  const all = [
    { name: curve.name, points: curve.points, kind: "baseline" as const },
    ...models.map(({ name, ...point }) => ({ name, points: [point], kind: "model" as const })),
  ];
  const looks = methodLooks(all);
  const data = all.flatMap(({ name, points, kind }, i): Data[] => {
    const { color, symbol, dash } = looks[i]!;
    const look = {
      type: "scatter" as const,
      mode: kind === "model" ? "markers" as const : "lines+markers" as const,
      name: escapePlotly(name),
      legendgroup: name,
      x: points.map(({ numbers }) => numbers),
      line: { color, width: 2, dash },
      marker: { color, symbol, size: kind === "model" ? 12 : 8 },
    };
    return [
      {
        ...look,
        y: points.map(({ precision }) => precision.value),
        error_y: spread(points.map(({ precision }) => precision)),
        text: points.map(({ precision }) => estimateText(precision)),
        hovertemplate: `${SIZE}: %{text}<extra>%{fullData.name}</extra>`,
      },
      {
        ...look,
        y: points.map(({ mse }) => mse),
        yaxis: "y2",
        showlegend: false,
        hovertemplate: `${SIZE}: MSE %{y:.4f}<extra>%{fullData.name}</extra>`,
      },
    ];
  });
  const numbers = all.flatMap(({ points }) => points.map((point) => point.numbers));
  const ends = [Math.min(...numbers), Math.max(...numbers)].map(Math.log2) as [number, number];
  // Each doubling is a tick: the axis is logarithmic, its ticks would otherwise be powers of ten.
  const ticks = Array.from(
    { length: Math.floor(ends[1]) - Math.ceil(ends[0]) + 1 },
    (_, i) => 2 ** (Math.ceil(ends[0]) + i),
  );
  return {
    data,
    layout: baseLayout(title, {
      height: 640,
      showlegend: true,
      hovermode: "closest",
      xaxis: axis("Numbers that describe a photo (logarithmic)", {
        type: "log",
        tickmode: "array",
        tickvals: ticks,
        ticktext: ticks.map(String),
        anchor: "y2",
      }),
      yaxis: axis(metric, { domain: [0.55, 1], rangemode: "tozero" }),
      yaxis2: axis("MSE (pixels in [-1, 1])", { domain: [0, 0.45], rangemode: "tozero" }),
    }),
  };
}
