/** Shoes: `shoes`; sneakers and open ones here, the others beside. In cm, see `shoe_parts.ts`. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { drawAnkleBoot, drawKneeBoot } from "./boots.ts";
import { type Department, LEATHER_COLOURS, QUIET_PATTERNS } from "./department.ts";
import { drawFlat, drawLoafer, drawOxford } from "./flats.ts";
import { drawHeeledSandal, drawPump, drawWedge } from "./heels.ts";
import { ankleStrap, footStrap, laces, pair } from "./shoe_parts.ts";

function drawSneaker(pen: Pen, dice: Dice): void {
  const high = dice.chance(0.35) ? dice.between(13, 17) : dice.between(8.5, 10.5);
  const sole = dice.between(2.4, 4.2), toe = dice.between(4.6, 6);
  const rubber = dice.pick(["#f6f5f2", "#f6f5f2", "#e9e2d2", pen.look.accent, "#2a2a2d"]);
  const lace = dice.pick(["#ffffff", "#f3f0ea", pen.look.accent]);
  const stripe = dice.pick(["bars", "wave", "none", "disc", "cap"]);
  const air = dice.chance(0.3), eyelets = high > 12 ? 6 : 4;
  const front = dice.between(5.5, 7.5);
  pair(pen, dice, () => {
    const top = -sole - high;
    // The tongue and the dark inside, behind the upper.
    pen.fill(
      polygon([-11, top + 1], [-2, top - 0.8], [-1.5, top + 4], [-10, top + 4]),
      pen.look.deep,
    );
    pen.cloth(
      new Path().move(-4.4, top + 1.5).quad(-2.6, top - 3, -0.6, top - 1.4).line(4, -sole - 6)
        .close(),
      { plain: true },
    );
    const upper = new Path().move(-12.4, -sole + 0.5).cubic(
      -13.2,
      -sole - 4,
      -12.6,
      top + 5,
      -12.6,
      top + 0.6,
    )
      .quad(-9, top + (high > 12 ? 0.6 : 2.2), -4.2, top + 0.4)
      .line(front, -sole - toe).cubic(
        front + 3.6,
        -sole - toe + 0.2,
        13.4,
        -sole - 3.4,
        13.2,
        -sole + 0.5,
      ).close();
    pen.cloth(upper, { strength: 0.8 });
    pen.within(upper, () => {
      if (stripe === "bars") {
        for (const x of [-3, 0, 3]) {
          pen.line(new Path().move(x, -sole).line(x - 3.4, top + 3), pen.look.accent, 1.1);
        }
      } else if (stripe === "wave") {
        pen.line(
          curve([-12, -sole - 5], [-5, -sole - 2.6], [2, -sole - 4], [6, -sole - 6.5]),
          pen.look.accent,
          1.7,
        );
      } else if (stripe === "disc") {
        pen.fill(ellipse(-7, -sole - high * 0.62, 2), pen.look.accent);
      } else if (stripe === "cap") {
        pen.fill(ellipse(13.4, -sole, 5.4, 4.6), rubber);
      }
    });
    pen.line(
      new Path().move(-4.2, top + 0.4).quad(1, -sole - 3.4, front, -sole - toe),
      pen.look.edge,
      pen.pixel,
    );
    pen.line(
      curve([front, -sole - toe], [front + 0.4, -sole - 2.5], [front + 2, -sole]),
      pen.look.edge,
      pen.pixel,
      { opacity: 0.7 },
    );
    laces(pen, {
      from: [-3.6, top + 1.6],
      to: [front - 0.8, -sole - toe - 0.4],
      rows: eyelets,
      colour: lace,
    });
    const base = new Path().move(-12.8, -sole).line(13.3, -sole).cubic(
      14.4,
      -sole * 0.7,
      14,
      -0.4,
      11.5,
      0,
    )
      .line(-11, 0).cubic(-13.4, 0, -13.6, -sole * 0.6, -12.8, -sole).close();
    pen.cloth(base, { fill: rubber, plain: true, shading: "fall", strength: 0.7 });
    pen.line(base, "#8b8b8b", pen.pixel * 0.7, { opacity: 0.8 });
    if (air) {
      pen.line(
        new Path().move(-11.5, -sole * 0.5).line(12, -sole * 0.5),
        pen.look.fill,
        sole * 0.22,
      );
    }
  });
}

/** The print of a foot from above, heel at (0, 14). */
function footprint(): Path {
  return new Path().move(0, -13).cubic(4, -13.4, 5.2, -9, 4.8, -5).cubic(4.4, -1, 3.2, 3, 3.8, 8)
    .cubic(4.2, 12.4, 2, 14, 0, 14).cubic(-2.6, 14, -4, 12, -3.6, 8).cubic(
      -3.2,
      3,
      -5,
      -1,
      -5.2,
      -5,
    )
    .cubic(-5.2, -9.6, -3.4, -13, 0, -13).close();
}

/** Two shoes side by side, seen from above. */
function fromAbove(pen: Pen, dice: Dice, draw: () => void): void {
  const turn = dice.between(-4, 14);
  pen.placed({ x: -6.4, turn: -turn }, draw);
  pen.placed({ x: 6.4, turn, flip: true }, draw);
}

function drawFlipFlop(pen: Pen, dice: Dice): void {
  const slide = dice.chance(0.4), strap = dice.between(1.2, 2);
  const reach = dice.between(-2, 2);
  fromAbove(pen, dice, () => {
    pen.cloth(footprint().scale(1.06), { fill: pen.look.deep, shading: "flat" });
    pen.cloth(footprint(), { strength: 0.7 });
    if (slide) {
      pen.cloth(
        new Path().move(-5.8, -6).quad(0, -9, 5.6, -6).line(5.2, 0).quad(0, -3, -5.6, 0).close(),
        { fill: pen.look.accent, plain: true, shading: "tube" },
      );
    } else {
      pen.line(curve([-4.6, reach], [-2.6, -5], [0, -8]), pen.look.accent, strap);
      pen.line(curve([4.2, reach], [2.8, -5], [0, -8]), pen.look.accent, strap);
      pen.fill(ellipse(0, -8.2, strap * 0.7), pen.look.accent);
    }
  });
}

function drawBallerina(pen: Pen, dice: Dice): void {
  const open = dice.between(0.62, 0.74), bow = dice.chance(0.6);
  const inside = dice.pick(["#d9c3a0", "#b99a72", pen.look.deep]);
  fromAbove(pen, dice, () => {
    pen.cloth(footprint(), { shading: "sheen", strength: 0.7 });
    const opening = footprint().scale(open, open * 0.98).shift(0, 3.4);
    pen.fill(opening, inside);
    pen.line(opening, pen.look.dark, 0.8);
    if (bow) {
      for (const side of [-1, 1]) {
        pen.cloth(polygon([0, -5.8], [side * 2.6, -7.2], [side * 2.6, -4.6]), {
          plain: true,
          fill: pen.look.dark,
        });
      }
    }
  });
}

function drawFlatSandal(pen: Pen, dice: Dice): void {
  const bands = dice.whole(2, 4), ankle = dice.chance(0.8) ? dice.between(5, 8) : 0;
  const sole = dice.between(1, 2.6),
    wide = dice.between(1.3, 2.3);
  const base = dice.chance(0.5) ? "#b98f62" : pen.look.deep;
  pair(pen, dice, () => {
    const ring = ankle > 0 ? ankleStrap(pen, { y: -sole - ankle, width: 1.4 }) : undefined;
    pen.cloth(box(-12.8, -sole, 26.6, sole, sole * 0.5), {
      fill: base,
      plain: true,
      shading: "fall",
    });
    for (let i = bands - 1; i >= 0; i--) {
      footStrap(pen, { x: 6 - i * 3.6, y: -sole, rise: 3.8 + i * 0.8, width: wide });
    }
    if (ankle > 0) {
      pen.cloth(
        new Path().move(-12.7, -sole).line(-13, -sole - ankle - 0.6).line(-11.4, -sole - ankle)
          .quad(-11.4, -sole - 2, -9.4, -sole).close(),
        { shading: "sheen", strength: 0.7 },
      );
    }
    ring?.near();
  });
}

/** Shoes. */
export const shoes: Department = {
  styles: {
    "sneaker": {
      weight: 16,
      draw: drawSneaker,
      patterns: { plain: 78, stripes: 4, dots: 4, checks: 4, floral: 4, gradient: 6 },
    },
    "pump": { weight: 19, draw: drawPump },
    "heeled sandal": { weight: 12, draw: drawHeeledSandal },
    "ankle boot": { weight: 15, draw: drawAnkleBoot },
    "knee boot": { weight: 7, draw: drawKneeBoot },
    "wedge": { weight: 5, draw: drawWedge },
    "loafer": { weight: 6, draw: drawLoafer },
    "oxford": { weight: 5, draw: drawOxford },
    "flat": { weight: 6, draw: drawFlat },
    "ballerina": { weight: 3, draw: drawBallerina },
    "flat sandal": { weight: 4, draw: drawFlatSandal },
    "flip-flop": { weight: 3, draw: drawFlipFlop },
  },
  colours: LEATHER_COLOURS,
  patterns: QUIET_PATTERNS,
  unit: 0.28,
  extent: 23,
  size: 0.29,
  tilt: 4,
  mirror: true,
};
