/** Knitted tops: sweaters and hoodies. In cm. */

import { both, box, ellipse, path } from "./kit.ts";
import type { Dice, Pen } from "./kit.ts";
import { topBody, topShape } from "./bodies.ts";
import { drawSleeves, longArm } from "./sleeves.ts";
import { ribbedBand } from "./tailoring.ts";
import { body, type Neckline } from "./torso.ts";

/** A sweater with ribbed cuffs and hem, some with a rolled collar or cables. */
export function drawSweater(pen: Pen, dice: Dice): void {
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
export function drawHoodie(pen: Pen, dice: Dice): void {
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
