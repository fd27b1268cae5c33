/** Metals and stones: colours of fittings, beads, gems, wires and chains. */

import { ellipse, polygon } from "./kit.ts";
import type { Dice, Path, Pen, Point } from "./kit.ts";
import type { Look } from "../look.ts";

/** Yellow metal of buckles, clasps and zips. */
export const BRASS = "#c9a24a";

/** White metal. */
export const NICKEL = "#c3c7cc";

/** Reddish metal: rivets and buttons of jeans. */
export const COPPER = "#b48a52";

/** What a bag's fittings are made of. */
export const FITTINGS = [BRASS, NICKEL] as const;

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

/** The metal that bears the look's colour: gold is yellow, rose gold pink, silver any other. */
export function metalOf({ colour }: Pick<Look, "colour">): Metal {
  const metals: Partial<Record<Look["colour"], Metal>> = { yellow: GOLD, pink: ROSE, black: STEEL };
  return metals[colour] ?? SILVER;
}

/** A metal to go with other materials. */
export function anyMetal(dice: Dice): Metal {
  return dice.pick([GOLD, GOLD, SILVER, SILVER, ROSE]);
}

/** A shining ball about (x, y), of radius `r`. */
export function bead(pen: Pen, [x, y]: Point, r: number, fill: string): void {
  pen.trim(ellipse(x, y, r), { fill, shading: "ball" });
}

/** A cut stone about (x, y): facets about a table, `sides` to its outline, `tall` times as high. */
export function gem(
  pen: Pen,
  [x, y]: Point,
  { r, fill = pen.look.fill, sides = 8, tall = 1 }: {
    r: number;
    fill?: string;
    sides?: number;
    tall?: number;
  },
): void {
  const at = (i: number, share: number): Point => {
    const a = (i + 0.5) * 2 * Math.PI / sides;
    return [x + r * share * Math.sin(a), y - r * share * tall * Math.cos(a)];
  };
  const ring = (share: number) => polygon(...Array.from({ length: sides }, (_, i) => at(i, share)));
  pen.trim(ring(1), { fill, shading: "flat" });
  for (let i = 0; i < sides; i++) {
    const facet = polygon(at(i, 1), at(i + 1, 1), at(i + 1, 0.55), at(i, 0.55));
    const lit = Math.cos((i / sides - 0.85) * 2 * Math.PI);
    pen.fill(facet, lit > 0 ? "#fff" : "#000", { opacity: Math.abs(lit) * 0.45 });
  }
  pen.fill(ring(0.55), "#fff", { opacity: 0.28 });
  pen.seam(ring(1), { ink: "#2b3038", pixels: 0.7, opacity: 0.4 });
}

/** A round wire along `path`, lit along its middle. */
export function rod(pen: Pen, path: Path, width: number, { fill, light, dark }: Metal): void {
  pen.line(path, dark, width);
  pen.line(path, fill, width * 0.78);
  pen.line(path, light, width * 0.28, { opacity: 0.9 });
}

/** Links along `path`. */
export function chain(pen: Pen, path: Path, width: number, { fill, light, dark }: Metal): void {
  const dash = (link: number, gap: number) =>
    `${(width * link).toFixed(2)} ${(width * gap).toFixed(2)}`;
  pen.line(path, dark, width * 0.5);
  pen.line(path, fill, width, { dash: dash(1.1, 0.9) });
  pen.line(path, light, width * 0.35, { dash: dash(0.5, 1.5) });
}
