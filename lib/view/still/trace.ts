/** What a still draws of a figure's traces: `readTraces`. */

import type { Data } from "plotly.js-dist-min";

/** A trace as far as a still knows it; lists have one element a point. */
export interface Trace {
  type: "bar" | "scatter" | "scattergl" | "scatter3d" | "heatmap";
  name: string;
  mode: string;
  orientation: "v" | "h";
  x: unknown[];
  y: unknown[];
  z: unknown[];
  text: unknown[];
  showlegend: boolean;
  /** One colour a point. */
  colors: string[];
  /** Colour of the whole, for lines and the legend. */
  color: string;
  symbol: string;
  size: number;
  opacity: number;
  hatched: boolean[];
  dash: string;
  width: number;
  /** Colour of the area that the line goes round; undefined for none. */
  fill: string | undefined;
  errors: { low: number[]; high: number[] } | undefined;
  /** Of a heat map: its least and greatest number, and the colour of the greatest. */
  scale: { low: number; high: number; color: string };
}

interface RawErrors {
  array?: ArrayLike<number>;
  arrayminus?: ArrayLike<number>;
}

interface RawTrace {
  type?: string;
  name?: string;
  mode?: string;
  orientation?: "v" | "h";
  x?: ArrayLike<unknown>;
  y?: ArrayLike<unknown>;
  z?: ArrayLike<unknown>;
  text?: ArrayLike<unknown>;
  fill?: string;
  fillcolor?: string;
  showlegend?: boolean;
  visible?: boolean | string;
  marker?: {
    color?: string | string[];
    symbol?: string;
    size?: number;
    opacity?: number;
    pattern?: { shape?: string | string[] };
  };
  line?: { color?: string; dash?: string; width?: number };
  zmin?: number;
  zmax?: number;
  colorscale?: unknown;
  error_x?: RawErrors;
  error_y?: RawErrors;
}

const KNOWN: ReadonlySet<string> = new Set([
  "bar",
  "scatter",
  "scattergl",
  "scatter3d",
  "heatmap",
]);
const GREY = "#8f959e";

const listOf = (values: ArrayLike<unknown> | undefined) => Array.from(values ?? []);

function everyPoint<T>(value: T | T[] | undefined, count: number, otherwise: T): T[] {
  return Array.isArray(value) ? value : Array.from({ length: count }, () => value ?? otherwise);
}

/** The figure's traces, or undefined where one is of a kind that stills do not draw. */
export function readTraces(data: readonly Data[]): Trace[] | undefined {
  const traces: Trace[] = [];
  for (const raw of data as readonly RawTrace[]) {
    const type = raw.type ?? "scatter";
    if (!KNOWN.has(type)) return undefined;
    if (raw.visible === false || raw.visible === "legendonly") continue;
    const [x, y] = [listOf(raw.x), listOf(raw.y)];
    const { marker = {}, line = {} } = raw;
    const error = raw.orientation === "h" ? raw.error_x : raw.error_y;
    const colors = everyPoint(marker.color ?? line.color, x.length, GREY);
    traces.push({
      type: type as Trace["type"],
      name: raw.name ?? "",
      mode: raw.mode ?? "lines+markers",
      orientation: raw.orientation ?? "v",
      x,
      y,
      z: listOf(raw.z),
      text: listOf(raw.text),
      showlegend: raw.showlegend !== false && raw.name !== undefined,
      colors,
      color: line.color ?? colors[0] ?? GREY,
      symbol: marker.symbol ?? "circle",
      size: typeof marker.size === "number" ? marker.size : 6,
      opacity: marker.opacity ?? 1,
      hatched: everyPoint(marker.pattern?.shape, x.length, "").map((shape) => shape !== ""),
      dash: line.dash ?? "solid",
      width: line.width ?? 2,
      fill: raw.fill === "toself" ? raw.fillcolor : undefined,
      errors: error?.array &&
        {
          low: Array.from(error.arrayminus ?? error.array),
          high: Array.from(error.array),
        },
      scale: scaleOf(raw),
    });
  }
  return traces;
}

function scaleOf({ zmin = 0, zmax = 1, colorscale }: RawTrace): Trace["scale"] {
  const last = Array.isArray(colorscale) ? (colorscale.at(-1) as [number, string])[1] : undefined;
  return { low: zmin, high: zmax, color: last ?? GREY };
}
