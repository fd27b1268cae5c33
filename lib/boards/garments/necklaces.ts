/** Necklaces, 20 units across. */

import type { Dice } from "../dice.ts";
import { type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { blob, curve, ellipse, polygon } from "../shapes.ts";
import { anyMetal, bead, chain, gem, metalOf, rod } from "./metals.ts";

/** Points of a necklace, from its left end down and up again; `closed` ones meet at the top. */
function necklaceLine(dice: Dice, { closed = dice.chance(0.5) } = {}): (t: number) => Point {
  const wide = dice.between(7.5, 10), deep = dice.between(8, 13), taper = dice.between(0.05, 0.3);
  return (t) => {
    if (!closed) {
      return [
        wide * Math.sin((t - 0.5) * Math.PI),
        deep * 1.5 * Math.cos((t - 0.5) * Math.PI) ** (1 + taper),
      ];
    }
    const a = t * 2 * Math.PI;
    return [-wide * Math.sin(a) * (1 + taper * Math.cos(a)), deep - deep * Math.cos(a)];
  };
}

function points(line: (t: number) => Point, count: number): Point[] {
  return Array.from({ length: count }, (_, i) => line(i / (count - 1)));
}

/** A pendant on a chain. */
export function drawPendant(pen: Pen, dice: Dice): void {
  const line = necklaceLine(dice), metal = anyMetal(dice);
  chain(pen, curve(...points(line, 17)), dice.between(0.5, 0.9), metal);
  const [x, y] = line(0.5), r = dice.between(2, 3.8);
  rod(pen, ellipse(x, y + 0.4, 0.7), 0.5, metal);
  const top = y + 0.8;
  switch (dice.pick(["gem", "drop", "heart", "disc", "bar", "star"])) {
    case "gem":
      pen.fill(ellipse(x, top + r, r * 1.2), metal.fill);
      gem(pen, [x, top + r], { r, fill: pen.look.fill, sides: dice.whole(6, 10) });
      break;
    case "drop":
      pen.cloth(
        blob([x, top], [x + r * 0.8, top + r * 1.6], [x, top + r * 2.5], [
          x - r * 0.8,
          top + r * 1.6,
        ]),
        { plain: true, shading: "ball" },
      );
      break;
    case "heart":
      pen.cloth(
        curve(
          [x, top + r * 0.5],
          [x + r * 0.7, top - r * 0.1],
          [x + r * 1.2, top + r * 0.7],
          [x, top + r * 2.1],
          [x - r * 1.2, top + r * 0.7],
          [x - r * 0.7, top - r * 0.1],
          [x, top + r * 0.5],
        ).close(),
        { plain: true, shading: "sheen" },
      );
      break;
    case "disc":
      pen.cloth(ellipse(x, top + r, r), { plain: true, shading: "sheen" });
      rod(pen, ellipse(x, top + r, r), 0.5, metal);
      break;
    case "bar":
      pen.cloth(
        polygon([x - 0.9, top], [x + 0.9, top], [x + 0.9, top + r * 2], [x, top + r * 2.5], [
          x - 0.9,
          top + r * 2,
        ]),
        { plain: true, shading: "sheen" },
      );
      break;
    default:
      pen.cloth(
        polygon(...Array.from({ length: 10 }, (_, i): Point => {
          const reach = i % 2 ? r * 0.45 : r * 1.15, a = i * Math.PI / 5;
          return [x + reach * Math.sin(a), top + r - reach * Math.cos(a)];
        })),
        { plain: true, shading: "sheen" },
      );
  }
}

/** One to three strands of beads. */
export function drawBeads(pen: Pen, dice: Dice): void {
  const strands = dice.weigh({ 1: 6, 2: 3, 3: 2 }),
    r = dice.between(0.6, 1.25),
    line = necklaceLine(dice);
  const mixed = dice.chance(0.3), graded = dice.chance(0.5);
  for (let strand = Number(strands) - 1; strand >= 0; strand--) {
    const grow = 1 - strand * 0.2;
    const count = Math.round(24 * grow / r) + 6;
    points(line, count).forEach(([x, y], i) => {
      const size = r * (graded ? 0.65 + 0.5 * Math.sin(Math.PI * i / (count - 1)) : 1);
      bead(pen, [x * grow, y * grow], size, mixed && i % 3 === 0 ? pen.look.accent : pen.look.fill);
    });
  }
}

/** A bib of stones on a chain. */
export function drawStatement(pen: Pen, dice: Dice): void {
  const line = necklaceLine(dice, { closed: false }), metal = anyMetal(dice);
  chain(pen, curve(...points(line, 15)), 0.9, metal);
  const count = dice.whole(3, 6) * 2 + 1, rows = dice.whole(1, 3);
  for (let row = rows - 1; row >= 0; row--) {
    for (let i = 0; i < count; i++) {
      const t = 0.2 + 0.6 * i / (count - 1);
      const [x, y] = line(t), size = (1 - Math.abs(t - 0.5) * 1.4) * 11 / count + 0.5;
      const down = row * size * 1.9;
      pen.fill(ellipse(x, y + down + size * 0.4, size * 1.15), metal.dark);
      const fill = (i + row) % 2 === 0
        ? pen.look.fill
        : row === 0
        ? pen.look.light
        : pen.look.accent;
      gem(pen, [x, y + down + size * 0.4], { r: size, fill, sides: 7, tall: 1.15 });
    }
  }
}

/** Bare chains, one to three. */
export function drawChain(pen: Pen, dice: Dice): void {
  const line = necklaceLine(dice), metal = metalOf(pen.look), layers = dice.whole(1, 3);
  for (let layer = 0; layer < layers; layer++) {
    const grow = 1 - layer * 0.2, path = curve(...points(line, 17)).scale(grow);
    chain(pen, path, layers === 1 ? dice.between(1.2, 2.4) : dice.between(0.5, 1), metal);
    const [x, y] = line(0.5);
    if (layers > 1 && dice.chance(0.6)) {
      bead(pen, [x * grow, y * grow + 1], dice.between(0.9, 1.6), metal.fill);
    }
  }
}
