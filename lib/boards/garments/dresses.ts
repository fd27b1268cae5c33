/**
 * Dresses: `dresses`; the long ones are in `gowns.ts`. A {@linkcode Torso}, most with a skirt sewn
 * on; in cm.
 */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, polygon } from "../shapes.ts";
import { bodice, bodiceShape, sash } from "./bodice.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { drawGown, drawMaxi, drawSlip } from "./gowns.ts";
import { drawSkirt, skirtPanel } from "./skirt_panel.ts";
import { anyArm, drawSleeves, longArm } from "./sleeves.ts";
import { buttonRow, collar, sideFolds } from "./tailoring.ts";
import { backNeck, torso } from "./torso.ts";

function drawSheath(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, {
    waistline: dice.between(38, 42),
    hem: dice.between(19, 24),
    length: dice.between(90, 112),
    dip: 0.4,
  });
  if (dice.chance(0.45)) drawSleeves(pen, shape, anyArm(dice));
  backNeck(pen, shape);
  const outline = torso(shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  if (dice.chance(0.4)) sash(pen, dice, { half: shape.waist, y: shape.waistline });
  else {
    for (const side of [-1, 1]) {
      pen.line(
        curve([side * 9, 26], [side * 8, shape.waistline], [side * 10, shape.waistline + 22]),
        pen.look.deep,
        pen.pixel,
        { opacity: 0.5 },
      );
    }
  }
}

function drawALine(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, { waistline: dice.between(34, 42) });
  const hem = dice.between(29, 40);
  if (dice.chance(0.5)) drawSleeves(pen, shape, anyArm(dice));
  bodice(pen, dice, shape);
  drawSkirt(pen, dice, {
    top: shape.waistline,
    waist: shape.waist,
    hip: shape.waist + (hem - shape.waist) * 0.45,
    hem,
    length: dice.between(44, 66),
    wave: dice.between(0, 1),
  }, { folds: dice.whole(3, 5) });
  if (dice.chance(0.4)) {
    sash(pen, dice, {
      half: shape.waist,
      y: shape.waistline,
      fill: dice.chance(0.4) ? pen.look.accent : pen.look.dark,
    });
  }
}

function drawFlared(pen: Pen, dice: Dice): void {
  const strapless = dice.chance(0.25);
  const shape = bodiceShape(dice, {
    waistline: dice.between(32, 37),
    waist: dice.between(14.5, 17),
  });
  const hem = dice.between(36, 50);
  if (!strapless && dice.chance(0.4)) drawSleeves(pen, shape, anyArm(dice));
  bodice(pen, dice, shape, strapless);
  drawSkirt(pen, dice, {
    top: shape.waistline,
    waist: shape.waist,
    hip: shape.waist + (hem - shape.waist) * 0.62,
    hem,
    length: dice.between(44, 58),
    wave: dice.between(1.4, 2.6),
    waves: dice.whole(2, 4),
    dip: dice.between(2, 5),
  }, { folds: dice.whole(5, 10), pleated: dice.chance(0.2) });
  if (dice.chance(0.6)) {
    sash(pen, dice, {
      half: shape.waist,
      y: shape.waistline,
      fill: dice.chance(0.5) ? pen.look.accent : pen.look.dark,
    });
  }
}

function drawWrap(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, { neckline: "v", drop: dice.between(20, 28), waistline: 38 });
  const hem = dice.between(26, 35), length = dice.between(46, 66);
  drawSleeves(pen, shape, { ...anyArm(dice), puff: dice.between(0, 3) });
  bodice(pen, dice, shape);
  const panel = {
    top: 37,
    waist: shape.waist,
    hip: shape.waist + 5,
    hem,
    length,
    wave: 0.8,
    dip: 1,
  };
  drawSkirt(pen, dice, panel, { folds: 3 });
  pen.within(skirtPanel(panel), () => {
    const flap = new Path().move(-30, 36).line(shape.waist * 0.7, 36)
      .quad(hem * 0.7, 60, hem * dice.between(0.2, 0.6), 120).line(-60, 120).close();
    pen.cloth(flap, { strength: 0.5 });
    pen.line(flap, pen.look.deep, pen.pixel * 1.3, { opacity: 0.6 });
  });
  pen.line(
    new Path().move(-shape.neck, 0).quad(-4, 16, shape.waist * 0.6, 36),
    pen.look.deep,
    pen.pixel * 1.4,
    { opacity: 0.7 },
  );
  const x = shape.waist * 0.6;
  pen.cloth(box(-shape.waist - 0.3, 36.4, shape.waist * 2 + 0.6, 3.2, 0.6), {
    plain: true,
    fill: pen.look.dark,
  });
  pen.cloth(polygon([x, 38], [x + 3, 38], [x + 8, 66], [x + 4, 67]), {
    plain: true,
    fill: pen.look.dark,
  });
}

function drawShirtDress(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, {
    neckline: "v",
    neck: 7,
    drop: dice.between(6, 12),
    chest: dice.between(21, 25),
    waist: dice.between(18, 22),
    waistline: 40,
    hem: dice.between(24, 31),
    length: dice.between(84, 104),
    dip: 2,
  });
  drawSleeves(pen, shape, dice.chance(0.6) ? longArm(dice) : anyArm(dice), { band: 4 });
  backNeck(pen, shape);
  const outline = torso(shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  pen.line(
    new Path().move(-1.6, shape.drop).line(-1.6, shape.length + 1).move(1.6, shape.drop).line(
      1.6,
      shape.length + 1,
    ),
    pen.look.deep,
    pen.pixel * 0.8,
    { opacity: 0.6 },
  );
  buttonRow(pen, {
    x: 0,
    top: shape.drop + 4,
    bottom: shape.length - 10,
    buttons: dice.whole(7, 10),
    radius: 0.9,
  });
  collar(pen, shape, 8);
  if (dice.chance(0.7)) sash(pen, dice, { half: shape.waist, y: 40 });
}

/** Dresses. */
export const dresses: Department = {
  styles: {
    "sheath dress": { weight: 18, draw: drawSheath },
    "a-line dress": { weight: 18, draw: drawALine },
    "fit-and-flare dress": { weight: 18, draw: drawFlared },
    "maxi dress": { weight: 22, draw: drawMaxi },
    "wrap dress": { weight: 9, draw: drawWrap },
    "shirt dress": {
      weight: 9,
      draw: drawShirtDress,
      patterns: { plain: 50, stripes: 18, checks: 22, dots: 5, floral: 5 },
    },
    "slip dress": { weight: 8, draw: drawSlip, patterns: { plain: 76, floral: 12, gradient: 12 } },
    "ball gown": { weight: 6, draw: drawGown, patterns: { plain: 68, gradient: 18, floral: 14 } },
  },
  colours: CLOTH_COLOURS,
  patterns: { ...CLOTH_PATTERNS, plain: 46, floral: 18 },
  unit: 1.1,
  extent: 72,
  size: 0.48,
  tilt: 3,
};
