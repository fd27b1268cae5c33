/** Blouses and shirts. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { ellipse, polygon } from "../shapes.ts";
import { anyArm, drawSleeves, longArm, shortArm } from "./sleeves.ts";
import { buttonBand, collar } from "./tailoring.ts";
import { topBody, topShape } from "./top_body.ts";
import type { Neckline } from "./torso.ts";

/** A loose top, some with a bow or a ruffle. */
export function drawBlouse(pen: Pen, dice: Dice): void {
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
  topBody(pen, dice, shape, 1);
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

/** A shirt with a collar, buttoned all the way. */
export function drawShirt(pen: Pen, dice: Dice): void {
  const shape = topShape(dice, {
    neckline: "v",
    drop: dice.between(5, 13),
    neck: dice.between(6.5, 8),
    length: dice.between(64, 78),
    dip: dice.between(-3, 3),
  });
  const arm = dice.chance(0.7) ? longArm(dice) : shortArm(dice);
  drawSleeves(pen, shape, arm, { band: arm.length > 30 ? 5 : 0 });
  topBody(pen, dice, shape, 0);
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
