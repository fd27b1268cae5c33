/** Jewelry: earrings and bracelets; the others are in `necklaces.ts`. A typical piece is 20 units across. */

import { blob, CLOTH_COLOURS, curve, ellipse, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen, Point } from "./kit.ts";
import { anyMetal, bead, gem, METAL_COLOURS, metalOf, rod } from "./metals.ts";
import { drawBeads, drawChain, drawPendant, drawStatement } from "./necklaces.ts";

/** Two earrings side by side. */
function earrings(pen: Pen, dice: Dice, apart: number, draw: () => void): void {
  const turn = dice.between(-6, 6), y = dice.between(-2, 2);
  pen.placed({ x: -apart, y, turn }, draw);
  pen.placed({ x: apart, turn: -turn, flip: true }, draw);
}

function drawHoops(pen: Pen, dice: Dice): void {
  const { accent } = pen.look, metal = metalOf(pen.look);
  const r = dice.between(5, 7.5), thick = dice.between(0.7, 2.2), rx = r * dice.between(0.55, 1);
  const beads = dice.chance(0.3);
  earrings(pen, dice, rx + dice.between(0.5, 2.5), () => {
    rod(pen, ellipse(0, r, rx, r), thick, metal);
    if (!beads) return;
    for (const a of [-0.9, -0.45, 0, 0.45, 0.9]) {
      bead(pen, [rx * Math.sin(a), r + r * Math.cos(a)], 1.1, accent);
    }
  });
}

function drawDrops(pen: Pen, dice: Dice): void {
  const { fill, accent, dark } = pen.look, metal = anyMetal(dice);
  const kind = dice.pick(["drop", "gems", "tassel", "chandelier", "feather"] as const);
  const size = dice.between(2, 3.2), count = dice.whole(2, 4), half = size * 0.8;
  const kinds = {
    drop() {
      const outline = blob([0, 0.4], [size, 5.5], [0, 9], [-size, 5.5]);
      pen.trim(outline, { shading: "ball" });
      rod(pen, outline, 0.45, metal);
    },
    gems() {
      for (let i = 0, y = 0.6; i < count; i++) {
        const r = size * (0.5 + 0.25 * i);
        pen.fill(ellipse(0, y + r, r * 1.15), metal.fill);
        gem(pen, [0, y + r], { r, fill: i % 2 ? accent : fill });
        y += 2 * r + 0.6;
      }
    },
    tassel() {
      bead(pen, [0, 1.2], 1.3, metal.fill);
      pen.trim(polygon([-1, 2], [1, 2], [size, 13], [-size, 13]));
      for (const x of [-0.6, -0.2, 0.2, 0.6]) {
        pen.line(path`M ${x} 2.4 R ${x * size} 8, ${x * size * 1.5} 12.8`, dark, 0.35);
      }
    },
    chandelier() {
      gem(pen, [0, 2], { r: 1.6 });
      const wide = size * 1.3;
      rod(pen, path`M -${wide} 7 R -${half} 4.2, 0 3.4, ${half} 4.2, ${wide} 7`, 0.6, metal);
      for (const share of [-1.3, -0.65, 0, 0.65, 1.3]) {
        const x = share * size, y = 10.5 - Math.abs(share) * 1.2;
        rod(pen, path`M ${x} 6 R ${x} 8, ${x} 9`, 0.3, metal);
        bead(pen, [x, y], 0.95, share === 0 ? accent : fill);
      }
    },
    feather() {
      const right: Point[] = [[half, 5], [size * 0.5, 11]];
      pen.trim(blob([0, 0.6], ...right, [0, 14], [-size * 0.6, 10], [-half, 5]));
      pen.line(path`M 0 0.6 R 0.3 7, 0 14`, dark, 0.4);
      for (let y = 3; y < 10; y += 1.6) {
        const barb = path`M ${-size * 0.5} ${y + 0.9} R 0.2 ${y}, ${size * 0.5} ${y + 0.9}`;
        pen.line(barb, dark, 0.25, { opacity: 0.7 });
      }
    },
  };
  earrings(pen, dice, dice.between(4, 6.5), () => {
    // The hook that goes through the ear.
    rod(pen, path`M 0 0 R -0.4 -2, 0.8 -3.6, 2 -2.6, 2 -0.8`, 0.5, metal);
    kinds[kind]();
  });
}

function drawStuds(pen: Pen, dice: Dice): void {
  const metal = anyMetal(dice), kind = dice.pick(["gem", "ball", "flower"]);
  const r = dice.between(3.6, 4.8);
  earrings(pen, dice, r + dice.between(0.8, 2.4), () => {
    if (kind === "gem") {
      pen.fill(ellipse(0, 0, r * 1.14), metal.fill);
      rod(pen, ellipse(0, 0, r * 1.08), 0.5, metal);
      gem(pen, [0, 0], { r, sides: 9 });
    } else if (kind === "ball") bead(pen, [0, 0], r, pen.look.fill);
    else {
      for (let i = 0; i < 5; i++) {
        const a = i * 2 * Math.PI / 5, far = r * 0.62;
        pen.trim(ellipse(far * Math.sin(a), -far * Math.cos(a), r * 0.5), { shading: "ball" });
      }
      bead(pen, [0, 0], r * 0.34, metal.fill);
    }
  });
}

function drawBangles(pen: Pen, dice: Dice): void {
  const metal = metalOf(pen.look), count = dice.whole(1, 4);
  const rx = dice.between(8.5, 10.5), ry = rx * dice.between(0.42, 0.85);
  const thick = count === 1 ? dice.between(1.4, 4.5) : dice.between(0.8, 1.7);
  const open = Array.from({ length: 13 }, (_, j): Point => {
    const a = -1.15 + j * (2 * Math.PI - 0.85) / 12;
    return [rx * Math.cos(a), ry * Math.sin(a)];
  });
  const cuff = count === 1 && dice.chance(0.45);
  for (let i = count - 1; i >= 0; i--) {
    const y = -i * thick * 1.5, x = dice.between(-0.6, 0.6) * (count > 1 ? 1 : 0);
    rod(pen, cuff ? curve(...open) : ellipse(x, y, rx, ry), thick, metal);
    if (i === 0 && dice.chance(0.4)) {
      gem(pen, [x, y + ry], { r: 1.1 + thick * 0.4, fill: pen.look.accent });
    }
  }
}

function drawBracelet(pen: Pen, dice: Dice): void {
  const { fill, accent } = pen.look;
  const rx = dice.between(8.5, 10), ry = rx * dice.between(0.5, 0.95), r = dice.between(0.9, 1.7);
  const metal = anyMetal(dice), charm = dice.chance(0.4), mixed = dice.chance(0.4);
  const colours = mixed ? [metal.fill, fill, accent, fill] : [fill];
  const count = Math.round(2 * Math.PI * Math.sqrt((rx * rx + ry * ry) / 2) / (2 * r));
  for (let i = 0; i < count; i++) {
    const a = i * 2 * Math.PI / count - Math.PI / 2;
    bead(pen, [rx * Math.cos(a), ry * Math.sin(a)], r, colours[i % colours.length]!);
  }
  if (charm) {
    const y = ry + r;
    rod(pen, path`M 0 ${y} R 0 ${y + 1}, 0 ${y + 1.6}`, 0.4, metal);
    gem(pen, [0, y + 3.4], { r: 1.9, fill: accent, sides: 6 });
  }
}

/** Jewelry. */
export const jewelry: Department = {
  styles: {
    "pendant necklace": style(15, drawPendant),
    "bead necklace": style(11, drawBeads),
    "statement necklace": style(11, drawStatement),
    "chain necklace": style(9, drawChain, { colours: METAL_COLOURS }),
    "hoop earrings": style(9, drawHoops, { colours: METAL_COLOURS }),
    "drop earrings": style(15, drawDrops),
    "stud earrings": style(8, drawStuds),
    "bangles": style(11, drawBangles, { colours: METAL_COLOURS }),
    "bead bracelet": style(10, drawBracelet),
  },
  colours: { ...CLOTH_COLOURS, yellow: 10, blue: 14, green: 11, black: 10 },
  patterns: { plain: 1 },
  scale: { unit: 0.3, extent: 19, size: 0.26, tilt: 5, mirror: true },
};
