/** Jumpsuits & Rompers and Swimwear: `jumpsuits`, `swimwear`. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { bodice, bodiceShape } from "./bodice.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { BRASS, COPPER } from "./fittings.ts";
import { anyArm, drawSleeves } from "./sleeves.ts";
import { buttonRow } from "./tailoring.ts";
import { drawLegs, type Legs } from "./trousers.ts";

/** A bodice, legs below it, a belt where they meet. */
function onePiece(pen: Pen, dice: Dice, change: (waist: number) => Partial<Legs>): void {
  const shape = bodiceShape(dice, {
    waist: dice.between(16, 18.5),
    waistline: dice.between(34, 39),
  });
  const legs: Legs = {
    waist: shape.waist,
    hip: shape.waist + 5,
    rise: dice.between(26, 30),
    knee: 18,
    outer: 16,
    inner: 3,
    length: 96,
    ...change(shape.waist),
  };
  const strapless = dice.chance(0.2);
  if (!strapless && dice.chance(0.5)) drawSleeves(pen, shape, anyArm(dice));
  pen.placed({ y: shape.waistline }, () => drawLegs(pen, dice, legs));
  bodice(pen, dice, shape, strapless);
  const y = shape.waistline;
  pen.cloth(box(-shape.waist - 0.4, y - 1.6, shape.waist * 2 + 0.8, 3.6, 0.6), {
    plain: true,
    fill: dice.chance(0.3) ? pen.look.accent : pen.look.dark,
  });
  if (dice.chance(0.5)) {
    pen.cloth(polygon([-1, y], [2, y], [5, y + 20], [2, y + 21]), {
      plain: true,
      fill: pen.look.dark,
    });
    pen.cloth(polygon([-2, y], [1, y], [-3, y + 17], [-6, y + 16]), {
      plain: true,
      fill: pen.look.dark,
    });
  }
}

function drawJumpsuit(pen: Pen, dice: Dice): void {
  onePiece(pen, dice, () => {
    const inner = dice.between(1, 4), wide = dice.between(9, 26);
    return { inner, outer: inner + wide, knee: 14 + wide * 0.3, length: dice.between(84, 102) };
  });
}

function drawRomper(pen: Pen, dice: Dice): void {
  onePiece(pen, dice, (waist) => {
    const rise = dice.between(22, 26);
    return {
      rise,
      inner: 1,
      knee: waist + 7,
      outer: waist + dice.between(7, 13),
      length: rise + dice.between(6, 13),
    };
  });
}

function drawOveralls(pen: Pen, dice: Dice): void {
  const short = dice.chance(0.4);
  const legs: Legs = {
    waist: 17,
    hip: 22,
    rise: 27,
    knee: short ? 22.5 : dice.between(16, 19),
    inner: short ? 1.2 : 3,
    outer: short ? dice.between(22, 25) : dice.between(15, 20),
    length: short ? dice.between(36, 42) : dice.between(88, 100),
  };
  const top = dice.between(22, 28), y = 40;
  for (const side of [-1, 1]) {
    pen.cloth(
      polygon([side * 9, 0], [side * 12.5, 0.6], [side * 10.5, top + 4], [side * 7.5, top + 4]),
      { plain: true },
    );
  }
  pen.placed({ y }, () => drawLegs(pen, dice, legs));
  pen.cloth(
    new Path().move(0, top).line(10.5, top).quad(11.5, top + 9, 17, y + 1).line(17, y + 3).line(
      0,
      y + 3,
    ).mirrored(),
  );
  pen.cloth(box(-6.5, top + 4, 13, 10, 1), { shading: "flat" });
  pen.line(new Path().move(-17, y).line(17, y), pen.look.deep, pen.pixel * 1.4);
  for (const side of [-1, 1]) {
    buttonRow(pen, {
      x: side * 9,
      top: top + 2,
      bottom: top + 2,
      buttons: 1,
      radius: 1.4,
      fill: COPPER,
    });
  }
}

/** Jumpsuits & Rompers. */
export const jumpsuits: Department = {
  styles: {
    "jumpsuit": { weight: 50, draw: drawJumpsuit },
    "romper": { weight: 34, draw: drawRomper },
    "overalls": {
      weight: 16,
      draw: drawOveralls,
      colours: { blue: 70, black: 12, white: 8, pink: 4, green: 6 },
      patterns: { plain: 1 },
    },
  },
  colours: CLOTH_COLOURS,
  patterns: CLOTH_PATTERNS,
  unit: 1,
  extent: 72,
  size: 0.46,
  tilt: 3,
};

/** Straps from the chest at height `y` up to (0 +- `apart`, 0). */
function straps(pen: Pen, { half, y, apart }: { half: number; y: number; apart: number }): void {
  for (const side of [-1, 1]) {
    pen.line(
      curve([side * half, y + 1], [side * (half * 0.6 + apart * 0.4), y * 0.5], [side * apart, 0]),
      pen.look.dark,
      1.5,
    );
  }
}

function drawSwimsuit(pen: Pen, dice: Dice): void {
  const top = dice.between(12, 18),
    chest = dice.between(14.5, 17),
    waist = dice.between(12.5, 14.5);
  const hip = dice.between(16.5, 19), cut = dice.between(6, 14), depth = dice.between(2, 14);
  straps(pen, { half: dice.between(8, 11), y: top, apart: dice.pick([1, 6, 9]) });
  const outline = new Path().move(0, top + depth).quad(6, top + depth * 0.5, 10, top).quad(
    13,
    top + 2,
    chest,
    top + 8,
  )
    .cubic(chest, top + 16, waist, top + 18, waist, top + 24)
    .cubic(waist, top + 32, hip, top + 38, hip, top + 52 - cut)
    .quad(6, top + 54 - cut * 0.4, 3.4, top + 62).line(0, top + 62).mirrored();
  pen.cloth(outline);
  pen.shade(outline, "sheen", 0.5);
  pen.line(new Path().move(0, top + depth).quad(6, top + depth * 0.5, 10, top), pen.look.accent, 1);
  pen.line(
    new Path().move(0, top + depth).quad(-6, top + depth * 0.5, -10, top),
    pen.look.accent,
    1,
  );
  if (dice.chance(0.3)) {
    pen.cloth(box(-waist - 0.2, top + 22, waist * 2 + 0.4, 3.4), {
      plain: true,
      fill: pen.look.accent,
    });
  }
}

/** Swimming briefs, `half` wide, from height `y`. */
function briefs(pen: Pen, dice: Dice, y: number): void {
  const half = dice.between(15, 18), rise = dice.between(4, 12), leg = rise + dice.between(4, 9);
  pen.cloth(
    new Path().move(0, y + 1.4).quad(half * 0.6, y + 1, half, y - 0.5).line(
      half + 0.8,
      y + leg * 0.5,
    )
      .quad(7, y + leg, 3.6, y + leg + 11).line(0, y + leg + 11).mirrored(),
  );
  if (dice.chance(0.35)) {
    for (const side of [-1, 1]) {
      pen.line(
        curve([side * half, y + 1], [side * (half + 4), y + 7], [side * (half + 2), y + 14]),
        pen.look.accent,
        1.2,
      );
    }
  }
}

function drawBikini(pen: Pen, dice: Dice): void {
  const top = dice.between(14, 20);
  straps(pen, { half: 9, y: top, apart: dice.pick([1.5, 4, 8]) });
  for (const side of [-1, 1]) {
    pen.line(new Path().move(side * 14, top + 12).line(side * 21, top + 9), pen.look.dark, 1.5);
    const cup = new Path().move(side * 1, top + 13).cubic(
      side * 2,
      top + 6,
      side * 6,
      top,
      side * 9,
      top - 1,
    )
      .cubic(side * 13, top + 2, side * 16, top + 9, side * 15, top + 13).quad(
        side * 8,
        top + 17,
        side * 1,
        top + 13,
      ).close();
    pen.cloth(cup, { shading: "ball", strength: 0.6 });
  }
  pen.line(new Path().move(-2, top + 13).line(2, top + 13), pen.look.accent, 1.8);
  briefs(pen, dice, top + dice.between(26, 34));
}

function drawBandeau(pen: Pen, dice: Dice): void {
  const half = dice.between(16, 19), deep = dice.between(9, 13);
  pen.cloth(
    new Path().move(0, 3).quad(half * 0.5, -2, half, 0.5).line(half, deep).quad(
      half * 0.5,
      deep + 3,
      0,
      deep - 1,
    ).mirrored(),
  );
  if (dice.chance(0.5)) pen.cloth(box(-1.6, 2, 3.2, deep - 2, 1.4), { plain: true });
  else pen.line(ellipse(0, (deep + 2) / 2, 2.6), BRASS, 1);
  briefs(pen, dice, deep + dice.between(14, 20));
}

/** Swimwear. */
export const swimwear: Department = {
  styles: {
    "swimsuit": { weight: 45, draw: drawSwimsuit },
    "bikini": { weight: 35, draw: drawBikini },
    "bandeau bikini": { weight: 20, draw: drawBandeau },
  },
  colours: { ...CLOTH_COLOURS, grey: 3, brown: 2, beige: 2, orange: 8, yellow: 8 },
  patterns: CLOTH_PATTERNS,
  unit: 0.7,
  extent: 46,
  size: 0.36,
  tilt: 3,
};
