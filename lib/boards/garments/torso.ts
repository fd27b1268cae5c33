/**
 * The upper body that tops, coats, dresses, jumpsuits and swimwear are cut from: `torso`,
 * `backNeck`, `neckEdge`. In cm, the neck at (0, 0), y down, the wearer's left on the right.
 */

import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { ribbon } from "../shapes.ts";

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
  const path = new Path().move(0, drop);
  switch (neckline) {
    case "v":
      return path.quad(neck * 0.62, drop * 0.45, neck, 0);
    case "square":
      return path.line(neck * 0.92, drop).line(neck, 0);
    case "boat":
      return path.cubic(neck * 0.4, drop, neck * 0.8, drop * 0.6, neck, 0);
    case "sweetheart":
      return path.cubic(neck * 0.2, drop - 4, neck * 0.8, drop - 5, neck * 0.95, drop - 2)
        .line(neck, 0);
    default:
      return path.cubic(neck * 0.62, drop, neck * 0.98, drop * 0.55, neck, 0);
  }
}

/** The outline of the body, without sleeves. */
export function torso(shape: Torso): Path {
  const { shoulder, slope, chest, underarm, waist, waistline, hem, length, dip } = shape;
  const below = Math.max(1, length - waistline);
  const path = neckEdge(shape).line(shoulder, slope)
    .cubic(
      shoulder - 1.6,
      slope + (underarm - slope) * 0.55,
      chest - 3.5,
      underarm - 2,
      chest,
      underarm,
    );
  if (waistline > underarm + 3 && length > waistline + 3) {
    const rise = waistline - underarm;
    path.cubic(chest - 0.3, underarm + rise * 0.4, waist, waistline - rise * 0.4, waist, waistline)
      .cubic(
        waist,
        waistline + below * 0.3,
        hem - (hem - waist) * 0.3,
        length - below * 0.3,
        hem,
        length,
      );
  } else {
    path.line(hem, length);
  }
  return path.quad(hem * 0.5, length + dip, 0, length + dip).mirrored();
}

/** The inside of the back, seen through the neck opening; draw it before the body. */
export function backNeck(pen: Pen, shape: Torso, rise = 1.5): void {
  const { neck, drop } = shape;
  pen.fill(
    neckEdge(shape).line(neck - 0.2, -0.1).quad(neck * 0.5, rise + 0.6, 0, rise + 0.6).mirrored(),
    pen.look.deep,
  );
  if (drop > 5) pen.fill(ribbon([[-1.4, rise + 1.4], [1.4, rise + 1.4]], 1.2), pen.look.light);
}
