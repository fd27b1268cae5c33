/** How well embeddings find the same colour, pattern, ...: `attributeBars`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { MID_GREY } from "../palette.ts";
import { type EmbeddingLabel, seriesStyles } from "./series_styles.ts";
import {
  axis,
  baseLayout,
  categoryAxis,
  type Estimate,
  estimateText,
  requireSameLength,
  spread,
} from "./theme.ts";

/** One attribute: the score of every embedding, and of chance. */
export interface AttributeScores {
  readonly name: string;
  /** One for each embedding; null where it could not be measured. */
  readonly scores: readonly (Estimate | null)[];
  readonly chance: number;
}

/**
 * A group of bars for each attribute, a bar for each embedding with its interval, and a line across at
 * what guessing reaches there.
 *
 * @param options.metric Name with its unit or range.
 * @throws {RangeError} if an attribute does not have one score for each embedding.
 */
export function attributeBars(
  { embeddings, attributes, metric, title = `${metric} by attribute` }: {
    embeddings: readonly EmbeddingLabel[];
    attributes: readonly AttributeScores[];
    metric: string;
    title?: string;
  },
): PlotlyFigure {
  for (const { name, scores } of attributes) {
    requireSameLength(`scores of "${name}"`, embeddings.length, scores.length);
  }
  const looks = seriesStyles(embeddings);
  const names = attributes.map(({ name }) => escapePlotly(name));
  const bars = embeddings.map(({ name }, m): Data => {
    const { color, pattern, opacity } = looks[m]!;
    const scores = attributes.map((attribute) => attribute.scores[m]!);
    return {
      type: "bar",
      name: escapePlotly(name),
      x: names,
      y: scores.map((score) => score?.value ?? null),
      error_y: spread(scores),
      marker: {
        color,
        opacity,
        pattern: {
          shape: pattern,
          fillmode: "overlay",
          fgcolor: "rgba(255,255,255,0.8)",
          size: 8,
        },
      },
      text: scores.map((score) => score ? estimateText(score) : ""),
      textposition: "none",
      hovertemplate: "%{x}: %{text}<extra>%{fullData.name}</extra>",
    };
  });
  const chance: Data = {
    type: "scatter",
    mode: "markers",
    name: "chance",
    x: names,
    y: attributes.map((attribute) => attribute.chance),
    marker: { symbol: "line-ew", size: 16, color: MID_GREY, line: { color: MID_GREY, width: 2 } },
    hovertemplate: "%{y:.3f}<extra>chance</extra>",
  };
  return {
    data: [...bars, chance],
    layout: baseLayout(title, {
      subtitle: "Models in colour, baselines grey; lines across: chance",
      height: 480,
      barmode: "group",
      bargap: 0.25,
      showlegend: true,
      xaxis: categoryAxis("Attribute", attributes.map(({ name }) => name)),
      yaxis: axis(metric, { rangemode: "tozero" }),
      // Across all bars of a group, however wide the figure is: groups stand at 0, 1, 2, ...
      shapes: attributes.map(({ chance: level }, i) => ({
        type: "line",
        x0: i - 0.4,
        x1: i + 0.4,
        y0: level,
        y1: level,
        line: { color: MID_GREY, width: 2 },
      })),
    }),
  };
}
