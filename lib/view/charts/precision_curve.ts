/** P@k against k: `precisionAgainstK`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { MID_GREY } from "../palette.ts";
import { type EmbeddingLabel, seriesStyles } from "./series_styles.ts";
import { axis, baseLayout, type Estimate, estimateText } from "./theme.ts";

/** P@1, P@2, ... of one embedding. */
export interface EmbeddingCurve extends EmbeddingLabel {
  readonly curve: readonly Estimate[];
}

/**
 * P@k for k = 1, 2, ...: models as coloured lines with their interval as a band, baselines as dashed
 * grey lines, chance as a line across.
 */
export function precisionAgainstK(
  { embeddings, chance, title = "Precision against the number of neighbours" }: {
    embeddings: readonly EmbeddingCurve[];
    chance: number;
    title?: string;
  },
): PlotlyFigure {
  const looks = seriesStyles(embeddings);
  const data = embeddings.flatMap(({ name, kind, curve }, m): Data[] => {
    const { color, dash, symbol } = looks[m]!;
    const ks = curve.map((_, i) => i + 1);
    const line: Data = {
      type: "scatter",
      mode: "lines+markers",
      name: escapePlotly(name),
      x: ks,
      y: curve.map(({ value }) => value),
      line: { color, width: 2, dash },
      marker: { color, size: 6, symbol },
      text: curve.map((estimate) => estimateText(estimate)),
      hovertemplate: "P@%{x}: %{text}<extra>%{fullData.name}</extra>",
    };
    // The band runs along the upper ends and back along the lower ones.
    const band: Data = {
      type: "scatter",
      mode: "lines",
      x: [...ks, ...ks.toReversed()],
      y: [
        ...curve.map(({ value, high }) => high ?? value),
        ...curve.map(({ value, low }) => low ?? value).toReversed(),
      ],
      fill: "toself",
      fillcolor: `${color}33`,
      line: { width: 0 },
      hoverinfo: "skip",
      showlegend: false,
    };
    return kind === "model" ? [band, line] : [line];
  });
  const depth = Math.max(1, ...embeddings.map(({ curve }) => curve.length));
  data.push({
    type: "scatter",
    mode: "lines",
    name: "chance",
    x: [1, depth],
    y: [chance, chance],
    line: { color: MID_GREY, width: 2, dash: "longdashdot" },
    hovertemplate: "%{y:.3f}<extra>chance</extra>",
  });
  return {
    data,
    layout: baseLayout(title, {
      subtitle: "Bands: 95 % intervals of the models",
      height: 460,
      showlegend: true,
      hovermode: "closest",
      xaxis: axis("k (neighbours looked at)", { range: [0.5, depth + 0.5], zeroline: false }),
      yaxis: axis("P@k (share of the k neighbours)", { rangemode: "tozero" }),
    }),
  };
}
