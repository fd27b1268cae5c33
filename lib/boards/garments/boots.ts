/** Boots to the ankle and to the knee. In cm, see `shoe_parts.ts`. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { curve, ellipse, polygon } from "../shapes.ts";
import { BRASS, NICKEL } from "./metals.ts";
import { bed, bedHeight, type HeelKind, heelUnder, laces, pair } from "./shoe_parts.ts";
import { zip } from "./tailoring.ts";

/** The outline of a boot: shaft to `top`, as wide as `calf` there. */
function bootUpper(
  { high, top, calf, pointed }: { high: number; top: number; calf: number; pointed: boolean },
): Path {
  const back = bedHeight(-12.5, high);
  const ankle = back - 9;
  return new Path().move(-12.4, back).cubic(-13.2, back - 3, -12.2, ankle + 2, -11.4, ankle)
    .cubic(-11.4, (ankle + top) / 2, -11.6 - calf * 0.06, top + 4, -11.8, top)
    .quad(-11.8 + calf / 2, top + 1.3, -11.8 + calf, top)
    .cubic(-11.8 + calf, top * 0.6 + ankle * 0.4, -1.2, ankle - 2, -0.6, ankle + 2)
    .cubic(1, bedHeight(2, high) - 6.6, 5, -5.6, 8, -4.8)
    .cubic(11.5, -4, pointed ? 13 : 13.8, pointed ? -2.2 : -3, pointed ? 14.6 : 13.8, -0.7)
    .line(12, -0.4).through(...bed(high, { from: 9, to: -12.4 })).close();
}

/** Heel and sole; the flatter the boot, the thicker its sole. */
function bootSole(pen: Pen, kind: HeelKind, high: number): void {
  heelUnder(pen, kind, { high });
  pen.line(curve(...bed(high, { to: 13.6 })), pen.look.deep, high < 3.5 ? 1.6 : 0.9);
}

/** A boot to the ankle: plain, with elastic, laced, buckled or lined with fur. */
export function drawAnkleBoot(pen: Pen, dice: Dice): void {
  const high = dice.between(1.8, 9), top = bedHeight(-12.5, high) - dice.between(12, 19);
  const trim = dice.pick(["elastic", "laces", "buckle", "zip", "fur", "plain"]);
  const pointed = dice.chance(0.5), calf = dice.between(10.5, 12.5);
  const kind: HeelKind = high > 6 ? dice.weigh({ stiletto: 5, block: 5 }) : "block";
  pair(pen, dice, () => {
    bootSole(pen, kind, high);
    const upper = bootUpper({ high, top, calf, pointed });
    pen.cloth(upper, { shading: "sheen", strength: 0.8 });
    const ankle = bedHeight(-12.5, high) - 9, middle = -11.8 + calf / 2;
    pen.fill(ellipse(middle, top + 0.2, calf / 2 - 0.2, 0.9), pen.look.deep);
    switch (trim) {
      case "elastic":
        pen.cloth(
          polygon([middle - 1.6, top + 1], [middle + 2, top + 1], [middle + 1, ankle + 5], [
            middle - 0.4,
            ankle + 5,
          ]),
          { plain: true, fill: pen.look.deep, shading: "flat" },
        );
        break;
      case "laces":
        laces(pen, {
          from: [-2.6, top + 2.4],
          to: [0.6, ankle + 4],
          rows: 6,
          colour: pen.look.accent,
        });
        break;
      case "buckle":
        for (const dy of [0, 3.4]) {
          pen.line(
            curve([-11.6, ankle + dy + 1], [-6, ankle + dy + 2], [-0.8, ankle + dy]),
            pen.look.dark,
            1.3,
          );
          pen.line(ellipse(-5, ankle + dy + 1.8, 1), NICKEL, 0.6);
        }
        break;
      case "zip":
        zip(pen, [[middle, top + 1], [middle - 0.6, ankle], [middle - 1, ankle + 6]]);
        break;
      case "fur":
        pen.line(
          curve([-12, top + 0.6], [middle, top + 1.4], [-11.6 + calf, top + 0.4]),
          "#e2d3bd",
          3.2,
        );
        break;
    }
    pen.line(
      curve([-12.4, bedHeight(-12.4, high) - 4.4], [-7, bedHeight(-7, high) - 4], [
        -4,
        bedHeight(-4, high) - 0.4,
      ]),
      pen.look.edge,
      pen.pixel,
      { opacity: 0.7 },
    );
  });
}

/** A boot to the knee or above. */
export function drawKneeBoot(pen: Pen, dice: Dice): void {
  const high = dice.between(1.8, 9), top = bedHeight(-12.5, high) - dice.between(28, 46);
  const calf = dice.between(11.5, 15),
    pointed = dice.chance(0.5),
    strap = dice.weigh({ none: 65, calf: 18, ankle: 17 });
  const kind: HeelKind = dice.chance(0.55) || high < 5 ? "block" : "stiletto";
  pair(pen, dice, () => {
    bootSole(pen, kind, high);
    pen.cloth(bootUpper({ high, top, calf, pointed }), { shading: "sheen", strength: 0.9 });
    const ankle = bedHeight(-12.5, high) - 9;
    pen.fill(ellipse(-11.8 + calf / 2, top + 0.3, calf / 2 - 0.2, 1.1), pen.look.deep);
    pen.fold([[-10.8, ankle + 1], [-6, ankle + 3], [-1.4, ankle + 1]], 1.4, 0.2);
    pen.fold([[-10.8, ankle - 4], [-6, ankle - 2], [-2, ankle - 4]], 1.2, 0.16);
    if (strap === "none") return;
    const y = strap === "calf" ? top + 4 : ankle, reach = strap === "calf" ? calf : 10.6;
    pen.line(curve([-11.6, y], [-6, y + 1], [-11.8 + reach, y]), pen.look.dark, 1.4);
    pen.line(ellipse(-5.4, y + 0.9, 1.2), BRASS, 0.6);
  });
}
