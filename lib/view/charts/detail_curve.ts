/** Which sizes of detail a drawing keeps: `detailCurve`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { seriesStyles } from "./series_styles.ts";
import { axis, baseLayout } from "./theme.ts";

/** How much of each size of detail one model keeps. */
export interface ModelDetail {
  readonly name: string;
  readonly detail: readonly {
    /** Size of the detail, pixels. */
    readonly side: number;
    /** 1 for all of it, 0 or less for none; NaN is a gap. */
    readonly kept: number;
  }[];
}

/**
 * Share of the detail that is kept against its size (logarithmic), a line a model.
 */
export function detailCurve(
  { models, title = "Detail that survives, by size" }: {
    models: readonly ModelDetail[];
    title?: string;
  },
): PlotlyFigure {
  const looks = seriesStyles(models.map(({ name }) => ({ name, kind: "model" })));
  const data = models.map(({ name, detail }, i): Data => {
    const { color, symbol } = looks[i]!;
    return {
      type: "scatter",
      mode: "lines+markers",
      name: escapePlotly(name),
      x: detail.map(({ side }) => side),
      y: detail.map(({ kept }) => kept),
      line: { color, width: 2 },
      marker: { color, size: 8, symbol },
      hovertemplate: "%{x} pixels: %{y:.1%}<extra>%{fullData.name}</extra>",
    };
  });
  const sides = [...new Set(models.flatMap(({ detail }) => detail.map(({ side }) => side)))];
  return {
    data,
    layout: baseLayout(title, {
      subtitle: "100 %: all of it is there; 0 %: none",
      height: 420,
      showlegend: true,
      hovermode: "closest",
      xaxis: axis("Size of the detail (pixels, logarithmic)", {
        type: "log",
        tickmode: "array",
        tickvals: sides,
        ticktext: sides.map(String),
      }),
      yaxis: axis("Share that is kept", { tickformat: ".0%", zeroline: true }),
    }),
  };
}
