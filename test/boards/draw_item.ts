/** One drawn item of a style, alone. */

import { Dice } from "../../lib/boards/dice.ts";
import { DEPARTMENTS } from "../../lib/boards/garments/mod.ts";
import type { Label } from "../../lib/boards/labels.ts";
import { createLook } from "../../lib/boards/look.ts";
import { Pen } from "../../lib/boards/pen.ts";

/** Pixels that the greatest extent of an item takes. */
export const ROOM = 140;

/** One item of a style, and the next random number after it: it tells how many were drawn. */
export function drawItem(label: Label, style: string, seed: number): { pen: Pen; next: number } {
  const { styles, colours, patterns, scale: { unit, extent } } = DEPARTMENTS[label];
  const { draw, ...own } = styles[style]!;
  const dice = new Dice(seed);
  const look = createLook(
    dice.weigh(own.colours ?? colours),
    dice.weigh(own.patterns ?? patterns),
    { dice, unit },
  );
  const pen = new Pen({ look, pixel: extent / ROOM, prefix: "i" });
  draw(pen, dice);
  return { pen, next: dice.next() };
}
