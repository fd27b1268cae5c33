/**
 * Plotly figures as data: `PlotlyFigure`, `encodeFigure` (compact JSON), `figureTitle` (plain text),
 * `escapePlotly` (text from outside inside a figure).
 */

import type { Config, Data, Layout } from "plotly.js-dist-min";
import { unmarked } from "./html.ts";

/**
 * A figure for Plotly. Coordinates may be typed arrays; `encodeFigure` packs them. Names that come
 * from outside (categories, ids) must pass `escapePlotly`, since Plotly reads some tags in text.
 */
export interface PlotlyFigure {
  readonly data: readonly Data[];
  readonly layout: Partial<Layout>;
}

/** A figure as JSON: what a notebook file and a page hold. */
export interface EncodedFigure {
  readonly data: readonly unknown[];
  readonly layout: Readonly<Record<string, unknown>>;
  readonly config: Partial<Config>;
}

/**
 * No logo, no formulas in text (a category named `$x$` stays that), and no button that would send the
 * figure to a server.
 */
const CONFIG: Partial<Config> = {
  displaylogo: false,
  responsive: true,
  typesetMath: false,
  plotlyServerURL: "",
  modeBarButtonsToRemove: ["sendChartToCloud"],
};

/** Typed arrays shorter than this stay lists, which every Plotly version and reader understands. */
const PACK_FROM = 64;

/** Names of element types in Plotly's `{ dtype, bdata }` (plotly.js 2.28 and later). */
const DTYPES: ReadonlyMap<string, string> = new Map([
  ["Float32Array", "f4"],
  ["Float64Array", "f8"],
  ["Int8Array", "i1"],
  ["Uint8Array", "u1"],
  ["Int16Array", "i2"],
  ["Uint16Array", "u2"],
  ["Int32Array", "i4"],
  ["Uint32Array", "u4"],
]);

/** Significant digits of numbers. */
const DIGITS = 5;

function encodeNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(DIGITS));
}

function encodeValue(value: unknown): unknown {
  if (typeof value === "number") return encodeNumber(value);
  if (Array.isArray(value)) return value.map((item) => encodeValue(item) ?? null);
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = value as unknown as ArrayLike<number> & ArrayBufferView;
    const dtype = DTYPES.get(value.constructor.name);
    if (dtype && numbers.length >= PACK_FROM) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      return { dtype, bdata: bytes.toBase64() };
    }
    return Array.from(numbers, encodeNumber);
  }
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, encodeValue(item)]));
  }
  return value;
}

/**
 * The figure as compact JSON: numbers rounded to five significant digits, those that are not
 * finite as null (a gap), typed arrays of 64 elements or more packed as base64 `{ dtype, bdata }`
 * (little-endian, unrounded), `undefined` left out.
 *
 * @throws {TypeError} if the figure has no list `data` or no `layout`.
 */
export function encodeFigure(figure: PlotlyFigure): EncodedFigure {
  if (!Array.isArray(figure.data) || typeof figure.layout !== "object" || figure.layout === null) {
    throw new TypeError("Cannot encode figure as it must have a list data and a layout");
  }
  return {
    data: encodeValue(figure.data) as unknown[],
    layout: encodeValue(figure.layout) as Record<string, unknown>,
    config: CONFIG,
  };
}

/** `text` such that Plotly shows it letter by letter: its `& < >` as entities, one line. */
export function escapePlotly(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
    .replace(/\s+/g, " ");
}

function titleText(title: unknown): string | undefined {
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  return typeof text === "string" && text !== ""
    ? unmarked(text.replace(/<br\s*\/?>/g, " "))
    : undefined;
}

/** The figure's title as plain text; "Figure" where it has none. */
export function figureTitle(figure: PlotlyFigure): string {
  return titleText(figure.layout.title) ?? "Figure";
}
