/** Knitted tops: sweaters and hoodies. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse } from "../shapes.ts";
import { drawSleeves, longArm } from "./sleeves.ts";
import { ribbing, sideFolds } from "./tailoring.ts";
import { topBody, topShape } from "./top_body.ts";
import { type Neckline, torso } from "./torso.ts";

/** A sweater with ribbed cuffs and hem, some with a rolled collar or cables. */
export function drawSweater(pen: Pen, dice: Dice): void {
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
  topBody(pen, dice, shape, polo ? 0 : 3);
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
      cable(pen, { x, top: shape.drop + 6, bottom: shape.length - 8 });
    }
  }
}

/** A plaited column of stitches. */
function cable(pen: Pen, { x, top, bottom }: { x: number; top: number; bottom: number }): void {
  const path = new Path();
  for (let y = top; y < bottom - 6; y += 6) {
    path.move(x - 2, y).cubic(x - 2, y + 3, x + 2, y + 3, x + 2, y + 6)
      .move(x + 2, y).cubic(x + 2, y + 3, x - 2, y + 3, x - 2, y + 6);
  }
  pen.line(path, pen.look.deep, 0.8, { opacity: 0.6 });
}

/** A hooded sweatshirt with a pouch pocket. */
export function drawHoodie(pen: Pen, dice: Dice): void {
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
