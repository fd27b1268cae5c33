/** Shoes with heels: pumps, sandals, wedges. In cm, see `shoe_parts.ts`. */

import { curve, ellipse, path } from "./kit.ts";
import type { Dice, Pen, Point } from "./kit.ts";
import {
  bed,
  bedHeight,
  footStrap,
  type HeelKind,
  heelUnder,
  pair,
  STRAP,
  withAnkleStrap,
} from "./shoe_parts.ts";

/** The thin sole under a foot bed, as thick as the platform at the front. */
function thinSole(pen: Pen, high: number, platform: number, fill: string): void {
  const top = () => curve(...bed(high, { platform, to: 13.6 }));
  // The platform thins out towards the heel.
  const under = bed(high, { to: 13.2 }).map(([x]): Point => [
    x,
    bedHeight(x, high, x < 4 ? platform * (4 - x) / 16 : 0),
  ]).reverse();
  pen.fill(top().draw`L ${under[0]!} R ${under.slice(1)} Z`, fill);
  pen.line(top(), fill, 0.7);
}

/** A closed court shoe. */
export function drawPump(pen: Pen, dice: Dice): void {
  const { deep, dark } = pen.look;
  const high = dice.between(4, 10.5), platform = dice.chance(0.25) ? dice.between(1, 2.4) : 0;
  const kind: HeelKind = high < 5.5 ? "kitten" : dice.weigh({ stiletto: 7, block: 3 });
  const round = dice.chance(0.45), strap = dice.weigh({ none: 60, ankle: 22, bar: 18 });
  const vamp = dice.between(3.5, 7), sole = dice.chance(0.15) ? "#b3202c" : deep;
  const open = dice.chance(0.2);
  const y = (x: number) => bedHeight(x, high, platform), back = y(-12.5);
  const inside = path`M -12 ${back - 4.6}
    C -7 ${y(-6) - 3.6}, 0 ${y(0) - 3}, ${vamp} ${y(vamp) - 4} L -2 ${y(-2)} L -11 ${back} Z`;
  const [tipX, toeX, toeY] = round ? [13.4, 13.4, 3.8] : [14.6, 11.4, 2.4];
  const upper = path`M -12.6 ${back} C -13.4 ${back - 2.4}, -13 ${back - 4}, -12.4 ${back - 5.6}
    C -8.6 ${y(-8) - 2.6}, -3 ${y(-2) - 1.2}, ${vamp} ${y(vamp) - 4.2}
    C ${vamp + 3} ${y(vamp + 3) - 4}, ${toeX} ${-platform - toeY}, ${tipX} ${-platform - 0.6}
    L 12 ${-platform - 0.2} R ${bed(high, { platform, from: 9, to: -12.6 })} Z`;
  const shoe = () => {
    pen.fill(inside, deep);
    pen.cloth(upper, { shading: "sheen", strength: 0.9 });
    if (open) pen.fill(ellipse(13, -platform - 1.4, 1.7, 1.1), deep);
    if (strap === "bar") footStrap(pen, [-3, y(-3) - 0.4], 4, 1.4);
  };
  pair(pen, dice, () => {
    heelUnder(pen, kind, { high, fill: dark, platform });
    thinSole(pen, high, platform, sole);
    if (strap === "ankle") withAnkleStrap(pen, back - 7.4, 1.2, shoe);
    else shoe();
  });
}

/** A sandal of straps on a heel. */
export function drawHeeledSandal(pen: Pen, dice: Dice): void {
  const { dark } = pen.look;
  const high = dice.between(5, 11), platform = dice.chance(0.35) ? dice.between(1, 3) : 0.4;
  const kind: HeelKind = dice.weigh({ stiletto: 6, block: 5 });
  const toes = dice.whole(1, 3), wide = toes === 1 ? dice.between(2.5, 4) : dice.between(1.1, 1.9);
  const cage = dice.whole(0, 2), ankle = dice.between(4.6, 8.5);
  const y = (x: number) => bedHeight(x, high, platform), back = y(-12.5);
  const heel = path`M -12.7 ${back} Q -13.5 ${back - ankle * 0.6}, -12.8 ${back - ankle - 0.4}
    L -11.2 ${back - ankle} Q -11.4 ${back - 2}, -9.2 ${back + 0.8} Z`;
  pair(pen, dice, () => {
    heelUnder(pen, kind, { high, fill: dark, platform });
    withAnkleStrap(pen, back - ankle, 1.5, () => {
      thinSole(pen, high, platform, dark);
      pen.line(curve(...bed(high, { platform, to: 13.4 })), dark, 1);
      for (let i = cage; i > 0; i--) {
        footStrap(pen, [2.4 - i * 4.4, y(2 - i * 4.4)], 5.4 + i * 0.6, wide * 0.8);
      }
      for (let i = toes - 1; i >= 0; i--) {
        footStrap(pen, [7 - i * 2.8, y(7 - i * 2.8)], 3.6 + i * 0.6, wide);
      }
      pen.cloth(heel, STRAP);
    });
  });
}

/** A shoe on a wedge of cork or rope, or of its own colour. */
export function drawWedge(pen: Pen, dice: Dice): void {
  const high = dice.between(4, 8.5), platform = dice.between(1.2, 3);
  const cork = dice.pick(["#c89a63", "#d9c39a", "#b07f4c", pen.look.deep]);
  const open = dice.chance(0.55), rope = dice.chance(0.5);
  const y = (x: number) => bedHeight(x, high, platform), back = y(-12.5);
  const wedge = path`M -12.8 ${back} R ${bed(high, { platform, to: 13.4 }).slice(1)}
    Q 14 -0.6, 12.4 0 L -12 0 Z`;
  const toe = open
    ? path`M 3 ${y(3)} C 3.6 ${y(4) - 5.6}, 8 ${y(8) - 5.6}, 9.6 ${y(9) - 4}
      Q 11 ${y(11) - 2}, 11 ${y(11)} Z`
    : path`M 1 ${y(1)} C 2 ${y(2) - 5}, 6 ${y(6) - 5.4}, 9 ${-platform - 4.6}
      C 13 ${-platform - 3.6}, 13.6 ${-platform - 2}, 13.4 ${-platform - 0.4} Z`;
  const heel = path`M -12.6 ${back} Q -13.6 ${back - 4}, -12.6 ${back - 6.6}
    Q -8 ${back - 4.4}, -7 ${y(-7)} Z`;
  const shoe = () => {
    pen.trim(wedge, { fill: cork, shading: "fall" });
    pen.seam(wedge, { ink: "#5a4632", pixels: 0.7, opacity: 0.6 });
    if (rope) {
      pen.within(wedge, () => {
        for (let level = 1.4; level < high + platform; level += 1.5) {
          const strand = path`M -13 -${level} L 14 -${level}`;
          pen.line(strand, "#4a3826", 0.5, { dash: "1.4 .6", opacity: 0.5 });
        }
      });
    }
    pen.cloth([toe, heel]);
  };
  pair(pen, dice, () => withAnkleStrap(pen, back - 7, 1.4, shoe));
}
