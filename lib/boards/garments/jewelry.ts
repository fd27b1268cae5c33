/** Jewelry: `jewelry`; earrings and bracelets here. A typical piece is 20 units across. */

import type { Dice } from "../dice.ts";
import { type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { blob, curve, ellipse, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, type Department } from "./department.ts";
import { anyMetal, bead, gem, type Metal, METAL_COLOURS, metalOf, rod } from "./metals.ts";
import { drawBeads, drawChain, drawPendant, drawStatement } from "./necklaces.ts";

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
        bead(pen, [r * squash * Math.sin(a), r + r * Math.cos(a)], 1.1, pen.look.accent);
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
        gem(pen, [0, y + r], { r, fill: i % 2 ? accent : fill });
        y += 2 * r + 0.6;
      }
    } else if (kind === "tassel") {
      bead(pen, [0, 1.2], 1.3, metal.fill);
      pen.cloth(polygon([-1, 2], [1, 2], [size, 13], [-size, 13]), { plain: true });
      for (const x of [-0.6, -0.2, 0.2, 0.6]) {
        pen.line(curve([x, 2.4], [x * size, 8], [x * size * 1.5, 12.8]), dark, 0.35);
      }
    } else if (kind === "chandelier") {
      gem(pen, [0, 2], { r: 1.6, fill });
      rod(
        pen,
        curve([-size * 1.3, 7], [-size * 0.8, 4.2], [0, 3.4], [size * 0.8, 4.2], [size * 1.3, 7]),
        0.6,
        metal,
      );
      for (const x of [-1.3, -0.65, 0, 0.65, 1.3]) {
        rod(pen, curve([x * size, 6], [x * size, 8], [x * size, 9]), 0.3, metal);
        bead(pen, [x * size, 10.5 - Math.abs(x) * 1.2], 0.95, x === 0 ? accent : fill);
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
      gem(pen, [0, 0], { r, fill: pen.look.fill, sides: 9 });
    } else if (kind === "ball") bead(pen, [0, 0], r, pen.look.fill);
    else {
      for (let i = 0; i < 5; i++) {
        const a = i * 2 * Math.PI / 5;
        pen.cloth(ellipse(r * 0.62 * Math.sin(a), -r * 0.62 * Math.cos(a), r * 0.5), {
          plain: true,
          shading: "ball",
        });
      }
      bead(pen, [0, 0], r * 0.34, metal.fill);
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
      gem(pen, [x, y + ry], { r: 1.1 + thick * 0.4, fill: pen.look.accent });
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
    bead(pen, [rx * Math.cos(a), ry * Math.sin(a)], r, fill);
  }
  if (charm) {
    rod(pen, curve([0, ry + r], [0, ry + r + 1], [0, ry + r + 1.6]), 0.4, metal);
    gem(pen, [0, ry + r + 3.4], { r: 1.9, fill: pen.look.accent, sides: 6 });
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
  tilt: 5,
  mirror: true,
};
