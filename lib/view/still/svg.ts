/** Pieces of SVG: `textAt`, `lineFrom`, `symbolAt`, and `plainText`, Plotly's text without tags. */

import { GRID_GREY, MID_GREY } from "../palette.ts";
import { escapeHtml } from "../html.ts";

export { GRID_GREY, MID_GREY };

/** Plotly's text as lines of plain text. */
export function plainLines(text: string): string[] {
  return text.split(/<br\s*\/?>/).map((line) =>
    line.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&")
  );
}

/** A number as SVG takes it; a tenth of a pixel is enough. */
export function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Pixels that `text` takes; the letters of the machine's font differ, so it is no more than near. */
export function textWidth(text: string, size: number): number {
  return text.length * size * 0.56;
}

/** A line of text. */
export function textAt(
  text: string,
  x: number,
  y: number,
  { size = 12, anchor = "start", turn, weight = 400, color = MID_GREY }: {
    size?: number;
    anchor?: "start" | "middle" | "end";
    /** Degrees, clockwise. */
    turn?: number;
    weight?: number;
    color?: string;
  } = {},
): string {
  const turned = turn === undefined ? "" : ` transform="rotate(${turn} ${px(x)} ${px(y)})"`;
  // XML has no control characters, not even as entities.
  const safe = escapeHtml(text.replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "\ufffd"));
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" font-weight="${weight}" ` +
    `text-anchor="${anchor}" fill="${color}"${turned}>${safe}</text>`;
}

const DASHES: Readonly<Record<string, string>> = {
  dash: "6 4",
  dot: "2 3",
  dashdot: "6 3 2 3",
  longdash: "10 4",
  longdashdot: "10 3 2 3",
};

/** A line through `points`, broken where one has no place. */
export function lineThrough(
  points: readonly (readonly [number, number])[],
  { color, width, dash = "solid", fill = "none" }: {
    color: string;
    width: number;
    dash?: string;
    fill?: string | undefined;
  },
): string {
  let path = "";
  let drawing = false;
  for (const [x, y] of points) {
    const there = Number.isFinite(x) && Number.isFinite(y);
    if (there) path += `${drawing ? "L" : "M"}${px(x)} ${px(y)}`;
    drawing = there;
  }
  if (path === "") return "";
  const dashes = DASHES[dash] ? ` stroke-dasharray="${DASHES[dash]}"` : "";
  return `<path d="${path}" fill="${colorOf(fill)}" stroke="${
    colorOf(color)
  }" stroke-width="${width}"${dashes}/>`;
}

/** A straight line. */
export function lineFrom(
  [x1, y1]: readonly [number, number],
  [x2, y2]: readonly [number, number],
  color: string = GRID_GREY,
  width = 1,
): string {
  return lineThrough([[x1, y1], [x2, y2]], { color, width });
}

/** A colour, or grey where it is none: figures may come from anywhere. */
export function colorOf(color: string): string {
  return /^(#[\da-f]{3,8}|[a-z]+|rgba?\([\d.,%\s]+\))$/i.test(color) ? color : MID_GREY;
}

// Outlines of markers in a square of side 2 around 0.
const OUTLINES: Readonly<Record<string, string>> = {
  diamond: "M0-1.2L1.2 0L0 1.2L-1.2 0Z",
  square: "M-.9-.9H.9V.9H-.9Z",
  cross: "M-.4-1.1H.4V-.4H1.1V.4H.4V1.1H-.4V.4H-1.1V-.4H-.4Z",
  x: "M-1-.6L-.6-1L0-.4L.6-1L1-.6L.4 0L1 .6L.6 1L0 .4L-.6 1L-1 .6L-.4 0Z",
  circle: "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0-1 0Z",
};

/** A marker of `size` pixels. */
export function symbolAt(
  symbol: string,
  [x, y]: readonly [number, number],
  { color, size, opacity = 1 }: { color: string; size: number; opacity?: number },
): string {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return "";
  const safe = colorOf(color);
  if (symbol === "line-ew") return lineFrom([x - size / 2, y], [x + size / 2, y], safe, 2);
  const open = symbol.endsWith("-open");
  const outline = OUTLINES[symbol.replace("-open", "")] ?? OUTLINES.circle!;
  const paint = open ? `fill="none" stroke="${safe}" stroke-width="0.45"` : `fill="${safe}"`;
  return `<path d="${outline}" transform="translate(${px(x)} ${px(y)}) scale(${
    px(size / 2)
  })" ${paint} opacity="${opacity}"/>`;
}
