/** Jumpsuits & Rompers, and Swimwear. In cm. */

import { bodice, bodiceShape } from "./bodies.ts";
import {
  both,
  box,
  CLOTH,
  CLOTH_COLOURS,
  CLOTH_PATTERNS,
  ellipse,
  path,
  polygon,
  style,
} from "./kit.ts";
import type { Department, Dice, Pen } from "./kit.ts";
import { BRASS, COPPER } from "./metals.ts";
import { anyArm, drawSleeves } from "./sleeves.ts";
import { buttonRow } from "./tailoring.ts";
import { drawLegs, type Legs } from "./trousers.ts";

/** A bodice, legs below it, a belt where they meet. */
function onePiece(pen: Pen, dice: Dice, change: (waist: number) => Partial<Legs>): void {
  const { accent, dark } = pen.look;
  const shape = bodiceShape(dice, { waist: [16, 18.5], waistline: [34, 39] });
  const { waist, waistline: y } = shape;
  const base = { waist, hip: waist + 5, rise: dice.between(26, 30), knee: 18, outer: 16, inner: 3 };
  const legs = { ...base, length: 96, ...change(waist) };
  const strapless = dice.chance(0.2);
  if (!strapless && dice.chance(0.5)) drawSleeves(pen, shape, anyArm(dice));
  pen.placed({ y }, () => drawLegs(pen, dice, legs));
  bodice(pen, dice, shape, strapless);
  const belt = box(-waist - 0.4, y - 1.6, waist * 2 + 0.8, 3.6, 0.6);
  pen.trim(belt, { fill: dice.chance(0.3) ? accent : dark });
  if (dice.chance(0.5)) {
    const ends = [
      polygon([-1, y], [2, y], [5, y + 20], [2, y + 21]),
      polygon([-2, y], [1, y], [-3, y + 17], [-6, y + 16]),
    ];
    pen.trim(ends, { fill: dark });
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
    const rise = dice.between(22, 26), outer = waist + dice.between(7, 13);
    return { rise, inner: 1, knee: waist + 7, outer, length: rise + dice.between(6, 13) };
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
  pen.trim(both(path`M 9 0 L 12.5 0.6 L 10.5 ${top + 4} L 7.5 ${top + 4} Z`));
  pen.placed({ y }, () => drawLegs(pen, dice, legs));
  const bib = path`M 0 ${top} L 10.5 ${top} Q 11.5 ${top + 9}, 17 ${y + 1} L 17 ${y + 3} L 0 ${
    y + 3
  }`;
  pen.cloth(bib.mirrored());
  pen.cloth(box(-6.5, top + 4, 13, 10, 1), { shading: "flat" });
  pen.seam(path`M -17 ${y} L 17 ${y}`, { pixels: 1.4 });
  for (const x of [-9, 9]) {
    buttonRow(pen, { x, top: top + 2, bottom: top + 2, buttons: 1, radius: 1.4, fill: COPPER });
  }
}

/** Jumpsuits & Rompers. */
export const jumpsuits: Department = {
  styles: {
    "jumpsuit": style(50, drawJumpsuit),
    "romper": style(34, drawRomper),
    "overalls": style(16, drawOveralls, {
      colours: { blue: 70, black: 12, white: 8, pink: 4, green: 6 },
      patterns: { plain: 1 },
    }),
  },
  ...CLOTH,
  scale: { unit: 1, extent: 72, size: 0.46, tilt: 3 },
};

/** Straps from (`half`, `y`) on either side up to (`apart`, 0). */
function straps(pen: Pen, half: number, y: number, apart: number): void {
  const strap = path`M ${half} ${y + 1} R ${half * 0.6 + apart * 0.4} ${y * 0.5}, ${apart} 0`;
  pen.line(both(strap), pen.look.dark, 1.5);
}

function drawSwimsuit(pen: Pen, dice: Dice): void {
  const { accent } = pen.look;
  const top = dice.between(12, 18),
    chest = dice.between(14.5, 17),
    waist = dice.between(12.5, 14.5);
  const hip = dice.between(16.5, 19), cut = dice.between(6, 14), depth = dice.between(2, 14);
  straps(pen, dice.between(8, 11), top, dice.pick([1, 6, 9]));
  const neckline = () => path`M 0 ${top + depth} Q 6 ${top + depth * 0.5}, 10 ${top}`;
  const outline = neckline().draw`Q 13 ${top + 2}, ${chest} ${top + 8}
    C ${chest} ${top + 16}, ${waist} ${top + 18}, ${waist} ${top + 24}
    C ${waist} ${top + 32}, ${hip} ${top + 38}, ${hip} ${top + 52 - cut}
    Q 6 ${top + 54 - cut * 0.4}, 3.4 ${top + 62} L 0 ${top + 62}`.mirrored();
  pen.cloth(outline);
  pen.shade(outline, "sheen", 0.5);
  pen.line(both(neckline()).reverse(), accent, 1);
  if (dice.chance(0.3)) {
    pen.trim(box(-waist - 0.2, top + 22, waist * 2 + 0.4, 3.4), { fill: accent });
  }
}

/** Swimming briefs from height `y`. */
function briefs(pen: Pen, dice: Dice, y: number): void {
  const half = dice.between(15, 18), rise = dice.between(4, 12), leg = rise + dice.between(4, 9);
  const cut = path`M 0 ${y + 1.4} Q ${half * 0.6} ${y + 1}, ${half} ${y - 0.5}
    L ${half + 0.8} ${y + leg * 0.5} Q 7 ${y + leg}, 3.6 ${y + leg + 11} L 0 ${y + leg + 11}`;
  pen.cloth(cut.mirrored());
  if (dice.chance(0.35)) {
    const cord = path`M ${half} ${y + 1} R ${half + 4} ${y + 7}, ${half + 2} ${y + 14}`;
    pen.line(both(cord), pen.look.accent, 1.2);
  }
}

function drawBikini(pen: Pen, dice: Dice): void {
  const top = dice.between(14, 20), low = top + 13;
  straps(pen, 9, top, dice.pick([1.5, 4, 8]));
  const [leftCup, rightCup] = both(
    path`M 1 ${low} C 2 ${top + 6}, 6 ${top}, 9 ${top - 1}
      C 13 ${top + 2}, 16 ${top + 9}, 15 ${low} Q 8 ${top + 17}, 1 ${low} Z`,
  );
  const [leftBand, rightBand] = both(path`M 14 ${top + 12} L 21 ${top + 9}`);
  for (const [band, cup] of [[leftBand, leftCup], [rightBand, rightCup]] as const) {
    pen.line(band, pen.look.dark, 1.5);
    pen.cloth(cup, { shading: "ball", strength: 0.6 });
  }
  pen.line(path`M -2 ${low} L 2 ${low}`, pen.look.accent, 1.8);
  briefs(pen, dice, top + dice.between(26, 34));
}

function drawBandeau(pen: Pen, dice: Dice): void {
  const half = dice.between(16, 19), deep = dice.between(9, 13);
  const band = path`M 0 3 Q ${half * 0.5} -2, ${half} 0.5 L ${half} ${deep}
    Q ${half * 0.5} ${deep + 3}, 0 ${deep - 1}`;
  pen.cloth(band.mirrored());
  if (dice.chance(0.5)) pen.trim(box(-1.6, 2, 3.2, deep - 2, 1.4));
  else pen.line(ellipse(0, (deep + 2) / 2, 2.6), BRASS, 1);
  briefs(pen, dice, deep + dice.between(14, 20));
}

/** Swimwear. */
export const swimwear: Department = {
  styles: {
    "swimsuit": style(45, drawSwimsuit),
    "bikini": style(35, drawBikini),
    "bandeau bikini": style(20, drawBandeau),
  },
  colours: { ...CLOTH_COLOURS, grey: 3, brown: 2, beige: 2, orange: 8, yellow: 8 },
  patterns: CLOTH_PATTERNS,
  scale: { unit: 0.7, extent: 46, size: 0.36, tilt: 3 },
};
