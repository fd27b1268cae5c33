/** One score for each embedding, models beside baselines: `barComparison`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { BASELINE_GREY, MID_GREY, modelColor } from "../palette.ts";
import type { EmbeddingLabel } from "./series_styles.ts";
import {
  axis,
  baseLayout,
  categoryAxis,
  type Estimate,
  estimateText,
  LEGEND,
  spread,
} from "./theme.ts";

/** An embedding and its score. */
export interface EmbeddingScore extends EmbeddingLabel, Estimate {
  /** The embedding that it transforms; its bar is drawn beside that one's. @default none */
  readonly of?: string | undefined;
  /** What the vectors went through, such as "centred, L2". @default nothing */
  readonly transform?: string | undefined;
}

/** How the first, second, ... transform is drawn; the first look is that of vectors as they are. */
const LOOKS = [
  { shape: "", opacity: 1 },
  { shape: "/", opacity: 0.85 },
  { shape: "x", opacity: 0.7 },
  { shape: ".", opacity: 0.55 },
] as const;

/** Embeddings that share a row of the figure: one as it is, and its transforms. */
interface Row {
  name: string;
  color: string;
  embeddings: EmbeddingScore[];
  best: number;
}

/**
 * Horizontal bars with intervals, the best at the top; chance as a line. An embedding and its transforms
 * share a row and a colour, and hatching distinguishes the transforms. The value is written at the right,
 * or that of the vectors as they are and the best of the row.
 *
 * @param options.metric Name with its unit or range.
 */
export function barComparison(
  { embeddings, metric, chance, title = "Models and simple baselines" }: {
    embeddings: readonly EmbeddingScore[];
    metric: string;
    /** What guessing scores. @default no line */
    chance?: number;
    title?: string;
  },
): PlotlyFigure {
  const rows = rowsOf(embeddings).sort((a, b) => a.best - b.best);
  const transforms = [...new Set(embeddings.map(({ transform }) => transform))];
  const names = rows.map(({ name }) => escapePlotly(name));
  const grouped = transforms.length > 1;
  // Plotly draws the first trace of a group lowest.
  const bars = transforms.map((transform, t) => barsOf(rows, transform, t, grouped)).reverse();
  const ends = rows.map(({ embeddings }) => Math.max(...embeddings.map((m) => m.high ?? m.value)));
  const rightmost = Math.max(0, chance ?? 0, ...ends.filter(Number.isFinite));
  return {
    data: [
      ...bars,
      {
        // Values are right of the intervals, where no bar hides them.
        type: "scatter",
        mode: "text",
        y: names,
        x: ends,
        text: rows.map((row) => ` ${numbersOf(row)}`),
        textposition: "middle right",
        cliponaxis: false,
        hoverinfo: "skip",
        showlegend: false,
      },
    ],
    layout: baseLayout(title, {
      subtitle: `Models in colour, baselines grey${
        chance === undefined ? "" : `; dashed: chance (${chance.toFixed(3)})`
      }`,
      height: Math.max(240, 150 + rows.length * (grouped ? 18 + 12 * transforms.length : 34)),
      bargap: grouped ? 0.2 : 0.35,
      barmode: "group",
      showlegend: grouped,
      ...(grouped ? { legend: { ...LEGEND, traceorder: "reversed" } } : {}),
      xaxis: axis(metric, {
        range: [0, rightmost > 0 ? rightmost * (grouped ? 1.25 : 1.15) : 1],
      }),
      yaxis: categoryAxis("Embedding", rows.map(({ name }) => name)),
      ...(chance === undefined ? {} : {
        shapes: [{
          type: "line",
          x0: chance,
          x1: chance,
          y0: 0,
          y1: 1,
          yref: "paper",
          line: { color: MID_GREY, width: 2, dash: "dash" },
        }],
      }),
    }),
  };
}

function rowsOf(embeddings: readonly EmbeddingScore[]): Row[] {
  const rows = new Map<string, Row>();
  for (const embedding of embeddings) {
    const name = embedding.of ?? embedding.name;
    const row = rows.get(name);
    if (row) {
      row.embeddings.push(embedding);
      row.best = Math.max(row.best, embedding.value);
    } else {
      const color = embedding.kind === "model" ? modelColor(name) : BASELINE_GREY;
      rows.set(name, { name, color, embeddings: [embedding], best: embedding.value });
    }
  }
  return [...rows.values()];
}

/** One bar for each row that has this transform, the `t`-th in the figure. */
function barsOf(
  rows: readonly Row[],
  transform: string | undefined,
  t: number,
  grouped: boolean,
): Data {
  const { shape, opacity } = LOOKS[t % LOOKS.length]!;
  const drawn = rows.flatMap(({ name, color, embeddings }) => {
    const score = embeddings.find((one) => one.transform === transform);
    return score ? [{ name: escapePlotly(name), color, score }] : [];
  });
  const scores = drawn.map(({ score }) => score);
  // The legend takes the first bar's colour: a bar of no length keeps it grey.
  const sample = grouped ? [null] : [];
  return {
    type: "bar",
    orientation: "h",
    name: escapePlotly(transform ?? "as they are"),
    y: [...sample.map(() => escapePlotly(rows[0]!.name)), ...drawn.map(({ name }) => name)],
    x: [...sample, ...scores.map(({ value }) => value)],
    error_x: spread([...sample, ...scores]),
    marker: {
      color: [...sample.map(() => BASELINE_GREY), ...drawn.map(({ color }) => color)],
      opacity,
      pattern: { shape, fillmode: "overlay", fgcolor: "rgba(255,255,255,0.6)", size: 6 },
    },
    text: [...sample.map(() => ""), ...scores.map((score) => estimateText(score))],
    textposition: "none",
    hovertemplate: "%{y}: %{text}<extra>%{fullData.name}</extra>",
  };
}

/** `0.541`, or `0.541, at best 0.602` where a transform is better. */
function numbersOf({ embeddings: [first], best }: Row): string {
  const value = first!.value.toFixed(3);
  return best > first!.value ? `${value}, at best ${best.toFixed(3)}` : value;
}
