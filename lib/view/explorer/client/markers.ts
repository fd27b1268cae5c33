/// <reference lib="dom" />
/** Marker symbols on a canvas: `drawMarker`, `createStamp` and `createSwatch`. */

import type { ValueStyle } from "../data.ts";
import { symbolOutline } from "./symbols.ts";

/** A faint rim keeps white readable on white, and neighbours apart. */
const RIM = "rgba(128,128,128,0.8)";

/** Draw one marker of `radius` pixels around `x`, `y`. */
export function drawMarker(
  context: CanvasRenderingContext2D,
  { color, symbol }: Pick<ValueStyle, "color" | "symbol">,
  { x, y, radius }: { x: number; y: number; radius: number },
): void {
  const { corners, open } = symbolOutline(symbol);
  context.beginPath();
  if (corners === undefined) context.arc(x, y, radius, 0, 2 * Math.PI);
  else for (const [cx, cy] of corners) context.lineTo(x + cx * radius, y + cy * radius);
  context.closePath();
  if (!open) {
    context.fillStyle = color;
    context.fill();
    context.strokeStyle = RIM;
    context.lineWidth = Math.max(0.5, radius * 0.12);
  } else {
    context.strokeStyle = color;
    context.lineWidth = Math.max(1, radius * 0.45);
  }
  context.stroke();
}

/** A marker drawn once, to be copied thousands of times: a canvas of `2 * reach` pixels. */
export interface Stamp {
  canvas: HTMLCanvasElement;
  /** Pixels from its edge to its centre. */
  reach: number;
}

/** A stamp of a marker of `radius` pixels, for a screen of `ratio` dots a pixel. */
export function createStamp(style: ValueStyle, radius: number, ratio: number): Stamp {
  const reach = Math.ceil(radius * 1.3 + 1);
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = Math.ceil(2 * reach * ratio);
  const context = canvas.getContext("2d")!;
  context.scale(ratio, ratio);
  drawMarker(context, style, { x: reach, y: reach, radius });
  return { canvas, reach };
}

/** A marker as an element of a legend. */
export function createSwatch(style: ValueStyle): HTMLCanvasElement {
  const { canvas, reach } = createStamp(style, 5, 2);
  canvas.style.width = canvas.style.height = `${2 * reach}px`;
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}
