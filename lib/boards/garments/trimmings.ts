/** Belts and Gloves & Mittens: `belts`, `gloves`. In cm. */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon, ribbon } from "../shapes.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department, LEATHER_COLOURS } from "./department.ts";
import { anyMetal, type Metal, rod } from "./metals.ts";
import { ribbing } from "./tailoring.ts";

/** A buckle about (x, y), `half` high, with its prong. */
function buckle(
  pen: Pen,
  dice: Dice,
  { x, y, half, metal }: { x: number; y: number; half: number; metal: Metal },
): void {
  const round = dice.chance(0.35), wide = half * dice.between(0.7, 1.1);
  rod(
    pen,
    round ? ellipse(x, y, half * 1.1) : box(x - wide, y - half, wide * 2, half * 2, half * 0.3),
    half * 0.34,
    metal,
  );
  pen.line(new Path().move(x - wide, y).line(x + wide, y), metal.fill, half * 0.2);
}

function drawCoiled(pen: Pen, dice: Dice): void {
  const rx = dice.between(14, 18),
    ry = rx * dice.between(0.5, 0.8),
    wide = dice.between(2.6, 4.6),
    turns = dice.between(1.5, 2.3);
  const metal = anyMetal(dice), stitch = dice.chance(0.5);
  const spiral: Point[] = Array.from({ length: 34 }, (_, i) => {
    const t = i / 33, a = Math.PI * 0.6 + t * turns * 2 * Math.PI, shrink = 1 - 0.42 * t;
    return [rx * shrink * Math.cos(a), ry * shrink * Math.sin(a)];
  });
  for (const part of [spiral.slice(16).reverse(), spiral.slice(0, 18)]) {
    pen.cloth(ribbon(part, wide), { shading: "sheen", strength: 0.6 });
    if (stitch) {
      pen.line(curve(...part), pen.look.light, pen.pixel * 0.8, { dash: "1 .8", opacity: 0.8 });
    }
  }
  const [x, y] = spiral[0]!;
  buckle(pen, dice, { x: x - 1, y, half: wide * 0.78, metal });
}

function drawStraight(pen: Pen, dice: Dice): void {
  const long = dice.between(34, 42),
    wide = dice.between(3, 5),
    bend = dice.between(-11, 11),
    metal = anyMetal(dice);
  const line: Point[] = [[-long, 0], [-long * 0.4, bend], [long * 0.4, -bend * 0.6], [
    long,
    bend * 0.4,
  ]];
  pen.cloth(ribbon(line, wide), { shading: "fall" });
  pen.line(curve(...line), pen.look.light, pen.pixel, { dash: "1.2 1", opacity: 0.5 });
  for (let i = 0; i < 5; i++) {
    pen.fill(ellipse(long - 4 - i * 3, bend * 0.4 - 0.2 * i, 0.5), pen.look.deep);
  }
  pen.cloth(
    polygon([long - 0.5, bend * 0.4 - wide / 2], [long + 2.4, bend * 0.4], [
      long - 0.5,
      bend * 0.4 + wide / 2,
    ]),
    { plain: true },
  );
  buckle(pen, dice, { x: -long, y: 0, half: wide * 0.8, metal });
}

/** A belt as it sits on the waist, its back seen through the ring. */
function drawWaist(pen: Pen, dice: Dice): void {
  const rx = dice.between(15, 18),
    ry = dice.between(3.5, 6.5),
    wide = dice.between(4, 9),
    metal = anyMetal(dice);
  const arc = (from: number, to: number): Point[] =>
    Array.from({ length: 9 }, (_, i) => {
      const a = from + (to - from) * i / 8;
      return [rx * Math.cos(a), ry * Math.sin(a)];
    });
  pen.cloth(ribbon(arc(Math.PI, 2 * Math.PI), wide * 0.85), {
    fill: pen.look.deep,
    plain: true,
    shading: "flat",
  });
  const front = arc(Math.PI, 0);
  const path = curve(...front.map(([x, y]): Point => [x, y - wide / 2])).line(rx, wide / 2).through(
    ...[...front].reverse().map(([x, y]): Point => [x, y + wide / 2]),
  ).close();
  pen.cloth(path, { shading: "tube" });
  if (dice.chance(0.3)) {
    for (const side of [-1, 1]) {
      pen.cloth(polygon([0, ry], [side * 6, ry - 4], [side * 6.6, ry + 4]), { plain: true });
      pen.cloth(polygon([0, ry], [side * 2, ry + 1], [side * 5, ry + 12], [side * 2, ry + 13]), {
        plain: true,
      });
    }
    pen.cloth(ellipse(0, ry, 1.8, 2.2), { plain: true, shading: "ball" });
  } else buckle(pen, dice, { x: 0, y: ry, half: wide * 0.66, metal });
}

/** Belts. */
export const belts: Department = {
  styles: {
    "coiled belt": { weight: 51, draw: drawCoiled },
    "straight belt": { weight: 14, draw: drawStraight },
    "waist belt": { weight: 35, draw: drawWaist },
  },
  colours: LEATHER_COLOURS,
  patterns: { plain: 82, stripes: 8, checks: 4, dots: 3, floral: 3 },
  unit: 0.45,
  extent: 28,
  size: 0.26,
  tilt: 6,
  mirror: true,
};

/** The measures of a glove; `trim` is the colour of its cuff, where it has one of its own. */
interface Hand {
  cuff: number;
  fingers: boolean;
  trim: string;
}

/** A hand with its thumb to the right, wrist at y = 0, fingers up. */
function hand(pen: Pen, { cuff, fingers, trim }: Hand): void {
  const thumb = ribbon([[2.6, -3.4], [5.6, -7.4], [6.6, -11], [6.7, -12.2]], [3.6, 3.2, 2.6, 1.2]);
  pen.cloth(thumb, { shading: "tube" });
  if (fingers) {
    const reach = [-14.4, -17, -18, -16.4];
    reach.forEach((top, i) => {
      const x = -3.6 + i * 2.35, lean = (i - 1.5) * 0.5;
      pen.cloth(
        new Path().move(x - 1.25, -7).line(x - 1.15 + lean, top + 1.2).quad(
          x + lean,
          top - 1,
          x + 1.15 + lean,
          top + 1.2,
        ).line(x + 1.25, -7).close(),
        { shading: "tube", strength: 0.8 },
      );
    });
  }
  const palm = fingers
    ? new Path().move(-4.2, 0).quad(-5.2, -5, -4.9, -9).line(4.7, -9).quad(5.2, -4.6, 4.2, 0)
      .close()
    : new Path().move(-4.2, 0).cubic(-6, -8, -5.6, -17, 0, -17).cubic(5.6, -17, 6, -8, 4.2, 0)
      .close();
  pen.cloth(palm, { shading: "tube", strength: 0.7 });
  if (fingers) {
    for (const x of [-2, 0, 2]) {
      pen.line(curve([x, -8], [x * 1.05, -5.4], [x, -3]), pen.look.deep, pen.pixel, {
        opacity: 0.5,
      });
    }
  }
  const wrist = polygon([-4.4, -0.6], [4.4, -0.6], [4.4 + cuff * 0.06, cuff], [
    -4.4 - cuff * 0.06,
    cuff,
  ]);
  pen.cloth(wrist, {
    plain: cuff < 8,
    shading: "tube",
    ...(trim ? { fill: trim } : {}),
  });
  if (cuff < 8) ribbing(pen, wrist, 0);
}

/** Two hands, overlapping or apart. */
function pairOfHands(pen: Pen, dice: Dice, options: Omit<Hand, "trim">): void {
  const trim = options.cuff < 8 && dice.chance(0.4) ? pen.look.accent : "";
  const apart = dice.between(5, 9), turn = dice.between(-4, 14);
  pen.placed(
    { x: apart, y: dice.between(-3, 3), turn, flip: true },
    () => hand(pen, { ...options, trim }),
  );
  pen.placed({ x: -apart, turn: -turn }, () => hand(pen, { ...options, trim }));
}

/** Gloves & Mittens. */
export const gloves: Department = {
  styles: {
    "gloves": {
      weight: 44,
      draw: (pen, dice) => pairOfHands(pen, dice, { cuff: dice.between(3, 7), fingers: true }),
    },
    "mittens": {
      weight: 34,
      draw: (pen, dice) => pairOfHands(pen, dice, { cuff: dice.between(4, 7.5), fingers: false }),
      patterns: { ...CLOTH_PATTERNS, stripes: 24 },
    },
    "long gloves": {
      weight: 22,
      draw: (pen, dice) => pairOfHands(pen, dice, { cuff: dice.between(14, 28), fingers: true }),
    },
  },
  colours: { ...CLOTH_COLOURS, black: 26, brown: 12 },
  patterns: { plain: 80, stripes: 6, dots: 3, checks: 6, floral: 2, gradient: 3 },
  unit: 0.4,
  extent: 26,
  size: 0.25,
  tilt: 6,
};
