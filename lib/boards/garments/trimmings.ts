/** Belts, and Gloves & Mittens. In cm. */

import {
  box,
  CLOTH_COLOURS,
  CLOTH_PATTERNS,
  curve,
  ellipse,
  LEATHER_COLOURS,
  path,
  polygon,
  ribbon,
  style,
} from "./kit.ts";
import type { Department, Dice, Pen, Point } from "./kit.ts";
import { anyMetal, type Metal, rod } from "./metals.ts";
import { ribbing } from "./tailoring.ts";

/** A buckle about (x, y), `half` high, with its prong. */
function buckle(pen: Pen, dice: Dice, [x, y]: Point, half: number, metal: Metal): void {
  const round = dice.chance(0.35), wide = half * dice.between(0.7, 1.1);
  const frame = round
    ? ellipse(x, y, half * 1.1)
    : box(x - wide, y - half, wide * 2, half * 2, half * 0.3);
  rod(pen, frame, half * 0.34, metal);
  pen.line(path`M ${x - wide} ${y} L ${x + wide} ${y}`, metal.fill, half * 0.2);
}

function drawCoiled(pen: Pen, dice: Dice): void {
  const rx = dice.between(14, 18), ry = rx * dice.between(0.5, 0.8), wide = dice.between(2.6, 4.6);
  const turns = dice.between(1.5, 2.3), metal = anyMetal(dice), stitch = dice.chance(0.5);
  const spiral = Array.from({ length: 34 }, (_, i): Point => {
    const t = i / 33, a = Math.PI * 0.6 + t * turns * 2 * Math.PI, shrink = 1 - 0.42 * t;
    return [rx * shrink * Math.cos(a), ry * shrink * Math.sin(a)];
  });
  const seam = { ink: pen.look.light, pixels: 0.8, dash: "1 .8", opacity: 0.8 };
  for (const part of [spiral.slice(16).reverse(), spiral.slice(0, 18)]) {
    pen.cloth(ribbon(part, wide), { shading: "sheen", strength: 0.6 });
    if (stitch) pen.seam(curve(...part), seam);
  }
  const [x, y] = spiral[0]!;
  buckle(pen, dice, [x - 1, y], wide * 0.78, metal);
}

function drawStraight(pen: Pen, dice: Dice): void {
  const { light, deep } = pen.look;
  const long = dice.between(34, 42), wide = dice.between(3, 5), bend = dice.between(-11, 11);
  const metal = anyMetal(dice), y = bend * 0.4, half = wide / 2;
  const line: Point[] = [[-long, 0], [-long * 0.4, bend], [long * 0.4, -bend * 0.6], [long, y]];
  pen.cloth(ribbon(line, wide), { shading: "fall" });
  pen.seam(curve(...line), { ink: light, dash: "1.2 1", opacity: 0.5 });
  for (let i = 0; i < 5; i++) pen.fill(ellipse(long - 4 - i * 3, y - 0.2 * i, 0.5), deep);
  pen.trim(polygon([long - 0.5, y - half], [long + 2.4, y], [long - 0.5, y + half]));
  buckle(pen, dice, [-long, 0], wide * 0.8, metal);
}

/** A belt as it sits on the waist, its back seen through the ring. */
function drawWaist(pen: Pen, dice: Dice): void {
  const rx = dice.between(15, 18), ry = dice.between(3.5, 6.5), wide = dice.between(4, 9);
  const metal = anyMetal(dice);
  const arc = (to: number, dy = 0) =>
    Array.from({ length: 9 }, (_, i): Point => {
      const a = Math.PI + (to - Math.PI) * i / 8;
      return [rx * Math.cos(a), ry * Math.sin(a) + dy];
    });
  pen.trim(ribbon(arc(2 * Math.PI), wide * 0.85), { fill: pen.look.deep, shading: "flat" });
  const front = curve(...arc(0, -wide / 2))
    .draw`L ${rx} ${wide / 2} R ${arc(0, wide / 2).reverse()} Z`;
  pen.cloth(front, { shading: "tube" });
  if (dice.chance(0.3)) {
    for (const side of [-1, 1]) {
      pen.trim([
        polygon([0, ry], [side * 6, ry - 4], [side * 6.6, ry + 4]),
        polygon([0, ry], [side * 2, ry + 1], [side * 5, ry + 12], [side * 2, ry + 13]),
      ]);
    }
    pen.trim(ellipse(0, ry, 1.8, 2.2), { shading: "ball" });
  } else buckle(pen, dice, [0, ry], wide * 0.66, metal);
}

/** Belts. */
export const belts: Department = {
  styles: {
    "coiled belt": style(51, drawCoiled),
    "straight belt": style(14, drawStraight),
    "waist belt": style(35, drawWaist),
  },
  colours: LEATHER_COLOURS,
  patterns: { plain: 82, stripes: 8, checks: 4, dots: 3, floral: 3 },
  scale: { unit: 0.45, extent: 28, size: 0.26, tilt: 6, mirror: true },
};

/** The measures of a glove; `trim` is the colour of its cuff, where it has one of its own. */
interface Hand {
  cuff: number;
  fingers: boolean;
  trim?: string;
}

/** A hand with its thumb to the right, wrist at y = 0, fingers up. */
function hand(pen: Pen, { cuff, fingers, trim }: Hand): void {
  const thumb = ribbon([[2.6, -3.4], [5.6, -7.4], [6.6, -11], [6.7, -12.2]], [3.6, 3.2, 2.6, 1.2]);
  pen.cloth(thumb, { shading: "tube" });
  if (fingers) {
    [-14.4, -17, -18, -16.4].forEach((top, i) => {
      const x = -3.6 + i * 2.35, lean = (i - 1.5) * 0.5;
      const finger = path`M ${x - 1.25} -7 L ${x - 1.15 + lean} ${top + 1.2}
        Q ${x + lean} ${top - 1}, ${x + 1.15 + lean} ${top + 1.2} L ${x + 1.25} -7 Z`;
      pen.cloth(finger, { shading: "tube", strength: 0.8 });
    });
  }
  const palm = fingers
    ? path`M -4.2 0 Q -5.2 -5, -4.9 -9 L 4.7 -9 Q 5.2 -4.6, 4.2 0 Z`
    : path`M -4.2 0 C -6 -8, -5.6 -17, 0 -17 C 5.6 -17, 6 -8, 4.2 0 Z`;
  pen.cloth(palm, { shading: "tube", strength: 0.7 });
  if (fingers) {
    for (const x of [-2, 0, 2]) {
      pen.seam(path`M ${x} -8 R ${x * 1.05} -5.4, ${x} -3`, { opacity: 0.5 });
    }
  }
  const end = 4.4 + cuff * 0.06, short = cuff < 8;
  const wrist = polygon([-4.4, -0.6], [4.4, -0.6], [end, cuff], [-end, cuff]);
  pen.cloth(wrist, { plain: short, shading: "tube", fill: trim });
  if (short) ribbing(pen, wrist);
}

/** Two hands, overlapping or apart. */
function pairOfHands(pen: Pen, dice: Dice, cuff: number, fingers: boolean): void {
  const trim = cuff < 8 && dice.chance(0.4) ? pen.look.accent : undefined;
  const draw = () => hand(pen, { cuff, fingers, trim });
  const apart = dice.between(5, 9), turn = dice.between(-4, 14);
  pen.placed({ x: apart, y: dice.between(-3, 3), turn, flip: true }, draw);
  pen.placed({ x: -apart, turn: -turn }, draw);
}

/** Gloves & Mittens. */
export const gloves: Department = {
  styles: {
    "gloves": style(44, (pen, dice) => pairOfHands(pen, dice, dice.between(3, 7), true)),
    "mittens": style(34, (pen, dice) => pairOfHands(pen, dice, dice.between(4, 7.5), false), {
      patterns: { ...CLOTH_PATTERNS, stripes: 24 },
    }),
    "long gloves": style(22, (pen, dice) => pairOfHands(pen, dice, dice.between(14, 28), true)),
  },
  colours: { ...CLOTH_COLOURS, black: 26, brown: 12 },
  patterns: { plain: 80, stripes: 6, dots: 3, checks: 6, floral: 2, gradient: 3 },
  scale: { unit: 0.4, extent: 26, size: 0.25, tilt: 6 },
};
