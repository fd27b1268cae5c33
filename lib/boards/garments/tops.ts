/** Shirts & Tops. In cm. */

import { both, box, CLOTH, ellipse, path, polygon, star, style } from "./kit.ts";
import type { Department, Dice, Pen } from "./kit.ts";
import { topBody, topShape } from "./bodies.ts";
import { anyArm, type Arm, drawSleeves, longArm, shortArm } from "./sleeves.ts";
import { buttonRow, collar, ribbedBand } from "./tailoring.ts";
import { body, neckEdge, type Neckline, sideFolds, torso } from "./torso.ts";

function drawTee(pen: Pen, dice: Dice): void {
  const { look } = pen;
  const neckline = dice.weigh<Neckline>({ round: 5, v: 3, boat: 1 });
  const shape = topShape(dice, {
    neckline,
    ...(neckline === "v" ? { drop: [11, 17] } : {}),
    ...(neckline === "boat" ? { drop: 3, neck: 13 } : {}),
  });
  const fill = dice.chance(0.18) ? look.accent : undefined;
  drawSleeves(pen, shape, dice.chance(0.75) ? shortArm(dice) : longArm(dice), { fill });
  topBody(pen, dice, shape);
  const { hem, length, dip } = shape, y = length - 2;
  pen.seam(path`M -${hem} ${y} R 0 ${length + dip - 2}, ${hem} ${y}`, {
    pixels: 0.7,
    opacity: 0.45,
  });
  if (look.pattern === "plain" && dice.chance(0.45)) drawPrint(pen, dice);
}

/** A printed motif on the chest, or a pocket. */
function drawPrint(pen: Pen, dice: Dice): void {
  const { accent, extra, dark } = pen.look;
  const y = dice.between(22, 30), r = dice.between(6, 10);
  const prints = {
    disc() {
      pen.fill(ellipse(0, y + r, r), accent);
      pen.fill(ellipse(r * 0.25, y + r * 0.8, r * 0.6), extra);
    },
    bars() {
      for (let i = 0; i < 3; i++) {
        pen.fill(box(-r * 1.2, y + i * 4, r * 2.4, 2.4), i % 2 ? extra : accent);
      }
    },
    heart() {
      const half = path`M 0 ${y + r * 0.5}
        C ${r * 0.3} ${y - r * 0.6}, ${r * 1.5} ${y - r * 0.2}, ${r} ${y + r * 0.7}
        L 0 ${y + r * 1.8}`;
      pen.fill(half.mirrored(), accent);
    },
    star: () => pen.fill(star(0, y + r, r * 1.1, r * 0.45), accent),
    pocket: () => pen.cloth(box(5, y, 10, 11, 1.5), { shading: "flat", fill: dark }),
  };
  prints[dice.pick(["disc", "bars", "heart", "star", "pocket"] as const)]();
}

function drawTank(pen: Pen, dice: Dice): void {
  const neck = dice.between(7, 9.5);
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 4, v: 2, square: 1 }),
    neck,
    drop: [11, 18],
    shoulder: [neck + 3.5, neck + 6],
    slope: [1, 2],
    underarm: [22, 27],
  });
  topBody(pen, dice, shape, 1.4);
}

function drawCamisole(pen: Pen, dice: Dice): void {
  const { dark, accent } = pen.look;
  const top = dice.between(14, 19), half = dice.between(8, 11), sweet = dice.chance(0.5);
  const shape = topShape(dice, {
    neckline: sweet ? "sweetheart" : "v",
    neck: half + 1.5,
    drop: sweet ? 6 : [6, 10],
    shoulder: half + 2.5,
    slope: 0.3,
    underarm: 9,
    chest: [17.5, 20.5],
    waist: [16, 18.5],
    hem: [18, 24],
    length: [36, 52],
    waistline: 24,
  });
  const strap = path`M ${half + 2} ${top + 0.6} R ${half + 0.6} ${top * 0.45}, ${half * 0.8} 0`;
  pen.line(both(strap), dark, 1.2);
  const outline = torso(shape).shift(0, top);
  pen.cloth(outline);
  const { length, underarm } = shape;
  sideFolds(pen, dice, { ...shape, length: length + top, underarm: underarm + top }, outline);
  const [left, right] = both(neckEdge(shape).shift(0, top));
  if (dice.chance(0.5)) pen.line([right, left], accent, 1.8, { dash: ".2 2" });
  else pen.line([right, left], dark, 1);
}

function drawCrop(pen: Pen, dice: Dice): void {
  const bare = dice.chance(0.35);
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 3, square: 2, v: 2, boat: 1 }),
    length: [34, 42],
    waistline: 99,
    hem: [19, 25],
    ...(bare ? { shoulder: 14, neck: 9, drop: 12, slope: 1.5 } : {}),
  });
  if (!bare) drawSleeves(pen, shape, anyArm(dice));
  topBody(pen, dice, shape);
}

function drawOffShoulder(pen: Pen, dice: Dice): void {
  const shape = topShape(dice, {
    neckline: "boat",
    neck: 19,
    drop: 2.5,
    shoulder: 22,
    slope: 2,
    underarm: 13,
    length: [36, 54],
    waistline: 30,
  });
  const arm = dice.measure<Arm>({ length: [14, 46], cuff: [10, 15], angle: [14, 34], puff: 3 });
  drawSleeves(pen, shape, arm);
  body(pen, dice, shape);
  const depth = dice.between(9, 17);
  const frill = path`M 0 3.4 Q 12 3, 23 1 L 26 ${depth - 1}
    R 18 ${depth + 1.5}, 10 ${depth}, 0 ${depth + 2}`;
  pen.cloth(frill.mirrored(), { shading: "fall" });
}

/** A loose top, some with a bow or a ruffle. */
function drawBlouse(pen: Pen, dice: Dice): void {
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 2, v: 4, boat: 1 }),
    drop: [7, 18],
    hem: [25, 31],
    length: [56, 70],
  });
  const arm = anyArm(dice), long = arm.length > 35;
  const puffed = { ...arm, cuff: arm.cuff * (long ? 0.8 : 1), puff: dice.between(1, 5) };
  drawSleeves(pen, shape, puffed, { band: arm.length > 25 ? dice.between(2, 4) : 0 });
  topBody(pen, dice, shape, 1);
  if (dice.chance(0.4)) drawNeckBow(pen, dice, shape.drop);
  if (dice.chance(0.35)) drawRuffle(pen, shape, shape.length - dice.between(8, 12));
}

/** A ruffle along the hem, from height `y`. */
function drawRuffle(pen: Pen, { hem, length }: { hem: number; length: number }, y: number): void {
  const half = path`M 0 ${y} L ${hem - 2} ${y} L ${hem + 4} ${length + 1}
    R ${hem * 0.66} ${length + 3}, ${hem * 0.33} ${length + 1}, 0 ${length + 3}`;
  pen.cloth(half.mirrored(), { shading: "fall" });
}

/** A bow below the neck with hanging ends. */
function drawNeckBow(pen: Pen, dice: Dice, y: number): void {
  const wide = dice.between(6, 10), hang = dice.between(10, 24);
  const end = path`M 0 ${y} L 3.5 ${y + hang * 0.9} L 0.2 ${y + hang} Z`;
  const loop = path`M 0 ${y} C ${wide * 0.5} ${y - 5}, ${wide} ${y - 5}, ${wide} ${y - 1}
    C ${wide} ${y + 4}, ${wide * 0.5} ${y + 3}, 0 ${y + 1} Z`;
  pen.trim([end.flip(), loop.flip(), end, loop]);
  pen.trim(ellipse(0, y + 0.4, 1.8, 2), { shading: "ball" });
}

/** A shirt with a collar, buttoned all the way. */
function drawShirt(pen: Pen, dice: Dice): void {
  const shape = topShape(dice, {
    neckline: "v",
    drop: [5, 13],
    neck: [6.5, 8],
    length: [64, 78],
    dip: [-3, 3],
  });
  const arm = dice.chance(0.7) ? longArm(dice) : shortArm(dice);
  drawSleeves(pen, shape, arm, { band: arm.length > 30 ? 5 : 0 });
  topBody(pen, dice, shape, 0);
  const top = shape.drop, bottom = shape.length + shape.dip;
  const placket = path`M -1.5 ${top} L -1.5 ${bottom} M 1.5 ${top} L 1.5 ${bottom}`;
  pen.seam(placket, { pixels: 0.8, opacity: 0.6, butt: true });
  buttonRow(pen, { top: top + 3, bottom: bottom - 6, buttons: dice.whole(5, 8), radius: 0.8 });
  collar(pen, shape, dice.between(6, 9));
  if (dice.chance(0.5)) {
    pen.cloth(polygon([6, 24], [16, 24], [16, 34], [11, 37], [6, 34]), { shading: "flat" });
  }
}

/** A sweater with ribbed cuffs and hem, some with a rolled collar or cables. */
function drawSweater(pen: Pen, dice: Dice): void {
  const polo = dice.chance(0.3);
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 4, v: 2 }),
    neck: polo ? 6.5 : [7.5, 10],
    drop: polo ? 3 : [4, 11],
    chest: [24, 28],
    hem: [21, 26],
    waist: [24, 26],
    shoulder: [20, 24],
    dip: 0,
  });
  const arm = { ...longArm(dice), puff: dice.between(0, 2.5), cuff: dice.between(9, 12) };
  drawSleeves(pen, shape, arm, { band: dice.between(4, 7), ribbed: true });
  topBody(pen, dice, shape, polo ? 0 : 3);
  const { hem, length, drop } = shape;
  const lower = path`M 0 ${length - 6} L ${hem + 0.3} ${length - 6} L ${hem - 0.8} ${length + 0.5}
    L 0 ${length + 0.5}`;
  ribbedBand(pen, lower.mirrored());
  if (polo) {
    const high = dice.between(5, 9);
    const roll = path`M 0 5 Q 7 4.5, 7.6 0 L 7 -${high} Q 0 ${-high - 2}, 0 ${-high - 1}`;
    ribbedBand(pen, roll.mirrored(), { shading: "tube" });
  } else if (pen.look.pattern === "plain" && dice.chance(0.5)) {
    for (const x of dice.pick([[-9, 9], [0], [-12, 0, 12]])) cable(pen, x, drop + 6, length - 8);
  }
}

/** A plaited column of stitches from `top` to `bottom`. */
function cable(pen: Pen, x: number, top: number, bottom: number): void {
  const plait = path``;
  for (let y = top; y < bottom - 6; y += 6) {
    for (const half of [2, -2]) {
      plait.draw`M ${x - half} ${y} C ${x - half} ${y + 3}, ${x + half} ${y + 3}, ${x + half} ${
        y + 6
      }`;
    }
  }
  pen.line(plait, pen.look.deep, 0.8, { opacity: 0.6 });
}

/** A hooded sweatshirt with a pouch pocket. */
function drawHoodie(pen: Pen, dice: Dice): void {
  const { deep, accent } = pen.look;
  const shape = topShape(dice, {
    neck: 9,
    drop: [7, 10],
    chest: [25, 28],
    hem: 24,
    waist: 25,
    shoulder: [21, 24],
    dip: 0,
  });
  const { drop, hem, length } = shape, high = dice.between(9, 14);
  pen.trim(path`M 0 10 C 6 10, 11 6, 13 2 C 14 -4, 9 -${high}, 0 -${high}`.mirrored());
  drawSleeves(pen, shape, longArm(dice, 11), { band: 6, ribbed: true });
  pen.fill(ellipse(0, 0, 9, 7), deep);
  body(pen, dice, shape);
  const hood = path`M 0 ${drop + 3} C 7 ${drop}, 11 4, 9 -5 L 12.5 -3 C 15 6, 8 13, 0 ${drop + 7}`;
  pen.trim(hood.mirrored());
  const pocket = path`M 0 42 L 8 42 Q 11 47, 15 51 L 15 ${length - 7} L 0 ${length - 7}`;
  pen.trim(pocket.mirrored(), { strength: 0.5 });
  if (dice.chance(0.5)) pen.line(path`M 0 ${drop + 4} L 0 ${length}`, accent, 1.3);
  pen.line(both(path`M 4 ${drop + 3} R 4.8 ${drop + 11}, 4 ${drop + 19}`), accent, 1);
  ribbedBand(pen, box(-hem, length - 5, hem * 2, 5.5, 1));
}

/** Shirts & Tops. */
export const tops: Department = {
  styles: {
    "t-shirt": style(22, drawTee),
    "tank top": style(11, drawTank),
    "camisole": style(8, drawCamisole),
    "blouse": style(15, drawBlouse),
    "shirt": style(13, drawShirt, {
      patterns: { plain: 45, stripes: 20, checks: 22, dots: 6, floral: 7 },
    }),
    "sweater": style(16, drawSweater, {
      patterns: { plain: 66, stripes: 20, dots: 4, checks: 4, gradient: 6 },
    }),
    "hoodie": style(6, drawHoodie, { patterns: { plain: 88, gradient: 12 } }),
    "crop top": style(8, drawCrop),
    "off-shoulder top": style(6, drawOffShoulder),
  },
  ...CLOTH,
  scale: { unit: 1, extent: 62, size: 0.38, tilt: 3 },
};
