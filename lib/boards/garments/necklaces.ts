/** Necklaces, 20 units across. */

import { blob, curve, ellipse, path, polygon, star } from "./kit.ts";
import type { Dice, Pen, Point } from "./kit.ts";
import { anyMetal, bead, chain, gem, type Metal, metalOf, rod } from "./metals.ts";

/** The line of a necklace: its point at a share, from its left end down and up again. */
type Line = (share: number) => Point;

/** A necklace's line; `closed` ones meet at the top. */
function necklaceLine(dice: Dice, closed = dice.chance(0.5)): Line {
  const wide = dice.between(7.5, 10), deep = dice.between(8, 13), taper = dice.between(0.05, 0.3);
  return (share) => {
    if (!closed) {
      const a = (share - 0.5) * Math.PI;
      return [wide * Math.sin(a), deep * 1.5 * Math.cos(a) ** (1 + taper)];
    }
    const a = share * 2 * Math.PI;
    return [-wide * Math.sin(a) * (1 + taper * Math.cos(a)), deep - deep * Math.cos(a)];
  };
}

function points(line: Line, count: number): Point[] {
  return Array.from({ length: count }, (_, i) => line(i / (count - 1)));
}

/** A pendant on a chain. */
export function drawPendant(pen: Pen, dice: Dice): void {
  const line = necklaceLine(dice), metal = anyMetal(dice);
  chain(pen, curve(...points(line, 17)), dice.between(0.5, 0.9), metal);
  const [x, y] = line(0.5), r = dice.between(2, 3.8);
  rod(pen, ellipse(x, y + 0.4, 0.7), 0.5, metal);
  drawCharm(pen, dice, [x, y + 0.8], r, metal);
}

/** What hangs on the chain, from (x, top) down. */
function drawCharm(pen: Pen, dice: Dice, [x, top]: Point, r: number, metal: Metal): void {
  const shining = { shading: "sheen" } as const;
  const charms = {
    gem() {
      pen.fill(ellipse(x, top + r, r * 1.2), metal.fill);
      gem(pen, [x, top + r], { r, sides: dice.whole(6, 10) });
    },
    drop() {
      const side = top + r * 1.6;
      const drop = blob([x, top], [x + r * 0.8, side], [x, top + r * 2.5], [x - r * 0.8, side]);
      pen.trim(drop, { shading: "ball" });
    },
    heart() {
      const notch = top + r * 0.5, high = top - r * 0.1, side = top + r * 0.7;
      const heart = path`M ${x} ${notch}
        R ${x + r * 0.7} ${high}, ${x + r * 1.2} ${side}, ${x} ${top + r * 2.1},
          ${x - r * 1.2} ${side}, ${x - r * 0.7} ${high}, ${x} ${notch} Z`;
      pen.trim(heart, shining);
    },
    disc() {
      pen.trim(ellipse(x, top + r, r), shining);
      rod(pen, ellipse(x, top + r, r), 0.5, metal);
    },
    bar() {
      const low = top + r * 2, tip: Point = [x, top + r * 2.5];
      const bar = polygon([x - 0.9, top], [x + 0.9, top], [x + 0.9, low], tip, [x - 0.9, low]);
      pen.trim(bar, shining);
    },
    star: () => pen.trim(star(x, top + r, r * 1.15, r * 0.45), shining),
  };
  charms[dice.pick(["gem", "drop", "heart", "disc", "bar", "star"] as const)]();
}

/** One to three strands of beads. */
export function drawBeads(pen: Pen, dice: Dice): void {
  const { accent, fill } = pen.look;
  const strands = Number(dice.weigh({ 1: 6, 2: 3, 3: 2 }));
  const r = dice.between(0.6, 1.25), line = necklaceLine(dice);
  const mixed = dice.chance(0.3), graded = dice.chance(0.5);
  for (let strand = strands - 1; strand >= 0; strand--) {
    const grow = 1 - strand * 0.2, count = Math.round(24 * grow / r) + 6;
    points(line, count).forEach(([x, y], i) => {
      const size = r * (graded ? 0.65 + 0.5 * Math.sin(Math.PI * i / (count - 1)) : 1);
      bead(pen, [x * grow, y * grow], size, mixed && i % 3 === 0 ? accent : fill);
    });
  }
}

/** A bib of stones on a chain. */
export function drawStatement(pen: Pen, dice: Dice): void {
  const { fill, light, accent } = pen.look;
  const line = necklaceLine(dice, false), metal = anyMetal(dice);
  chain(pen, curve(...points(line, 15)), 0.9, metal);
  const count = dice.whole(3, 6) * 2 + 1, rows = dice.whole(1, 3);
  for (let row = rows - 1; row >= 0; row--) {
    const other = row === 0 ? light : accent;
    for (let i = 0; i < count; i++) {
      const t = 0.2 + 0.6 * i / (count - 1),
        size = (1 - Math.abs(t - 0.5) * 1.4) * 11 / count + 0.5;
      const [x, top] = line(t), y = top + row * size * 1.9 + size * 0.4;
      pen.fill(ellipse(x, y, size * 1.15), metal.dark);
      gem(pen, [x, y], { r: size, fill: (i + row) % 2 === 0 ? fill : other, sides: 7, tall: 1.15 });
    }
  }
}

/** Bare chains, one to three. */
export function drawChain(pen: Pen, dice: Dice): void {
  const line = necklaceLine(dice), metal = metalOf(pen.look), layers = dice.whole(1, 3);
  const [x, y] = line(0.5);
  for (let layer = 0; layer < layers; layer++) {
    const grow = 1 - layer * 0.2, path = curve(...points(line, 17)).scale(grow);
    chain(pen, path, layers === 1 ? dice.between(1.2, 2.4) : dice.between(0.5, 1), metal);
    if (layers > 1 && dice.chance(0.6)) {
      bead(pen, [x * grow, y * grow + 1], dice.between(0.9, 1.6), metal.fill);
    }
  }
}
