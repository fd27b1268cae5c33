/** What tops are built on: `topShape`, `topBody`. In cm. */

import type { Dice } from "../dice.ts";
import type { Pen } from "../pen.ts";
import { sideFolds } from "./tailoring.ts";
import { backNeck, neckEdge, type Torso, torso } from "./torso.ts";

/** A body of loose or close fit, with whatever `changes` a style makes. */
export function topShape(dice: Dice, changes: Partial<Torso> = {}): Torso {
  const ease = dice.between(-1.5, 3);
  const chest = 23 + ease;
  const flare = dice.around(0, 1.8);
  return {
    neckline: "round",
    neck: dice.between(7, 10),
    drop: dice.between(5, 9),
    shoulder: dice.between(18.5, 22) + ease * 0.4,
    slope: dice.between(3.5, 6),
    chest,
    underarm: dice.between(19, 23),
    waist: chest - dice.between(0.5, 4),
    waistline: 40,
    hem: chest + flare,
    length: dice.between(54, 70),
    dip: dice.around(0.6, 1),
    ...changes,
  };
}

/** The body with its back neck, neck trim and folds. */
export function topBody(pen: Pen, dice: Dice, shape: Torso, trim = 1.6): void {
  const outline = torso(shape);
  backNeck(pen, shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  if (trim > 0) {
    const edge = neckEdge(shape);
    for (const path of [edge, edge.flip()]) {
      pen.line(path, pen.look.dark, trim);
      pen.line(path, pen.look.edge, pen.pixel * 0.6, { opacity: 0.6 });
    }
  }
}
