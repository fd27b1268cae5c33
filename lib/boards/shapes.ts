/**
 * Outlines that many drawings share: `ellipse`, `box`, `polygon`, `blob`, `ribbon`, `curve`.
 * Units are the caller's; all return a new `Path`.
 */

import { Path, type Point } from "./path.ts";

/** Control distance that makes four cubic curves a circle. Source: 4/3 (sqrt 2 - 1). */
const ROUND = 0.5523;

/** An ellipse (a circle where `ry` is left out), centred on (cx, cy). */
export function ellipse(cx: number, cy: number, rx: number, ry = rx): Path {
  const u = rx * ROUND, v = ry * ROUND;
  return new Path().move(cx + rx, cy)
    .cubic(cx + rx, cy + v, cx + u, cy + ry, cx, cy + ry)
    .cubic(cx - u, cy + ry, cx - rx, cy + v, cx - rx, cy)
    .cubic(cx - rx, cy - v, cx - u, cy - ry, cx, cy - ry)
    .cubic(cx + u, cy - ry, cx + rx, cy - v, cx + rx, cy)
    .close();
}

/** A rectangle from its top left corner, corners rounded by `r`. */
export function box(x: number, y: number, width: number, height: number, r = 0): Path {
  if (r <= 0) return polygon([x, y], [x + width, y], [x + width, y + height], [x, y + height]);
  const round = Math.min(r, width / 2, height / 2);
  const right = x + width, bottom = y + height;
  return new Path().move(x + round, y)
    .line(right - round, y).quad(right, y, right, y + round)
    .line(right, bottom - round).quad(right, bottom, right - round, bottom)
    .line(x + round, bottom).quad(x, bottom, x, bottom - round)
    .line(x, y + round).quad(x, y, x + round, y)
    .close();
}

/** Straight lines from point to point and back to the first. */
export function polygon(...points: Point[]): Path {
  const path = new Path();
  points.forEach(([x, y], i) => i === 0 ? path.move(x, y) : path.line(x, y));
  return path.close();
}

/** A closed smooth outline through `points` (Catmull-Rom). */
export function blob(...points: Point[]): Path {
  const n = points.length;
  const path = new Path().move(...points[0]!);
  for (let i = 0; i < n; i++) {
    const before = points[(i + n - 1) % n]!, from = points[i]!;
    const to = points[(i + 1) % n]!, after = points[(i + 2) % n]!;
    path.cubic(
      from[0] + (to[0] - before[0]) / 6,
      from[1] + (to[1] - before[1]) / 6,
      to[0] - (after[0] - from[0]) / 6,
      to[1] - (after[1] - from[1]) / 6,
      ...to,
    );
  }
  return path.close();
}

/** An open smooth curve through `points` (Catmull-Rom). */
export function curve(...points: Point[]): Path {
  return new Path().move(...points[0]!).through(...points.slice(1));
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
  return curve(...left).line(...right[0]!).through(...right.slice(1)).close();
}
