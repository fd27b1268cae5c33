/** What coats and jackets are built on: `coatShape`, `coatBody`. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { polygon } from "../shapes.ts";
import { sideFolds } from "./tailoring.ts";
import { type Torso, torso } from "./torso.ts";

/** The body of a jacket, before a style's `changes`. */
export function coatShape(dice: Dice, changes: Partial<Torso> = {}): Torso {
  const chest = dice.between(24, 28);
  return {
    neckline: "v",
    neck: dice.between(6.5, 8.5),
    drop: dice.between(20, 34),
    shoulder: dice.between(20, 23.5),
    slope: dice.between(4, 5.5),
    chest,
    underarm: dice.between(22, 25),
    waist: chest - dice.between(1, 5),
    waistline: 44,
    hem: chest + dice.between(-1, 2.5),
    length: dice.between(62, 78),
    dip: dice.between(0, 1),
    ...changes,
  };
}

/** The body; worn open, with `gap` cm of the inside seen at the hem. */
export function coatBody(pen: Pen, dice: Dice, shape: Torso, gap: number): void {
  const { neck, drop, length, dip } = shape;
  const inside = new Path().move(0, drop).line(neck, 0).quad(neck * 0.5, -1, 0, -1).mirrored();
  pen.fill(inside, pen.look.deep);
  const outline = torso(shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  if (gap > 1) {
    const wedge = polygon([0, drop - 2], [gap, length + dip], [-gap, length + dip]);
    pen.fill(wedge, pen.look.deep);
    pen.fill(polygon([0, drop - 2], [gap * 0.2, length + dip], [-gap, length + dip]), "#000", {
      opacity: 0.18,
    });
    for (const side of [-1, 1]) {
      pen.line(new Path().move(0, drop).line(side * gap, length + dip), pen.look.edge, pen.pixel);
    }
  }
}
