/**
 * A plain drawing of a figure as SVG: `figureSvg`.
 *
 * Not Plotly's own drawing, which needs a browser, but a plain one of the same data: bars with
 * intervals, lines, points on a plane and in space, axes, legend. What it does not know it does not
 * draw at all.
 */

import type { PlotlyFigure } from "../figure.ts";
import { type Area, drawFlat } from "./flat.ts";
import { drawSpace } from "./space.ts";
import { lineThrough, plainLines, px, symbolAt, textAt, textWidth } from "./svg.ts";
import { readTraces, type Trace } from "./trace.ts";

/** Width of a still, pixels; notebooks are about as wide. */
export const STILL_WIDTH = 760;

/** Letters of a still, those of most machines first. */
export const FONTS = "system-ui, 'DejaVu Sans', 'Liberation Sans', Helvetica, Arial, sans-serif";

/**
 * The figure as SVG, transparent, in greys that are readable on white and on black; undefined where
 * it has a kind of trace that stills do not draw.
 */
export function figureSvg({ data, layout }: PlotlyFigure): string | undefined {
  const traces = readTraces(data);
  if (!traces) return undefined;
  const inSpace = traces.some(({ type }) => type === "scatter3d");
  if (inSpace && traces.some(({ type }) => type !== "scatter3d")) return undefined;
  const height = layout.height ?? 450;
  const title = layout.title as { text?: string; subtitle?: { text?: string } } | undefined;
  const heads = plainLines(title?.text ?? "");
  const subtitle = plainLines(title?.subtitle?.text ?? "").join(" ");
  const head = [
    ...heads.map((line, i) => textAt(line, 8, 24 + 20 * i, { size: 16 })),
    subtitle ? textAt(subtitle, 8, 22 + 20 * heads.length, { size: 12 }) : "",
  ];
  const legend = layout.showlegend === false ? { rows: 0, markup: "" } : drawLegend(traces, height);
  const area: Area = {
    left: 4,
    right: STILL_WIDTH - 4,
    top: 16 + 20 * heads.length + (subtitle ? 18 : 4),
    bottom: height - 8 - 20 * legend.rows,
  };
  const drawn = inSpace ? drawSpace(traces, layout, area) : drawFlat(traces, layout, area);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${STILL_WIDTH}" height="${px(height)}" ` +
    `font-family="${FONTS}"><defs><pattern id="hatch" width="6" height="6" ` +
    `patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="6" ` +
    `fill="#fff" opacity="0.45"/></pattern></defs>${head.join("")}${drawn}${legend.markup}</svg>`;
}

/** Samples and names of the traces, in rows at the lower edge. */
function drawLegend(
  traces: readonly Trace[],
  height: number,
): { rows: number; markup: string } {
  const places: { trace: Trace; left: number; row: number }[] = [];
  let [left, row] = [8, 0];
  for (const trace of traces.filter(({ showlegend, name }) => showlegend && name !== "")) {
    const width = 34 + textWidth(plainLines(trace.name).join(" "), 11) + 14;
    if (left + width > STILL_WIDTH && left > 8) [left, row] = [8, row + 1];
    places.push({ trace, left, row });
    left += width;
  }
  const rows = places.length === 0 ? 0 : row + 1;
  const markup = places.map(({ trace, left, row }) => {
    const middle = height - 8 - 20 * (rows - 1 - row) - 4;
    const { color, dash, symbol, opacity, mode, type } = trace;
    const sample = type === "bar"
      ? `<rect x="${px(left + 6)}" y="${px(middle - 6)}" width="16" height="12" fill="${color}" ` +
        `opacity="${opacity}"/>` +
        (trace.hatched[0]
          ? `<rect x="${px(left + 6)}" y="${
            px(middle - 6)
          }" width="16" height="12" fill="url(#hatch)"/>`
          : "")
      : (mode.includes("lines")
        ? lineThrough([[left, middle], [left + 28, middle]], { color, width: 2, dash })
        : "") +
        (mode.includes("markers")
          ? symbolAt(symbol, [left + 14, middle], { color, size: 8, opacity })
          : "");
    return sample + textAt(plainLines(trace.name).join(" "), left + 34, middle + 4, { size: 11 });
  });
  return { rows, markup: markup.join("") };
}
