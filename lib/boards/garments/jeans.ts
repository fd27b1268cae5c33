/** The cloth and seams of jeans, long and short: `jeans`. In cm. */

import type { Dice } from "../dice.ts";
import type { Pen } from "../pen.ts";
import { drawLegs, faded, fly, type Legs, pockets, rips, waistband } from "./trousers.ts";

/** Cloth, waistband, fly and pockets of jeans, from `shape`. */
export function jeans(pen: Pen, dice: Dice, shape: Legs): void {
  const thread = pen.look.colour === "blue" ? "#d0a060" : pen.look.light;
  drawLegs(pen, dice, shape);
  if (pen.look.pattern === "plain" && dice.chance(0.6)) faded(pen, shape, dice.between(0.05, 0.12));
  const depth = dice.between(3.5, 5);
  waistband(pen, shape, { depth });
  fly(pen, shape, { depth, thread });
  pockets(pen, shape, { depth, curved: true, thread });
  if (dice.chance(0.28)) rips(pen, dice, shape);
}
