/** Low shoes of leather: loafers, oxfords, flats. In cm, see `shoe_parts.ts`. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { BRASS } from "./metals.ts";
import { footStrap, laces, pair } from "./shoe_parts.ts";

/** The upper of a low leather shoe, its vamp reaching up to (`vamp`, -`height`). */
function lowUpper(vamp: number, height: number): Path {
  return new Path().move(-12.4, -1).cubic(-13.2, -4, -12.7, -6, -12.4, -8)
    .cubic(-8, -5.6, -4, -5.2, vamp, -height)
    .cubic(vamp + 4, -height + 1.2, 13.4, -4.8, 13.8, -1).close();
}

/** A leather sole with a low heel. */
function lowSole(pen: Pen, fill: string, heel: number): void {
  pen.cloth(
    new Path().move(-12.7, -1.3).line(13.9, -1.3).quad(13.8, -0.4, 12, -0.2).line(-5.6, -0.2).line(
      -6,
      heel,
    )
      .line(-12.4, heel).close(),
    { fill, plain: true, shading: "flat" },
  );
}

/** A slip-on shoe with a strap, a tassel or a bit. */
export function drawLoafer(pen: Pen, dice: Dice): void {
  const vamp = dice.between(-1.5, 1.5),
    height = dice.between(7, 8.6),
    heel = dice.between(0.8, 1.8);
  const trim = dice.pick(["strap", "tassel", "bit"]);
  pair(pen, dice, () => {
    pen.fill(ellipse(-6.5, -6.9, 5.9, 1.9), pen.look.deep);
    const upper = lowUpper(vamp, height);
    pen.cloth(upper, { shading: "sheen", strength: 0.8 });
    pen.line(
      curve([vamp + 1, -height + 1.2], [vamp + 5, -4], [10, -3.6], [12.8, -2.6]),
      pen.look.deep,
      pen.pixel * 1.2,
    );
    if (trim === "strap") {
      pen.cloth(
        polygon([vamp - 3.5, -1.4], [vamp - 1, -1.4], [vamp + 2.4, -height + 0.6], [vamp, -height]),
        { plain: true },
      );
    } else if (trim === "bit") {
      pen.line(curve([vamp - 2, -4.6], [vamp, -5.6], [vamp + 2.6, -6.4]), BRASS, 0.9);
    } else {
      for (const dx of [0, 1.5]) {
        pen.cloth(
          polygon([vamp + dx, -height + 1], [vamp + dx + 1.6, -height + 4.6], [
            vamp + dx + 0.2,
            -height + 4.8,
          ]),
          { plain: true },
        );
      }
    }
    lowSole(pen, pen.look.deep, heel);
  });
}

/** A laced leather shoe. */
export function drawOxford(pen: Pen, dice: Dice): void {
  const heel = dice.between(0.8, 2), cap = dice.chance(0.6), brogue = dice.chance(0.5);
  const sole = dice.pick([pen.look.deep, "#5a4330", "#e8e2d6"]);
  pair(pen, dice, () => {
    pen.fill(ellipse(-7.5, -8, 4.8, 1.6), pen.look.deep);
    const upper = new Path().move(-12.4, -1).cubic(-13.2, -4, -12.7, -7, -12.4, -9).cubic(
      -9,
      -7.2,
      -6,
      -7.6,
      -3,
      -10,
    )
      .cubic(2, -7.8, 12, -6.4, 13.8, -1).close();
    pen.cloth(upper, { shading: "sheen", strength: 0.8 });
    pen.line(curve([-6, -1], [-3, -4.6], [2.4, -5], [4.2, -7.4]), pen.look.deep, pen.pixel * 1.3);
    if (cap) {
      pen.line(
        curve([8.2, -6], [7.4, -3.4], [8.4, -1]),
        brogue ? pen.look.accent : pen.look.deep,
        pen.pixel * 1.6,
        brogue ? { dash: ".1 .9" } : {},
      );
    }
    laces(pen, { from: [-2.6, -9], to: [3.6, -6.8], rows: 4, colour: pen.look.accent });
    lowSole(pen, sole, heel);
  });
}

/** A low-cut shoe without a heel. */
export function drawFlat(pen: Pen, dice: Dice): void {
  const pointed = dice.chance(0.5), bow = dice.chance(0.5), strap = dice.chance(0.25);
  const cut = dice.between(5.5, 8);
  pair(pen, dice, () => {
    pen.fill(
      curve([-12, -5.4], [-3, -2.8], [cut, -3.4]).line(cut - 1, -2).line(-11, -3).close(),
      pen.look.deep,
    );
    const upper = new Path().move(-12.6, -0.6).cubic(-13.2, -3, -12.8, -4.6, -12.4, -6)
      .cubic(-7, -2.6, -2, -1.6, cut, -4)
      .cubic(
        cut + 2.4,
        -4.2,
        pointed ? 12 : 13.6,
        pointed ? -2.2 : -3.8,
        pointed ? 14.4 : 13.4,
        -0.6,
      ).close();
    pen.cloth(upper, { shading: "sheen", strength: 0.7 });
    if (strap) footStrap(pen, { x: -3.4, y: -1.6, rise: 3.4, width: 1.2 });
    if (bow) {
      for (const dx of [-1, 1]) {
        pen.cloth(polygon([cut, -4.2], [cut + dx * 2.2, -5.4], [cut + dx * 2.2, -3.4]), {
          plain: true,
          fill: pen.look.accent,
        });
      }
    }
    pen.cloth(box(-12.7, -0.9, 26.6, 0.9, 0.4), {
      fill: pen.look.deep,
      plain: true,
      shading: "flat",
    });
  });
}
