/** Jewelry: `jewelry`. A typical piece is 20 units across. */

import type { Dice } from "../dice.ts";
import type { Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { blob, curve, ellipse, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, type Department } from "./department.ts";
import { anyMetal, bead, chain, gem, type Metal, METAL_COLOURS, metalOf, rod } from "./metals.ts";

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

function drawPendant(pen: Pen, dice: Dice): void {
  const line = necklaceLine(dice), metal = anyMetal(dice);
  chain(pen, curve(...points(line, 17)), dice.between(0.5, 0.9), metal);
  const [x, y] = line(0.5), r = dice.between(2, 3.8);
  rod(pen, ellipse(x, y + 0.4, 0.7), 0.5, metal);
  const top = y + 0.8;
  switch (dice.pick(["gem", "drop", "heart", "disc", "bar", "star"])) {
    case "gem":
      pen.fill(ellipse(x, top + r, r * 1.2), metal.fill);
      gem(pen, { x, y: top + r, r, fill: pen.look.fill, sides: dice.whole(6, 10) });
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

function drawBeads(pen: Pen, dice: Dice): void {
  const strands = dice.weigh({ 1: 6, 2: 3, 3: 2 }),
    r = dice.between(0.6, 1.25),
    line = necklaceLine(dice);
  const mixed = dice.chance(0.3), graded = dice.chance(0.5);
  for (let strand = Number(strands) - 1; strand >= 0; strand--) {
    const grow = 1 - strand * 0.2;
    const count = Math.round(24 * grow / r) + 6;
    points(line, count).forEach(([x, y], i) => {
      const size = r * (graded ? 0.65 + 0.5 * Math.sin(Math.PI * i / (count - 1)) : 1);
      bead(pen, x * grow, y * grow, size, mixed && i % 3 === 0 ? pen.look.accent : pen.look.fill);
    });
  }
}

function drawStatement(pen: Pen, dice: Dice): void {
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
      gem(pen, { x, y: y + down + size * 0.4, r: size, fill, sides: 7, tall: 1.15 });
    }
  }
}

function drawChain(pen: Pen, dice: Dice): void {
  const line = necklaceLine(dice), metal = metalOf(pen.look), layers = dice.whole(1, 3);
  for (let layer = 0; layer < layers; layer++) {
    const grow = 1 - layer * 0.2, path = curve(...points(line, 17)).scale(grow);
    chain(pen, path, layers === 1 ? dice.between(1.2, 2.4) : dice.between(0.5, 1), metal);
    const [x, y] = line(0.5);
    if (layers > 1 && dice.chance(0.6)) {
      bead(pen, x * grow, y * grow + 1, dice.between(0.9, 1.6), metal.fill);
    }
  }
}

/** Two earrings side by side, or one before the other. */
function earrings(pen: Pen, dice: Dice, apart: number, draw: () => void): void {
  const lean = dice.between(-6, 6), down = dice.between(-2, 2);
  pen.placed({ x: -apart, y: down, turn: lean }, draw);
  pen.placed({ x: apart, turn: -lean, flip: true }, draw);
}

/** The hook that goes through the ear, its lower end at (0, 0). */
function hook(pen: Pen, metal: Metal): void {
  rod(pen, curve([0, 0], [-0.4, -2], [0.8, -3.6], [2, -2.6], [2, -0.8]), 0.5, metal);
}

function drawHoops(pen: Pen, dice: Dice): void {
  const metal = metalOf(pen.look),
    r = dice.between(5, 7.5),
    thick = dice.between(0.7, 2.2),
    squash = dice.between(0.55, 1);
  const beads = dice.chance(0.3);
  earrings(pen, dice, r * squash + dice.between(0.5, 2.5), () => {
    rod(pen, ellipse(0, r, r * squash, r), thick, metal);
    if (beads) {
      for (const a of [-0.9, -0.45, 0, 0.45, 0.9]) {
        bead(pen, r * squash * Math.sin(a), r + r * Math.cos(a), 1.1, pen.look.accent);
      }
    }
  });
}

function drawDrops(pen: Pen, dice: Dice): void {
  const metal = anyMetal(dice),
    kind = dice.pick(["drop", "gems", "tassel", "chandelier", "feather"]);
  const size = dice.between(2, 3.2), count = dice.whole(2, 4);
  earrings(pen, dice, dice.between(4, 6.5), () => {
    hook(pen, metal);
    const { fill, accent, dark } = pen.look;
    if (kind === "drop") {
      pen.cloth(blob([0, 0.4], [size, 5.5], [0, 9], [-size, 5.5]), {
        plain: true,
        shading: "ball",
      });
      rod(pen, blob([0, 0.4], [size, 5.5], [0, 9], [-size, 5.5]), 0.45, metal);
    } else if (kind === "gems") {
      for (let i = 0, y = 0.6; i < count; i++) {
        const r = size * (0.5 + 0.25 * i);
        pen.fill(ellipse(0, y + r, r * 1.15), metal.fill);
        gem(pen, { x: 0, y: y + r, r, fill: i % 2 ? accent : fill });
        y += 2 * r + 0.6;
      }
    } else if (kind === "tassel") {
      bead(pen, 0, 1.2, 1.3, metal.fill);
      pen.cloth(polygon([-1, 2], [1, 2], [size, 13], [-size, 13]), { plain: true });
      for (const x of [-0.6, -0.2, 0.2, 0.6]) {
        pen.line(curve([x, 2.4], [x * size, 8], [x * size * 1.5, 12.8]), dark, 0.35);
      }
    } else if (kind === "chandelier") {
      gem(pen, { x: 0, y: 2, r: 1.6, fill });
      rod(
        pen,
        curve([-size * 1.3, 7], [-size * 0.8, 4.2], [0, 3.4], [size * 0.8, 4.2], [size * 1.3, 7]),
        0.6,
        metal,
      );
      for (const x of [-1.3, -0.65, 0, 0.65, 1.3]) {
        rod(pen, curve([x * size, 6], [x * size, 8], [x * size, 9]), 0.3, metal);
        bead(pen, x * size, 10.5 - Math.abs(x) * 1.2, 0.95, x === 0 ? accent : fill);
      }
    } else {
      pen.cloth(
        blob([0, 0.6], [size * 0.8, 5], [size * 0.5, 11], [0, 14], [-size * 0.6, 10], [
          -size * 0.8,
          5,
        ]),
        { plain: true },
      );
      pen.line(curve([0, 0.6], [0.3, 7], [0, 14]), dark, 0.4);
      for (let y = 3; y < 10; y += 1.6) {
        pen.line(curve([-size * 0.5, y + 0.9], [0.2, y], [size * 0.5, y + 0.9]), dark, 0.25, {
          opacity: 0.7,
        });
      }
    }
  });
}

function drawStuds(pen: Pen, dice: Dice): void {
  const metal = anyMetal(dice),
    kind = dice.pick(["gem", "ball", "flower"]),
    r = dice.between(3.6, 4.8);
  earrings(pen, dice, r + dice.between(0.8, 2.4), () => {
    if (kind === "gem") {
      pen.fill(ellipse(0, 0, r * 1.14), metal.fill);
      rod(pen, ellipse(0, 0, r * 1.08), 0.5, metal);
      gem(pen, { x: 0, y: 0, r, fill: pen.look.fill, sides: 9 });
    } else if (kind === "ball") bead(pen, 0, 0, r, pen.look.fill);
    else {
      for (let i = 0; i < 5; i++) {
        const a = i * 2 * Math.PI / 5;
        pen.cloth(ellipse(r * 0.62 * Math.sin(a), -r * 0.62 * Math.cos(a), r * 0.5), {
          plain: true,
          shading: "ball",
        });
      }
      bead(pen, 0, 0, r * 0.34, metal.fill);
    }
  });
}

function drawBangles(pen: Pen, dice: Dice): void {
  const metal = metalOf(pen.look),
    count = dice.whole(1, 4),
    rx = dice.between(8.5, 10.5),
    ry = rx * dice.between(0.42, 0.85);
  const thick = count === 1 ? dice.between(1.4, 4.5) : dice.between(0.8, 1.7),
    cuff = count === 1 && dice.chance(0.45);
  for (let i = count - 1; i >= 0; i--) {
    const y = -i * thick * 1.5, x = dice.between(-0.6, 0.6) * (count > 1 ? 1 : 0);
    const ring = cuff
      ? curve(...Array.from({ length: 13 }, (_, j): Point => {
        const a = -1.15 + j * (2 * Math.PI - 0.85) / 12;
        return [rx * Math.cos(a), ry * Math.sin(a)];
      }))
      : ellipse(x, y, rx, ry);
    rod(pen, ring, thick, metal);
    if (i === 0 && dice.chance(0.4)) {
      gem(pen, { x, y: y + ry, r: 1.1 + thick * 0.4, fill: pen.look.accent });
    }
  }
}

function drawBracelet(pen: Pen, dice: Dice): void {
  const rx = dice.between(8.5, 10), ry = rx * dice.between(0.5, 0.95), r = dice.between(0.9, 1.7);
  const metal = anyMetal(dice), charm = dice.chance(0.4), mixed = dice.chance(0.4);
  const count = Math.round(2 * Math.PI * Math.sqrt((rx * rx + ry * ry) / 2) / (2 * r));
  for (let i = 0; i < count; i++) {
    const a = i * 2 * Math.PI / count - Math.PI / 2;
    const fill = mixed && i % 4 === 0
      ? metal.fill
      : mixed && i % 4 === 2
      ? pen.look.accent
      : pen.look.fill;
    bead(pen, rx * Math.cos(a), ry * Math.sin(a), r, fill);
  }
  if (charm) {
    rod(pen, curve([0, ry + r], [0, ry + r + 1], [0, ry + r + 1.6]), 0.4, metal);
    gem(pen, { x: 0, y: ry + r + 3.4, r: 1.9, fill: pen.look.accent, sides: 6 });
  }
}

/** Jewelry. */
export const jewelry: Department = {
  styles: {
    "pendant necklace": { weight: 15, draw: drawPendant },
    "bead necklace": { weight: 11, draw: drawBeads },
    "statement necklace": { weight: 11, draw: drawStatement },
    "chain necklace": { weight: 9, draw: drawChain, colours: METAL_COLOURS },
    "hoop earrings": { weight: 9, draw: drawHoops, colours: METAL_COLOURS },
    "drop earrings": { weight: 15, draw: drawDrops },
    "stud earrings": { weight: 8, draw: drawStuds },
    "bangles": { weight: 11, draw: drawBangles, colours: METAL_COLOURS },
    "bead bracelet": { weight: 10, draw: drawBracelet },
  },
  colours: { ...CLOTH_COLOURS, yellow: 10, blue: 14, green: 11, black: 10 },
  patterns: { plain: 1 },
  unit: 0.3,
  extent: 19,
  size: 0.26,
  tilt: 8,
  mirror: true,
};
