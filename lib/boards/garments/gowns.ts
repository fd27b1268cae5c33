/** Long dresses: maxi and slip dresses, ball gowns. In cm. */

import type { Dice } from "../dice.ts";
import type { Pen } from "../pen.ts";
import { curve, polygon } from "../shapes.ts";
import { bodice, bodiceShape, sash } from "./bodice.ts";
import { drawSkirt, skirtPanel } from "./skirt_panel.ts";
import { anyArm, drawSleeves } from "./sleeves.ts";
import { sideFolds } from "./tailoring.ts";
import { torso } from "./torso.ts";

/** A dress to the ankles, some with a slit. */
export function drawMaxi(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, { waistline: dice.between(28, 38), waist: dice.between(16, 19) });
  const hem = dice.between(26, 44), length = dice.between(94, 112);
  if (dice.chance(0.35)) drawSleeves(pen, shape, anyArm(dice));
  bodice(pen, dice, shape);
  const panel = {
    top: shape.waistline,
    waist: shape.waist,
    hip: shape.waist + (hem - shape.waist) * 0.3 + 2,
    hem,
    length,
    wave: dice.between(0.4, 2),
    waves: dice.whole(2, 4),
  };
  drawSkirt(pen, dice, panel, { folds: dice.whole(4, 6) });
  if (dice.chance(0.35)) {
    const x = dice.sign();
    pen.within(skirtPanel(panel), () => {
      pen.fill(polygon([x * 8, shape.waistline + 40], [x * 9, 160], [x * 19, 160]), pen.look.deep, {
        opacity: 0.8,
      });
    });
  }
  if (dice.chance(0.4)) sash(pen, dice, { half: shape.waist, y: shape.waistline });
}

/** A satin dress on thin straps. */
export function drawSlip(pen: Pen, dice: Dice): void {
  const top = dice.between(12, 18), half = dice.between(8, 10);
  const shape = bodiceShape(dice, {
    neckline: dice.chance(0.5) ? "v" : "sweetheart",
    neck: half + 1.5,
    drop: dice.between(5, 9),
    shoulder: half + 2.4,
    slope: 0.3,
    underarm: 9,
    chest: dice.between(16.5, 18.5),
    waistline: 25,
    waist: dice.between(15, 17),
    hem: dice.between(19, 27),
    length: dice.between(64, 108),
  });
  for (const side of [-1, 1]) {
    pen.line(
      curve([side * (half + 1.8), top + 0.6], [side * (half + 0.4), top * 0.45], [
        side * half * 0.75,
        0,
      ]),
      pen.look.dark,
      1,
    );
  }
  pen.placed({ y: top }, () => {
    const outline = torso(shape);
    pen.cloth(outline);
    pen.shade(outline, "sheen", 0.5);
    sideFolds(pen, dice, shape, outline);
  });
}

/** A gown with a wide skirt, most without straps. */
export function drawGown(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, { waistline: 32, waist: dice.between(14, 16), chest: 18.5 });
  const strapless = dice.chance(0.6);
  const hem = dice.between(46, 66), length = dice.between(92, 106);
  bodice(pen, dice, shape, strapless);
  drawSkirt(pen, dice, {
    top: 31,
    waist: shape.waist,
    hip: shape.waist + (hem - shape.waist) * dice.between(0.4, 0.6),
    hem,
    length,
    wave: 1.6,
    waves: dice.whole(3, 5),
    dip: 5,
  }, { folds: 10 });
  sash(pen, dice, {
    half: shape.waist,
    y: 32,
    fill: dice.chance(0.5) ? pen.look.accent : pen.look.dark,
  });
}
