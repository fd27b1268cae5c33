/** Pants, cut from {@linkcode Legs}. In cm. */

import { both, CLOTH_COLOURS, CLOTH_PATTERNS, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen, Ranges } from "./kit.ts";
import { flapPocket } from "./tailoring.ts";
import {
  curvedPockets,
  drawLegs,
  drawstring,
  fly,
  hems,
  jeans,
  type Legs,
  slantPockets,
  waistband,
} from "./trousers.ts";

/** Legs whose hem is given by its width from `inner` outwards. */
interface Cut extends Legs {
  width: number;
}

const SHAPES = {
  skinny: { inner: [3, 7.5], knee: [13.5, 16], width: [8, 10] },
  straight: { inner: [2, 5], width: [13, 16], knee: [17, 19.5] },
  flared: {
    inner: [1, 3.5],
    waist: [15.5, 18],
    knee: [14, 16.5],
    width: [17, 24],
    length: [94, 110],
  },
  wide: {
    inner: [0.6, 2.5],
    waist: [15.5, 18],
    knee: [21, 25],
    width: [21, 29],
    length: [80, 106],
  },
  tailored: { inner: [3, 6], knee: [15.5, 18], width: [9.5, 13], length: [82, 100] },
  joggers: { inner: [4, 7], knee: [17, 20], width: [8, 10], length: [84, 96] },
  leggings: {
    inner: [3.5, 7],
    waist: [14.5, 16.5],
    hip: [18, 20],
    knee: [12.5, 14.5],
    width: [6, 7.5],
    length: [80, 94],
  },
  cargo: { inner: [2, 4], width: [12, 16], knee: [18, 20.5] },
} satisfies Record<string, Partial<Ranges<Cut>>>;

/** Legs to the ankle, drawn from the ranges of their shape. */
function legShape(dice: Dice, name: keyof typeof SHAPES): Legs {
  const { width, ...own } = dice.measure<Pick<Cut, "inner" | "width">>(SHAPES[name]);
  const waist = dice.between(17, 20);
  const usual = {
    waist,
    hip: waist + dice.between(2.5, 5),
    rise: dice.between(24, 31),
    knee: dice.between(15, 19),
    outer: dice.between(14, 18),
    inner: dice.between(3, 6),
    length: dice.between(90, 104),
  };
  return { ...usual, ...own, outer: own.inner + width };
}

function drawSkinny(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "skinny");
  jeans(pen, dice, shape);
  if (dice.chance(0.3)) hems(pen, shape, 4);
}

function drawStraight(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "straight");
  jeans(pen, dice, shape);
  if (dice.chance(0.35)) hems(pen, shape, dice.between(4, 8), { fill: pen.look.light });
}

function drawFlared(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "flared");
  drawLegs(pen, dice, shape);
  const depth = dice.between(3, 5);
  waistband(pen, shape, depth, { loops: dice.chance(0.5) });
  if (dice.chance(0.7)) {
    fly(pen, shape, depth);
    if (dice.chance(0.5)) curvedPockets(pen, shape, depth);
    else slantPockets(pen, shape, depth);
  }
}

function drawWide(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "wide");
  drawLegs(pen, dice, shape);
  for (const x of [-13, -6, 6, 13]) {
    pen.fold([[x * 0.8, 6], [x, 40], [x * 1.3, shape.length - 4]], 1.8, 0.12);
  }
  waistband(pen, shape, dice.between(3, 7), { loops: false });
  if (dice.chance(0.4)) {
    pen.trim([path`M -1 2 L 2 2 L 7 24 L 3 25 Z`, path`M -2 2 L 1 2 L -3 20 L -6 19 Z`]);
  }
}

function drawTailored(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "tailored");
  drawLegs(pen, dice, shape);
  waistband(pen, shape, 4);
  fly(pen, shape, 4, { metal: pen.look.deep });
  slantPockets(pen, shape, 4);
  const crease = path`M 8 8 Q 10 50, ${(shape.inner + shape.outer) / 2} ${shape.length}`;
  pen.seam(both(crease), { opacity: 0.7 });
  if (dice.chance(0.3)) hems(pen, shape, 4);
}

function drawJoggers(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "joggers");
  drawLegs(pen, dice, shape);
  if (dice.chance(0.45)) {
    const stripe = path`M ${shape.hip - 1} 18
      Q ${shape.knee - 0.6} 55, ${shape.outer - 0.8} ${shape.length - 4}`;
    pen.line(both(stripe), pen.look.accent, 1.6);
  }
  slantPockets(pen, shape, 4);
  hems(pen, shape, 6, { ribbed: true });
  waistband(pen, shape, 5, { loops: false });
  drawstring(pen, dice);
}

function drawLeggings(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "leggings");
  drawLegs(pen, dice, shape);
  waistband(pen, shape, dice.between(5, 9), { loops: false });
  if (dice.chance(0.5)) {
    const panel = polygon([12, 58], [13.4, 62], [shape.outer - 1.5, 78], [shape.inner * 1.2, 70]);
    pen.fill(both(panel), pen.look.accent, { opacity: 0.75 });
  }
}

function drawCargo(pen: Pen, dice: Dice): void {
  const shape = legShape(dice, "cargo");
  drawLegs(pen, dice, shape);
  waistband(pen, shape, 4.5);
  fly(pen, shape, 4.5);
  slantPockets(pen, shape, 4.5);
  for (const x of [-21, 10]) flapPocket(pen, [x, shape.rise + 20], [11, 14]);
}

/** Pants. */
export const pants: Department = {
  styles: {
    "skinny jeans": style(26, drawSkinny, {
      colours: { blue: 52, black: 24, white: 8, grey: 8, red: 3, green: 2, pink: 3 },
      patterns: { plain: 90, gradient: 5, floral: 3, checks: 2 },
    }),
    "straight jeans": style(16, drawStraight, {
      colours: { blue: 68, black: 14, white: 7, grey: 6, beige: 5 },
      patterns: { plain: 94, gradient: 6 },
    }),
    "flared trousers": style(9, drawFlared, {
      patterns: { plain: 74, floral: 10, stripes: 9, gradient: 7 },
    }),
    "wide-leg trousers": style(14, drawWide),
    "tailored trousers": style(15, drawTailored, {
      patterns: { plain: 66, checks: 18, stripes: 12, dots: 4 },
    }),
    "joggers": style(8, drawJoggers, { patterns: { plain: 86, gradient: 8, floral: 6 } }),
    "leggings": style(8, drawLeggings),
    "cargo pants": style(4, drawCargo, { patterns: { plain: 92, checks: 8 } }),
  },
  colours: { ...CLOTH_COLOURS, black: 26, blue: 16, beige: 11, pink: 5, yellow: 3, orange: 2 },
  patterns: CLOTH_PATTERNS,
  scale: { unit: 1, extent: 64, size: 0.4, tilt: 3 },
};
