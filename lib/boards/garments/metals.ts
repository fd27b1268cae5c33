/** Metal and stones: `METALS`, `metalOf`, `anyMetal`, `bead`, `gem`, `rod`, `chain`. */

import type { Dice } from "../dice.ts";
import type { Look } from "../look.ts";
import type { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { ellipse, polygon } from "../shapes.ts";

/** A metal's colour, its lights and its shadows. */
export interface Metal {
  readonly fill: string;
  readonly light: string;
  readonly dark: string;
}

const GOLD: Metal = { fill: "#d2a741", light: "#f7e6ab", dark: "#8a671d" };
const SILVER: Metal = { fill: "#bcc1c7", light: "#f6f8fa", dark: "#757b84" };
const ROSE: Metal = { fill: "#d99a86", light: "#f8dcd2", dark: "#955a4a" };
const STEEL: Metal = { fill: "#3c3d42", light: "#8b8d95", dark: "#17181b" };

/** How often pieces that are all metal have which colour's name. */
export const METAL_COLOURS = { yellow: 48, grey: 34, pink: 12, black: 6 } as const;

/** The metal that bears the look's colour: gold is yellow, silver grey, rose gold pink. */
export function metalOf({ colour }: Look): Metal {
  return colour === "yellow"
    ? GOLD
    : colour === "pink"
    ? ROSE
    : colour === "black"
    ? STEEL
    : SILVER;
}

/** A metal to go with other materials. */
export function anyMetal(dice: Dice): Metal {
  return dice.pick([GOLD, GOLD, SILVER, SILVER, ROSE]);
}

/** A shining ball. */
export function bead(
  pen: Pen,
  { x, y, r, fill }: { x: number; y: number; r: number; fill: string },
): void {
  pen.cloth(ellipse(x, y, r), { plain: true, fill, shading: "ball" });
}

/** A cut stone: facets about a table, `sides` to its outline, `tall` times as high as wide. */
export function gem(
  pen: Pen,
  { x, y, r, fill, sides = 8, tall = 1 }: {
    x: number;
    y: number;
    r: number;
    fill: string;
    sides?: number;
    tall?: number;
  },
): void {
  const at = (i: number, share: number) => {
    const a = (i + 0.5) * 2 * Math.PI / sides;
    return [x + r * share * Math.sin(a), y - r * share * tall * Math.cos(a)] as const;
  };
  const ring = (share: number) => polygon(...Array.from({ length: sides }, (_, i) => at(i, share)));
  pen.cloth(ring(1), { plain: true, fill, shading: "flat" });
  for (let i = 0; i < sides; i++) {
    const facet = polygon(at(i, 1), at(i + 1, 1), at(i + 1, 0.55), at(i, 0.55));
    const lit = Math.cos((i / sides - 0.85) * 2 * Math.PI);
    pen.fill(facet, lit > 0 ? "#fff" : "#000", { opacity: Math.abs(lit) * 0.45 });
  }
  pen.fill(ring(0.55), "#fff", { opacity: 0.28 });
  pen.line(ring(1), "#2b3038", pen.pixel * 0.7, { opacity: 0.4 });
}

/** A round wire along `path`, lit along its middle. */
export function rod(pen: Pen, path: Path, width: number, { fill, light, dark }: Metal): void {
  pen.line(path, dark, width);
  pen.line(path, fill, width * 0.78);
  pen.line(path, light, width * 0.28, { opacity: 0.9 });
}

/** Links along `path`. */
export function chain(pen: Pen, path: Path, width: number, { fill, light, dark }: Metal): void {
  pen.line(path, dark, width * 0.5);
  pen.line(path, fill, width, { dash: `${(width * 1.1).toFixed(2)} ${(width * 0.9).toFixed(2)}` });
  pen.line(path, light, width * 0.35, {
    dash: `${(width * 0.5).toFixed(2)} ${(width * 1.5).toFixed(2)}`,
  });
}
