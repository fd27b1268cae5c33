/** Line charts: scores over a number, losses by epoch. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { BASELINE_GREY, MID_GREY, modelColor } from "../palette.ts";
import {
  axis,
  baseLayout,
  type EmbeddingLabel,
  type Estimate,
  estimateText,
  requireSameLength,
  seriesStyles,
  spread,
} from "./theme.ts";

/** One line of a chart, or a single point. */
export interface Line extends EmbeddingLabel {
  /** In the order of `x`; a value that is not finite is a gap. */
  readonly points: readonly (Estimate & { readonly x: number })[];
}

/**
 * Lines with intervals over a number, such as P@k over k or a score over the number of dimensions:
 * models in their colours, baselines dashed and grey, chance as a line across.
 *
 * @param options.xName Name of the number, with its unit.
 * @param options.metric Name of the score, with its unit or range.
 * @param options.log Logarithmic axis of the number, with a tick at each `x`. @default false
 * @param options.percent Values as percentages. @default false
 */
export function lineChart(
  { lines, xName, metric, chance, title, subtitle, log = false, percent = false }: {
    lines: readonly Line[];
    xName: string;
    metric: string;
    chance?: number;
    title: string;
    subtitle?: string;
    log?: boolean;
    percent?: boolean;
  },
): PlotlyFigure {
  const styles = seriesStyles(lines);
  const data = lines.map(({ name, points }, i): Data => {
    const { color, symbol, dash } = styles[i]!;
    return {
      type: "scatter",
      mode: "lines+markers",
      name: escapePlotly(name),
      x: points.map(({ x }) => x),
      y: points.map(({ value }) => value),
      error_y: spread(points),
      line: { color, width: 2, dash },
      marker: { color, symbol, size: points.length > 1 ? 8 : 12 },
      text: points.map((point) =>
        percent ? `${(100 * point.value).toFixed(1)}%` : estimateText(point)
      ),
      hovertemplate: "%{x:,}: %{text}<extra>%{fullData.name}</extra>",
    };
  });
  const places = [...new Set(lines.flatMap(({ points }) => points.map(({ x }) => x)))]
    .sort((a, b) => a - b);
  if (chance !== undefined) {
    data.push({
      type: "scatter",
      mode: "lines",
      name: "chance",
      x: [places[0] ?? 0, places.at(-1) ?? 1],
      y: [chance, chance],
      line: { color: MID_GREY, width: 2, dash: "longdashdot" },
      hovertemplate: "%{y:.3f}<extra>chance</extra>",
    });
  }
  return {
    data,
    layout: baseLayout(title, {
      subtitle,
      height: 420,
      showlegend: true,
      hovermode: "closest",
      xaxis: log
        ? axis(`${xName}, logarithmic`, {
          ...{ type: "log", tickmode: "array", tickvals: places, ticktext: places.map(String) },
        })
        : axis(xName, numbered(places.at(-1) ?? 0)),
      yaxis: axis(metric, percent ? { tickformat: ".0%" } : { rangemode: "tozero" }),
    }),
  };
}

/** From 2 up to so many epochs, or other whole numbers, an axis numbers each and nothing between. */
const NUMBERED_UP_TO = 10;

/** The ticks of an axis of whole numbers up to `last`. */
function numbered(last: number): { dtick?: number } {
  return last > 1 && last <= NUMBERED_UP_TO ? { dtick: 1 } : {};
}

/** The losses of one model. */
export interface LossHistory {
  readonly name: string;
  /** Training loss, one a point. */
  readonly train: readonly number[];
  /** Where on the epoch axis each training loss stands; parts of epochs are fine. @default 1, 2, 3... */
  readonly trainEpochs?: readonly number[];
  /** Validation loss after epoch 1, 2, 3... */
  readonly validation?: readonly number[];
}

/** With more points than this, lines go without markers. */
const MARKERS_UP_TO = 60;

function lossCurve(
  name: string,
  losses: readonly number[],
  epochs: readonly number[],
  { color, opacity, dash }: { color: string; opacity: number; dash: "solid" | "dash" },
): Data {
  return {
    type: "scatter",
    opacity,
    mode: losses.length > MARKERS_UP_TO ? "lines" : "lines+markers",
    name: escapePlotly(name),
    x: [...epochs],
    y: [...losses],
    line: { color, dash, width: 2 },
    marker: { color, size: 5, symbol: dash === "dash" ? "circle-open" : "circle" },
    hovertemplate: "epoch %{x:.4~g}: %{y:.4f}<extra>%{fullData.name}</extra>",
  };
}

/** `1, 2, 3...`, as many as there are losses. */
const epochsOf = (losses: readonly number[]) => losses.map((_, i) => i + 1);

const REFERENCE_DASHES = ["dot", "dashdot", "longdash", "longdashdot"] as const;

/**
 * Training (solid) and validation (dashed) loss by epoch, one colour a model, and losses to compare
 * with as lines across.
 *
 * @param options.models Those of one kind of loss; may still be empty.
 * @param options.references Losses to compare with. @default none
 * @throws {RangeError} if `trainEpochs` has another length than `train`.
 */
export function lossCurves(
  { models, references = [], title = "Loss by epoch", yTitle = "MSE (pixels in [-1, 1])" }: {
    models: readonly LossHistory[];
    references?: readonly { readonly name: string; readonly value: number }[];
    title?: string;
    yTitle?: string;
  },
): PlotlyFigure {
  const last = Math.max(
    0,
    ...models.map(({ train, trainEpochs }) => Math.ceil(trainEpochs?.at(-1) ?? train.length)),
  );
  const colors = models.map(({ name }) => modelColor(name));
  const curves = models.flatMap(
    ({ name, train, trainEpochs = epochsOf(train), validation = [] }, m) => {
      requireSameLength(`trainEpochs of "${name}"`, train.length, trainEpochs.length);
      const color = colors[m]!;
      // The same model again, such as that of another run, is paler.
      const opacity = colors.indexOf(color) < m ? 0.5 : 1;
      const [solid, dashed] = (["solid", "dash"] as const).map((dash) => ({
        color,
        opacity,
        dash,
      }));
      const curve = lossCurve(`${name}, training`, train, trainEpochs, solid!);
      if (validation.length === 0) return [curve];
      return [curve, lossCurve(`${name}, validation`, validation, epochsOf(validation), dashed!)];
    },
  );
  const lines = references.map(({ name, value }, i): Data => ({
    type: "scatter",
    mode: "lines",
    name: `${escapePlotly(name)} (${value.toFixed(4)})`,
    x: [0, Math.max(1, last)],
    y: [value, value],
    line: { color: BASELINE_GREY, dash: REFERENCE_DASHES[i % REFERENCE_DASHES.length], width: 2 },
    hovertemplate: `${value.toFixed(4)}<extra>%{fullData.name}</extra>`,
  }));
  return {
    data: [...curves, ...lines],
    layout: baseLayout(title, {
      height: 420,
      showlegend: true,
      hovermode: "closest",
      xaxis: axis("Epoch", { rangemode: "tozero", ...numbered(last) }),
      yaxis: axis(yTitle),
    }),
  };
}
