/** Shoes with heels: pumps, sandals, wedges. In cm, see `shoe_parts.ts`. */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { curve, ellipse } from "../shapes.ts";
import {
  ankleStrap,
  bed,
  bedHeight,
  footStrap,
  type HeelKind,
  heelUnder,
  pair,
} from "./shoe_parts.ts";

/** The thin sole under a foot bed, `thick` at the front. */
function thinSole(
  pen: Pen,
  { high, platform, fill }: { high: number; platform: number; fill: string },
): void {
  const top = bed(high, { platform, to: 13.6 });
  // The platform thins out towards the heel.
  const under = bed(high, { to: 13.2 }).map(([x]): Point => [
    x,
    bedHeight(x, high, x < 4 ? platform * (4 - x) / 16 : 0),
  ]).reverse();
  const path = curve(...top).line(...under[0]!).through(...under.slice(1)).close();
  pen.fill(path, fill);
  pen.line(curve(...top), fill, 0.7);
}

/** A closed court shoe. */
export function drawPump(pen: Pen, dice: Dice): void {
  const high = dice.between(4, 10.5), platform = dice.chance(0.25) ? dice.between(1, 2.4) : 0;
  const kind: HeelKind = high < 5.5 ? "kitten" : dice.weigh({ stiletto: 7, block: 3 });
  const round = dice.chance(0.45), strap = dice.weigh({ none: 60, ankle: 22, bar: 18 });
  const vamp = dice.between(3.5, 7), sole = dice.chance(0.15) ? "#b3202c" : pen.look.deep;
  const open = dice.chance(0.2);
  pair(pen, dice, () => {
    const back = bedHeight(-12.5, high, platform);
    heelUnder(pen, kind, { high, fill: pen.look.dark, platform });
    thinSole(pen, { high, platform, fill: sole });
    const y = (x: number) => bedHeight(x, high, platform);
    const ring = strap === "ankle" ? ankleStrap(pen, { y: back - 7.4, width: 1.2 }) : undefined;
    // The far side of the opening.
    pen.fill(
      new Path().move(-12, back - 4.6).cubic(-7, y(-6) - 3.6, 0, y(0) - 3, vamp, y(vamp) - 4).line(
        -2,
        y(-2),
      ).line(-11, back).close(),
      pen.look.deep,
    );
    const upper = new Path().move(-12.6, back).cubic(
      -13.4,
      back - 2.4,
      -13,
      back - 4,
      -12.4,
      back - 5.6,
    )
      .cubic(-8.6, y(-8) - 2.6, -3, y(-2) - 1.2, vamp, y(vamp) - 4.2)
      .cubic(
        vamp + 3,
        y(vamp + 3) - 4,
        round ? 13.4 : 11.4,
        -platform - (round ? 3.8 : 2.4),
        round ? 13.4 : 14.6,
        -platform - 0.6,
      )
      .line(12, -platform - 0.2).through(...bed(high, { platform, from: 9, to: -12.6 })).close();
    pen.cloth(upper, { shading: "sheen", strength: 0.9 });
    if (open) pen.fill(ellipse(13, -platform - 1.4, 1.7, 1.1), pen.look.deep);
    if (strap === "bar") footStrap(pen, { x: -3, y: y(-3) - 0.4, rise: 4, width: 1.4 });
    ring?.near();
  });
}

/** A sandal of straps on a heel. */
export function drawHeeledSandal(pen: Pen, dice: Dice): void {
  const high = dice.between(5, 11), platform = dice.chance(0.35) ? dice.between(1, 3) : 0.4;
  const kind: HeelKind = dice.weigh({ stiletto: 6, block: 5 });
  const toes = dice.whole(1, 3), wide = toes === 1 ? dice.between(2.5, 4) : dice.between(1.1, 1.9);
  const cage = dice.whole(0, 2), ankle = dice.between(4.6, 8.5);
  pair(pen, dice, () => {
    const y = (x: number) => bedHeight(x, high, platform);
    const back = y(-12.5);
    heelUnder(pen, kind, { high, fill: pen.look.dark, platform });
    const { near } = ankleStrap(pen, { y: back - ankle, width: 1.5 });
    thinSole(pen, { high, platform, fill: pen.look.dark });
    pen.line(curve(...bed(high, { platform, to: 13.4 })), pen.look.dark, 1);
    for (let i = cage; i > 0; i--) {
      footStrap(pen, {
        x: 2.4 - i * 4.4,
        y: y(2 - i * 4.4),
        rise: 5.4 + i * 0.6,
        width: wide * 0.8,
      });
    }
    for (let i = toes - 1; i >= 0; i--) {
      footStrap(pen, { x: 7 - i * 2.8, y: y(7 - i * 2.8), rise: 3.6 + i * 0.6, width: wide });
    }
    pen.cloth(
      new Path().move(-12.7, back).quad(-13.5, back - ankle * 0.6, -12.8, back - ankle - 0.4)
        .line(-11.2, back - ankle).quad(-11.4, back - 2, -9.2, back + 0.8).close(),
      { shading: "sheen", strength: 0.7 },
    );
    near();
  });
}

/** A shoe on a wedge of cork or rope, or of its own colour. */
export function drawWedge(pen: Pen, dice: Dice): void {
  const high = dice.between(4, 8.5), platform = dice.between(1.2, 3);
  const cork = dice.pick(["#c89a63", "#d9c39a", "#b07f4c", pen.look.deep]);
  const open = dice.chance(0.55), rope = dice.chance(0.5);
  pair(pen, dice, () => {
    const y = (x: number) => bedHeight(x, high, platform);
    const back = y(-12.5);
    const wedge = new Path().move(-12.8, back).through(
      ...bed(high, { platform, to: 13.4 }).slice(1),
    )
      .quad(14, -0.6, 12.4, 0).line(-12, 0).close();
    const { near } = ankleStrap(pen, { y: back - 7, width: 1.4 });
    pen.cloth(wedge, { fill: cork, plain: true, shading: "fall" });
    pen.line(wedge, "#5a4632", pen.pixel * 0.7, { opacity: 0.6 });
    if (rope) {
      pen.within(wedge, () => {
        for (let level = 1.4; level < high + platform; level += 1.5) {
          pen.line(new Path().move(-13, -level).line(14, -level), "#4a3826", 0.5, {
            dash: "1.4 .6",
            opacity: 0.5,
          });
        }
      });
    }
    const toe = open
      ? new Path().move(3, y(3)).cubic(3.6, y(4) - 5.6, 8, y(8) - 5.6, 9.6, y(9) - 4).quad(
        11,
        y(11) - 2,
        11,
        y(11),
      ).close()
      : new Path().move(1, y(1)).cubic(2, y(2) - 5, 6, y(6) - 5.4, 9, -platform - 4.6).cubic(
        13,
        -platform - 3.6,
        13.6,
        -platform - 2,
        13.4,
        -platform - 0.4,
      ).close();
    pen.cloth(toe);
    pen.cloth(
      new Path().move(-12.6, back).quad(-13.6, back - 4, -12.6, back - 6.6).quad(
        -8,
        back - 4.4,
        -7,
        y(-7),
      ).close(),
    );
    near();
  });
}
