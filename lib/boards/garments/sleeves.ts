/** Sleeves and the arms they cover. In cm, on a {@linkcode Torso}. */

import { path, polygon } from "./kit.ts";
import type { Dice, Path, Pen, Point } from "./kit.ts";
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

/** A place on a sleeve: along its outer edge from the shoulder, then across towards the body. */
type Place = (along: number, across: number) => Point;

function sleevePlace({ shoulder, slope }: Torso, { angle }: Arm): Place {
  const sin = Math.sin(angle * Math.PI / 180), cos = Math.cos(angle * Math.PI / 180);
  return (along, across) => [
    shoulder - 0.4 + along * sin - across * cos,
    slope - 0.3 + along * cos + across * sin,
  ];
}

/** The outline of the right sleeve. */
function sleeve({ shoulder, slope, chest, underarm }: Torso, arm: Arm, at: Place): Path {
  const { length, cuff, puff = 0 } = arm;
  const bulge = Math.min(length * 0.2, 2.5) + puff;
  return path`M ${shoulder - 3} ${slope - 0.8} L ${at(0, 0)}
    C ${at(length * 0.25, -bulge)} ${at(length * 0.7, -bulge * 0.5 - puff * 0.6)} ${at(length, 0)}
    L ${at(length, cuff)}
    C ${at(length * 0.7, cuff + 0.5 + puff * 0.5)} ${at(length * 0.45, cuff + 3)}
      ${chest - 1} ${underarm + 0.5}
    L ${shoulder - 4} ${underarm * 0.6} Z`;
}

/** Both sleeves, to be drawn before the body. */
export function drawSleeves(pen: Pen, shape: Torso, arm: Arm, options: SleeveOptions = {}): void {
  const { band = 0, ribbed = false, fill, quilt = 0 } = options;
  const { length, cuff, angle } = arm;
  const at = sleevePlace(shape, arm), right = sleeve(shape, arm, at);
  for (const side of [1, -1]) {
    const place = (outline: Path) => side === 1 ? outline : outline.flip();
    pen.cloth(place(right), { shading: "tube", turn: -side * angle, fill });
    if (quilt > 0) {
      for (let along = quilt; along < length - band - 2; along += quilt) {
        const seam = path`M ${at(along, -1)} Q ${at(along + 1.8, cuff * 0.6)} ${
          at(along, cuff + 5)
        }`;
        pen.within(place(right), () => {
          pen.line(place(seam.shift(0, 1.2)), "#fff", 1.6, { opacity: 0.16 });
          pen.line(place(seam), pen.look.deep, 0.9, { opacity: 0.75 });
        });
      }
    } else if (length > 35) {
      const fold = [at(length * 0.2, cuff * 0.9), at(length * 0.45, cuff * 0.62)];
      fold.push(at(length * 0.8, cuff * 0.6));
      pen.fold(fold.map(([x, y]): Point => [side * x, y]), 1.8, 0.12);
    }
    if (band > 0) {
      const top = length - band;
      const strip = place(
        polygon(at(length, -0.2), at(length, cuff + 0.2), at(top, cuff + 0.3), at(top, -0.5)),
      );
      pen.trim(strip, { shading: "tube" });
      if (ribbed) ribbing(pen, strip, -side * angle);
    } else {
      const hem = place(path`M ${at(length - 1.6, 0)} L ${at(length - 1.6, cuff)}`);
      pen.seam(hem, { pixels: 0.7, opacity: 0.5 });
    }
  }
}

/** An arm to above the elbow. */
export function shortArm(dice: Dice): Arm {
  return dice.measure<Arm>({ length: [13, 24], cuff: [13, 17], angle: [22, 48] });
}

/** An arm to the wrist. */
export function longArm(dice: Dice, cuff = dice.between(9, 13)): Arm {
  return dice.measure<Arm>({ length: [54, 65], cuff, angle: [6, 28] });
}

/** An arm of any length. */
export function anyArm(dice: Dice): Arm {
  const draw = dice.next();
  if (draw < 0.4) return shortArm(dice);
  if (draw > 0.6) return longArm(dice);
  return dice.measure<Arm>({ length: [30, 42], cuff: [12, 17], angle: [14, 32] });
}
