/** The upper half of dresses, jumpsuits and swimsuits: `bodiceShape`, `bodice`, `sash`. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, polygon } from "../shapes.ts";
import { BRASS } from "./fittings.ts";
import { sideFolds } from "./tailoring.ts";
import { backNeck, neckEdge, type Neckline, type Torso, torso } from "./torso.ts";

/** A fitted body with some neckline, on broad shoulders or on straps; it ends at its waistline. */
export function bodiceShape(dice: Dice, changes: Partial<Torso> = {}): Torso {
  const neckline = dice.weigh<Neckline>({ round: 5, v: 5, square: 2, boat: 2 });
  const straps = dice.chance(0.4);
  const neck = straps ? dice.between(8, 11) : dice.between(7.5, 11);
  const waistline = changes.waistline ?? 38;
  const waist = changes.waist ?? dice.between(15.5, 18.5);
  return {
    neckline,
    neck,
    drop: neckline === "boat" ? 3 : neckline === "v" ? dice.between(12, 20) : dice.between(6, 13),
    shoulder: straps ? neck + dice.between(2.5, 4.5) : dice.between(16.5, 19.5),
    slope: straps ? 1 : dice.between(3, 4.5),
    chest: dice.between(18.5, 22),
    underarm: dice.between(20, 23),
    waist,
    waistline,
    hem: waist,
    length: waistline + 1,
    dip: 0,
    ...changes,
  };
}

/** Draws the bodice; `strapless` cuts it off above the chest. */
export function bodice(pen: Pen, dice: Dice, shape: Torso, strapless = false): void {
  if (strapless) {
    const { chest, underarm, waist, waistline } = shape;
    const outline = new Path().move(0, underarm - 2)
      .cubic(2, underarm - 6, chest * 0.7, underarm - 8, chest - 0.6, underarm - 2)
      .cubic(chest, underarm + 5, waist, waistline - 6, waist, waistline + 1)
      .line(0, waistline + 1).mirrored();
    pen.cloth(outline);
    sideFolds(pen, dice, shape, outline);
    return;
  }
  const outline = torso(shape);
  backNeck(pen, shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  const edge = neckEdge(shape);
  for (const path of [edge, edge.flip()]) pen.line(path, pen.look.dark, 1);
}

/** A sash at the waist, with a bow or a buckle now and then. */
export function sash(
  pen: Pen,
  dice: Dice,
  { half, y, fill = pen.look.dark }: { half: number; y: number; fill?: string },
): void {
  const depth = dice.between(2.5, 4.5);
  pen.cloth(box(-half - 0.4, y - depth / 2, half * 2 + 0.8, depth, 0.5), { plain: true, fill });
  const draw = dice.next();
  if (draw < 0.3) {
    const x = dice.between(-8, 8);
    pen.cloth(polygon([x, y], [x + 2, y], [x + 5, y + 24], [x + 1, y + 25]), { plain: true, fill });
    pen.cloth(polygon([x, y], [x - 2, y], [x - 5, y + 20], [x - 1, y + 21]), { plain: true, fill });
    pen.cloth(box(x - 2.5, y - 3, 5, 6, 2), { plain: true, fill, shading: "ball" });
  } else if (draw < 0.55) {
    pen.line(box(-3, y - depth * 0.8, 6, depth * 1.6, 0.8), BRASS, 1.1);
  }
}
