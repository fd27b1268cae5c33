/** The bodies that tops, coats and dresses are built on: a {@linkcode Torso} each. In cm. */

import { both, box, path } from "./kit.ts";
import type { Dice, Pen, Ranges } from "./kit.ts";
import { BRASS } from "./metals.ts";
import { knot } from "./tailoring.ts";
import { backNeck, body, neckEdge, type Neckline, sideFolds, type Torso } from "./torso.ts";

/** A top's body of loose or close fit, with whatever `changes` a style makes. */
export function topShape(dice: Dice, changes: Partial<Ranges<Torso>> = {}): Torso {
  const own = dice.measure<Partial<Torso>>(changes);
  const ease = dice.between(-1.5, 3), chest = 23 + ease, flare = dice.around(0, 1.8);
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
    ...own,
  };
}

/** A top's body with its back neck, neck trim and folds. */
export function topBody(pen: Pen, dice: Dice, shape: Torso, trim = 1.6): void {
  backNeck(pen, shape);
  body(pen, dice, shape);
  if (trim <= 0) return;
  for (const edge of both(neckEdge(shape)).reverse()) {
    pen.line(edge, pen.look.dark, trim);
    pen.seam(edge, { ink: pen.look.edge, pixels: 0.6, opacity: 0.6 });
  }
}

/** A jacket's body, before a style's `changes`. */
export function coatShape(dice: Dice, changes: Partial<Ranges<Torso>> = {}): Torso {
  const own = dice.measure<Partial<Torso>>(changes), chest = dice.between(24, 28);
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
    ...own,
  };
}

/** A jacket's body; worn open, with `gap` cm of the inside seen at the hem. */
export function coatBody(pen: Pen, dice: Dice, shape: Torso, gap = 0): void {
  const { neck, drop, length, dip } = shape, { deep, edge } = pen.look, bottom = length + dip;
  pen.fill(path`M 0 ${drop} L ${neck} 0 Q ${neck * 0.5} -1, 0 -1`.mirrored(), deep);
  body(pen, dice, shape);
  if (gap <= 1) return;
  const wedge = (right: number) => path`M 0 ${drop - 2} L ${right} ${bottom} L -${gap} ${bottom} Z`;
  pen.fill(wedge(gap), deep);
  pen.fill(wedge(gap * 0.2), "#000", { opacity: 0.18 });
  pen.seam(both(path`M 0 ${drop} L ${gap} ${bottom}`), { ink: edge });
}

/** A dress's fitted body on broad shoulders or on straps; it ends at its waistline. */
export function bodiceShape(dice: Dice, changes: Partial<Ranges<Torso>> = {}): Torso {
  const own = dice.measure<Partial<Torso>>(changes);
  const neckline = dice.weigh<Neckline>({ round: 5, v: 5, square: 2, boat: 2 });
  const straps = dice.chance(0.4), neck = straps ? dice.between(8, 11) : dice.between(7.5, 11);
  const { waistline = 38, waist = dice.between(15.5, 18.5) } = own;
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
    ...own,
  };
}

/** Draws the bodice; `strapless` cuts it off above the chest. */
export function bodice(pen: Pen, dice: Dice, shape: Torso, strapless = false): void {
  if (strapless) {
    const { chest, underarm, waist, waistline } = shape, bottom = waistline + 1;
    const half = path`M 0 ${underarm - 2}
      C 2 ${underarm - 6}, ${chest * 0.7} ${underarm - 8}, ${chest - 0.6} ${underarm - 2}
      C ${chest} ${underarm + 5}, ${waist} ${waistline - 6}, ${waist} ${bottom} L 0 ${bottom}`;
    const outline = half.mirrored();
    pen.cloth(outline);
    sideFolds(pen, dice, shape, outline);
    return;
  }
  backNeck(pen, shape);
  body(pen, dice, shape);
  pen.line(both(neckEdge(shape)).reverse(), pen.look.dark, 1);
}

/** A sash at the waist, with a bow or a buckle now and then. */
export function sash(pen: Pen, dice: Dice, shape: Torso, fill = pen.look.dark): void {
  const { waist, waistline: y } = shape, depth = dice.between(2.5, 4.5);
  pen.trim(box(-waist - 0.4, y - depth / 2, waist * 2 + 0.8, depth, 0.5), { fill });
  const draw = dice.next();
  if (draw < 0.3) {
    const x = dice.between(-8, 8);
    pen.trim([
      path`M ${x} ${y} L ${x + 2} ${y} L ${x + 5} ${y + 24} L ${x + 1} ${y + 25} Z`,
      path`M ${x} ${y} L ${x - 2} ${y} L ${x - 5} ${y + 20} L ${x - 1} ${y + 21} Z`,
    ], { fill });
    knot(pen, [x - 2.5, y - 3], [5, 6], { fill });
  } else if (draw < 0.55) {
    pen.line(box(-3, y - depth * 0.8, 6, depth * 1.6, 0.8), BRASS, 1.1);
  }
}
