/** Shirts & Tops: `tops`. Cut from a {@linkcode Torso}; in cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { buttonBand, collar, ribbing, sideFolds } from "./tailoring.ts";
import { anyArm, drawSleeves, longArm, shortArm } from "./sleeves.ts";
import { backNeck, neckEdge, type Neckline, type Torso, torso } from "./torso.ts";

/** A body of loose or close fit, with whatever `changes` a style makes. */
function topShape(dice: Dice, changes: Partial<Torso> = {}): Torso {
  const ease = dice.between(-1.5, 3);
  const chest = 23 + ease;
  const flare = dice.around(0, 1.8);
  return {
    neckline: "round",
    neck: dice.between(7, 10),
    drop: dice.between(5, 9),
    shoulder: dice.between(18.5, 22) + ease * 0.4,
    slope: dice.between(3.5, 6),
    chest,
    underarm: dice.between(19, 23),
    waist: chest - dice.between(0.5, 4),
    waistline: 40,
    hem: chest + flare,
    length: dice.between(54, 70),
    dip: dice.around(0.6, 1),
    ...changes,
  };
}

/** The body with its back neck, neck trim and folds. */
function body(pen: Pen, dice: Dice, shape: Torso, trim = 1.6): void {
  const outline = torso(shape);
  backNeck(pen, shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  if (trim > 0) {
    const edge = neckEdge(shape);
    for (const path of [edge, edge.flip()]) {
      pen.line(path, pen.look.dark, trim);
      pen.line(path, pen.look.edge, pen.pixel * 0.6, { opacity: 0.6 });
    }
  }
}

function drawTee(pen: Pen, dice: Dice): void {
  const neckline = dice.weigh<Neckline>({ round: 5, v: 3, boat: 1 });
  const shape = topShape(dice, {
    neckline,
    ...(neckline === "v" ? { drop: dice.between(11, 17) } : {}),
    ...(neckline === "boat" ? { drop: 3, neck: 13 } : {}),
  });
  const contrast = dice.chance(0.18) ? pen.look.accent : "";
  drawSleeves(pen, shape, dice.chance(0.75) ? shortArm(dice) : longArm(dice), { fill: contrast });
  body(pen, dice, shape);
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
  body(pen, dice, shape, 1.4);
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

function drawBlouse(pen: Pen, dice: Dice): void {
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 2, v: 4, boat: 1 }),
    drop: dice.between(7, 18),
    hem: dice.between(25, 31),
    length: dice.between(56, 70),
  });
  const arm = anyArm(dice);
  const puff = dice.between(1, 5);
  drawSleeves(pen, shape, { ...arm, cuff: arm.cuff * (arm.length > 35 ? 0.8 : 1), puff }, {
    band: arm.length > 25 ? dice.between(2, 4) : 0,
  });
  body(pen, dice, shape, 1);
  if (dice.chance(0.4)) bow(pen, dice, shape.drop);
  if (dice.chance(0.35)) {
    // A ruffle along the hem.
    const y = shape.length - dice.between(8, 12);
    pen.cloth(
      new Path().move(0, y).line(shape.hem - 2, y).line(shape.hem + 4, shape.length + 1)
        .through([shape.hem * 0.66, shape.length + 3], [shape.hem * 0.33, shape.length + 1], [
          0,
          shape.length + 3,
        ])
        .mirrored(),
      { shading: "fall" },
    );
  }
}

function bow(pen: Pen, dice: Dice, y: number): void {
  const w = dice.between(6, 10), hang = dice.between(10, 24);
  for (const side of [-1, 1]) {
    const place = (path: Path) => side === 1 ? path : path.flip();
    pen.cloth(place(new Path().move(0, y).line(3.5, y + hang * 0.9).line(0.2, y + hang).close()), {
      plain: true,
    });
    pen.cloth(
      place(
        new Path().move(0, y).cubic(w * 0.5, y - 5, w, y - 5, w, y - 1).cubic(
          w,
          y + 4,
          w * 0.5,
          y + 3,
          0,
          y + 1,
        ).close(),
      ),
      { plain: true },
    );
  }
  pen.cloth(ellipse(0, y + 0.4, 1.8, 2), { plain: true, shading: "ball" });
}

function drawShirt(pen: Pen, dice: Dice): void {
  const shape = topShape(dice, {
    neckline: "v",
    drop: dice.between(5, 13),
    neck: dice.between(6.5, 8),
    length: dice.between(64, 78),
    dip: dice.between(-3, 3),
  });
  const arm = dice.chance(0.7) ? longArm(dice) : shortArm(dice);
  drawSleeves(pen, shape, arm, { band: arm.length > 30 ? 5 : 0 });
  body(pen, dice, shape, 0);
  buttonBand(pen, {
    top: shape.drop,
    bottom: shape.length + shape.dip,
    buttons: dice.whole(5, 8),
    width: 3,
  });
  collar(pen, shape, dice.between(6, 9));
  if (dice.chance(0.5)) {
    pen.cloth(polygon([6, 24], [16, 24], [16, 34], [11, 37], [6, 34]), { shading: "flat" });
  }
}

function drawSweater(pen: Pen, dice: Dice): void {
  const polo = dice.chance(0.3);
  const shape = topShape(dice, {
    neckline: dice.weigh<Neckline>({ round: 4, v: 2 }),
    neck: polo ? 6.5 : dice.between(7.5, 10),
    drop: polo ? 3 : dice.between(4, 11),
    chest: dice.between(24, 28),
    hem: dice.between(21, 26),
    waist: dice.between(24, 26),
    shoulder: dice.between(20, 24),
    dip: 0,
  });
  const arm = { ...longArm(dice), puff: dice.between(0, 2.5) };
  drawSleeves(pen, shape, { ...arm, cuff: dice.between(9, 12) }, {
    band: dice.between(4, 7),
    ribbed: true,
  });
  body(pen, dice, shape, polo ? 0 : 3);
  const hem = new Path().move(0, shape.length - 6).line(shape.hem + 0.3, shape.length - 6)
    .line(shape.hem - 0.8, shape.length + 0.5).line(0, shape.length + 0.5).mirrored();
  pen.cloth(hem, { plain: true });
  ribbing(pen, hem, 0);
  if (polo) {
    const high = dice.between(5, 9);
    const roll = new Path().move(0, 5).quad(7, 4.5, 7.6, 0).line(7, -high).quad(
      0,
      -high - 2,
      0,
      -high - 1,
    )
      .mirrored();
    pen.cloth(roll, { plain: true, shading: "tube" });
    ribbing(pen, roll, 0);
  } else if (pen.look.pattern === "plain" && dice.chance(0.5)) {
    for (const x of dice.pick([[-9, 9], [0], [-12, 0, 12]])) {
      cable(pen, x, shape.drop + 6, shape.length - 8);
    }
  }
}

/** A plaited column of stitches. */
function cable(pen: Pen, x: number, top: number, bottom: number): void {
  const path = new Path();
  for (let y = top; y < bottom - 6; y += 6) {
    path.move(x - 2, y).cubic(x - 2, y + 3, x + 2, y + 3, x + 2, y + 6)
      .move(x + 2, y).cubic(x + 2, y + 3, x - 2, y + 3, x - 2, y + 6);
  }
  pen.line(path, pen.look.deep, 0.8, { opacity: 0.6 });
}

function drawHoodie(pen: Pen, dice: Dice): void {
  const shape = topShape(dice, {
    neck: 9,
    drop: dice.between(7, 10),
    chest: dice.between(25, 28),
    hem: 24,
    waist: 25,
    shoulder: dice.between(21, 24),
    dip: 0,
  });
  const high = dice.between(9, 14);
  pen.cloth(
    new Path().move(0, 10).cubic(6, 10, 11, 6, 13, 2).cubic(14, -4, 9, -high, 0, -high).mirrored(),
    { plain: true },
  );
  drawSleeves(pen, shape, longArm(dice, 11), { band: 6, ribbed: true });
  pen.fill(ellipse(0, 0, 9, 7), pen.look.deep);
  const outline = torso(shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  const hood = new Path().move(0, shape.drop + 3).cubic(7, shape.drop, 11, 4, 9, -5).line(12.5, -3)
    .cubic(15, 6, 8, 13, 0, shape.drop + 7).mirrored();
  pen.cloth(hood, { plain: true });
  const pocket = new Path().move(0, 42).line(8, 42).quad(11, 47, 15, 51).line(15, shape.length - 7)
    .line(0, shape.length - 7).mirrored();
  pen.cloth(pocket, { plain: true, strength: 0.5 });
  if (dice.chance(0.5)) {
    pen.line(new Path().move(0, shape.drop + 4).line(0, shape.length), pen.look.accent, 1.3);
  }
  for (const x of [-4, 4]) {
    pen.line(
      curve([x, shape.drop + 3], [x * 1.2, shape.drop + 11], [x, shape.drop + 19]),
      pen.look.accent,
      1,
    );
  }
  const hem = box(-shape.hem, shape.length - 5, shape.hem * 2, 5.5, 1);
  pen.cloth(hem, { plain: true });
  ribbing(pen, hem, 0);
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
  body(pen, dice, shape);
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
  tilt: 4,
};
