/** Pants and Shorts: `pants`, `shorts`. Cut from {@linkcode Legs}; in cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { flapPocket } from "./tailoring.ts";
import {
  drawLegs,
  drawstring,
  faded,
  fly,
  hems,
  type Legs,
  pockets,
  rips,
  waistband,
} from "./trousers.ts";

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

/** Cloth, waistband, fly and pockets of jeans, from `shape`. */
function jeans(pen: Pen, dice: Dice, shape: Legs): void {
  const thread = pen.look.colour === "blue" ? "#d0a060" : pen.look.light;
  drawLegs(pen, dice, shape);
  if (pen.look.pattern === "plain" && dice.chance(0.6)) faded(pen, shape, dice.between(0.05, 0.12));
  const depth = dice.between(3.5, 5);
  waistband(pen, shape, depth);
  fly(pen, shape, depth, thread);
  pockets(pen, shape, depth, { curved: true, thread });
  if (dice.chance(0.28)) rips(pen, dice, shape);
}

function drawSkinny(pen: Pen, dice: Dice): void {
  const inner = dice.between(3, 7.5);
  const shape = legShape(dice, {
    knee: dice.between(13.5, 16),
    inner,
    outer: inner + dice.between(8, 10),
  });
  jeans(pen, dice, shape);
  if (dice.chance(0.3)) hems(pen, shape, 4);
}

function drawStraight(pen: Pen, dice: Dice): void {
  const inner = dice.between(2, 5);
  const shape = legShape(dice, {
    inner,
    outer: inner + dice.between(13, 16),
    knee: dice.between(17, 19.5),
  });
  jeans(pen, dice, shape);
  if (dice.chance(0.35)) hems(pen, shape, dice.between(4, 8), { fill: pen.look.light });
}

function drawFlared(pen: Pen, dice: Dice): void {
  const inner = dice.between(0.8, 3);
  jeans(
    pen,
    dice,
    legShape(dice, {
      inner,
      outer: inner + dice.between(17, 26),
      knee: dice.between(14.5, 17),
      length: dice.between(98, 108),
    }),
  );
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
  waistband(pen, shape, dice.between(3, 7), false);
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
  waistband(pen, shape, 4);
  fly(pen, shape, 4, pen.look.dark, pen.look.deep);
  pockets(pen, shape, 4, { curved: false, thread: pen.look.dark });
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
  if (dice.chance(0.3)) hems(pen, shape, 4);
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
  pockets(pen, shape, 4, { curved: false, thread: pen.look.dark });
  hems(pen, shape, 6, { ribbed: true });
  waistband(pen, shape, 5, false);
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
  waistband(pen, shape, dice.between(5, 9), false);
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
  waistband(pen, shape, 4.5);
  fly(pen, shape, 4.5, pen.look.dark);
  pockets(pen, shape, 4.5, { curved: false, thread: pen.look.dark });
  for (const side of [-1, 1]) flapPocket(pen, side * 15.5 - 5.5, shape.rise + 20, 11, 14);
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
  tilt: 4,
};

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
  } else hems(pen, shape, 4, { fill: pen.look.light });
}

function drawTailoredShorts(pen: Pen, dice: Dice): void {
  const shape = shortShape(dice, { length: dice.between(34, 54) });
  drawLegs(pen, dice, shape);
  const depth = dice.between(3.5, 5);
  waistband(pen, shape, depth);
  fly(pen, shape, depth, pen.look.dark, pen.look.accent);
  pockets(pen, shape, depth, { curved: false, thread: pen.look.dark });
  if (dice.chance(0.5)) hems(pen, shape, 4);
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
  waistband(pen, shape, 5, false);
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
  tilt: 4,
};
