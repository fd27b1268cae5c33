/**
 * Shoes: sneakers, low and open ones; the others are in `heels.ts` and `boots.ts`. In cm, see
 * `shoe_parts.ts`.
 */

import { box, ellipse, LEATHER_COLOURS, path, polygon, QUIET_PATTERNS, style } from "./kit.ts";
import type { Department, Dice, Path, Pen } from "./kit.ts";
import { drawAnkleBoot, drawKneeBoot } from "./boots.ts";
import { drawHeeledSandal, drawPump, drawWedge } from "./heels.ts";
import { BRASS } from "./metals.ts";
import { footStrap, laces, pair, STRAP, withAnkleStrap } from "./shoe_parts.ts";
import { bow } from "./tailoring.ts";

function drawSneaker(pen: Pen, dice: Dice): void {
  const { accent, deep, edge, fill } = pen.look;
  const high = dice.chance(0.35) ? dice.between(13, 17) : dice.between(8.5, 10.5);
  const sole = dice.between(2.4, 4.2), toe = dice.between(4.6, 6);
  const rubber = dice.pick(["#f6f5f2", "#f6f5f2", "#e9e2d2", accent, "#2a2a2d"]);
  const lace = dice.pick(["#ffffff", "#f3f0ea", accent]);
  const stripe = dice.pick(["bars", "wave", "none", "disc", "cap"] as const);
  const air = dice.chance(0.3), eyelets = high > 12 ? 6 : 4;
  const front = dice.between(5.5, 7.5), top = -sole - high, instep = -sole - toe;
  const upper = path`M -12.4 ${-sole + 0.5} C -13.2 ${-sole - 4}, -12.6 ${top + 5}, -12.6 ${
    top + 0.6
  }
    Q -9 ${top + (high > 12 ? 0.6 : 2.2)}, -4.2 ${top + 0.4} L ${front} ${instep}
    C ${front + 3.6} ${instep + 0.2}, 13.4 ${-sole - 3.4}, 13.2 ${-sole + 0.5} Z`;
  const base = path`M -12.8 -${sole} L 13.3 -${sole} C 14.4 ${-sole * 0.7}, 14 -0.4, 11.5 0
    L -11 0 C -13.4 0, -13.6 ${-sole * 0.6}, -12.8 -${sole} Z`;
  const stripes = {
    none() {},
    bars() {
      for (const x of [-3, 0, 3]) {
        pen.line(path`M ${x} -${sole} L ${x - 3.4} ${top + 3}`, accent, 1.1);
      }
    },
    wave() {
      const wave = path`M -12 ${-sole - 5} R -5 ${-sole - 2.6}, 2 ${-sole - 4}, 6 ${-sole - 6.5}`;
      pen.line(wave, accent, 1.7);
    },
    disc: () => pen.fill(ellipse(-7, -sole - high * 0.62, 2), accent),
    cap: () => pen.fill(ellipse(13.4, -sole, 5.4, 4.6), rubber),
  };
  pair(pen, dice, () => {
    // The tongue and the dark inside, behind the upper.
    pen.fill(polygon([-11, top + 1], [-2, top - 0.8], [-1.5, top + 4], [-10, top + 4]), deep);
    pen.trim(path`M -4.4 ${top + 1.5} Q -2.6 ${top - 3}, -0.6 ${top - 1.4} L 4 ${-sole - 6} Z`);
    pen.cloth(upper, { strength: 0.8 });
    pen.within(upper, stripes[stripe]);
    pen.seam(path`M -4.2 ${top + 0.4} Q 1 ${-sole - 3.4}, ${front} ${instep}`, { ink: edge });
    const vamp = path`M ${front} ${instep} R ${front + 0.4} ${-sole - 2.5}, ${front + 2} -${sole}`;
    pen.seam(vamp, { ink: edge, opacity: 0.7 });
    laces(pen, [-3.6, top + 1.6], [front - 0.8, instep - 0.4], eyelets, lace);
    pen.trim(base, { fill: rubber, shading: "fall", strength: 0.7 });
    pen.seam(base, { ink: "#8b8b8b", pixels: 0.7, opacity: 0.8 });
    if (air) pen.line(path`M -11.5 ${-sole * 0.5} L 12 ${-sole * 0.5}`, fill, sole * 0.22);
  });
}

/** The print of a foot from above, heel at (0, 14). */
function footprint(): Path {
  return path`M 0 -13 C 4 -13.4, 5.2 -9, 4.8 -5 C 4.4 -1, 3.2 3, 3.8 8 C 4.2 12.4, 2 14, 0 14
    C -2.6 14, -4 12, -3.6 8 C -3.2 3, -5 -1, -5.2 -5 C -5.2 -9.6, -3.4 -13, 0 -13 Z`;
}

/** Two shoes side by side, seen from above. */
function fromAbove(pen: Pen, dice: Dice, draw: () => void): void {
  const turn = dice.between(-4, 14);
  pen.placed({ x: -6.4, turn: -turn }, draw);
  pen.placed({ x: 6.4, turn, flip: true }, draw);
}

function drawFlipFlop(pen: Pen, dice: Dice): void {
  const { accent, deep } = pen.look;
  const slide = dice.chance(0.4), strap = dice.between(1.2, 2), reach = dice.between(-2, 2);
  fromAbove(pen, dice, () => {
    pen.cloth(footprint().scale(1.06), { fill: deep, shading: "flat" });
    pen.cloth(footprint(), { strength: 0.7 });
    if (slide) {
      const band = path`M -5.8 -6 Q 0 -9, 5.6 -6 L 5.2 0 Q 0 -3, -5.6 0 Z`;
      pen.trim(band, { fill: accent, shading: "tube" });
    } else {
      const straps = [
        path`M -4.6 ${reach} R -2.6 -5, 0 -8`,
        path`M 4.2 ${reach} R 2.8 -5, 0 -8`,
      ];
      pen.line(straps, accent, strap);
      pen.fill(ellipse(0, -8.2, strap * 0.7), accent);
    }
  });
}

function drawBallerina(pen: Pen, dice: Dice): void {
  const { dark, deep } = pen.look;
  const open = dice.between(0.62, 0.74), bowed = dice.chance(0.6);
  const inside = dice.pick(["#d9c3a0", "#b99a72", deep]);
  fromAbove(pen, dice, () => {
    pen.cloth(footprint(), STRAP);
    const opening = footprint().scale(open, open * 0.98).shift(0, 3.4);
    pen.fill(opening, inside);
    pen.line(opening, dark, 0.8);
    if (bowed) bow(pen, [0, -5.8], { wide: 2.6, up: 1.4, down: 1.2, fill: dark });
  });
}

function drawFlatSandal(pen: Pen, dice: Dice): void {
  const bands = dice.whole(2, 4), ankle = dice.chance(0.8) ? dice.between(5, 8) : 0;
  const sole = dice.between(1, 2.6), wide = dice.between(1.3, 2.3);
  const fill = dice.chance(0.5) ? "#b98f62" : pen.look.deep;
  const sandal = () => {
    pen.trim(box(-12.8, -sole, 26.6, sole, sole * 0.5), { fill, shading: "fall" });
    for (let i = bands - 1; i >= 0; i--) footStrap(pen, [6 - i * 3.6, -sole], 3.8 + i * 0.8, wide);
  };
  const heel = path`M -12.7 -${sole} L -13 ${-sole - ankle - 0.6} L -11.4 ${-sole - ankle}
    Q -11.4 ${-sole - 2}, -9.4 -${sole} Z`;
  pair(pen, dice, () => {
    if (ankle === 0) sandal();
    else {
      withAnkleStrap(pen, -sole - ankle, 1.4, () => {
        sandal();
        pen.cloth(heel, STRAP);
      });
    }
  });
}

/** A leather sole with a low heel. */
function lowSole(pen: Pen, fill: string, heel: number): void {
  const sole = path`M -12.7 -1.3 L 13.9 -1.3 Q 13.8 -0.4, 12 -0.2 L -5.6 -0.2
    L -6 ${heel} L -12.4 ${heel} Z`;
  pen.trim(sole, { fill, shading: "flat" });
}

/** A slip-on shoe with a strap, a tassel or a bit. */
function drawLoafer(pen: Pen, dice: Dice): void {
  const { deep } = pen.look;
  const vamp = dice.between(-1.5, 1.5),
    height = dice.between(7, 8.6),
    heel = dice.between(0.8, 1.8);
  const trim = dice.pick(["strap", "tassel", "bit"]), top = -height;
  const upper = path`M -12.4 -1 C -13.2 -4, -12.7 -6, -12.4 -8 C -8 -5.6, -4 -5.2, ${vamp} ${top}
    C ${vamp + 4} ${top + 1.2}, 13.4 -4.8, 13.8 -1 Z`;
  pair(pen, dice, () => {
    pen.fill(ellipse(-6.5, -6.9, 5.9, 1.9), deep);
    pen.cloth(upper, { shading: "sheen", strength: 0.8 });
    const seam = path`M ${vamp + 1} ${top + 1.2} R ${vamp + 5} -4, 10 -3.6, 12.8 -2.6`;
    pen.seam(seam, { pixels: 1.2 });
    if (trim === "strap") {
      pen.trim(polygon([vamp - 3.5, -1.4], [vamp - 1, -1.4], [vamp + 2.4, top + 0.6], [vamp, top]));
    } else if (trim === "bit") {
      pen.line(path`M ${vamp - 2} -4.6 R ${vamp} -5.6, ${vamp + 2.6} -6.4`, BRASS, 0.9);
    } else {
      for (const x of [vamp, vamp + 1.5]) {
        pen.trim(polygon([x, top + 1], [x + 1.6, top + 4.6], [x + 0.2, top + 4.8]));
      }
    }
    lowSole(pen, deep, heel);
  });
}

/** A laced leather shoe. */
function drawOxford(pen: Pen, dice: Dice): void {
  const { deep, accent } = pen.look;
  const heel = dice.between(0.8, 2), cap = dice.chance(0.6), brogue = dice.chance(0.5);
  const sole = dice.pick([deep, "#5a4330", "#e8e2d6"]);
  pair(pen, dice, () => {
    pen.fill(ellipse(-7.5, -8, 4.8, 1.6), deep);
    const upper = path`M -12.4 -1 C -13.2 -4, -12.7 -7, -12.4 -9 C -9 -7.2, -6 -7.6, -3 -10
      C 2 -7.8, 12 -6.4, 13.8 -1 Z`;
    pen.cloth(upper, { shading: "sheen", strength: 0.8 });
    pen.seam(path`M -6 -1 R -3 -4.6, 2.4 -5, 4.2 -7.4`, { pixels: 1.3 });
    if (cap) {
      const seam = path`M 8.2 -6 R 7.4 -3.4, 8.4 -1`;
      pen.seam(seam, { pixels: 1.6, ...(brogue ? { ink: accent, dash: ".1 .9" } : {}) });
    }
    laces(pen, [-2.6, -9], [3.6, -6.8], 4);
    lowSole(pen, sole, heel);
  });
}

/** A low-cut shoe without a heel. */
function drawFlat(pen: Pen, dice: Dice): void {
  const { deep, accent } = pen.look;
  const pointed = dice.chance(0.5), bowed = dice.chance(0.5), strap = dice.chance(0.25);
  const cut = dice.between(5.5, 8);
  const toe = pointed ? [[12, -2.2], [14.4, -0.6]] as const : [[13.6, -3.8], [13.4, -0.6]] as const;
  pair(pen, dice, () => {
    pen.fill(path`M -12 -5.4 R -3 -2.8, ${cut} -3.4 L ${cut - 1} -2 L -11 -3 Z`, deep);
    const upper = path`M -12.6 -0.6 C -13.2 -3, -12.8 -4.6, -12.4 -6 C -7 -2.6, -2 -1.6, ${cut} -4
      C ${cut + 2.4} -4.2, ${toe} Z`;
    pen.cloth(upper, STRAP);
    if (strap) footStrap(pen, [-3.4, -1.6], 3.4, 1.2);
    if (bowed) bow(pen, [cut, -4.2], { wide: 2.2, up: 1.2, down: 0.8, fill: accent });
    pen.trim(box(-12.7, -0.9, 26.6, 0.9, 0.4), { fill: deep, shading: "flat" });
  });
}

/** Shoes. */
export const shoes: Department = {
  styles: {
    "sneaker": style(16, drawSneaker, {
      patterns: { plain: 78, stripes: 4, dots: 4, checks: 4, floral: 4, gradient: 6 },
    }),
    "pump": style(19, drawPump),
    "heeled sandal": style(12, drawHeeledSandal),
    "ankle boot": style(15, drawAnkleBoot),
    "knee boot": style(7, drawKneeBoot),
    "wedge": style(5, drawWedge),
    "loafer": style(6, drawLoafer),
    "oxford": style(5, drawOxford),
    "flat": style(6, drawFlat),
    "ballerina": style(3, drawBallerina),
    "flat sandal": style(4, drawFlatSandal),
    "flip-flop": style(3, drawFlipFlop),
  },
  colours: LEATHER_COLOURS,
  patterns: QUIET_PATTERNS,
  scale: { unit: 0.28, extent: 23, size: 0.29, tilt: 4, mirror: true },
};
