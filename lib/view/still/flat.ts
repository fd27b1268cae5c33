/** Bars, lines and points between two axes: `drawFlat`. */

import type { Layout, LayoutAxis } from "plotly.js-dist-min";
import { categoryScale, linearScale, logScale, type Scale } from "./scale.ts";
import {
  colorOf,
  lineFrom,
  lineThrough,
  MID_GREY,
  plainLines,
  px,
  symbolAt,
  textAt,
  textWidth,
} from "./svg.ts";
import type { Trace } from "./trace.ts";

/** A part of the picture, pixels. */
export interface Area {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

type Letter = "x" | "y";

/** Longest name below a bar that is not turned, and how long names beside bars may get, pixels. */
const LONGEST_SIDE = 190;

function titleOf(axis: Partial<LayoutAxis> | undefined): string {
  const title = axis?.title as { text?: string } | string | undefined;
  return plainLines(typeof title === "string" ? title : title?.text ?? "").join(" ");
}

/** The names of an axis of names, in order; undefined for an axis of numbers. */
function namesOf(traces: readonly Trace[], axis: Partial<LayoutAxis> | undefined, letter: Letter) {
  const given = axis?.categoryarray as string[] | undefined;
  const values = traces.flatMap((trace) => trace[letter]).filter((value) => value !== null);
  if (axis?.type !== "category" && !values.some((value) => typeof value === "string")) {
    return undefined;
  }
  return given ?? [...new Set(values.map(String))];
}

/** Ends of the bars of each trace, stacked if the figure stacks them: `[from, to]` a bar. */
function barEnds(traces: readonly Trace[], stacked: boolean): Map<Trace, [number, number][]> {
  const heights = new Map<string, number>();
  return new Map(
    traces.filter(({ type }) => type === "bar").map((trace) => {
      const [names, values] = trace.orientation === "h" ? [trace.y, trace.x] : [trace.x, trace.y];
      return [
        trace,
        values.map((value, i): [number, number] => {
          const from = stacked ? heights.get(String(names[i])) ?? 0 : 0;
          const to = from + (typeof value === "number" ? value : NaN);
          if (Number.isFinite(to)) heights.set(String(names[i]), to);
          return [from, to];
        }),
      ];
    }),
  );
}

/** Least and greatest number that must be seen on an axis. */
function rangeOf(
  traces: readonly Trace[],
  ends: Map<Trace, [number, number][]>,
  axis: Partial<LayoutAxis> | undefined,
  letter: Letter,
): [number, number] {
  if (Array.isArray(axis?.range) && axis.type !== "log") return axis.range as [number, number];
  const values = traces.flatMap((trace) => {
    const along = trace.orientation === "h" ? "x" : "y";
    if (trace.type !== "bar" || letter !== along) return trace[letter];
    return ends.get(trace)!.flatMap(([from, to], i) => [
      from,
      to,
      to + (trace.errors?.high[i] ?? 0),
      to - (trace.errors?.low[i] ?? 0),
    ]);
  }).filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  if (axis?.type === "log") {
    const positive = values.filter((value) => value > 0);
    return positive.length === 0 ? [0.1, 1] : [
      Math.min(...[positive.reduce((a, b) => Math.min(a, b))]) / 1.1,
      positive.reduce((a, b) => Math.max(a, b)) * 1.1,
    ];
  }
  if (axis?.rangemode === "tozero") values.push(0);
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const margin = (high - low || 1) * 0.05;
  return [low === 0 ? 0 : low - margin, high === 0 ? 0 : high + margin];
}

/** The traces between their axes; the area is what is left for them and all that belongs to them. */
export function drawFlat(traces: readonly Trace[], layout: Partial<Layout>, area: Area): string {
  const { xaxis, yaxis } = layout;
  const ends = barEnds(traces, layout.barmode === "stack");
  const [xNames, yNames] = [namesOf(traces, xaxis, "x"), namesOf(traces, yaxis, "y")];
  const xTexts = (xaxis?.ticktext as string[] | undefined ?? xNames ?? []).map((t) =>
    plainLines(t).join(" ")
  );
  const yTexts = (yaxis?.ticktext as string[] | undefined ?? yNames ?? []).map((t) =>
    plainLines(t).join(" ")
  );
  const longest = (texts: string[]) => Math.max(0, ...texts.map((text) => textWidth(text, 11)));
  const turned = xNames !== undefined &&
    longest(xTexts) > (area.right - area.left - 80) / xNames.length;
  const [xTitle, yTitle] = [titleOf(xaxis), titleOf(yaxis)];
  const inner: Area = {
    left: area.left + (yTitle ? 22 : 0) +
      (yNames ? Math.min(LONGEST_SIDE, longest(yTexts)) + 10 : 44),
    right: area.right - 46,
    top: area.top,
    bottom: area.bottom - (xTitle ? 20 : 0) - (turned ? longest(xTexts) * 0.72 + 14 : 22),
  };
  const across = [inner.left, inner.right] as const;
  const up = yaxis?.autorange === "reversed"
    ? [inner.top, inner.bottom] as const
    : [inner.bottom, inner.top] as const;
  const scaleOf = (
    axis: Partial<LayoutAxis> | undefined,
    letter: Letter,
    names: readonly string[] | undefined,
    texts: readonly string[],
    span: readonly [number, number],
    count: number,
  ): Scale => {
    if (names) return categoryScale(names, texts, span);
    const range = rangeOf(traces, ends, axis, letter);
    return axis?.type === "log" ? logScale(range, span) : linearScale(range, span, count);
  };
  const x = scaleOf(xaxis, "x", xNames, xTexts, across, 7);
  const y = scaleOf(yaxis, "y", yNames, yTexts, up, 6);
  const parts: string[] = [];
  for (const { at, text } of x.ticks) {
    if (!xNames) parts.push(lineFrom([at, inner.top], [at, inner.bottom]));
    parts.push(
      turned
        ? textAt(text, at + 4, inner.bottom + 12, { size: 11, anchor: "end", turn: -45 })
        : textAt(text, at, inner.bottom + 16, { size: 11, anchor: "middle" }),
    );
  }
  for (const { at, text } of y.ticks) {
    if (!yNames) parts.push(lineFrom([inner.left, at], [inner.right, at]));
    parts.push(textAt(text, inner.left - 8, at + 4, { size: 11, anchor: "end" }));
  }
  parts.push(lineFrom([inner.left, inner.bottom], [inner.right, inner.bottom], MID_GREY));
  const middle = (inner.top + inner.bottom) / 2;
  const centre = (inner.left + inner.right) / 2;
  if (xTitle) parts.push(textAt(xTitle, centre, area.bottom - 4, { anchor: "middle" }));
  if (yTitle) parts.push(textAt(yTitle, area.left + 12, middle, { anchor: "middle", turn: -90 }));
  const bars = traces.filter(({ type, name, x }) => type === "bar" && (name || x.length > 0));
  const stacked = layout.barmode === "stack";
  for (const trace of traces) {
    parts.push(
      ...(trace.type === "bar"
        ? drawBars(
          trace,
          ends.get(trace)!,
          stacked ? 0 : bars.indexOf(trace),
          stacked ? 1 : bars.length,
          x,
          y,
        )
        : trace.type === "heatmap"
        ? drawSquares(trace, x, y)
        : drawPoints(trace, x, y)),
    );
  }
  parts.push(...drawLines(layout, inner, x, y));
  return parts.join("");
}

/** The layout's lines, such as that of chance. */
function drawLines(
  { shapes = [] }: Partial<Layout>,
  inner: Area,
  x: Scale,
  y: Scale,
): string[] {
  return shapes.filter(({ type }) => type === "line").map((shape) => {
    const { color = MID_GREY, dash = "solid" } = shape.line ?? {};
    const ends = ([[shape.x0, shape.y0], [shape.x1, shape.y1]] as const)
      .map(([across, along]): [number, number] => [
        x.place(across),
        shape.yref === "paper"
          ? inner.bottom + Number(along) * (inner.top - inner.bottom)
          : y.place(along),
      ]);
    return lineThrough(ends, { color: String(color), width: 2, dash });
  });
}

/** Fraction of a category's band that its bars fill. */
const FILLED = 0.75;

function drawBars(
  trace: Trace,
  ends: readonly [number, number][],
  place: number,
  beside: number,
  x: Scale,
  y: Scale,
): string[] {
  const sideways = trace.orientation === "h";
  const [names, along] = sideways ? [y, x] : [x, y];
  const thick = names.band * FILLED / beside;
  return ends.flatMap(([from, to], i) => {
    const middle = names.place((sideways ? trace.y : trace.x)[i]) +
      (place - (beside - 1) / 2) * thick;
    const [a, b] = [along.place(from), along.place(to)];
    if (![middle, a, b].every(Number.isFinite)) return [];
    const [low, size] = [Math.min(a, b), Math.abs(b - a)];
    const box = sideways
      ? `x="${px(low)}" y="${px(middle - thick / 2)}" width="${px(size)}" height="${px(thick)}"`
      : `x="${px(middle - thick / 2)}" y="${px(low)}" width="${px(thick)}" height="${px(size)}"`;
    const parts = [
      `<rect ${box} fill="${colorOf(trace.colors[i] ?? trace.color)}" opacity="${trace.opacity}"/>`,
    ];
    if (trace.hatched[i]) parts.push(`<rect ${box} fill="url(#hatch)"/>`);
    const [minus, plus] = [trace.errors?.low[i], trace.errors?.high[i]];
    if (minus !== undefined && plus !== undefined && Number.isFinite(minus + plus)) {
      const [start, end] = [along.place(to - minus), along.place(to + plus)];
      const at = (value: number, shift = 0): [number, number] =>
        sideways ? [value, middle + shift] : [middle + shift, value];
      parts.push(lineFrom(at(start), at(end), MID_GREY, 1.5));
      for (const cap of [start, end]) parts.push(lineFrom(at(cap, -3), at(cap, 3), MID_GREY, 1.5));
    }
    return parts;
  });
}

function drawPoints(trace: Trace, x: Scale, y: Scale): string[] {
  const points = trace.x.map((value, i): [number, number] => [x.place(value), y.place(trace.y[i])]);
  const parts: string[] = [];
  const { color, width, dash, fill, symbol, size, opacity } = trace;
  if (trace.mode.includes("lines")) parts.push(lineThrough(points, { color, width, dash, fill }));
  if (trace.mode.includes("markers")) {
    parts.push(
      ...points.map((point, i) =>
        symbolAt(symbol, point, { color: trace.colors[i] ?? color, size, opacity })
      ),
    );
  }
  if (trace.mode.includes("text")) {
    parts.push(
      ...points.map(([left, top], i) =>
        Number.isFinite(left + top)
          ? textAt(String(trace.text[i] ?? "").trim(), left + 6, top + 4, { size: 11 })
          : ""
      ),
    );
  }
  return parts;
}

/** Squares of a larger share of the scale than this are too dark for grey text. */
const DARK_FROM = 0.7;

/** A heat map: a square for each pair of names, the more the more opaque. */
function drawSquares({ x: columns, y: rows, z, text, scale }: Trace, x: Scale, y: Scale): string[] {
  const { low, high, color } = scale;
  return rows.flatMap((row, r) =>
    columns.flatMap((column, c) => {
      const [middleX, middleY] = [x.place(column), y.place(row)];
      const value = (z[r] as ArrayLike<number> | undefined)?.[c];
      if (value === undefined || !Number.isFinite(middleX + middleY + value)) return [];
      const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
      const label = String((text[r] as ArrayLike<unknown> | undefined)?.[c] ?? "");
      return [
        `<rect x="${px(middleX - x.band / 2 + 0.5)}" y="${px(middleY - y.band / 2 + 0.5)}" ` +
        `width="${px(x.band - 1)}" height="${px(y.band - 1)}" fill="${colorOf(color)}" ` +
        `opacity="${share.toFixed(3)}"/>`,
        label === "" ? "" : textAt(label, middleX, middleY + 4, {
          size: 11,
          anchor: "middle",
          ...(share > DARK_FROM ? { color: "#fff" } : {}),
        }),
      ];
    })
  );
}
