/** Dresses: a fitted body, most with a skirt sewn on. In cm. */

import { bodice, bodiceShape, sash } from "./bodies.ts";
import { both, box, CLOTH_COLOURS, CLOTH_PATTERNS, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen } from "./kit.ts";
import { drawSkirt, skirtPanel } from "./skirt_panel.ts";
import { anyArm, drawSleeves, longArm } from "./sleeves.ts";
import { buttonRow, collar } from "./tailoring.ts";
import { backNeck, body } from "./torso.ts";

function drawSheath(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, {
    waistline: [38, 42],
    hem: [19, 24],
    length: [90, 112],
    dip: 0.4,
  });
  if (dice.chance(0.45)) drawSleeves(pen, shape, anyArm(dice));
  backNeck(pen, shape);
  body(pen, dice, shape);
  const { waistline } = shape;
  if (dice.chance(0.4)) sash(pen, dice, shape);
  else pen.seam(both(path`M 9 26 R 8 ${waistline}, 10 ${waistline + 22}`), { opacity: 0.5 });
}

function drawALine(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, { waistline: [34, 42] });
  const { waist, waistline: top } = shape, hem = dice.between(29, 40);
  if (dice.chance(0.5)) drawSleeves(pen, shape, anyArm(dice));
  bodice(pen, dice, shape);
  const hip = waist + (hem - waist) * 0.45;
  const skirt = { top, waist, hip, hem, length: dice.between(44, 66), wave: dice.between(0, 1) };
  drawSkirt(pen, dice, skirt, { folds: dice.whole(3, 5) });
  if (dice.chance(0.4)) sash(pen, dice, shape, sashColour(pen, dice, 0.4));
}

function sashColour({ look }: Pen, dice: Dice, chance: number): string {
  return dice.chance(chance) ? look.accent : look.dark;
}

function drawFlared(pen: Pen, dice: Dice): void {
  const strapless = dice.chance(0.25);
  const shape = bodiceShape(dice, { waistline: [32, 37], waist: [14.5, 17] });
  const { waist, waistline: top } = shape, hem = dice.between(36, 50);
  if (!strapless && dice.chance(0.4)) drawSleeves(pen, shape, anyArm(dice));
  bodice(pen, dice, shape, strapless);
  drawSkirt(pen, dice, {
    top,
    waist,
    hip: waist + (hem - waist) * 0.62,
    hem,
    length: dice.between(44, 58),
    wave: dice.between(1.4, 2.6),
    waves: dice.whole(2, 4),
    dip: dice.between(2, 5),
  }, { folds: dice.whole(5, 10), pleated: dice.chance(0.2) });
  if (dice.chance(0.6)) sash(pen, dice, shape, sashColour(pen, dice, 0.5));
}

/** A dress to the ankles, some with a slit. */
function drawMaxi(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, { waistline: [28, 38], waist: [16, 19] });
  const { waist, waistline: top } = shape;
  const hem = dice.between(26, 44), length = dice.between(94, 112);
  if (dice.chance(0.35)) drawSleeves(pen, shape, anyArm(dice));
  bodice(pen, dice, shape);
  const hip = waist + (hem - waist) * 0.3 + 2;
  const wave = dice.between(0.4, 2), waves = dice.whole(2, 4);
  const skirt = { top, waist, hip, hem, length, wave, waves };
  drawSkirt(pen, dice, skirt, { folds: dice.whole(4, 6) });
  if (dice.chance(0.35)) {
    const x = dice.sign(), slit = polygon([x * 8, top + 40], [x * 9, 160], [x * 19, 160]);
    pen.within(skirtPanel(skirt), () => pen.fill(slit, pen.look.deep, { opacity: 0.8 }));
  }
  if (dice.chance(0.4)) sash(pen, dice, shape);
}

function drawWrap(pen: Pen, dice: Dice): void {
  const { deep, dark } = pen.look;
  const shape = bodiceShape(dice, { neckline: "v", drop: [20, 28], waistline: 38 });
  const { waist, neck } = shape, hem = dice.between(26, 35), length = dice.between(46, 66);
  drawSleeves(pen, shape, { ...anyArm(dice), puff: dice.between(0, 3) });
  bodice(pen, dice, shape);
  const skirt = { top: 37, waist, hip: waist + 5, hem, length, wave: 0.8, dip: 1 };
  drawSkirt(pen, dice, skirt, { folds: 3 });
  pen.within(skirtPanel(skirt), () => {
    const flap = path`M -30 36 L ${waist * 0.7} 36
      Q ${hem * 0.7} 60, ${hem * dice.between(0.2, 0.6)} 120 L -60 120 Z`;
    pen.cloth(flap, { strength: 0.5 });
    pen.seam(flap, { pixels: 1.3, opacity: 0.6 });
  });
  const x = waist * 0.6;
  pen.seam(path`M -${neck} 0 Q -4 16, ${x} 36`, { ink: deep, pixels: 1.4, opacity: 0.7 });
  const belt = box(-waist - 0.3, 36.4, waist * 2 + 0.6, 3.2, 0.6);
  pen.trim([belt, polygon([x, 38], [x + 3, 38], [x + 8, 66], [x + 4, 67])], { fill: dark });
}

function drawShirtDress(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, {
    neckline: "v",
    neck: 7,
    drop: [6, 12],
    chest: [21, 25],
    waist: [18, 22],
    waistline: 40,
    hem: [24, 31],
    length: [84, 104],
    dip: 2,
  });
  drawSleeves(pen, shape, dice.chance(0.6) ? longArm(dice) : anyArm(dice), { band: 4 });
  backNeck(pen, shape);
  body(pen, dice, shape);
  const { drop, length } = shape, bottom = length + 1;
  const placket = path`M -1.6 ${drop} L -1.6 ${bottom} M 1.6 ${drop} L 1.6 ${bottom}`;
  pen.seam(placket, { pixels: 0.8, opacity: 0.6 });
  const buttons = dice.whole(7, 10);
  buttonRow(pen, { top: drop + 4, bottom: length - 10, buttons, radius: 0.9 });
  collar(pen, shape, 8);
  if (dice.chance(0.7)) sash(pen, dice, shape);
}

/** A satin dress on thin straps. */
function drawSlip(pen: Pen, dice: Dice): void {
  const top = dice.between(12, 18), half = dice.between(8, 10);
  const shape = bodiceShape(dice, {
    neckline: dice.chance(0.5) ? "v" : "sweetheart",
    neck: half + 1.5,
    drop: [5, 9],
    shoulder: half + 2.4,
    slope: 0.3,
    underarm: 9,
    chest: [16.5, 18.5],
    waistline: 25,
    waist: [15, 17],
    hem: [19, 27],
    length: [64, 108],
  });
  const strap = path`M ${half + 1.8} ${top + 0.6} R ${half + 0.4} ${top * 0.45}, ${half * 0.75} 0`;
  pen.line(both(strap), pen.look.dark, 1);
  pen.placed({ y: top }, () => body(pen, dice, shape, 0.5));
}

/** A gown with a wide skirt, most without straps. */
function drawGown(pen: Pen, dice: Dice): void {
  const shape = bodiceShape(dice, { waistline: 32, waist: [14, 16], chest: 18.5 });
  const { waist } = shape, strapless = dice.chance(0.6);
  const hem = dice.between(46, 66), length = dice.between(92, 106);
  bodice(pen, dice, shape, strapless);
  const hip = waist + (hem - waist) * dice.between(0.4, 0.6), waves = dice.whole(3, 5);
  drawSkirt(pen, dice, { top: 31, waist, hip, hem, length, wave: 1.6, waves, dip: 5 }, {
    folds: 10,
  });
  sash(pen, dice, shape, sashColour(pen, dice, 0.5));
}

/** Dresses. */
export const dresses: Department = {
  styles: {
    "sheath dress": style(18, drawSheath),
    "a-line dress": style(18, drawALine),
    "fit-and-flare dress": style(18, drawFlared),
    "maxi dress": style(22, drawMaxi),
    "wrap dress": style(9, drawWrap),
    "shirt dress": style(9, drawShirtDress, {
      patterns: { plain: 50, stripes: 18, checks: 22, dots: 5, floral: 5 },
    }),
    "slip dress": style(8, drawSlip, { patterns: { plain: 76, floral: 12, gradient: 12 } }),
    "ball gown": style(6, drawGown, { patterns: { plain: 68, gradient: 18, floral: 14 } }),
  },
  colours: CLOTH_COLOURS,
  patterns: { ...CLOTH_PATTERNS, plain: 46, floral: 18 },
  scale: { unit: 1.1, extent: 72, size: 0.48, tilt: 3 },
};
