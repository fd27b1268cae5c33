/**
 * What all figures have in common: layout, axes, intervals, and the styles of several embeddings.
 * Transparent, with mid-grey text, so that they are readable in light and dark notebooks.
 */

import type { Data, Layout, LayoutAxis } from "plotly.js-dist-min";
import { escapePlotly } from "../figure.ts";
import { BASELINE_GREY, GRID_GREY, MID_GREY, modelColor } from "../palette.ts";
import { wrapped } from "../plain_text.ts";

/** A cartesian axis with its name and unit, such as "Epoch" or "MSE (pixels in [-1, 1])". */
export function axis(name: string, extra: Partial<LayoutAxis> = {}): Partial<LayoutAxis> {
  return {
    title: { text: escapePlotly(name), standoff: 10 },
    gridcolor: GRID_GREY,
    zerolinecolor: "rgba(128,128,128,0.6)",
    linecolor: "rgba(128,128,128,0.6)",
    automargin: true,
    ...extra,
  };
}

/** Longest name on an axis; hover text has all of it. */
const LONGEST_NAME = 34;

function shorten(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
}

/** An axis of names, which speak for themselves: every one is written, numbers among them stay names. */
export function categoryAxis(
  categories: readonly string[],
  extra: Partial<LayoutAxis> = {},
): Partial<LayoutAxis> {
  const names = categories.map(escapePlotly);
  return axis("", {
    type: "category",
    categoryorder: "array",
    categoryarray: names,
    tickmode: "array",
    tickvals: names,
    ticktext: categories.map((category) => escapePlotly(shorten(category))),
    ...extra,
  });
}

/**
 * Legends lie below the plot. Counted from the figure's lower edge, they push the plot up instead of
 * covering it.
 */
export const LEGEND = {
  orientation: "h",
  x: 0,
  y: 0,
  yref: "container",
  yanchor: "bottom",
  bgcolor: "rgba(0,0,0,0)",
} as const;

/** Longest line of a title, letters: what a figure 480 pixels wide has room for. */
const TITLE_LINE = 52;

/** Layout of a figure with this title, and a line below it. */
export function baseLayout(
  title: string,
  { subtitle, ...rest }: Partial<Layout> & { subtitle?: string } = {},
): Partial<Layout> {
  // Plotly does not break lines.
  const lines = wrapped(title, ({ length }) => length <= TITLE_LINE).map(escapePlotly);
  const top = (subtitle ? 44 : 24) + 30 * lines.length;
  return {
    title: {
      text: lines.join("<br>"),
      x: 0.01,
      xanchor: "left",
      font: { size: 16 },
      ...(subtitle ? { subtitle: { text: escapePlotly(subtitle), font: { size: 12 } } } : {}),
    },
    autosize: true,
    margin: { l: 60, r: 20, t: top, b: 50 },
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    font: { color: MID_GREY, size: 12 },
    legend: LEGEND,
    modebar: { bgcolor: "rgba(0,0,0,0)", color: "rgba(128,128,128,0.6)", activecolor: MID_GREY },
    ...rest,
  };
}

/** A value with the ends of its interval. */
export interface Estimate {
  readonly value: number;
  /** Lower end of the interval. @default no interval */
  readonly low?: number;
  /** Upper end of the interval. @default no interval */
  readonly high?: number;
}

/** Plotly's error bars for estimates; undefined where none has an interval. */
export function spread(estimates: readonly (Estimate | null)[]) {
  if (!estimates.some((estimate) => estimate?.low !== undefined && estimate.high !== undefined)) {
    return undefined;
  }
  return {
    type: "data" as const,
    symmetric: false,
    array: estimates.map((estimate) => (estimate?.high ?? NaN) - (estimate?.value ?? NaN)),
    arrayminus: estimates.map((estimate) => (estimate?.value ?? NaN) - (estimate?.low ?? NaN)),
    color: MID_GREY,
    thickness: 1.5,
    width: 3,
  };
}

/** Texts right of `ends`, those of horizontal bars or their intervals. */
export function textsBeside(
  names: readonly string[],
  ends: readonly number[],
  texts: readonly string[],
): Data {
  return {
    type: "scatter",
    mode: "text",
    y: names.map(escapePlotly),
    x: [...ends],
    text: [...texts],
    textposition: "middle right",
    cliponaxis: false,
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** `0.424 (interval 0.410 to 0.440)`, for hover text. */
export function estimateText({ value, low, high }: Estimate): string {
  const interval = low === undefined || high === undefined
    ? ""
    : ` (interval ${low.toFixed(3)} to ${high.toFixed(3)})`;
  return `${value.toFixed(3)}${interval}`;
}

/** `+0.025`, `−0.127`, `±0.000`. */
export function signed(value: number): string {
  return `${value > 0 ? "+" : value < 0 ? "−" : "±"}${Math.abs(value).toFixed(3)}`;
}

/** @throws {RangeError} if the two lists that `what` names do not have the same length. */
export function requireSameLength(what: string, expected: number, current: number): void {
  if (expected !== current) {
    throw new RangeError(
      `Cannot draw figure as ${what} must have ${expected} elements: current number is ${current}`,
    );
  }
}

/** An embedding as charts name it. */
export interface EmbeddingLabel {
  readonly name: string;
  /** Models have their own colours, baselines are grey. */
  readonly kind: "model" | "baseline";
}

/** Hatching and solidness of bars, dashes and markers of lines: of the first, second, ... of a kind. */
const STYLES = {
  model: {
    pattern: ["", "/", "\\", "+", "."],
    opacity: [1],
    dash: ["solid"],
    symbol: ["circle", "diamond", "square", "star", "pentagon"],
  },
  baseline: {
    pattern: ["", "-", "x", ".", "|"],
    opacity: [1, 0.75, 0.5, 0.3],
    dash: ["dash", "dot", "dashdot", "longdash"],
    symbol: ["square-open", "x", "triangle-up-open", "cross"],
  },
} as const;

/** A style for each embedding, in their order; colour is never the only difference. */
export function seriesStyles(embeddings: readonly EmbeddingLabel[]) {
  const drawn = { model: 0, baseline: 0 };
  return embeddings.map(({ name, kind }) => {
    const place = drawn[kind]++;
    const of = <T>(list: readonly T[]) => list[place % list.length]!;
    const { pattern, opacity, dash, symbol } = STYLES[kind];
    return {
      color: kind === "model" ? modelColor(name) : BASELINE_GREY,
      pattern: of<typeof pattern[number]>(pattern),
      opacity: of<number>(opacity),
      dash: of<typeof dash[number]>(dash),
      symbol: of<typeof symbol[number]>(symbol),
    };
  });
}
