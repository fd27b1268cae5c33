/**
 * The upper body of tops, coats, dresses, jumpsuits and swimwear. In cm, the neck at (0, 0), y down,
 * the wearer's left on the right.
 */

import { path, ribbon } from "./kit.ts";
import type { Dice, Path, Pen } from "./kit.ts";

/** The cut at the neck. */
export type Neckline = "round" | "v" | "square" | "boat" | "sweetheart";

/** Half widths and heights of a garment's body. */
export interface Torso {
  neckline: Neckline;
  /** Half width of the neck opening, and how deep it is cut in front. */
  neck: number;
  drop: number;
  /** Half width at the shoulder, and how far it lies below the neck. */
  shoulder: number;
  slope: number;
  /** Half width and height at which the sleeve ends below the arm. */
  chest: number;
  underarm: number;
  waist: number;
  waistline: number;
  /** Half width at the bottom, the length there, and how much longer the middle is. */
  hem: number;
  length: number;
  dip: number;
}

/** The right half of the neckline, from the middle to the shoulder. */
export function neckEdge({ neckline, neck, drop }: Torso): Path {
  switch (neckline) {
    case "v":
      return path`M 0 ${drop} Q ${neck * 0.62} ${drop * 0.45}, ${neck} 0`;
    case "square":
      return path`M 0 ${drop} L ${neck * 0.92} ${drop} L ${neck} 0`;
    case "boat":
      return path`M 0 ${drop} C ${neck * 0.4} ${drop}, ${neck * 0.8} ${drop * 0.6}, ${neck} 0`;
    case "sweetheart":
      return path`M 0 ${drop}
        C ${neck * 0.2} ${drop - 4}, ${neck * 0.8} ${drop - 5}, ${neck * 0.95} ${drop - 2}
        L ${neck} 0`;
    case "round":
      return path`M 0 ${drop} C ${neck * 0.62} ${drop}, ${neck * 0.98} ${drop * 0.55}, ${neck} 0`;
  }
}

/** The outline of the body, without sleeves. */
export function torso(shape: Torso): Path {
  const { shoulder, slope, chest, underarm, waist, waistline, hem, length, dip } = shape;
  const rise = waistline - underarm, below = Math.max(1, length - waistline);
  const outline = neckEdge(shape).draw`L ${shoulder} ${slope}
    C ${shoulder - 1.6} ${slope + (underarm - slope) * 0.55}, ${chest - 3.5} ${underarm - 2},
      ${chest} ${underarm}`;
  if (waistline > underarm + 3 && length > waistline + 3) {
    outline.draw`C ${chest - 0.3} ${underarm + rise * 0.4}, ${waist} ${waistline - rise * 0.4},
        ${waist} ${waistline}
      C ${waist} ${waistline + below * 0.3}, ${hem - (hem - waist) * 0.3} ${length - below * 0.3},
        ${hem} ${length}`;
  } else {
    outline.draw`L ${hem} ${length}`;
  }
  return outline.draw`Q ${hem * 0.5} ${length + dip}, 0 ${length + dip}`.mirrored();
}

/** The inside of the back, seen through the neck opening; draw it before the body. */
export function backNeck(pen: Pen, shape: Torso): void {
  const { neck, drop } = shape;
  pen.fill(
    neckEdge(shape).draw`L ${neck - 0.2} -0.1 Q ${neck * 0.5} 2.1, 0 2.1`.mirrored(),
    pen.look.deep,
  );
  if (drop > 5) pen.fill(ribbon([[-1.4, 2.9], [1.4, 2.9]], 1.2), pen.look.light);
}

/** The body's cloth with its folds; `sheen` is the strength of a gloss over it, 0-1. */
export function body(pen: Pen, dice: Dice, shape: Torso, sheen = 0): void {
  const outline = torso(shape);
  pen.cloth(outline);
  if (sheen > 0) pen.shade(outline, "sheen", sheen);
  sideFolds(pen, dice, shape, outline);
}

/** Soft folds: from under the arms inwards, and up from the hem; cut off at `outline`. */
export function sideFolds(pen: Pen, dice: Dice, shape: Torso, outline = torso(shape)): void {
  const { chest, underarm, hem, length } = shape;
  pen.within(outline, () => {
    for (const side of [-1, 1]) {
      const y = underarm + dice.between(0, 4), reach = dice.between(0.3, 0.6) * chest;
      const end = y + dice.between(11, 20), at = (inwards: number) => side * (chest - inwards);
      pen.fold(
        [[at(0.5), y], [at(reach * 0.5), y + 5], [at(reach), end]],
        dice.between(1.4, 2.6),
        0.11,
      );
    }
    for (let i = dice.whole(1, 3); i > 0; i--) {
      const x = dice.between(-0.8, 0.8) * hem, rise = dice.between(0.3, 0.65) * (length - underarm);
      const lean = dice.between(-3, 3), top = length - rise;
      pen.fold(
        [[x + lean, length + rise * 0.5], [x, length - rise * 0.3], [x * 0.85 - lean, top]],
        dice.between(1.8, 3.4),
        0.1,
      );
    }
  });
}
