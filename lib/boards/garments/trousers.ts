/**
 * What trousers, shorts and the legs of jumpsuits are cut from: `legs`, `drawLegs`, and their
 * details. In cm, the middle of the waist at (0, 0), y down.
 */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse } from "../shapes.ts";
import { COPPER } from "./fittings.ts";
import { ribbing } from "./tailoring.ts";

/** Half widths, and heights from the waist down. */
export interface Legs {
  waist: number;
  hip: number;
  /** Height at which the legs part. */
  rise: number;
  /** Outer half width at the knee (or halfway, in shorts). */
  knee: number;
  /** Distance of the hem's outer and inner ends from the middle. */
  outer: number;
  inner: number;
  length: number;
}

/** The right leg, with half of the seat. */
export function rightLeg({ waist, hip, rise, knee, outer, inner, length }: Legs): Path {
  const hipline = Math.min(20, rise * 0.72), bend = (rise + length) / 2;
  return new Path().move(0, 1).quad(waist * 0.6, 0.8, waist, 0)
    .cubic(waist + 0.8, hipline * 0.4, hip, hipline * 0.7, hip, hipline)
    .cubic(hip, (hipline + bend) / 2, knee, bend - (length - rise) * 0.2, knee, bend)
    .cubic(
      knee,
      bend + (length - rise) * 0.2,
      outer,
      length - (length - rise) * 0.15,
      outer,
      length,
    )
    .line(inner, length + 0.6)
    .cubic(inner, length - (length - rise) * 0.3, Math.max(0.4, inner * 0.6), rise + 6, 0.25, rise)
    .close();
}

/** The outline of both. */
export function legs(shape: Legs): Path {
  const right = rightLeg(shape);
  return new Path().join(right).join(right.flip());
}

/** Both legs, lit as two tubes, with creases at the seat. */
export function drawLegs(pen: Pen, dice: Dice, shape: Legs): void {
  const right = rightLeg(shape);
  const { hip, rise, length, knee } = shape;
  for (const path of [right, right.flip()]) pen.cloth(path, { shading: "tube" });
  for (const side of [-1, 1]) {
    for (let i = dice.whole(1, 2); i > 0; i--) {
      const y = rise + dice.between(-6, 2);
      pen.fold(
        [[side * 1, y], [side * hip * 0.35, y + 2], [side * hip * 0.65, y + dice.between(-1, 3)]],
        1.3,
        0.13,
      );
    }
    if (length > 70) {
      const y = (rise + length) / 2 + dice.between(-3, 6);
      pen.fold(
        [[side * (knee - 1), y], [side * knee * 0.7, y + 2], [side * knee * 0.45, y + 1]],
        1.5,
        0.12,
      );
    }
    const x = side * (shape.outer + shape.inner) / 2;
    pen.fold(
      [[x, length - 1], [x * 0.98, length - (length - rise) * 0.3], [
        x * 0.9,
        length - (length - rise) * 0.6,
      ]],
      1.8,
      0.1,
    );
  }
}

/** The band at the waist, `depth` cm, with `loops` for a belt. */
export function waistband(
  pen: Pen,
  { waist }: Legs,
  { depth, loops = true }: { depth: number; loops?: boolean },
): void {
  const band = new Path().move(0, 1).quad(waist * 0.6, 0.8, waist, 0).line(waist + 0.5, depth)
    .quad(waist * 0.6, depth + 0.9, 0, depth + 1).mirrored();
  pen.cloth(band, { shading: "drape" });
  if (!loops) return;
  for (const x of [-0.72, -0.36, 0.36, 0.72]) {
    pen.cloth(box(x * waist - 0.6, 0.2, 1.3, depth + 0.8), { plain: true, shading: "flat" });
  }
}

/** A fly with its button, below a waistband `depth` deep. */
export function fly(
  pen: Pen,
  { rise }: Legs,
  { depth, thread, metal = COPPER }: { depth: number; thread: string; metal?: string },
): void {
  pen.line(new Path().move(0, depth).line(0, rise), pen.look.deep, pen.pixel);
  pen.line(
    new Path().move(3, depth + 1).line(3, rise * 0.6).quad(2.5, rise * 0.82, 0.3, rise * 0.88),
    thread,
    pen.pixel * 0.8,
    { dash: "1 .7" },
  );
  pen.fill(ellipse(0, depth * 0.55, 1.1), metal);
}

/** Front pockets: "curved" as in jeans, else slanting. */
export function pockets(
  pen: Pen,
  { waist, hip }: Legs,
  { depth, curved, thread }: { depth: number; curved: boolean; thread: string },
): void {
  for (const side of [-1, 1]) {
    const path = curved
      ? new Path().move(side * waist * 0.52, depth + 1).quad(
        side * waist * 0.56,
        depth + 8,
        side * (hip - 1),
        depth + 8.5,
      )
      : new Path().move(side * waist * 0.62, depth + 1).line(side * (hip - 1), depth + 14);
    pen.line(path, pen.look.deep, pen.pixel * 1.2);
    if (curved) pen.line(path.shift(0, 0.9), thread, pen.pixel * 0.8, { dash: "1 .7" });
  }
}

/** A faded front: light patches down each leg. */
export function faded(pen: Pen, { hip, rise, length, knee }: Legs, strength: number): void {
  for (const side of [-1, 1]) {
    const patch = (grow: number) =>
      ellipse(
        side * (hip + knee) * 0.26,
        rise + (length - rise) * 0.28,
        3.2 * grow,
        (length - rise) * 0.26 * grow,
      );
    for (const grow of [0.5, 0.75, 1]) pen.fill(patch(grow), "#fff", { opacity: strength });
  }
}

/** Torn threads on the thighs and knees. */
export function rips(pen: Pen, dice: Dice, { hip, rise, length }: Legs): void {
  for (let i = dice.whole(2, 4); i > 0; i--) {
    const x = dice.sign() * hip * dice.between(0.35, 0.5),
      y = rise + (length - rise) * dice.between(0.1, 0.6);
    const half = dice.between(2.5, 4);
    pen.fill(ellipse(x, y, half, dice.between(1.2, 2.6)), pen.look.deep, { opacity: 0.8 });
    for (const dy of [-1, 0, 1]) {
      pen.line(curve([x - half, y + dy], [x, y + dy * 1.3], [x + half, y + dy]), "#f2efe9", 0.5);
    }
  }
}

/** Turn-ups or knitted cuffs, `depth` cm, at both hems. */
export function hems(
  pen: Pen,
  { outer, inner, length }: Legs,
  { depth, ribbed = false, fill = "" }: { depth: number; ribbed?: boolean; fill?: string },
): void {
  for (const side of [1, -1]) {
    const x = side === 1 ? inner : -outer;
    const band = box(x - 0.5, length - depth * 0.4, outer - inner + 1, depth, 0.8);
    pen.cloth(band, { plain: true, shading: "tube", ...(fill ? { fill } : {}) });
    if (ribbed) ribbing(pen, band, 0);
  }
}

/** A knotted cord hanging from the waist. */
export function drawstring(pen: Pen, dice: Dice, colour: string): void {
  const hang = dice.between(9, 16);
  for (const side of [-1, 1]) {
    pen.line(curve([side * 0.6, 3], [side * 2.5, hang * 0.5], [side * 2, hang]), colour, 0.9);
  }
}
