/** Pants: `pants`. Cut from {@linkcode Legs}; in cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { polygon } from "../shapes.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { jeans } from "./jeans.ts";
import { flapPocket } from "./tailoring.ts";
import { drawLegs, drawstring, fly, hems, type Legs, pockets, waistband } from "./trousers.ts";

/** Legs `outer` to `inner` wide at the hem, of `length`. */
function legShape(dice: Dice, changes: Partial<Legs> = {}): Legs {
  const waist = dice.between(17, 20);
  const hip = waist + dice.between(2.5, 5);
  return {
    waist,
    hip,
    rise: dice.between(24, 31),
    knee: dice.between(15, 19),
    outer: dice.between(14, 18),
    inner: dice.between(3, 6),
    length: dice.between(90, 104),
    ...changes,
  };
}

function drawSkinny(pen: Pen, dice: Dice): void {
  const inner = dice.between(3, 7.5);
  const shape = legShape(dice, {
    knee: dice.between(13.5, 16),
    inner,
    outer: inner + dice.between(8, 10),
  });
  jeans(pen, dice, shape);
  if (dice.chance(0.3)) hems(pen, shape, { depth: 4 });
}

function drawStraight(pen: Pen, dice: Dice): void {
  const inner = dice.between(2, 5);
  const shape = legShape(dice, {
    inner,
    outer: inner + dice.between(13, 16),
    knee: dice.between(17, 19.5),
  });
  jeans(pen, dice, shape);
  if (dice.chance(0.35)) hems(pen, shape, { depth: dice.between(4, 8), fill: pen.look.light });
}

function drawFlared(pen: Pen, dice: Dice): void {
  const inner = dice.between(1, 3.5);
  const shape = legShape(dice, {
    waist: dice.between(15.5, 18),
    knee: dice.between(14, 16.5),
    inner,
    outer: inner + dice.between(17, 24),
    length: dice.between(94, 110),
  });
  drawLegs(pen, dice, shape);
  const depth = dice.between(3, 5);
  waistband(pen, shape, { depth, loops: dice.chance(0.5) });
  if (dice.chance(0.7)) {
    fly(pen, shape, { depth, thread: pen.look.dark });
    pockets(pen, shape, { depth, curved: dice.chance(0.5), thread: pen.look.dark });
  }
}

function drawWide(pen: Pen, dice: Dice): void {
  const inner = dice.between(0.6, 2.5);
  const shape = legShape(dice, {
    waist: dice.between(15.5, 18),
    knee: dice.between(21, 25),
    inner,
    outer: inner + dice.between(21, 29),
    length: dice.between(80, 106),
  });
  drawLegs(pen, dice, shape);
  for (const x of [-13, -6, 6, 13]) {
    pen.fold([[x * 0.8, 6], [x, 40], [x * 1.3, shape.length - 4]], 1.8, 0.12);
  }
  waistband(pen, shape, { depth: dice.between(3, 7), loops: false });
  if (dice.chance(0.4)) {
    pen.cloth(polygon([-1, 2], [2, 2], [7, 24], [3, 25]), { plain: true });
    pen.cloth(polygon([-2, 2], [1, 2], [-3, 20], [-6, 19]), { plain: true });
  }
}

function drawTailored(pen: Pen, dice: Dice): void {
  const inner = dice.between(3, 6);
  const shape = legShape(dice, {
    knee: dice.between(15.5, 18),
    inner,
    outer: inner + dice.between(9.5, 13),
    length: dice.between(82, 100),
  });
  drawLegs(pen, dice, shape);
  waistband(pen, shape, { depth: 4 });
  fly(pen, shape, { depth: 4, thread: pen.look.dark, metal: pen.look.deep });
  pockets(pen, shape, { depth: 4, curved: false, thread: pen.look.dark });
  for (const side of [-1, 1]) {
    pen.line(
      new Path().move(side * 8, 8).quad(
        side * 10,
        50,
        side * (shape.inner + shape.outer) / 2,
        shape.length,
      ),
      pen.look.deep,
      pen.pixel,
      { opacity: 0.7 },
    );
  }
  if (dice.chance(0.3)) hems(pen, shape, { depth: 4 });
}

function drawJoggers(pen: Pen, dice: Dice): void {
  const inner = dice.between(4, 7);
  const shape = legShape(dice, {
    knee: dice.between(17, 20),
    inner,
    outer: inner + dice.between(8, 10),
    length: dice.between(84, 96),
  });
  drawLegs(pen, dice, shape);
  if (dice.chance(0.45)) {
    for (const side of [-1, 1]) {
      pen.line(
        new Path().move(side * (shape.hip - 1), 18).quad(
          side * (shape.knee - 0.6),
          55,
          side * (shape.outer - 0.8),
          shape.length - 4,
        ),
        pen.look.accent,
        1.6,
      );
    }
  }
  pockets(pen, shape, { depth: 4, curved: false, thread: pen.look.dark });
  hems(pen, shape, { depth: 6, ribbed: true });
  waistband(pen, shape, { depth: 5, loops: false });
  drawstring(pen, dice, pen.look.accent);
}

function drawLeggings(pen: Pen, dice: Dice): void {
  const inner = dice.between(3.5, 7);
  const shape = legShape(dice, {
    waist: dice.between(14.5, 16.5),
    hip: dice.between(18, 20),
    knee: dice.between(12.5, 14.5),
    inner,
    outer: inner + dice.between(6, 7.5),
    length: dice.between(80, 94),
  });
  drawLegs(pen, dice, shape);
  waistband(pen, shape, { depth: dice.between(5, 9), loops: false });
  if (dice.chance(0.5)) {
    for (const side of [-1, 1]) {
      pen.fill(
        polygon([side * 12, 58], [side * 13.4, 62], [side * (shape.outer - 1.5), 78], [
          side * shape.inner * 1.2,
          70,
        ]),
        pen.look.accent,
        { opacity: 0.75 },
      );
    }
  }
}

function drawCargo(pen: Pen, dice: Dice): void {
  const inner = dice.between(2, 4);
  const shape = legShape(dice, {
    inner,
    outer: inner + dice.between(12, 16),
    knee: dice.between(18, 20.5),
  });
  drawLegs(pen, dice, shape);
  waistband(pen, shape, { depth: 4.5 });
  fly(pen, shape, { depth: 4.5, thread: pen.look.dark });
  pockets(pen, shape, { depth: 4.5, curved: false, thread: pen.look.dark });
  for (const side of [-1, 1]) {
    flapPocket(pen, { x: side * 15.5 - 5.5, y: shape.rise + 20, width: 11, height: 14 });
  }
}

/** Pants. */
export const pants: Department = {
  styles: {
    "skinny jeans": {
      weight: 26,
      draw: drawSkinny,
      colours: { blue: 52, black: 24, white: 8, grey: 8, red: 3, green: 2, pink: 3 },
      patterns: { plain: 90, gradient: 5, floral: 3, checks: 2 },
    },
    "straight jeans": {
      weight: 16,
      draw: drawStraight,
      colours: { blue: 68, black: 14, white: 7, grey: 6, beige: 5 },
      patterns: { plain: 94, gradient: 6 },
    },
    "flared trousers": {
      weight: 9,
      draw: drawFlared,
      patterns: { plain: 74, floral: 10, stripes: 9, gradient: 7 },
    },
    "wide-leg trousers": { weight: 14, draw: drawWide },
    "tailored trousers": {
      weight: 15,
      draw: drawTailored,
      patterns: { plain: 66, checks: 18, stripes: 12, dots: 4 },
    },
    "joggers": { weight: 8, draw: drawJoggers, patterns: { plain: 86, gradient: 8, floral: 6 } },
    "leggings": { weight: 8, draw: drawLeggings },
    "cargo pants": { weight: 4, draw: drawCargo, patterns: { plain: 92, checks: 8 } },
  },
  colours: { ...CLOTH_COLOURS, black: 26, blue: 16, beige: 11, pink: 5, yellow: 3, orange: 2 },
  patterns: CLOTH_PATTERNS,
  unit: 1,
  extent: 64,
  size: 0.4,
  tilt: 3,
};
