/** Outlines and sizes of markers: `symbolOutline`, `markerRadius`. */

import type { MarkerSymbol } from "../../palette.ts";

/** A corner, in radii from the marker's centre. */
export type Corner = readonly [x: number, y: number];

/** The twelve corners of a plus sign. */
function plus(reach: number, half: number): Corner[] {
  const [r, w] = [reach, half];
  return [
    [-w, -r],
    [w, -r],
    [w, -w],
    [r, -w],
    [r, w],
    [w, w],
    [w, r],
    [-w, r],
    [-w, w],
    [-r, w],
    [-r, -w],
    [-w, -w],
  ];
}

/** Corners of the symbols that have straight edges, of about a circle's weight. */
const CORNERS: Readonly<Record<string, readonly Corner[]>> = {
  diamond: [[0, -1.2], [1.2, 0], [0, 1.2], [-1.2, 0]],
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  cross: plus(1.15, 0.42),
  x: plus(1.15, 0.42).map(([x, y]): Corner => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2]),
};

/** Corners of a symbol, undefined for a circle, and whether only its outline is drawn. */
export function symbolOutline(
  symbol: MarkerSymbol,
): { corners: readonly Corner[] | undefined; open: boolean } {
  const [shape, open] = symbol.split("-") as [string, string?];
  return { corners: CORNERS[shape], open: open !== undefined };
}

/** Radius of a marker for `n` items, pixels. */
export function markerRadius(n: number): number {
  return n > 6000 ? 2.4 : n > 2000 ? 3 : n > 500 ? 4 : 5;
}
