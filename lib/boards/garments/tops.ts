/** Shirts & Tops: `tops`; light ones here, the others in `shirts.ts` and `knitwear.ts`. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { drawHoodie, drawSweater } from "./knitwear.ts";
import { drawBlouse, drawShirt } from "./shirts.ts";
import { anyArm, drawSleeves, longArm, shortArm } from "./sleeves.ts";
import { sideFolds } from "./tailoring.ts";
import { topBody, topShape } from "./top_body.ts";
import { neckEdge, type Neckline, torso } from "./torso.ts";

function drawTee(pen: Pen, dice: Dice): void {
  const neckline = dice.weigh<Neckline>({ round: 5, v: 3, boat: 1 });
  const shape = topShape(dice, {
    neckline,
    ...(neckline === "v" ? { drop: dice.between(11, 17) } : {}),
    ...(neckline === "boat" ? { drop: 3, neck: 13 } : {}),
  });
  const contrast = dice.chance(0.18) ? pen.look.accent : "";
  drawSleeves(pen, shape, dice.chance(0.75) ? shortArm(dice) : longArm(dice), { fill: contrast });
  topBody(pen, dice, shape);
  pen.line(
    curve([-shape.hem, shape.length - 2], [0, shape.length + shape.dip - 2], [
      shape.hem,
      shape.length - 2,
    ]),
    pen.look.deep,
    pen.pixel * 0.7,
    { opacity: 0.45 },
  );
  if (pen.look.pattern === "plain" && dice.chance(0.45)) print(pen, dice);
}

/** A printed motif on the chest. */
function print(pen: Pen, dice: Dice): void {
  const { accent, extra } = pen.look;
  const y = dice.between(22, 30), r = dice.between(6, 10);
  switch (dice.pick(["disc", "bars", "heart", "star", "pocket"])) {
    case "disc":
      pen.fill(ellipse(0, y + r, r), accent);
      pen.fill(ellipse(r * 0.25, y + r * 0.8, r * 0.6), extra);
      break;
    case "bars":
      for (let i = 0; i < 3; i++) {
        pen.fill(box(-r * 1.2, y + i * 4, r * 2.4, 2.4), i % 2 ? extra : accent);
      }
      break;
    case "heart":
      pen.fill(
        new Path().move(0, y + r * 0.5).cubic(
          r * 0.3,
          y - r * 0.6,
          r * 1.5,
          y - r * 0.2,
          r,
          y + r * 0.7,
        )
          .line(0, y + r * 1.8).mirrored(),
        accent,
      );
      break;
    case "star":
      pen.fill(
        polygon(...Array.from({ length: 10 }, (_, i) => {
          const reach = i % 2 ? r * 0.45 : r * 1.1, a = i * Math.PI / 5;
          return [reach * Math.sin(a), y + r - reach * Math.cos(a)] as const;
        })),
        accent,
      );
      break;
    default:
      pen.cloth(box(5, y, 10, 11, 1.5), { shading: "flat", fill: pen.look.dark });
  }
}

function drawTank(pen: Pen, dice: Dice): void {
  const neck = dice.between(7, 9.5);
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 4, v: 2, square: 1 }),
    neck,
    drop: dice.between(11, 18),
    shoulder: neck + dice.between(3.5, 6),
    slope: dice.between(1, 2),
    underarm: dice.between(22, 27),
  });
  topBody(pen, dice, shape, 1.4);
}

function drawCamisole(pen: Pen, dice: Dice): void {
  const top = dice.between(14, 19), half = dice.between(8, 11);
  const sweet = dice.chance(0.5);
  const shape = topShape(dice, {
    neckline: sweet ? "sweetheart" : "v",
    neck: half + 1.5,
    drop: sweet ? 6 : dice.between(6, 10),
    shoulder: half + 2.5,
    slope: 0.3,
    underarm: 9,
    chest: dice.between(17.5, 20.5),
    waist: dice.between(16, 18.5),
    hem: dice.between(18, 24),
    length: dice.between(36, 52),
    waistline: 24,
  });
  const path = torso(shape).shift(0, top);
  for (const side of [-1, 1]) {
    pen.line(
      curve([side * (half + 2), top + 0.6], [side * (half + 0.6), top * 0.45], [
        side * half * 0.8,
        0,
      ]),
      pen.look.dark,
      1.2,
    );
  }
  pen.cloth(path);
  sideFolds(
    pen,
    dice,
    { ...shape, length: shape.length + top, underarm: shape.underarm + top },
    path,
  );
  const edge = neckEdge(shape).shift(0, top);
  const lace = dice.chance(0.5);
  for (const line of [edge, edge.flip()]) {
    pen.line(
      line,
      lace ? pen.look.accent : pen.look.dark,
      lace ? 1.8 : 1,
      lace ? { dash: ".2 2" } : {},
    );
  }
}

function drawCrop(pen: Pen, dice: Dice): void {
  const bare = dice.chance(0.35);
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 3, square: 2, v: 2, boat: 1 }),
    length: dice.between(34, 42),
    waistline: 99,
    hem: dice.between(19, 25),
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
    length: dice.between(36, 54),
    waistline: 30,
  });
  drawSleeves(pen, shape, {
    length: dice.between(14, 46),
    cuff: dice.between(10, 15),
    angle: dice.between(14, 34),
    puff: 3,
  });
  const outline = torso(shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  const depth = dice.between(9, 17), top = 1;
  const frill = new Path().move(0, 3.4).quad(12, 3, 23, top).line(26, depth - 1)
    .through([18, depth + 1.5], [10, depth], [0, depth + 2]).mirrored();
  pen.cloth(frill, { shading: "fall" });
}

/** Shirts & Tops. */
export const tops: Department = {
  styles: {
    "t-shirt": { weight: 22, draw: drawTee },
    "tank top": { weight: 11, draw: drawTank },
    "camisole": { weight: 8, draw: drawCamisole },
    "blouse": { weight: 15, draw: drawBlouse },
    "shirt": {
      weight: 13,
      draw: drawShirt,
      patterns: { plain: 45, stripes: 20, checks: 22, dots: 6, floral: 7 },
    },
    "sweater": {
      weight: 16,
      draw: drawSweater,
      patterns: { plain: 66, stripes: 20, dots: 4, checks: 4, gradient: 6 },
    },
    "hoodie": { weight: 6, draw: drawHoodie, patterns: { plain: 88, gradient: 12 } },
    "crop top": { weight: 8, draw: drawCrop },
    "off-shoulder top": { weight: 6, draw: drawOffShoulder },
  },
  colours: CLOTH_COLOURS,
  patterns: CLOTH_PATTERNS,
  unit: 1,
  extent: 62,
  size: 0.38,
  tilt: 3,
};
