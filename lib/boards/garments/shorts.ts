/** Shorts, cut from {@linkcode Legs}. In cm. */

import { both, box, CLOTH, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen, Ranges } from "./kit.ts";
import { knot } from "./tailoring.ts";
import {
  drawLegs,
  drawstring,
  fly,
  hems,
  jeans,
  type Legs,
  slantPockets,
  waistband,
} from "./trousers.ts";

/** Short legs, before a style's `changes`. */
function shortShape(dice: Dice, changes: Partial<Ranges<Legs>> = {}): Legs {
  const own = dice.measure<Partial<Legs>>(changes), waist = dice.between(17, 20.5);
  const hip = waist + dice.between(3, 5.5), rise = dice.between(20, 27);
  return {
    waist,
    hip,
    rise,
    knee: hip + dice.between(0, 1.5),
    outer: hip + dice.between(0, 3),
    inner: dice.between(0.8, 2.2),
    length: rise + dice.between(6, 15),
    ...own,
  };
}

function drawDenimShorts(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice), { inner, outer, length } = shape, { light } = pen.look;
  jeans(pen, dice, shape);
  if (dice.chance(0.5)) {
    for (const side of [-1, 1]) {
      for (let i = 0; i < 9; i++) {
        const x = side * (inner + 1 + (outer - inner - 2) * i / 8),
          end = x + dice.between(-0.6, 0.6);
        pen.line(path`M ${x} ${length} L ${end} ${length + dice.between(1, 2.6)}`, light, 0.6);
      }
    }
  } else hems(pen, shape, 4, { fill: light });
}

function drawTailoredShorts(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice, { length: [34, 54] });
  drawLegs(pen, dice, shape);
  const depth = dice.between(3.5, 5);
  waistband(pen, shape, depth);
  fly(pen, shape, depth, { metal: pen.look.accent });
  slantPockets(pen, shape, depth);
  if (dice.chance(0.5)) hems(pen, shape, 4);
}

function drawPaperbag(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice, { waist: 15.5, hip: 22, outer: [24, 30], knee: 24 });
  const frill = path`M 0 -3.5 R 4 -4.6, 8 -3.4, 12 -4.4, 17 -3 L 15.5 2 L 0 2`;
  pen.cloth(frill.mirrored(), { shading: "fall" });
  drawLegs(pen, dice, shape);
  for (const x of [-11, -6, 6, 11]) {
    pen.fold([[x * 0.8, 4], [x * 1.1, 14], [x * 1.4, shape.length - 3]], 1.6, 0.14);
  }
  pen.trim(box(-16, 0, 32, 3.4, 0.6), { fill: pen.look.dark });
  for (const [x, y] of [[7, 18], [-5, 16]] as const) {
    pen.trim(polygon([-1, 1], [1.5, 1], [x + 1.6, y], [x - 1.6, y + 0.8]));
  }
  knot(pen, [-2.4, -0.6], [4.8, 4.6], { round: 1.4 });
}

function drawAthletic(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice, { waist: [17, 19], outer: [24, 29] });
  drawLegs(pen, dice, shape);
  const { hip, knee, outer, inner, length } = shape;
  const edge = path`M ${hip - 0.6} 14
    C ${knee - 0.4} 22, ${outer - 0.6} ${length - 6}, ${outer - 1} ${length - 1}
    L ${inner} ${length - 0.4}`;
  pen.line(both(edge), pen.look.accent, 1.5);
  waistband(pen, shape, 5, { loops: false });
  drawstring(pen, dice);
}

/** Shorts. */
export const shorts: Department = {
  styles: {
    "denim shorts": style(36, drawDenimShorts, {
      colours: { blue: 66, black: 12, white: 14, grey: 4, pink: 4 },
      patterns: { plain: 88, gradient: 8, floral: 4 },
    }),
    "tailored shorts": style(30, drawTailoredShorts),
    "paperbag shorts": style(18, drawPaperbag),
    "athletic shorts": style(16, drawAthletic),
  },
  ...CLOTH,
  scale: { unit: 0.9, extent: 42, size: 0.34, tilt: 3 },
};
