/**
 * Parts of shoes seen from the side, toe to the right. In cm: the ground is y = 0, the heel ends
 * near x = -12.5 and the toe near x = 13.
 */

import { ellipse, path, polygon, ribbon } from "./kit.ts";
import type { Dice, Pen, Point } from "./kit.ts";
import { BRASS } from "./metals.ts";

/** Height of the foot bed at `x` (below 0: above the ground) with a heel `high` cm. */
export function bedHeight(x: number, high: number, platform = 0): number {
  const t = Math.min(1, Math.max(0, (6.5 - x) / 16));
  const tip = x > 9 ? -((x - 9) ** 2) * 0.045 : 0;
  return -platform - high * t * t * (3 - 2 * t) + tip;
}

/** Points along the foot bed from `from` to `to`. */
export function bed(high: number, { from = -12.5, to = 13, platform = 0 } = {}): Point[] {
  return Array.from({ length: 9 }, (_, i): Point => {
    const x = from + (to - from) * i / 8;
    return [x, bedHeight(x, high, platform)];
  });
}

/** How a heel looks from the side. */
export type HeelKind = "stiletto" | "block" | "kitten";

/** Draws a heel of `kind` under the back of a foot bed `high` cm up. */
export function heelUnder(
  pen: Pen,
  kind: HeelKind,
  { high, fill = pen.look.deep, platform = 0 }: { high: number; fill?: string; platform?: number },
): void {
  const top = bedHeight(-12.5, high, platform) + 0.2, front = bedHeight(-6.5, high, platform) + 0.3;
  const foot = kind === "stiletto" ? 1 : 1.6;
  const heel = kind === "block"
    ? polygon([-12.6, top], [-6, front], [-6.6, 0], [-12.2, 0])
    : path`M -12.6 ${top} Q -12.3 ${top * 0.4}, -12 0 L ${-12 + foot} 0
      C ${-11 + foot * 0.4} ${top * 0.5}, -9.5 ${front * 0.8}, -6.4 ${front} Z`;
  pen.trim(heel, { fill, shading: "tube", strength: 0.8 });
  pen.seam(heel, { ink: pen.look.edge, pixels: 0.6, opacity: 0.6 });
}

/** Laces crossing between two rows of eyelets, from `from` to `to`. */
export function laces(pen: Pen, from: Point, to: Point, rows: number, ink = pen.look.accent): void {
  const dx = (to[0] - from[0]) / rows, dy = (to[1] - from[1]) / rows;
  for (let i = 0; i < rows; i++) {
    const x = from[0] + dx * (i + 0.5), y = from[1] + dy * (i + 0.5);
    pen.line(path`M ${x - 1.6} ${y + 1.5} L ${x + 1.5} ${y - 0.5}`, ink, 0.75);
  }
}

/** The gloss of straps. */
export const STRAP = { shading: "sheen", strength: 0.7 } as const;

/** A strap over the foot from the bed at (x, y): the near half climbs `rise` cm, the far half falls. */
export function footStrap(pen: Pen, [x, y]: Point, rise: number, width: number): void {
  if (width > 2.4) {
    // A broad band hides its far half.
    const left = x - width / 2, right = x + width / 2 + 2.2;
    const band = path`M ${left} ${y + 0.2}
      C ${left + 0.6} ${y - rise * 1.3}, ${right - 1.8} ${y - rise * 1.4}, ${right} ${y - rise}
      Q ${right + 1.4} ${y - rise * 0.5}, ${right + 1.4} ${y + 0.2} Z`;
    pen.cloth(band, STRAP);
    return;
  }
  const far: Point[] = [[x + 1.9, y - rise], [x + 3.9, y - rise * 0.7], [x + 4.6, y - 0.2]];
  pen.fill(ribbon(far, [width, width, width * 0.8]), pen.look.deep);
  const near: Point[] = [[x, y + 0.2], [x + 0.3, y - rise * 0.62], [x + 1.9 + 0.5, y - rise]];
  pen.cloth(ribbon(near, width), STRAP);
}

/** Draws with `shoe` between the far and the near half of a strap around the ankle at height `y`. */
export function withAnkleStrap(pen: Pen, y: number, width: number, shoe: () => void): void {
  const reach = 4.5, x = -12.4 + reach, ring = 1.9;
  const back: Point = [x - reach, y + 0.4], front: Point = [x + reach, y - 0.6];
  pen.fill(ribbon([back, [x, y - ring], front], width * 0.8), pen.look.deep);
  shoe();
  pen.cloth(ribbon([back, [x, y + ring], front], width), STRAP);
  pen.fill(ellipse(x + 1, y + ring, 0.75), BRASS);
}

/**
 * Lays out what `draw` draws: most often one shoe behind the other, else a single one, else two
 * that look away from each other.
 */
export function pair(pen: Pen, dice: Dice, draw: () => void): void {
  const layout = dice.next();
  if (layout < 0.3) {
    draw();
  } else if (layout < 0.88) {
    pen.placed({ x: dice.between(-9, 7), y: -dice.between(3, 7.5), turn: dice.around(0, 4) }, draw);
    draw();
  } else {
    const gap = 26 * dice.between(0.47, 0.54);
    pen.placed({ x: -gap, flip: true, turn: dice.around(0, 5), y: -dice.between(0, 4) }, draw);
    pen.placed({ x: gap, turn: dice.around(0, 5) }, draw);
  }
}
