/**
 * Sleeves: `sleeve` (the outline of one), `drawSleeves` (both, with cuffs and folds), and the arms
 * they cover, `shortArm`, `longArm`, `anyArm`. In cm, on a {@linkcode Torso}.
 */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { polygon } from "../shapes.ts";
import { ribbing } from "./tailoring.ts";
import type { Torso } from "./torso.ts";

/** How an arm hangs. */
export interface Arm {
  /** From the shoulder to the cuff. */
  length: number;
  /** Width at the cuff. */
  cuff: number;
  /** Degrees from hanging straight down, outwards. */
  angle: number;
  /** How much it bulges outwards. @default 0 */
  puff?: number;
}

/** How {@linkcode drawSleeves} finishes them; all may be left out. */
export interface SleeveOptions {
  /** Depth of the cuff; 0 is a stitched hem. @default 0 */
  band?: number;
  /** Whether the cuffs are knitted ribs. @default false */
  ribbed?: boolean;
  /** Colour instead of the look's own. */
  fill?: string;
  /** Lines across, as in quilted jackets, this far apart; 0 is none. @default 0 */
  quilt?: number;
}

/** A sleeve on the right, to be drawn before the body. */
export function sleeve(
  { shoulder, slope, chest, underarm }: Torso,
  { length, cuff, angle, puff = 0 }: Arm,
): { path: Path; at: (along: number, across: number) => Point } {
  const sin = Math.sin(angle * Math.PI / 180), cos = Math.cos(angle * Math.PI / 180);
  // Along the outer edge from the shoulder, then across towards the body.
  const at = (along: number, across: number): Point => [
    shoulder - 0.4 + along * sin - across * cos,
    slope - 0.3 + along * cos + across * sin,
  ];
  const bulge = Math.min(length * 0.2, 2.5) + puff;
  const path = new Path().move(shoulder - 3, slope - 0.8).line(...at(0, 0))
    .cubic(
      ...at(length * 0.25, -bulge),
      ...at(length * 0.7, -bulge * 0.5 - puff * 0.6),
      ...at(length, 0),
    )
    .line(...at(length, cuff))
    .cubic(
      ...at(length * 0.7, cuff + 0.5 + puff * 0.5),
      ...at(length * 0.45, cuff + 3),
      chest - 1,
      underarm + 0.5,
    )
    .line(shoulder - 4, underarm * 0.6).close();
  return { path, at };
}

/** Both sleeves. */
export function drawSleeves(pen: Pen, shape: Torso, arm: Arm, options: SleeveOptions = {}): void {
  const { band = 0, ribbed = false, fill, quilt = 0 } = options;
  const { length, cuff, angle } = arm;
  const { path, at } = sleeve(shape, arm);
  for (const side of [1, -1]) {
    const place = (outline: Path) => side === 1 ? outline : outline.flip();
    const mirror = ([x, y]: Point): Point => [side * x, y];
    pen.cloth(place(path), { shading: "tube", turn: -side * angle, ...(fill ? { fill } : {}) });
    if (quilt > 0) {
      for (let along = quilt; along < length - band - 2; along += quilt) {
        const seam = new Path().move(...at(along, -1)).quad(
          ...at(along + 1.8, cuff * 0.6),
          ...at(along, cuff + 5),
        );
        pen.within(place(path), () => {
          pen.line(place(seam.shift(0, 1.2)), "#fff", 1.6, { opacity: 0.16 });
          pen.line(place(seam), pen.look.deep, 0.9, { opacity: 0.75 });
        });
      }
    } else if (length > 35) {
      pen.fold(
        [at(length * 0.2, cuff * 0.9), at(length * 0.45, cuff * 0.62), at(length * 0.8, cuff * 0.6)]
          .map(mirror),
        1.8,
        0.12,
      );
    }
    if (band > 0) {
      const strip = place(
        polygon(
          at(length, -0.2),
          at(length, cuff + 0.2),
          at(length - band, cuff + 0.3),
          at(length - band, -0.5),
        ),
      );
      pen.cloth(strip, { plain: true, shading: "tube" });
      if (ribbed) ribbing(pen, strip, -side * angle);
    } else {
      const hem = new Path().move(...at(length - 1.6, 0)).line(...at(length - 1.6, cuff));
      pen.line(place(hem), pen.look.deep, pen.pixel * 0.7, { opacity: 0.5 });
    }
  }
}

/** An arm to above the elbow. */
export function shortArm(dice: Dice): Arm {
  return { length: dice.between(13, 24), cuff: dice.between(13, 17), angle: dice.between(22, 48) };
}

/** An arm to the wrist. */
export function longArm(dice: Dice, cuff = dice.between(9, 13)): Arm {
  return { length: dice.between(54, 65), cuff, angle: dice.between(6, 28) };
}

/** An arm of any length. */
export function anyArm(dice: Dice): Arm {
  const draw = dice.next();
  if (draw < 0.4) return shortArm(dice);
  if (draw > 0.6) return longArm(dice);
  return { length: dice.between(30, 42), cuff: dice.between(12, 17), angle: dice.between(14, 32) };
}
