/// <reference lib="dom" />
/** Pointer, wheel and keys on the map: `listen`. */

import { pan, turn, zoomBy } from "./camera.ts";
import type { Point } from "./matches.ts";
import type { Plot } from "./plot.ts";

/** What gestures mean beyond turning, shifting and zooming. */
export interface Gestures {
  /** A place was pointed at; undefined when the pointer has left. */
  onPoint: (at: { x: number; y: number } | undefined) => void;
  /** A place was clicked or tapped. */
  onClick: (at: { x: number; y: number }) => void;
  onEscape: () => void;
  /** Whether a drag draws an outline in place of moving the map. */
  outlines: () => boolean;
  /** An outline grows; it is called with all of its corners. */
  onOutline: (outline: readonly Point[], finished: boolean) => void;
  /** Whether a drag turns the map; else it shifts it, as it does with the Shift key. */
  turns: () => boolean;
}

/** Pixels that a pointer may stray and still click. */
const STILL = 4;

/** Let `canvas` be handled; the wheel zooms only while the map has the focus, else the page scrolls. */
export function listen(
  canvas: HTMLCanvasElement,
  plot: Plot,
  { onPoint, onClick, onEscape, turns, outlines, onOutline }: Gestures,
): void {
  let drag: { x: number; y: number; moved: number } | undefined;
  let outline: Point[] = [];
  const move = (dx: number, dy: number, shift: boolean) => {
    if (turns() && !shift) turn(plot.camera, dx, dy);
    else pan(plot.camera, dx, dy, plot.size());
    plot.redraw();
  };
  const zoom = (factor: number, at?: { x: number; y: number }) => {
    const size = plot.size();
    zoomBy(plot.camera, factor, { x: size.width / 2, y: size.height / 2, ...size, ...at });
    plot.redraw();
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    drag = { x: event.offsetX, y: event.offsetY, moved: 0 };
    outline = [{ x: event.offsetX, y: event.offsetY }];
  });
  canvas.addEventListener("pointermove", (event) => {
    const at = { x: event.offsetX, y: event.offsetY };
    if (drag === undefined) return onPoint(at);
    const [dx, dy] = [at.x - drag.x, at.y - drag.y];
    drag = { ...at, moved: drag.moved + Math.abs(dx) + Math.abs(dy) };
    if (drag.moved <= STILL) return;
    onPoint(undefined);
    if (!outlines()) return move(dx, dy, event.shiftKey);
    outline.push(at);
    onOutline(outline, false);
  });
  canvas.addEventListener("pointerup", (event) => {
    const still = drag !== undefined && drag.moved <= STILL;
    const drawn = drag !== undefined && !still && outlines();
    drag = undefined;
    if (still) onClick({ x: event.offsetX, y: event.offsetY });
    else if (drawn) onOutline(outline, true);
  });
  canvas.addEventListener("pointercancel", () => drag = undefined);
  canvas.addEventListener("pointerleave", () => onPoint(undefined));
  canvas.addEventListener("wheel", (event) => {
    if (document.activeElement !== canvas) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), {
      x: event.offsetX,
      y: event.offsetY,
    });
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const keys: Record<string, () => void> = {
      ArrowLeft: () => move(-25, 0, event.shiftKey),
      ArrowRight: () => move(25, 0, event.shiftKey),
      ArrowUp: () => move(0, -25, event.shiftKey),
      ArrowDown: () => move(0, 25, event.shiftKey),
      "+": () => zoom(1.25),
      "=": () => zoom(1.25),
      "-": () => zoom(0.8),
      "0": () => plot.reset(),
      Escape: onEscape,
    };
    const act = keys[event.key];
    if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    // JupyterLab and VS Code have keys of their own for the notebook around.
    event.stopPropagation();
    act();
  });
}
