/** Loss curves: `lossCurves`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { BASELINE_GREY, modelColor } from "../palette.ts";
import { axis, baseLayout, requireSameLength } from "./theme.ts";

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

/** Least epochs of a published curve that are drawn, where there are as many. */
const LEAST_PUBLISHED = 5;

/** From 2 up to so many epochs, each has its number on the axis, and nothing between them has. */
const NUMBERED_UP_TO = 10;

/** With more points than this, lines go without markers. */
const MARKERS_UP_TO = 60;

/** Dashes of reference lines, in order. */
const REFERENCE_DASHES = ["dot", "dashdot", "longdash", "longdashdot"] as const;

function curve(
  name: string,
  losses: readonly number[],
  epochs: readonly number[],
  color: string,
  dash: "solid" | "dash",
): Data {
  return {
    type: "scatter",
    mode: losses.length > MARKERS_UP_TO ? "lines" : "lines+markers",
    name: escapePlotly(name),
    x: [...epochs],
    y: [...losses],
    line: { color, dash, width: 2 },
    marker: { color, size: 5, symbol: dash === "dash" ? "circle-open" : "circle" },
    hovertemplate: "epoch %{x:.4~g}: %{y:.4f}<extra>%{fullData.name}</extra>",
  };
}

/**
 * Training (solid) and validation (dashed) loss by epoch, one colour a model; a published curve of
 * other people's photos in grey, with `(published)` behind its name, as far as the models have come
 * and a little further: beside all of a long one, a short training would be a dot.
 *
 * @param options.models Those of one kind of loss; may still be empty.
 * @throws {RangeError} if `trainEpochs` has another length than `train`.
 */
export function lossCurves(
  {
    models,
    published,
    references = [],
    title = "Loss by epoch",
    yTitle = "MSE (pixels in [-1, 1])",
    log = false,
  }: {
    models: readonly LossHistory[];
    published?: LossHistory;
    /** Losses to compare with, each a horizontal line. @default none */
    references?: readonly { readonly name: string; readonly value: number }[];
    title?: string;
    yTitle?: string;
    /** Logarithmic loss axis. @default false */
    log?: boolean;
  },
): PlotlyFigure {
  const last = Math.max(
    0,
    ...models.map(({ train, trainEpochs }) => Math.ceil(trainEpochs?.at(-1) ?? train.length)),
  );
  const shown = Math.max(last, LEAST_PUBLISHED);
  const histories: (LossHistory & { color: string })[] = [
    ...models.map((history) => ({ ...history, color: modelColor(history.name) })),
    ...(published
      ? [{
        name: `${published.name} (published)`,
        train: published.train.slice(0, shown),
        validation: published.validation?.slice(0, shown),
        color: BASELINE_GREY,
      }]
      : []),
  ];
  const cut = published !== undefined && published.train.length > shown;
  const data = histories.flatMap(({ name, train, trainEpochs, validation = [], color }) => {
    const epochs = trainEpochs ?? train.map((_, i) => i + 1);
    requireSameLength(`trainEpochs of "${name}"`, train.length, epochs.length);
    const curves = [curve(`${name}, training`, train, epochs, color, "solid")];
    if (validation.length > 0) {
      const after = validation.map((_, i) => i + 1);
      curves.push(curve(`${name}, validation`, validation, after, color, "dash"));
    }
    return curves;
  });
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
    data: [...data, ...lines],
    layout: baseLayout(title, {
      ...(published
        ? {
          subtitle: "Published: of other photos" +
            (cut ? `, the first ${shown} of ${published.train.length} epochs` : ""),
        }
        : {}),
      height: 420,
      showlegend: true,
      hovermode: "closest",
      xaxis: axis("Epoch", {
        rangemode: "tozero",
        ...(last > 1 && last <= NUMBERED_UP_TO ? { dtick: 1 } : {}),
      }),
      yaxis: axis(yTitle, { type: log ? "log" : "linear" }),
    }),
  };
}
