/** Shoes with heels, and boots. In cm, see `shoe_parts.ts`. */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { curve, ellipse, polygon } from "../shapes.ts";
import {
  ankleStrap,
  bed,
  bedHeight,
  footStrap,
  type HeelKind,
  heelUnder,
  laces,
  pair,
} from "./shoe_parts.ts";
import { zip } from "./tailoring.ts";

/** The thin sole under a foot bed, `thick` at the front. */
function thinSole(pen: Pen, high: number, platform: number, fill: string): void {
  const top = bed(high, { platform, to: 13.6 });
  const below = bed(high, { platform: 0, to: 13.2 }).map((
    [x, y],
  ): Point => [x, Math.min(0, y + (x < 4 ? 0.2 : 0) - (x < 4 ? platform * (4 - x) / 16 : 0))]);
  const path = curve(...top).line(...below.at(-1)!).through(...below.reverse().slice(1)).close();
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
    heelUnder(pen, kind, high, { fill: pen.look.dark, platform });
    thinSole(pen, high, platform, sole);
    const y = (x: number) => bedHeight(x, high, platform);
    const ring = strap === "ankle" ? ankleStrap(pen, back - 7.4, 1.2) : undefined;
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
    if (strap === "bar") footStrap(pen, -3, y(-3) - 0.4, 4, 1.4);
    ring?.near();
  });
}

/** A sandal of straps on a heel. */
export function drawHeeledSandal(pen: Pen, dice: Dice): void {
  const high = dice.between(5, 11), platform = dice.chance(0.35) ? dice.between(1, 3) : 0.4;
  const kind: HeelKind = dice.weigh({ stiletto: 6, block: 5 });
  const toes = dice.whole(1, 3), wide = toes === 1 ? dice.between(2.2, 4) : dice.between(1, 1.9);
  const cage = dice.whole(0, 2), ankle = dice.between(4.6, 8.5);
  pair(pen, dice, () => {
    const y = (x: number) => bedHeight(x, high, platform);
    const back = y(-12.5);
    heelUnder(pen, kind, high, { fill: pen.look.dark, platform });
    const { near } = ankleStrap(pen, back - ankle, 1.5);
    thinSole(pen, high, platform, pen.look.dark);
    pen.line(curve(...bed(high, { platform, to: 13.4 })), pen.look.dark, 1);
    for (let i = cage; i > 0; i--) {
      footStrap(pen, 2.4 - i * 4.4, y(2 - i * 4.4), 5.4 + i * 0.6, wide * 0.8);
    }
    for (let i = toes - 1; i >= 0; i--) {
      footStrap(pen, 7 - i * 2.8, y(7 - i * 2.8), 3.6 + i * 0.6, wide);
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
    const { near } = ankleStrap(pen, back - 7, 1.4);
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

/** The outline of a boot: shaft to `top`, as wide as `calf` there. */
function bootUpper(high: number, top: number, calf: number, pointed: boolean): Path {
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

/** Heel and thin or thick sole of a boot. */
function bootSole(pen: Pen, dice: Dice, high: number): void {
  const kind: HeelKind = high > 6 ? dice.weigh({ stiletto: 5, block: 5 }) : "block";
  heelUnder(pen, kind, high, { fill: pen.look.deep });
  pen.line(curve(...bed(high, { to: 13.6 })), pen.look.deep, high < 3.5 ? 1.6 : 0.9);
}

/** A boot to the ankle: plain, with elastic, laced, buckled or lined with fur. */
export function drawAnkleBoot(pen: Pen, dice: Dice): void {
  const high = dice.between(1.8, 9), top = bedHeight(-12.5, high) - dice.between(12, 19);
  const trim = dice.pick(["elastic", "laces", "buckle", "zip", "fur", "plain"]);
  const pointed = dice.chance(0.5), calf = dice.between(10.5, 12.5);
  const seed = dice.pick([1, 2]);
  pair(pen, dice, () => {
    if (seed === 1 || high <= 6) bootSole(pen, dice, high);
    else {
      heelUnder(pen, "stiletto", high);
      pen.line(curve(...bed(high, { to: 13.6 })), pen.look.deep, 0.9);
    }
    const upper = bootUpper(high, top, calf, pointed);
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
        laces(pen, [-2.6, top + 2.4], [0.6, ankle + 4], 6, pen.look.accent);
        break;
      case "buckle":
        for (const dy of [0, 3.4]) {
          pen.line(
            curve([-11.6, ankle + dy + 1], [-6, ankle + dy + 2], [-0.8, ankle + dy]),
            pen.look.dark,
            1.3,
          );
          pen.line(ellipse(-5, ankle + dy + 1.8, 1), "#c3c7cc", 0.6);
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
  const calf = dice.between(11.5, 15), pointed = dice.chance(0.5), strap = dice.chance(0.35);
  const block = dice.chance(0.55) || high < 5;
  pair(pen, dice, () => {
    heelUnder(pen, block ? "block" : "stiletto", high);
    pen.line(curve(...bed(high, { to: 13.6 })), pen.look.deep, high < 3.5 ? 1.6 : 0.9);
    pen.cloth(bootUpper(high, top, calf, pointed), { shading: "sheen", strength: 0.9 });
    const ankle = bedHeight(-12.5, high) - 9;
    pen.fill(ellipse(-11.8 + calf / 2, top + 0.3, calf / 2 - 0.2, 1.1), pen.look.deep);
    pen.fold([[-10.8, ankle + 1], [-6, ankle + 3], [-1.4, ankle + 1]], 1.4, 0.2);
    pen.fold([[-10.8, ankle - 4], [-6, ankle - 2], [-2, ankle - 4]], 1.2, 0.16);
    if (strap) {
      const y = dice.chance(0.5) ? top + 4 : ankle;
      pen.line(
        curve([-11.6, y], [-6, y + 1], [-11.8 + (y === ankle ? 10.6 : calf), y]),
        pen.look.dark,
        1.4,
      );
      pen.line(ellipse(-5.4, y + 0.9, 1.2), "#c9a24a", 0.6);
    }
  });
}
