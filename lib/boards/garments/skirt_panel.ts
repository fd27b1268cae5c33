/** The panel that skirts and the lower half of dresses are cut from. In cm. */

import { path, polygon } from "./kit.ts";
import type { Dice, Path, Pen, Point } from "./kit.ts";

/** Half widths, and heights. */
export interface SkirtShape {
  /** Height of the waist, half width there and at the hem. */
  top: number;
  waist: number;
  hem: number;
  length: number;
  /** Half width at the hip, a fifth of the way down or 20 cm. */
  hip: number;
  /** Depth of the waves along the hem, and how many there are on a side. */
  wave?: number;
  waves?: number;
  /** How much shorter (longer, below 0) the sides are than the middle. @default 1.5 */
  dip?: number;
}

/** The outline. */
export function skirtPanel(shape: SkirtShape): Path {
  const { top, waist, hem, length, hip, wave = 0, waves = 3, dip = 1.5 } = shape;
  const bottom = top + length, side = bottom - dip;
  const outline = path`M 0 ${top + 0.6} Q ${waist * 0.6} ${top + 0.5}, ${waist} ${top}`;
  if (hem > waist * 1.7) {
    // A bell: one sweep from the waist, round where there is much cloth at the hip.
    const flare = hem - waist, round = Math.min(1, (hip - waist) / flare);
    outline.draw`C ${waist + flare * round * 0.75} ${top + length * 0.08},
      ${hem - flare * (0.42 - round * 0.3)} ${top + length * 0.5}, ${hem} ${side}`;
  } else {
    const drop = Math.min(20, length * 0.4), hipline = top + drop, rest = length - drop;
    outline.draw`C ${waist + 0.6} ${top + drop * 0.35}, ${hip} ${
      top + drop * 0.6
    }, ${hip} ${hipline}
      C ${hip + (hem - hip) * 0.25} ${hipline + rest * 0.35}, ${hem} ${bottom - rest * 0.3},
        ${hem} ${side}`;
  }
  const steps = wave > 0 ? waves * 2 : 2;
  const points = Array.from({ length: steps }, (_, i): Point => {
    const x = hem * (1 - (i + 1) / steps), level = dip * (x / hem) ** 2;
    return [x, bottom - level + (i % 2 === 0 ? wave : -wave * 0.4)];
  });
  return outline.draw`R ${points}`.mirrored();
}

/** How {@linkcode drawSkirt} finishes a panel. */
export interface SkirtOptions {
  /** Soft folds falling from the waist, or sharp pleats. @default 4 */
  folds?: number;
  /** @default false */
  pleated?: boolean;
  /** Strength of light and shade, 0-1. @default 1 */
  strength?: number;
}

/** Draws the panel with its folds. */
export function drawSkirt(
  pen: Pen,
  dice: Dice,
  shape: SkirtShape,
  { folds = 4, pleated = false, strength = 1 }: SkirtOptions = {},
): void {
  const { top, waist, hem, length, hip } = shape;
  const outline = skirtPanel(shape);
  pen.cloth(outline, { strength });
  const hipline = top + Math.min(20, length * 0.4), bottom = top + length + 3;
  /** From the waist to the hem, at a share of the half widths. */
  const down = (at: number): Point[] => [
    [at * waist, top + 1],
    [at * hip, hipline],
    [at * hem, bottom],
  ];
  pen.within(outline, () => {
    for (let i = 0; i < folds; i++) {
      const at = pleated || folds > 6
        ? -1 + 2 * (i + 0.5) / folds
        : -0.85 + 1.7 * (i + dice.between(0.2, 0.8)) / folds;
      if (pleated) {
        const pleat = polygon(...down(at), ...down(at + 1 / folds).reverse());
        pen.fill(pleat, "#000", { opacity: 0.13 });
        pen.seam(path`M ${down(at)}`, { pixels: 0.8, opacity: 0.55 });
      } else {
        const start = dice.between(0.05, 0.5);
        const from: Point = [at * (waist + (hip - waist) * start), top + length * start * 0.7];
        const middle: Point = [at * (hip + hem) / 2, (from[1] + bottom) / 2];
        const end: Point = [at * hem * 1.05, bottom + length * 0.3];
        const width = dice.between(1.8, 3.6) * (0.6 + hem / 60);
        pen.fold([from, middle, [at * hem, bottom], end], width, 0.13 * strength);
      }
    }
  });
}
