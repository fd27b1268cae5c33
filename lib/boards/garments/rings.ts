/** Rings. One is 20 units across. */

import { CLOTH_COLOURS, ellipse, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen } from "./kit.ts";
import { anyMetal, bead, gem, type Metal, METAL_COLOURS, metalOf, rod } from "./metals.ts";

/** The band of a ring, seen a little from above, its top at (0, 0). */
function hoop(pen: Pen, rx: number, ry: number, wide: number, metal: Metal): void {
  const outer = ellipse(0, ry, rx, ry);
  const inner = ellipse(0, ry - wide * 0.3, rx - wide * 0.55, ry - wide * 0.62);
  pen.fill(path``.join(outer).join(inner), metal.fill, { hole: true });
  rod(pen, outer, wide * 0.5, metal);
  pen.line(inner, metal.dark, wide * 0.3);
}

function drawSolitaire(pen: Pen, dice: Dice): void {
  const metal = anyMetal(dice), rx = dice.between(8, 9.5), r = dice.between(2.8, 4.6);
  hoop(pen, rx, rx * dice.between(0.8, 1.05), dice.between(1.2, 2.2), metal);
  if (dice.chance(0.45)) {
    for (const side of [-1, 1]) {
      gem(pen, [side * r * 1.35, 0.4], { r: r * 0.5, fill: pen.look.light });
    }
  }
  const top = -r * 0.3, low = r * 0.8;
  pen.fill(polygon([-r, top], [r, top], [r * 0.5, low], [-r * 0.5, low]), metal.fill);
  gem(pen, [0, -r * 0.5], { r, sides: dice.pick([4, 6, 8, 10]), tall: dice.between(0.8, 1.2) });
}

function drawCocktail(pen: Pen, dice: Dice): void {
  const metal = anyMetal(dice), rx = dice.between(7.5, 9), r = dice.between(3.6, 5), y = -r * 0.4;
  hoop(pen, rx, rx, dice.between(1.8, 3), metal);
  const petals = dice.whole(6, 10);
  for (let i = 0; i < petals; i++) {
    const a = i * 2 * Math.PI / petals, fill = dice.chance(0.5) ? metal.fill : pen.look.light;
    bead(pen, [r * 1.2 * Math.sin(a), y - r * 1.1 * Math.cos(a)], r * 0.42, fill);
  }
  pen.trim(ellipse(0, y, r, r * 0.92), { shading: "ball" });
}

function drawBands(pen: Pen, dice: Dice): void {
  const metal = metalOf(pen.look), count = dice.whole(1, 3);
  const rx = dice.between(8, 9.5), ry = rx * dice.between(0.6, 1);
  const wide = count === 1 ? dice.between(2.4, 4.2) : dice.between(1.4, 2.2);
  for (let i = count - 1; i >= 0; i--) {
    pen.placed({ y: -i * wide * 1.5 }, () => {
      hoop(pen, rx, ry, wide, metal);
      if (!dice.chance(0.5)) return;
      for (const a of [-0.8, -0.4, 0, 0.4, 0.8]) {
        bead(pen, [rx * Math.sin(a), ry + ry * Math.cos(a)], wide * 0.26, "#eef4f8");
      }
    });
  }
}

/** Rings. */
export const rings: Department = {
  styles: {
    "solitaire": style(40, drawSolitaire, {
      colours: { white: 30, blue: 20, green: 14, red: 12, pink: 12, purple: 12 },
    }),
    "cocktail ring": style(32, drawCocktail, { colours: CLOTH_COLOURS }),
    "band": style(28, drawBands, { colours: METAL_COLOURS }),
  },
  colours: CLOTH_COLOURS,
  patterns: { plain: 1 },
  scale: { unit: 0.3, extent: 19, size: 0.2, tilt: 8, mirror: true },
};
