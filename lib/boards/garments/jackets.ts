/** Casual Coats & Jackets: quilted, leather, denim, bombers, parkas, gilets. In cm. */

import { coatBody, coatShape } from "./bodies.ts";
import { blob, both, box, curve, path } from "./kit.ts";
import type { Dice, Pen, Point, Ranges } from "./kit.ts";
import { BRASS, COPPER, NICKEL } from "./metals.ts";
import { drawSleeves, longArm } from "./sleeves.ts";
import { buttonRow, collar, flapPocket, ribbedBand, zip } from "./tailoring.ts";
import { body, sideFolds, type Torso, torso } from "./torso.ts";

/** A neckline that a collar covers. */
const ROUND = { neckline: "round" } as const;

const SHAPES = {
  puffer: { drop: 4, chest: [26, 30], waist: 28, hem: [24, 29], length: [56, 92] },
  gilet: { drop: 4, shoulder: [17, 19], chest: [23, 26], underarm: 26, length: [56, 70] },
  biker: { drop: [14, 24], length: [48, 60], hem: [21, 24], waist: 22, waistline: 40 },
  denim: { drop: [6, 12], length: [50, 64], hem: [21, 24], waist: 23, waistline: 42 },
  bomber: { drop: 5, chest: [26, 29], waist: 27.5, hem: [20, 23], length: [54, 64] },
  parka: { drop: 5, waist: [22, 25], length: [72, 92], hem: [26, 31] },
} satisfies Record<string, Partial<Ranges<Torso>>>;

/** Quilted bands across the body, each lit as a roll. */
function quilting(pen: Pen, shape: Torso, step: number): void {
  const wide = shape.chest + 6;
  pen.within(torso(shape), () => {
    for (let y = 6; y < shape.length + step; y += step) {
      const seam = path`M -${wide} ${y} Q 0 ${y + 3.5}, ${wide} ${y}`, below = y + step;
      const roll = path`M -${wide} ${y} Q 0 ${y + 3.5}, ${wide} ${y}
        L ${wide} ${below} Q 0 ${below + 3.5}, -${wide} ${below} Z`;
      pen.shade(roll, "fall", 0.9);
      pen.line(seam, pen.look.deep, 0.9, { opacity: 0.8 });
    }
  });
}

/** A collar that stands up, `high` cm. */
function standCollar({ neck }: Torso, high: number) {
  const half = path`M 0 6 Q ${neck} 5, ${neck + 1.6} 0 L ${neck + 0.6} -${high}
    Q 0 ${-high - 2.5}, 0 ${-high - 1}`;
  return half.mirrored();
}

/** A zip down the front, from height `top`. */
function frontZip(pen: Pen, { length }: Torso, top: number, metal = NICKEL): void {
  zip(pen, [[0, top], [0, 30], [0, length]], metal);
}

/** A jacket quilted in rolls, with a standing collar or a hood. */
export function drawPuffer(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, { ...ROUND, ...SHAPES.puffer });
  const step = dice.between(6.5, 11);
  if (dice.chance(0.4)) hood(pen, dice);
  drawSleeves(pen, shape, { ...longArm(dice, 12), puff: 2.5 }, { quilt: step, band: 2.5 });
  pen.cloth(torso(shape));
  quilting(pen, shape, step);
  pen.trim(standCollar(shape, dice.between(4, 8)), { shading: "tube" });
  frontZip(pen, shape, -5, dice.pick([NICKEL, BRASS, pen.look.accent]));
}

/** A padded vest. */
export function drawGilet(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, { ...ROUND, ...SHAPES.gilet });
  pen.cloth(torso(shape));
  if (dice.chance(0.7)) quilting(pen, shape, dice.between(6, 10));
  else sideFolds(pen, dice, shape);
  pen.trim(standCollar(shape, dice.between(4, 8)), { shading: "tube" });
  frontZip(pen, shape, -5);
  pen.line(both(path`M 11 42 L 17 54`), pen.look.deep, 1);
}

/** A leather jacket with a slanting zip and wide lapels. */
export function drawBiker(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, SHAPES.biker);
  const { neck, drop, length, hem } = shape, metal = dice.chance(0.75) ? NICKEL : BRASS;
  drawSleeves(pen, shape, longArm(dice, 11));
  coatBody(pen, dice, shape, dice.chance(0.35) ? dice.between(4, 9) : 0);
  pen.shade(torso(shape), "sheen", 0.8);
  const lapels = both(path`M 0 ${drop + 2} L 15 13 L 17 6 L ${neck + 1} -1 Z`).reverse();
  for (const lapel of lapels) {
    pen.cloth(lapel, { shading: "sheen", strength: 0.8 });
    pen.seam(lapel, { ink: pen.look.light, pixels: 0.6, opacity: 0.7 });
  }
  collar(pen, { neck, drop: 5 }, 6);
  zip(pen, [[-10, drop], [-5, length * 0.65], [-2, length]], metal);
  zip(pen, [[10, 30], [13.5, 34], [17, 38]], metal);
  zip(pen, [[-17, 32], [-14.5, 36], [-12, 40]], metal);
  const belt = box(-hem - 0.5, length - 5, hem * 2 + 1, 4.5);
  pen.cloth(belt, { shading: "sheen", strength: 0.6 });
  pen.line(box(3, length - 5.6, 6, 5.6, 0.6), metal, 1.2);
}

/** A denim jacket with stitched yokes and flap pockets. */
export function drawDenim(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, SHAPES.denim);
  const { length, hem, shoulder, neck, drop } = shape, { look } = pen, bottom = length - 5;
  drawSleeves(pen, shape, longArm(dice, 11), { band: 4.5 });
  coatBody(pen, dice, shape);
  const yoke = path`M ${-shoulder - 0.5} 18 Q 0 20, ${shoulder + 0.5} 18`;
  const [left, right] = both(path`M 5 19 L 3.5 ${bottom} M 16 19 L 9 ${bottom}`);
  const seams = yoke.join(left).join(right);
  pen.seam(seams);
  const thread = look.colour === "blue" ? "#d9a45b" : look.accent;
  pen.seam(seams.shift(0.6, 0.6), { ink: thread, pixels: 0.8, dash: "1.1 .7", opacity: 0.9 });
  if (dice.chance(0.45)) {
    const faded = blob([14, 30], [11, 27], [9, 36], [11, 44], [14, 40]);
    pen.fill(both(faded), "#fff", { opacity: 0.16 });
  }
  for (const x of [-16, 6]) flapPocket(pen, [x, 17], [10, 11]);
  pen.trim(box(-hem - 0.4, bottom, hem * 2 + 0.8, 5));
  pen.seam(path`M 1.5 ${drop} L 1.5 ${length}`);
  buttonRow(pen, { top: drop + 3, bottom: length - 2.5, buttons: 6, radius: 1, fill: COPPER });
  collar(pen, { neck, drop: Math.min(drop, 7) }, 9);
}

/** A short jacket with ribbed collar, cuffs and hem. */
export function drawBomber(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, { ...ROUND, ...SHAPES.bomber });
  const fill = dice.chance(0.4) ? pen.look.accent : undefined;
  drawSleeves(pen, shape, { ...longArm(dice, 10), puff: 2 }, { band: 5.5, ribbed: true, fill });
  body(pen, dice, shape, 0.5);
  ribbedBand(pen, box(-shape.hem - 1.2, shape.length - 6, shape.hem * 2 + 2.4, 7, 1));
  ribbedBand(pen, standCollar(shape, 2.5), { shading: "tube" });
  frontZip(pen, shape, 0, dice.pick([NICKEL, BRASS]));
  pen.line(both(path`M 11 38 L 17 50`), pen.look.deep, 1.2);
}

/** A hood behind the neck; `fur` cm of trimming. */
function hood(pen: Pen, dice: Dice, fur = 0): void {
  const high = dice.between(10, 15);
  const arch = path`M 0 9 C 8 9, 14 4, 15 0 C 15 ${-high * 0.7}, 9 -${high}, 0 -${high}`.mirrored();
  pen.trim(arch);
  pen.fill(arch.scale(0.66).shift(0, 0.6), pen.look.deep);
  if (fur <= 0) return;
  const tone = dice.pick(["#cdb391", "#e9dfcf", "#8a7258", "#3a3431"]);
  const side: Point[] = [[10, -high + 1], [15, -3], [14.5, 5]];
  const otherSide = side.map(([x, y]): Point => [-x, y]).reverse();
  const rim = curve(...otherSide, [0, -high - 1.5], ...side);
  pen.line(rim, tone, fur);
  pen.line(rim, "#fff", fur, { dash: ".4 1.1", opacity: 0.35, butt: true });
  pen.line(rim, "#000", fur, { dash: ".3 1.9", opacity: 0.25, butt: true });
}

/** A hooded coat with a drawn-in waist and large pockets. */
export function drawParka(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, { ...ROUND, ...SHAPES.parka });
  const { length, waist, waistline } = shape, { deep } = pen.look;
  hood(pen, dice, dice.chance(0.65) ? dice.between(5, 8) : 0);
  drawSleeves(pen, shape, longArm(dice, 12), { band: dice.chance(0.5) ? 3 : 0 });
  body(pen, dice, shape);
  const seam = path`M -${waist} ${waistline} R 0 ${waistline + 1.6}, ${waist} ${waistline}`;
  pen.line(seam, deep, 1, { opacity: 0.7 });
  pen.trim(box(-3, 4, 6, length - 5, 0.8), { strength: 0.6 });
  const buttons = dice.whole(4, 6);
  buttonRow(pen, { top: 9, bottom: length - 12, buttons, radius: 0.9, fill: NICKEL });
  const cord = path`M 2 ${waistline} R 4 ${waistline + 6}, 3 ${waistline + 12}`;
  both(cord).forEach((cord, right) => {
    flapPocket(pen, [right ? 8.5 : -21.5, waistline + 6], [13, 14]);
    if (dice.chance(0.5)) flapPocket(pen, [right ? 7 : -17, 20], [10, 11]);
    pen.line(cord, deep, 0.7);
  });
}
