/**
 * Outlines that many drawings share: `ellipse`, `box`, `polygon`, `blob`, `curve`, `star`,
 * `ribbon`.
 * Units are the caller's; all return a new `Path`.
 */

import { type Path, path, type Point } from "./path.ts";

/** Control distance that makes four cubic curves a circle. Source: 4/3 (sqrt 2 - 1). */
const ROUND = 0.5523;

/** An ellipse (a circle where `ry` is left out), centred on (cx, cy). */
export function ellipse(cx: number, cy: number, rx: number, ry = rx): Path {
  const u = rx * ROUND, v = ry * ROUND;
  return path`M ${cx + rx} ${cy}
    C ${cx + rx} ${cy + v}, ${cx + u} ${cy + ry}, ${cx} ${cy + ry}
    C ${cx - u} ${cy + ry}, ${cx - rx} ${cy + v}, ${cx - rx} ${cy}
    C ${cx - rx} ${cy - v}, ${cx - u} ${cy - ry}, ${cx} ${cy - ry}
    C ${cx + u} ${cy - ry}, ${cx + rx} ${cy - v}, ${cx + rx} ${cy} Z`;
}

/** A rectangle from its top left corner, corners rounded by `r`. */
export function box(x: number, y: number, width: number, height: number, r = 0): Path {
  if (r <= 0) return polygon([x, y], [x + width, y], [x + width, y + height], [x, y + height]);
  const round = Math.min(r, width / 2, height / 2);
  const right = x + width, bottom = y + height;
  return path`M ${x + round} ${y}
    L ${right - round} ${y} Q ${right} ${y}, ${right} ${y + round}
    L ${right} ${bottom - round} Q ${right} ${bottom}, ${right - round} ${bottom}
    L ${x + round} ${bottom} Q ${x} ${bottom}, ${x} ${bottom - round}
    L ${x} ${y + round} Q ${x} ${y}, ${x + round} ${y} Z`;
}

/** Straight lines from point to point and back to the first. */
export function polygon(...points: readonly Point[]): Path {
  return path`M ${points} Z`;
}

/** A closed smooth outline through `points` (Catmull-Rom). */
export function blob(...points: readonly Point[]): Path {
  const n = points.length;
  const outline = path`M ${points[0]!}`;
  for (let i = 0; i < n; i++) {
    const [bx, by] = points[(i + n - 1) % n]!, [x, y] = points[i]!;
    const [tx, ty] = points[(i + 1) % n]!, [ax, ay] = points[(i + 2) % n]!;
    outline.draw`C ${x + (tx - bx) / 6} ${y + (ty - by) / 6}, ${tx - (ax - x) / 6} ${
      ty - (ay - y) / 6
    }, ${tx} ${ty}`;
  }
  return outline.draw`Z`;
}

/** An open smooth curve through `points` (Catmull-Rom). */
export function curve(...points: readonly Point[]): Path {
  return path`M ${points[0]!} R ${points.slice(1)}`;
}

/** A star of five points, `reach` from its middle, its notches at `notch`. */
export function star(cx: number, cy: number, reach: number, notch: number): Path {
  return polygon(...Array.from({ length: 10 }, (_, i): Point => {
    const r = i % 2 ? notch : reach, a = i * Math.PI / 5;
    return [cx + r * Math.sin(a), cy - r * Math.cos(a)];
  }));
}

/**
 * A band along a smooth centre line; `widths` is its whole width at each point (one number: the
 * same everywhere). Widths of 0 at the ends make it taper to points.
 */
export function ribbon(points: readonly Point[], widths: number | readonly number[]): Path {
  const left: Point[] = [], right: Point[] = [];
  points.forEach(([x, y], i) => {
    const [ax, ay] = points[Math.max(0, i - 1)]!;
    const [bx, by] = points[Math.min(points.length - 1, i + 1)]!;
    const length = Math.hypot(bx - ax, by - ay) || 1;
    const half = (typeof widths === "number" ? widths : widths[i] ?? 0) / 2;
    const nx = -(by - ay) / length * half, ny = (bx - ax) / length * half;
    left.push([x + nx, y + ny]);
    right.unshift([x - nx, y - ny]);
  });
  return curve(...left).draw`L ${right[0]!} R ${right.slice(1)} Z`;
}
