/** Neckties: `neckties`. In cm, the knot at (0, 0). */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { curve, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, type Department } from "./department.ts";

function drawTie(pen: Pen, dice: Dice, width: number): void {
  const long = dice.between(48, 58), half = width / 2, knot = width * 0.36;
  const loop = dice.chance(0.5);
  if (loop) {
    pen.line(
      curve([-knot * 0.6, 0], [-8, -9], [0, -14], [8, -9], [knot * 0.6, 0]),
      pen.look.dark,
      3,
    );
    pen.line(
      curve([-knot * 0.6, 0], [-8, -9], [0, -14], [8, -9], [knot * 0.6, 0]),
      pen.look.fill,
      2.2,
    );
  }
  const lean = dice.between(1, 3);
  pen.cloth(
    polygon([-knot * 0.4, 4], [knot * 0.4, 4], [half * 0.6 + lean, long - 9], [lean, long - 5], [
      -half * 0.6 + lean,
      long - 9,
    ]),
    { fill: pen.look.dark, plain: true },
  );
  pen.cloth(
    new Path().move(-knot * 0.62, 4).line(knot * 0.62, 4).quad(
      half * 0.66,
      long * 0.4,
      half,
      long - half,
    ).line(0, long).line(-half, long - half).quad(-half * 0.66, long * 0.4, -knot * 0.62, 4)
      .close(),
    { shading: "tube", turn: 45 },
  );
  pen.cloth(polygon([-knot, -1.4], [knot, -1.4], [knot * 0.64, 5], [-knot * 0.64, 5]), {
    shading: "tube",
    turn: -30,
  });
}

function drawBowTie(pen: Pen, dice: Dice): void {
  const wide = dice.between(20, 26), high = dice.between(8, 12);
  for (const side of [-1, 1]) {
    const wing = new Path().move(0, -2).cubic(
      side * wide * 0.2,
      -high * 0.5,
      side * wide * 0.4,
      -high,
      side * wide,
      -high * 0.8,
    ).quad(side * (wide + 2), 0, side * wide, high * 0.8).cubic(
      side * wide * 0.4,
      high,
      side * wide * 0.2,
      high * 0.5,
      0,
      2,
    ).close();
    pen.cloth(wing, { shading: "drape" });
    pen.fold(
      [[side * 2, 0], [side * wide * 0.4, -high * 0.1], [side * wide * 0.7, -high * 0.3]],
      1.4,
      0.2,
    );
  }
  const knot = new Path().move(-3.4, -4).quad(0, -5, 3.4, -4).quad(4.2, 0, 3.4, 4).quad(
    0,
    5,
    -3.4,
    4,
  ).quad(-4.2, 0, -3.4, -4).close();
  pen.cloth(knot, { shading: "tube" });
}

/** Neckties. */
export const neckties: Department = {
  styles: {
    "tie": { weight: 56, draw: (pen, dice) => drawTie(pen, dice, dice.between(9, 12)) },
    "slim tie": { weight: 24, draw: (pen, dice) => drawTie(pen, dice, dice.between(5.5, 7.5)) },
    "bow tie": { weight: 20, draw: drawBowTie },
  },
  colours: { ...CLOTH_COLOURS, white: 4, blue: 20, red: 14 },
  patterns: { plain: 30, stripes: 34, dots: 16, checks: 12, floral: 8 },
  unit: 0.5,
  extent: 28,
  size: 0.26,
  tilt: 6,
};
