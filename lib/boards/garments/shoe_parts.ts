/**
 * What shoes are put together from: `bed` (the curve a foot stands on), `heelUnder`, `laces`,
 * `footStrap`, `ankleStrap`, and `pair`, which lays one or two shoes out.
 *
 * Seen from the side, toe to the right, in cm: the ground is y = 0, the heel ends near x = -12.5
 * and the toe near x = 13.
 */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { ellipse, polygon, ribbon } from "../shapes.ts";
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
  const path = kind === "block"
    ? polygon([-12.6, top], [-6, front], [-6.6, 0], [-12.2, 0])
    : new Path().move(-12.6, top).quad(-12.3, top * 0.4, -12, 0).line(-12 + foot, 0)
      .cubic(-11 + foot * 0.4, top * 0.5, -9.5, front * 0.8, -6.4, front).close();
  pen.cloth(path, { fill, plain: true, shading: "tube", strength: 0.8 });
  pen.line(path, pen.look.edge, pen.pixel * 0.6, { opacity: 0.6 });
}

/** Crossing laces between two rows of eyelets, from `from` to `to`. */
export function laces(
  pen: Pen,
  { from, to, rows, colour }: { from: Point; to: Point; rows: number; colour: string },
): void {
  const dx = (to[0] - from[0]) / rows, dy = (to[1] - from[1]) / rows;
  for (let i = 0; i < rows; i++) {
    const x = from[0] + dx * (i + 0.5), y = from[1] + dy * (i + 0.5);
    pen.line(new Path().move(x - 1.6, y + 1.5).line(x + 1.5, y - 0.5), colour, 0.75);
  }
}

/** A strap over the foot from the bed at (x, y): the near half climbs `rise` cm, the far half falls. */
export function footStrap(
  pen: Pen,
  { x, y, rise, width }: { x: number; y: number; rise: number; width: number },
): void {
  if (width > 2.4) {
    // A broad band hides its far half.
    const left = x - width / 2, right = x + width / 2 + 2.2;
    const band = new Path().move(left, y + 0.2)
      .cubic(left + 0.6, y - rise * 1.3, right - 1.8, y - rise * 1.4, right, y - rise)
      .quad(right + 1.4, y - rise * 0.5, right + 1.4, y + 0.2).close();
    pen.cloth(band, { shading: "sheen", strength: 0.7 });
    return;
  }
  const ridge: Point = [x + 1.9, y - rise];
  const far = [ridge, [x + 3.9, y - rise * 0.7], [x + 4.6, y - 0.2]] as const;
  pen.fill(ribbon(far, [width, width, width * 0.8]), pen.look.deep);
  const near = ribbon(
    [[x, y + 0.2], [x + 0.3, y - rise * 0.62], [ridge[0] + 0.5, ridge[1]]],
    width,
  );
  pen.cloth(near, { shading: "sheen", strength: 0.7 });
}

/** A strap around the ankle, `reach` cm before the heel, its middle at height `y`. */
export function ankleStrap(
  pen: Pen,
  { y, width, reach = 4.5 }: { y: number; width: number; reach?: number },
): { near: () => void } {
  const x = -12.4 + reach, ring = 1.9;
  const back: Point = [x - reach, y + 0.4], front: Point = [x + reach, y - 0.6];
  pen.fill(ribbon([back, [x, y - ring], front], width * 0.8), pen.look.deep);
  return {
    near: () => {
      pen.cloth(ribbon([back, [x, y + ring], front], width), { shading: "sheen", strength: 0.7 });
      pen.fill(ellipse(x + 1, y + ring, 0.75), BRASS);
    },
  };
}

/**
 * Lays out what `draw` draws: most often one shoe behind the other, else a single one, else two
 * that look away from each other.
 */
export function pair(pen: Pen, dice: Dice, draw: () => void, width = 26): void {
  const layout = dice.next();
  if (layout < 0.3) {
    draw();
  } else if (layout < 0.88) {
    pen.placed({ x: dice.between(-9, 7), y: -dice.between(3, 7.5), turn: dice.around(0, 4) }, draw);
    draw();
  } else {
    const gap = width * dice.between(0.47, 0.54);
    pen.placed({ x: -gap, flip: true, turn: dice.around(0, 5), y: -dice.between(0, 4) }, draw);
    pen.placed({ x: gap, turn: dice.around(0, 5) }, draw);
  }
}
