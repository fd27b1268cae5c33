/** Coats & Jackets: `coats`; tailored ones here, the others in `jackets.ts`. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, polygon } from "../shapes.ts";
import { coatBody, coatShape } from "./coat_body.ts";
import type { Department } from "./department.ts";
import { BRASS } from "./fittings.ts";
import { drawBiker, drawBomber, drawDenim, drawGilet, drawParka, drawPuffer } from "./jackets.ts";
import { drawSleeves, longArm } from "./sleeves.ts";
import { buttonRow, flapPocket } from "./tailoring.ts";
import type { Torso } from "./torso.ts";

/** Notched or, where `notch` is false, rounded shawl lapels down to where the neckline ends. */
function lapels(
  pen: Pen,
  { neck, drop }: Torso,
  { width, notch = true, overlap = 0, fill }: {
    width: number;
    notch?: boolean;
    overlap?: number;
    fill?: string;
  },
): void {
  const height = Math.min(drop * 0.55, 15);
  const paint = fill ? { fill, plain: true } : {};
  const leaf = notch
    ? polygon([0, drop + overlap], [width, height], [width - 4, height - 2.6], [neck + 0.5, -0.5])
    : new Path().move(0, drop + overlap).cubic(
      width * 0.8,
      drop * 0.75,
      width * 1.1,
      drop * 0.3,
      neck + 2,
      -1,
    )
      .line(neck - 2, -3).line(neck - 1, 1).close();
  const fold = polygon([neck - 2.4, -2.6], [neck + 1.6, -1.2], [width - 2, height - 6], [
    width - 4,
    height - 2.4,
  ], [
    neck * 0.7,
    height * 0.3,
  ]);
  const stand = new Path().move(0, 0.6).quad(neck * 0.7, 0.4, neck, -1.4).quad(
    neck * 0.6,
    -3.4,
    0,
    -3.4,
  )
    .mirrored();
  pen.cloth(stand, { plain: true, fill: pen.look.dark, shading: "flat" });
  for (const side of [1, -1]) {
    const place = (path: Path) => side === 1 ? path : path.flip();
    pen.cloth(place(leaf), { turn: side * 14, strength: 0.7, ...paint });
    if (notch) pen.cloth(place(fold), { turn: side * 30, strength: 0.7, ...paint });
    if (fill) pen.line(place(leaf), pen.look.edge, pen.pixel * 0.7);
  }
}

/** One or two rows of buttons below the lapels. */
function buttons(pen: Pen, dice: Dice, { drop }: Torso, bottom: number, twin: boolean): void {
  const fill = dice.pick([pen.look.deep, pen.look.deep, pen.look.accent, BRASS]);
  const count = twin ? dice.whole(2, 3) : dice.whole(1, 3);
  for (const x of twin ? [-5.5, 5.5] : [1]) {
    buttonRow(pen, { x, top: drop + 3, bottom, buttons: count, radius: 1.25, fill });
  }
}

function drawBlazer(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, { drop: dice.between(24, 38), hem: dice.between(24, 27) });
  const gap = dice.chance(0.4) ? dice.between(4, 10) : 0;
  drawSleeves(pen, shape, longArm(dice, dice.between(10, 12)));
  coatBody(pen, dice, shape, gap);
  const { drop, length } = shape;
  lapels(pen, shape, {
    width: dice.between(10, 14),
    notch: dice.chance(0.8),
    ...(dice.chance(0.15) ? { fill: pen.look.accent } : {}),
  });
  if (gap === 0) {
    pen.line(
      new Path().move(0.5, drop).quad(1.5, length - 12, 5, length + 0.5),
      pen.look.deep,
      pen.pixel,
    );
    buttons(pen, dice, shape, Math.min(length - 18, drop + 16), dice.chance(0.35));
  }
  const y = Math.max(drop + 4, length - 22);
  for (const side of [-1, 1]) {
    pen.cloth(box(side * 15 - 6, y, 12, 4), { shading: "fall", strength: 0.7 });
  }
  if (dice.chance(0.5)) {
    pen.fill(polygon([10, 21], [17, 20], [17, 21.6], [10, 22.6]), pen.look.deep, { opacity: 0.7 });
  }
}

function drawWoolCoat(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    drop: dice.between(16, 34),
    length: dice.between(86, 116),
    hem: dice.between(25, 34),
    waistline: 48,
  });
  const gap = dice.chance(0.35) ? dice.between(5, 12) : 0;
  drawSleeves(pen, shape, { ...longArm(dice, 12.5), angle: dice.between(4, 18) });
  coatBody(pen, dice, shape, gap);
  lapels(pen, shape, { width: dice.between(11, 16), notch: dice.chance(0.65) });
  const { drop, length } = shape;
  if (gap === 0) {
    pen.line(new Path().move(1, drop).line(1.5, length), pen.look.deep, pen.pixel);
    buttons(pen, dice, shape, drop + dice.between(22, 34), dice.chance(0.5));
  }
  for (const side of [-1, 1]) {
    flapPocket(pen, { x: side * 15.5 - 6.5, y: 58, width: 13, height: 13 });
  }
}

function drawTrench(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, {
    drop: dice.between(14, 24),
    length: dice.between(82, 108),
    waist: dice.between(20, 23),
    hem: dice.between(28, 37),
    waistline: 46,
  });
  drawSleeves(pen, shape, { ...longArm(dice, 12), angle: dice.between(5, 20) }, { band: 5 });
  coatBody(pen, dice, shape, 0);
  const { drop, length, waist, shoulder } = shape;
  pen.line(new Path().move(7, drop + 4).quad(6, 60, 8, length), pen.look.deep, pen.pixel);
  buttons(pen, dice, shape, 40, true);
  lapels(pen, shape, { width: dice.between(13, 17) });
  pen.cloth(polygon([-shoulder + 1, 7], [-4, 10], [-6, 25], [-shoulder - 1.5, 21]), {
    strength: 0.6,
  });
  for (const side of [-1, 1]) {
    pen.cloth(polygon([side * 12, 1.6], [side * 20, 4], [side * 20, 6.6], [side * 12, 4.4]), {
      plain: true,
    });
    pen.cloth(polygon([side * 14, 58], [side * 17.5, 57], [side * 20, 71], [side * 16.5, 72]), {
      strength: 0.6,
    });
  }
  // The belt, buckled or tied.
  pen.cloth(box(-waist - 1, 43.5, waist * 2 + 2, 5, 0.8), { plain: true, fill: pen.look.dark });
  if (dice.chance(0.5)) {
    pen.line(box(-4, 42.3, 8, 7.4, 1), pen.look.deep, 1.6);
  } else {
    pen.cloth(polygon([-1, 46], [3, 45], [9, 68], [4, 69]), { plain: true });
    pen.cloth(polygon([-1, 46], [-4, 46], [-7, 64], [-2.5, 65]), { plain: true });
    pen.cloth(box(-3.4, 42.5, 6.8, 7, 2), { plain: true, shading: "ball" });
  }
}

/** Coats & Jackets. */
export const coats: Department = {
  styles: {
    "blazer": {
      weight: 20,
      draw: drawBlazer,
      patterns: { plain: 72, stripes: 8, checks: 14, floral: 4, dots: 2 },
    },
    "wool coat": {
      weight: 19,
      draw: drawWoolCoat,
      patterns: { plain: 70, checks: 22, stripes: 3, gradient: 5 },
    },
    "trench coat": {
      weight: 12,
      draw: drawTrench,
      colours: { beige: 50, black: 14, brown: 8, blue: 8, green: 7, red: 6, pink: 4, grey: 3 },
      patterns: { plain: 90, checks: 10 },
    },
    "puffer": { weight: 10, draw: drawPuffer },
    "biker jacket": {
      weight: 12,
      draw: drawBiker,
      colours: { black: 56, brown: 16, red: 7, white: 5, grey: 5, beige: 4, blue: 4, pink: 3 },
      patterns: { plain: 1 },
    },
    "denim jacket": {
      weight: 10,
      draw: drawDenim,
      colours: { blue: 76, black: 10, white: 7, grey: 4, pink: 3 },
      patterns: { plain: 92, gradient: 8 },
    },
    "bomber": { weight: 10, draw: drawBomber },
    "parka": {
      weight: 8,
      draw: drawParka,
      colours: { green: 46, black: 18, beige: 12, blue: 10, brown: 6, grey: 5, red: 3 },
    },
    "gilet": { weight: 4, draw: drawGilet },
  },
  colours: {
    black: 26,
    white: 7,
    grey: 13,
    beige: 14,
    brown: 9,
    red: 6,
    orange: 2,
    yellow: 3,
    green: 6,
    blue: 9,
    purple: 2,
    pink: 5,
  },
  patterns: { plain: 82, stripes: 3, checks: 7, floral: 4, gradient: 4 },
  unit: 1.1,
  extent: 78,
  size: 0.42,
  tilt: 3,
};
