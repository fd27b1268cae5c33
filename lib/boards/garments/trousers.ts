/**
 * The legs of trousers, shorts and jumpsuits, and their details. In cm, the middle of the waist at
 * (0, 0), y down.
 */

import { both, box, ellipse, path } from "./kit.ts";
import type { Dice, Path, Pen, Point } from "./kit.ts";
import { COPPER } from "./metals.ts";
import { frontPocket, ribbing } from "./tailoring.ts";

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
function rightLeg({ waist, hip, rise, knee, outer, inner, length }: Legs): Path {
  const hipline = Math.min(20, rise * 0.72), bend = (rise + length) / 2, long = length - rise;
  return path`M 0 1 Q ${waist * 0.6} 0.8, ${waist} 0
    C ${waist + 0.8} ${hipline * 0.4}, ${hip} ${hipline * 0.7}, ${hip} ${hipline}
    C ${hip} ${(hipline + bend) / 2}, ${knee} ${bend - long * 0.2}, ${knee} ${bend}
    C ${knee} ${bend + long * 0.2}, ${outer} ${length - long * 0.15}, ${outer} ${length}
    L ${inner} ${length + 0.6}
    C ${inner} ${length - long * 0.3}, ${Math.max(0.4, inner * 0.6)} ${rise + 6}, 0.25 ${rise} Z`;
}

/** Both legs, lit as two tubes, with creases at the seat. */
export function drawLegs(pen: Pen, dice: Dice, shape: Legs): void {
  const { hip, rise, length, knee, outer, inner } = shape, long = length - rise;
  pen.cloth(both(rightLeg(shape)).reverse(), { shading: "tube" });
  for (const side of [-1, 1]) {
    for (let i = dice.whole(1, 2); i > 0; i--) {
      const y = rise + dice.between(-6, 2),
        end: Point = [side * hip * 0.65, y + dice.between(-1, 3)];
      pen.fold([[side, y], [side * hip * 0.35, y + 2], end], 1.3, 0.13);
    }
    if (length > 70) {
      const y = (rise + length) / 2 + dice.between(-3, 6), end: Point = [side * knee * 0.45, y + 1];
      pen.fold([[side * (knee - 1), y], [side * knee * 0.7, y + 2], end], 1.5, 0.12);
    }
    const x = side * (outer + inner) / 2, top: Point = [x * 0.9, length - long * 0.6];
    pen.fold([[x, length - 1], [x * 0.98, length - long * 0.3], top], 1.8, 0.1);
  }
}

/** The band at the waist, `depth` cm, with `loops` for a belt. */
export function waistband(pen: Pen, { waist }: Legs, depth: number, { loops = true } = {}): void {
  const half = path`M 0 1 Q ${waist * 0.6} 0.8, ${waist} 0 L ${waist + 0.5} ${depth}
    Q ${waist * 0.6} ${depth + 0.9}, 0 ${depth + 1}`;
  pen.cloth(half.mirrored());
  if (!loops) return;
  for (const x of [-0.72, -0.36, 0.36, 0.72]) {
    pen.trim(box(x * waist - 0.6, 0.2, 1.3, depth + 0.8), { shading: "flat" });
  }
}

/** How a {@linkcode fly} is finished; the thread is dark and the button of copper unless given. */
interface FlyOptions {
  thread?: string;
  metal?: string;
}

/** A fly with its button, below a waistband `depth` deep. */
export function fly(pen: Pen, { rise }: Legs, depth: number, options: FlyOptions = {}): void {
  const { thread = pen.look.dark, metal = COPPER } = options;
  pen.seam(path`M 0 ${depth} L 0 ${rise}`);
  const stitches = path`M 3 ${depth + 1} L 3 ${rise * 0.6} Q 2.5 ${rise * 0.82}, 0.3 ${
    rise * 0.88
  }`;
  pen.seam(stitches, { ink: thread, pixels: 0.8, dash: "1 .7" });
  pen.fill(ellipse(0, depth * 0.55, 1.1), metal);
}

/** Slanting front pockets, below a waistband `depth` deep. */
export function slantPockets(pen: Pen, { waist, hip }: Legs, depth: number): void {
  frontPocket(pen, path`M ${waist * 0.62} ${depth + 1} L ${hip - 1} ${depth + 14}`, {
    pixels: 1.2,
  });
}

/** Front pockets as in jeans. */
export function curvedPockets(
  pen: Pen,
  { waist, hip }: Legs,
  depth: number,
  thread = pen.look.dark,
): void {
  const seam = path`M ${waist * 0.52} ${depth + 1}
    Q ${waist * 0.56} ${depth + 8}, ${hip - 1} ${depth + 8.5}`;
  frontPocket(pen, seam, { pixels: 1.2, thread });
}

/** Cloth, waistband, fly and pockets of jeans, long and short. */
export function jeans(pen: Pen, dice: Dice, shape: Legs): void {
  const { look } = pen, thread = look.colour === "blue" ? "#d0a060" : look.light;
  drawLegs(pen, dice, shape);
  if (look.pattern === "plain" && dice.chance(0.6)) faded(pen, shape, dice.between(0.05, 0.12));
  const depth = dice.between(3.5, 5);
  waistband(pen, shape, depth);
  fly(pen, shape, depth, { thread });
  curvedPockets(pen, shape, depth, thread);
  if (dice.chance(0.28)) rips(pen, dice, shape);
}

/** A faded front: light patches down each leg. */
function faded(pen: Pen, { hip, rise, length, knee }: Legs, opacity: number): void {
  const long = length - rise;
  for (const side of [-1, 1]) {
    const x = side * (hip + knee) * 0.26, y = rise + long * 0.28;
    for (const grow of [0.5, 0.75, 1]) {
      pen.fill(ellipse(x, y, 3.2 * grow, long * 0.26 * grow), "#fff", { opacity });
    }
  }
}

/** Torn threads on the thighs and knees. */
function rips(pen: Pen, dice: Dice, { hip, rise, length }: Legs): void {
  for (let i = dice.whole(2, 4); i > 0; i--) {
    const x = dice.sign() * hip * dice.between(0.35, 0.5);
    const y = rise + (length - rise) * dice.between(0.1, 0.6), half = dice.between(2.5, 4);
    pen.fill(ellipse(x, y, half, dice.between(1.2, 2.6)), pen.look.deep, { opacity: 0.8 });
    for (const dy of [-1, 0, 1]) {
      const thread = path`M ${x - half} ${y + dy} R ${x} ${y + dy * 1.3}, ${x + half} ${y + dy}`;
      pen.line(thread, "#f2efe9", 0.5);
    }
  }
}

/** Turn-ups or knitted cuffs, `depth` cm, at both hems. */
export function hems(
  pen: Pen,
  { outer, inner, length }: Legs,
  depth: number,
  { ribbed = false, fill = "" } = {},
): void {
  for (const x of [inner, -outer]) {
    const band = box(x - 0.5, length - depth * 0.4, outer - inner + 1, depth, 0.8);
    pen.trim(band, { shading: "tube", fill });
    if (ribbed) ribbing(pen, band);
  }
}

/** A knotted cord hanging from the waist. */
export function drawstring(pen: Pen, dice: Dice): void {
  const hang = dice.between(9, 16);
  pen.line(both(path`M 0.6 3 R 2.5 ${hang * 0.5}, 2 ${hang}`), pen.look.accent, 0.9);
}
