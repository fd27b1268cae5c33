/** Boots to the ankle and to the knee. In cm, see `shoe_parts.ts`. */

import { curve, ellipse, path } from "./kit.ts";
import type { Dice, Path, Pen } from "./kit.ts";
import { BRASS, NICKEL } from "./metals.ts";
import { bed, bedHeight, type HeelKind, heelUnder, laces, pair } from "./shoe_parts.ts";
import { zip } from "./tailoring.ts";

/** The measures of a boot: shaft to `top`, as wide as `calf` there. */
interface Boot {
  high: number;
  top: number;
  calf: number;
  pointed: boolean;
}

/** The outline of a boot. */
function bootUpper({ high, top, calf, pointed }: Boot): Path {
  const back = bedHeight(-12.5, high), ankle = back - 9, front = -11.8 + calf;
  const toe = pointed ? [[13, -2.2], [14.6, -0.7]] as const : [[13.8, -3], [13.8, -0.7]] as const;
  return path`M -12.4 ${back} C -13.2 ${back - 3}, -12.2 ${ankle + 2}, -11.4 ${ankle}
    C -11.4 ${(ankle + top) / 2}, ${-11.6 - calf * 0.06} ${top + 4}, -11.8 ${top}
    Q ${-11.8 + calf / 2} ${top + 1.3}, ${front} ${top}
    C ${front} ${top * 0.6 + ankle * 0.4}, -1.2 ${ankle - 2}, -0.6 ${ankle + 2}
    C 1 ${bedHeight(2, high) - 6.6}, 5 -5.6, 8 -4.8
    C 11.5 -4, ${toe} L 12 -0.4 R ${bed(high, { from: 9, to: -12.4 })} Z`;
}

/** Heel and sole; the flatter the boot, the thicker its sole. */
function bootSole(pen: Pen, kind: HeelKind, high: number): void {
  heelUnder(pen, kind, { high });
  pen.line(curve(...bed(high, { to: 13.6 })), pen.look.deep, high < 3.5 ? 1.6 : 0.9);
}

/** A boot to the ankle: plain, with elastic, laced, buckled or lined with fur. */
export function drawAnkleBoot(pen: Pen, dice: Dice): void {
  const { deep, dark, edge } = pen.look;
  const high = dice.between(1.8, 9), y = (x: number) => bedHeight(x, high);
  const top = y(-12.5) - dice.between(12, 19), ankle = y(-12.5) - 9;
  const trim = dice.pick(["elastic", "laces", "buckle", "zip", "fur", "plain"] as const);
  const pointed = dice.chance(0.5), calf = dice.between(10.5, 12.5), middle = -11.8 + calf / 2;
  const kind: HeelKind = high > 6 ? dice.weigh({ stiletto: 5, block: 5 }) : "block";
  const low = ankle + 5;
  const trims = {
    plain() {},
    elastic() {
      const gusset = path`M ${middle - 1.6} ${top + 1} L ${middle + 2} ${top + 1}
        L ${middle + 1} ${low} L ${middle - 0.4} ${low} Z`;
      pen.trim(gusset, { fill: deep, shading: "flat" });
    },
    laces: () => laces(pen, [-2.6, top + 2.4], [0.6, ankle + 4], 6),
    buckle() {
      for (const level of [ankle, ankle + 3.4]) {
        pen.line(path`M -11.6 ${level + 1} R -6 ${level + 2}, -0.8 ${level}`, dark, 1.3);
        pen.line(ellipse(-5, level + 1.8, 1), NICKEL, 0.6);
      }
    },
    zip: () => zip(pen, [[middle, top + 1], [middle - 0.6, ankle], [middle - 1, ankle + 6]]),
    fur() {
      const rim = path`M -12 ${top + 0.6} R ${middle} ${top + 1.4}, ${-11.6 + calf} ${top + 0.4}`;
      pen.line(rim, "#e2d3bd", 3.2);
    },
  };
  pair(pen, dice, () => {
    bootSole(pen, kind, high);
    pen.cloth(bootUpper({ high, top, calf, pointed }), { shading: "sheen", strength: 0.8 });
    pen.fill(ellipse(middle, top + 0.2, calf / 2 - 0.2, 0.9), deep);
    trims[trim]();
    const seam = path`M -12.4 ${y(-12.4) - 4.4} R -7 ${y(-7) - 4}, -4 ${y(-4) - 0.4}`;
    pen.seam(seam, { ink: edge, opacity: 0.7 });
  });
}

/** A boot to the knee or above. */
export function drawKneeBoot(pen: Pen, dice: Dice): void {
  const { deep, dark } = pen.look;
  const high = dice.between(1.8, 9), back = bedHeight(-12.5, high), ankle = back - 9;
  const top = back - dice.between(28, 46), calf = dice.between(11.5, 15);
  const pointed = dice.chance(0.5), strap = dice.weigh({ none: 65, calf: 18, ankle: 17 });
  const kind: HeelKind = dice.chance(0.55) || high < 5 ? "block" : "stiletto";
  pair(pen, dice, () => {
    bootSole(pen, kind, high);
    pen.cloth(bootUpper({ high, top, calf, pointed }), { shading: "sheen", strength: 0.9 });
    pen.fill(ellipse(-11.8 + calf / 2, top + 0.3, calf / 2 - 0.2, 1.1), deep);
    pen.fold([[-10.8, ankle + 1], [-6, ankle + 3], [-1.4, ankle + 1]], 1.4, 0.2);
    pen.fold([[-10.8, ankle - 4], [-6, ankle - 2], [-2, ankle - 4]], 1.2, 0.16);
    if (strap === "none") return;
    const [y, reach] = strap === "calf" ? [top + 4, calf] : [ankle, 10.6];
    pen.line(path`M -11.6 ${y} R -6 ${y + 1}, ${-11.8 + reach} ${y}`, dark, 1.4);
    pen.line(ellipse(-5.4, y + 0.9, 1.2), BRASS, 0.6);
  });
}
