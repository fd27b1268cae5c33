/** Casual Coats & Jackets: quilted, leather, denim, bombers, parkas, gilets. In cm. */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { blob, box, curve, polygon } from "../shapes.ts";
import { coatBody, coatShape } from "./coat_body.ts";
import { BRASS, COPPER, NICKEL } from "./fittings.ts";
import { drawSleeves, longArm } from "./sleeves.ts";
import { buttonRow, collar, flapPocket, ribbing, sideFolds, zip } from "./tailoring.ts";
import { type Torso, torso } from "./torso.ts";

/** Quilted bands across the body, each lit as a roll. */
function quilting(pen: Pen, shape: Torso, step: number): void {
  const { chest, length } = shape;
  const wide = chest + 6;
  pen.within(torso(shape), () => {
    for (let y = 6; y < length + step; y += step) {
      const roll = new Path().move(-wide, y).quad(0, y + 3.5, wide, y).line(wide, y + step)
        .quad(0, y + step + 3.5, -wide, y + step).close();
      pen.shade(roll, "fall", 0.9);
      pen.line(new Path().move(-wide, y).quad(0, y + 3.5, wide, y), pen.look.deep, 0.9, {
        opacity: 0.8,
      });
    }
  });
}

/** A collar that stands up, `high` cm. */
function standCollar(pen: Pen, { neck }: Torso, high: number, ribbed = false): void {
  const path = new Path().move(0, 6).quad(neck, 5, neck + 1.6, 0).line(neck + 0.6, -high)
    .quad(0, -high - 2.5, 0, -high - 1).mirrored();
  pen.cloth(path, { plain: true, shading: "tube" });
  if (ribbed) ribbing(pen, path, 0);
}

/** A jacket quilted in rolls, with a standing collar or a hood. */
export function drawPuffer(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    neckline: "round",
    drop: 4,
    chest: dice.between(26, 30),
    waist: 28,
    hem: dice.between(24, 29),
    length: dice.between(56, 92),
  });
  const step = dice.between(6.5, 11);
  if (dice.chance(0.4)) hood(pen, dice, 0);
  drawSleeves(pen, shape, { ...longArm(dice, 12), puff: 2.5 }, { quilt: step, band: 2.5 });
  pen.cloth(torso(shape));
  quilting(pen, shape, step);
  standCollar(pen, shape, dice.between(4, 8));
  zip(pen, [[0, -5], [0, 30], [0, shape.length]], dice.pick([NICKEL, BRASS, pen.look.accent]));
}

/** A padded vest. */
export function drawGilet(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    neckline: "round",
    drop: 4,
    shoulder: dice.between(17, 19),
    chest: dice.between(23, 26),
    underarm: 26,
    length: dice.between(56, 70),
  });
  pen.cloth(torso(shape));
  if (dice.chance(0.7)) quilting(pen, shape, dice.between(6, 10));
  else sideFolds(pen, dice, shape, torso(shape));
  standCollar(pen, shape, dice.between(4, 8));
  zip(pen, [[0, -5], [0, 30], [0, shape.length]]);
  for (const side of [-1, 1]) {
    pen.line(new Path().move(side * 11, 42).line(side * 17, 54), pen.look.deep, 1);
  }
}

/** A leather jacket with a slanting zip and wide lapels. */
export function drawBiker(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    drop: dice.between(14, 24),
    length: dice.between(48, 60),
    hem: dice.between(21, 24),
    waist: 22,
    waistline: 40,
  });
  const metal = dice.chance(0.75) ? NICKEL : BRASS;
  drawSleeves(pen, shape, longArm(dice, 11));
  coatBody(pen, dice, shape, dice.chance(0.35) ? dice.between(4, 9) : 0);
  pen.shade(torso(shape), "sheen", 0.8);
  const { neck, drop, length, hem } = shape;
  const leaf = polygon([0, drop + 2], [15, 13], [17, 6], [neck + 1, -1]);
  for (const path of [leaf, leaf.flip()]) {
    pen.cloth(path, { shading: "sheen", strength: 0.8 });
    pen.line(path, pen.look.light, pen.pixel * 0.6, { opacity: 0.7 });
  }
  collar(pen, { ...shape, drop: 5 }, 6);
  zip(pen, [[-10, drop], [-5, length * 0.65], [-2, length]], metal);
  for (const [x, y, slant] of [[10, 30, 7], [-17, 32, 5]] as const) {
    zip(pen, [[x, y], [x + slant * 0.5, y + 4], [x + slant, y + 8]], metal);
  }
  const belt = box(-hem - 0.5, length - 5, hem * 2 + 1, 4.5);
  pen.cloth(belt, { shading: "sheen", strength: 0.6 });
  pen.line(box(3, length - 5.6, 6, 5.6, 0.6), metal, 1.2);
}

/** A denim jacket with stitched yokes and flap pockets. */
export function drawDenim(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    drop: dice.between(6, 12),
    length: dice.between(50, 64),
    hem: dice.between(21, 24),
    waist: 23,
    waistline: 42,
  });
  const { look } = pen;
  const thread = look.colour === "blue" ? "#d9a45b" : look.accent;
  drawSleeves(pen, shape, longArm(dice, 11), { band: 4.5 });
  coatBody(pen, dice, shape, 0);
  const { length, hem, shoulder } = shape;
  const seams = new Path().move(-shoulder - 0.5, 18).quad(0, 20, shoulder + 0.5, 18);
  for (const side of [-1, 1]) {
    seams.move(side * 5, 19).line(side * 3.5, length - 5).move(side * 16, 19)
      .line(side * 9, length - 5);
  }
  pen.line(seams, look.deep, pen.pixel);
  pen.line(seams.shift(0.6, 0.6), thread, pen.pixel * 0.8, { dash: "1.1 .7", opacity: 0.9 });
  if (dice.chance(0.45)) {
    pen.fill(blob([-14, 30], [-11, 27], [-9, 36], [-11, 44], [-14, 40]), "#fff", { opacity: 0.16 });
    pen.fill(blob([14, 30], [11, 27], [9, 36], [11, 44], [14, 40]), "#fff", { opacity: 0.16 });
  }
  for (const side of [-1, 1]) flapPocket(pen, { x: side * 11 - 5, y: 17, width: 10, height: 11 });
  pen.cloth(box(-hem - 0.4, length - 5, hem * 2 + 0.8, 5), { plain: true });
  pen.line(new Path().move(1.5, shape.drop).line(1.5, length), look.deep, pen.pixel);
  buttonRow(pen, {
    x: 0,
    top: shape.drop + 3,
    bottom: length - 2.5,
    buttons: 6,
    radius: 1,
    fill: COPPER,
  });
  collar(pen, { ...shape, drop: Math.min(shape.drop, 7) }, 9);
}

/** A short jacket with ribbed collar, cuffs and hem. */
export function drawBomber(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    neckline: "round",
    drop: 5,
    chest: dice.between(26, 29),
    waist: 27.5,
    hem: dice.between(20, 23),
    length: dice.between(54, 64),
  });
  const sporty = dice.chance(0.4);
  drawSleeves(pen, shape, { ...longArm(dice, 10), puff: 2 }, {
    band: 5.5,
    ribbed: true,
    ...(sporty ? { fill: pen.look.accent } : {}),
  });
  const outline = torso(shape);
  pen.cloth(outline);
  pen.shade(outline, "sheen", 0.5);
  sideFolds(pen, dice, shape, outline);
  const hem = box(-shape.hem - 1.2, shape.length - 6, shape.hem * 2 + 2.4, 7, 1);
  pen.cloth(hem, { plain: true });
  ribbing(pen, hem, 0);
  standCollar(pen, shape, 2.5, true);
  zip(pen, [[0, 0], [0, 30], [0, shape.length]], dice.pick([NICKEL, BRASS]));
  for (const side of [-1, 1]) {
    pen.line(new Path().move(side * 11, 38).line(side * 17, 50), pen.look.deep, 1.2);
  }
}

/** A hood behind the neck; `fur` cm of trimming. */
function hood(pen: Pen, dice: Dice, fur: number): void {
  const high = dice.between(10, 15);
  const arch = new Path().move(0, 9).cubic(8, 9, 14, 4, 15, 0).cubic(
    15,
    -high * 0.7,
    9,
    -high,
    0,
    -high,
  )
    .mirrored();
  pen.cloth(arch, { plain: true });
  pen.fill(arch.scale(0.66).shift(0, 0.6), pen.look.deep);
  if (fur <= 0) return;
  const tone = dice.pick(["#cdb391", "#e9dfcf", "#8a7258", "#3a3431"]);
  const rim: Point[] = [
    [-14.5, 5],
    [-15, -3],
    [-10, -high + 1],
    [0, -high - 1.5],
    [10, -high + 1],
    [15, -3],
    [14.5, 5],
  ];
  pen.line(curve(...rim), tone, fur);
  pen.line(curve(...rim), "#fff", fur, { dash: ".4 1.1", opacity: 0.35, butt: true });
  pen.line(curve(...rim), "#000", fur, { dash: ".3 1.9", opacity: 0.25, butt: true });
}

/** A hooded coat with a drawn-in waist and large pockets. */
export function drawParka(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    neckline: "round",
    drop: 5,
    waist: dice.between(22, 25),
    length: dice.between(72, 92),
    hem: dice.between(26, 31),
  });
  hood(pen, dice, dice.chance(0.65) ? dice.between(5, 8) : 0);
  drawSleeves(pen, shape, longArm(dice, 12), { band: dice.chance(0.5) ? 3 : 0 });
  const outline = torso(shape);
  pen.cloth(outline);
  sideFolds(pen, dice, shape, outline);
  const { length, waist, waistline } = shape;
  pen.line(curve([-waist, waistline], [0, waistline + 1.6], [waist, waistline]), pen.look.deep, 1, {
    opacity: 0.7,
  });
  pen.cloth(box(-3, 4, 6, length - 5, 0.8), { plain: true, strength: 0.6 });
  buttonRow(pen, {
    x: 0,
    top: 9,
    bottom: length - 12,
    buttons: dice.whole(4, 6),
    radius: 0.9,
    fill: NICKEL,
  });
  for (const side of [-1, 1]) {
    flapPocket(pen, { x: side * 15 - 6.5, y: waistline + 6, width: 13, height: 14 });
    if (dice.chance(0.5)) flapPocket(pen, { x: side * 12 - 5, y: 20, width: 10, height: 11 });
    pen.line(
      curve([side * 2, waistline], [side * 4, waistline + 6], [side * 3, waistline + 12]),
      pen.look.deep,
      0.7,
    );
  }
}
