/** What skirts and the lower half of dresses are cut from: `skirtPanel`, `drawSkirt`. In cm. */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { polygon } from "../shapes.ts";

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
  const hipline = Math.min(20, length * 0.4), bottom = top + length;
  const path = new Path().move(0, top + 0.6).quad(waist * 0.6, top + 0.5, waist, top);
  if (hem > waist * 1.7) {
    // A bell: one sweep from the waist, round where there is much cloth at the hip.
    const round = Math.min(1, (hip - waist) / (hem - waist));
    path.cubic(
      waist + (hem - waist) * round * 0.75,
      top + length * 0.08,
      hem - (hem - waist) * (0.42 - round * 0.3),
      top + length * 0.5,
      hem,
      bottom - dip,
    );
  } else {
    const rest = length - hipline;
    path.cubic(waist + 0.6, top + hipline * 0.35, hip, top + hipline * 0.6, hip, top + hipline)
      .cubic(
        hip + (hem - hip) * 0.25,
        top + hipline + rest * 0.35,
        hem,
        bottom - rest * 0.3,
        hem,
        bottom - dip,
      );
  }
  const points: Point[] = [];
  const steps = wave > 0 ? waves * 2 : 2;
  for (let i = 1; i <= steps; i++) {
    const x = hem * (1 - i / steps);
    const level = dip * (x / hem) ** 2;
    points.push([x, bottom - level + (i % 2 === 1 ? wave : -wave * 0.4)]);
  }
  return path.through(...points).mirrored();
}

/** Draws the panel with `folds` soft folds falling from the waist, or sharp pleats. */
export function drawSkirt(
  pen: Pen,
  dice: Dice,
  shape: SkirtShape,
  { folds = 4, pleated = false, strength = 1 }: {
    folds?: number;
    pleated?: boolean;
    strength?: number;
  } = {},
): void {
  const { top, waist, hem, length, hip } = shape;
  const outline = skirtPanel(shape);
  pen.cloth(outline, { strength });
  const hipline = top + Math.min(20, length * 0.4), bottom = top + length + 3;
  pen.within(outline, () => {
    for (let i = 0; i < folds; i++) {
      const at = pleated || folds > 6
        ? -1 + 2 * (i + 0.5) / folds
        : -0.85 + 1.7 * (i + dice.between(0.2, 0.8)) / folds;
      const x: Point[] = [[at * waist, top + 1], [at * hip, hipline], [at * hem, bottom]];
      if (pleated) {
        const next = at + 1 / folds;
        pen.fill(
          polygon(...x, [next * hem, bottom], [next * hip, hipline], [next * waist, top + 1]),
          "#000",
          { opacity: 0.13 },
        );
        pen.line(
          new Path().move(...x[0]!).line(...x[1]!).line(...x[2]!),
          pen.look.deep,
          pen.pixel * 0.8,
          { opacity: 0.55 },
        );
      } else {
        const start = dice.between(0.05, 0.5);
        const from: Point = [at * (waist + (hip - waist) * start), top + length * start * 0.7];
        const middle: Point = [at * (hip + hem) / 2, (from[1] + bottom) / 2];
        pen.fold(
          [from, middle, [at * hem, bottom], [at * hem * 1.05, bottom + length * 0.3]],
          dice.between(1.8, 3.6) * (0.6 + hem / 60),
          0.13 * strength,
        );
      }
    }
  });
}
