/** Shorts: `shorts`. Cut from {@linkcode Legs}; in cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { jeans } from "./jeans.ts";
import { drawLegs, drawstring, fly, hems, type Legs, pockets, waistband } from "./trousers.ts";

/** Legs of shorts. */
function shortShape(dice: Dice, changes: Partial<Legs> = {}): Legs {
  const waist = dice.between(17, 20.5);
  const hip = waist + dice.between(3, 5.5), rise = dice.between(20, 27);
  return {
    waist,
    hip,
    rise,
    knee: hip + dice.between(0, 1.5),
    outer: hip + dice.between(0, 3),
    inner: dice.between(0.8, 2.2),
    length: rise + dice.between(6, 15),
    ...changes,
  };
}

function drawDenimShorts(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice);
  jeans(pen, dice, shape);
  if (dice.chance(0.5)) {
    for (const side of [-1, 1]) {
      for (let i = 0; i < 9; i++) {
        const x = side * (shape.inner + 1 + (shape.outer - shape.inner - 2) * i / 8);
        pen.line(
          new Path().move(x, shape.length).line(
            x + dice.between(-0.6, 0.6),
            shape.length + dice.between(1, 2.6),
          ),
          pen.look.light,
          0.6,
        );
      }
    }
  } else hems(pen, shape, { depth: 4, fill: pen.look.light });
}

function drawTailoredShorts(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice, { length: dice.between(34, 54) });
  drawLegs(pen, dice, shape);
  const depth = dice.between(3.5, 5);
  waistband(pen, shape, { depth });
  fly(pen, shape, { depth, thread: pen.look.dark, metal: pen.look.accent });
  pockets(pen, shape, { depth, curved: false, thread: pen.look.dark });
  if (dice.chance(0.5)) hems(pen, shape, { depth: 4 });
}

function drawPaperbag(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice, { waist: 15.5, hip: 22, outer: dice.between(24, 30), knee: 24 });
  const frill = new Path().move(0, -3.5).through([4, -4.6], [8, -3.4], [12, -4.4], [17, -3]).line(
    15.5,
    2,
  )
    .line(0, 2).mirrored();
  pen.cloth(frill, { shading: "fall" });
  drawLegs(pen, dice, shape);
  for (const x of [-11, -6, 6, 11]) {
    pen.fold([[x * 0.8, 4], [x * 1.1, 14], [x * 1.4, shape.length - 3]], 1.6, 0.14);
  }
  pen.cloth(box(-16, 0, 32, 3.4, 0.6), { plain: true, fill: pen.look.dark });
  for (const [x, y] of [[7, 18], [-5, 16]] as const) {
    pen.cloth(polygon([-1, 1], [1.5, 1], [x + 1.6, y], [x - 1.6, y + 0.8]), { plain: true });
  }
  pen.cloth(box(-2.4, -0.6, 4.8, 4.6, 1.4), { plain: true, shading: "ball" });
}

function drawAthletic(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice, { waist: dice.between(17, 19), outer: dice.between(24, 29) });
  drawLegs(pen, dice, shape);
  for (const side of [-1, 1]) {
    const edge = new Path().move(side * (shape.hip - 0.6), 14)
      .cubic(
        side * (shape.knee - 0.4),
        22,
        side * (shape.outer - 0.6),
        shape.length - 6,
        side * (shape.outer - 1),
        shape.length - 1,
      )
      .line(side * shape.inner, shape.length - 0.4);
    pen.line(edge, pen.look.accent, 1.5);
  }
  waistband(pen, shape, { depth: 5, loops: false });
  drawstring(pen, dice, pen.look.accent);
}

/** Shorts. */
export const shorts: Department = {
  styles: {
    "denim shorts": {
      weight: 36,
      draw: drawDenimShorts,
      colours: { blue: 66, black: 12, white: 14, grey: 4, pink: 4 },
      patterns: { plain: 88, gradient: 8, floral: 4 },
    },
    "tailored shorts": { weight: 30, draw: drawTailoredShorts },
    "paperbag shorts": { weight: 18, draw: drawPaperbag },
    "athletic shorts": { weight: 16, draw: drawAthletic },
  },
  colours: CLOTH_COLOURS,
  patterns: CLOTH_PATTERNS,
  unit: 0.9,
  extent: 42,
  size: 0.34,
  tilt: 3,
};
