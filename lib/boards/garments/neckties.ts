/** Neckties. In cm, the knot at (0, 0). */

import { CLOTH_COLOURS, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen } from "./kit.ts";

function drawTie(pen: Pen, dice: Dice, width: number): void {
  const { dark, fill } = pen.look;
  const long = dice.between(48, 58), half = width / 2, knot = width * 0.36;
  if (dice.chance(0.5)) {
    const loop = path`M ${-knot * 0.6} 0 R -8 -9, 0 -14, 8 -9, ${knot * 0.6} 0`;
    pen.line(loop, dark, 3);
    pen.line(loop, fill, 2.2);
  }
  const lean = dice.between(1, 3);
  const back = path`M ${-knot * 0.4} 4 L ${knot * 0.4} 4 L ${half * 0.6 + lean} ${long - 9}
    L ${lean} ${long - 5} L ${-half * 0.6 + lean} ${long - 9} Z`;
  pen.trim(back, { fill: dark });
  const front = path`M ${-knot * 0.62} 4 L ${knot * 0.62} 4
    Q ${half * 0.66} ${long * 0.4}, ${half} ${long - half} L 0 ${long} L -${half} ${long - half}
    Q ${-half * 0.66} ${long * 0.4}, ${-knot * 0.62} 4 Z`;
  pen.cloth(front, { shading: "tube", turn: 45 });
  const knotted = polygon([-knot, -1.4], [knot, -1.4], [knot * 0.64, 5], [-knot * 0.64, 5]);
  pen.cloth(knotted, { shading: "tube", turn: -30 });
}

function drawBowTie(pen: Pen, dice: Dice): void {
  const wide = dice.between(20, 26), high = dice.between(8, 12);
  const right = path`M 0 -2
    C ${wide * 0.2} ${-high * 0.5}, ${wide * 0.4} -${high}, ${wide} ${-high * 0.8}
    Q ${wide + 2} 0, ${wide} ${high * 0.8} C ${wide * 0.4} ${high}, ${wide * 0.2} ${
    high * 0.5
  }, 0 2 Z`;
  for (const side of [-1, 1]) {
    pen.cloth(side === 1 ? right : right.flip());
    const end = [side * wide * 0.7, -high * 0.3] as const;
    pen.fold([[side * 2, 0], [side * wide * 0.4, -high * 0.1], end], 1.4, 0.2);
  }
  const knot = path`M -3.4 -4 Q 0 -5, 3.4 -4 Q 4.2 0, 3.4 4 Q 0 5, -3.4 4 Q -4.2 0, -3.4 -4 Z`;
  pen.cloth(knot, { shading: "tube" });
}

/** Neckties. */
export const neckties: Department = {
  styles: {
    "tie": style(56, (pen, dice) => drawTie(pen, dice, dice.between(9, 12))),
    "slim tie": style(24, (pen, dice) => drawTie(pen, dice, dice.between(5.5, 7.5))),
    "bow tie": style(20, drawBowTie),
  },
  colours: { ...CLOTH_COLOURS, white: 4, blue: 20, red: 14 },
  patterns: { plain: 30, stripes: 34, dots: 16, checks: 12, floral: 8 },
  scale: { unit: 0.5, extent: 28, size: 0.26, tilt: 6 },
};
