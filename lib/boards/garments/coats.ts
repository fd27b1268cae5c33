/** Coats & Jackets: tailored ones; the others are in `jackets.ts`. In cm. */

import { coatBody, coatShape } from "./bodies.ts";
import { drawBiker, drawBomber, drawDenim, drawGilet, drawParka, drawPuffer } from "./jackets.ts";
import { both, box, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Path, Pen, Ranges } from "./kit.ts";
import { BRASS } from "./metals.ts";
import { drawSleeves, longArm } from "./sleeves.ts";
import { buttonRow, flapPocket, knot } from "./tailoring.ts";
import type { Torso } from "./torso.ts";

const SHAPES = {
  blazer: { drop: [24, 38], hem: [24, 27] },
  wool: { drop: [16, 34], length: [86, 116], hem: [25, 34], waistline: 48 },
  trench: { drop: [14, 24], length: [82, 108], waist: [20, 23], hem: [28, 37], waistline: 46 },
} satisfies Record<string, Partial<Ranges<Torso>>>;

/** How {@linkcode lapels} look. */
interface Lapels {
  width: number;
  /** Notched, else rounded as a shawl's. @default true */
  notch?: boolean;
  /** Colour instead of the look's own. */
  fill?: string;
}

/** Lapels down to where the neckline ends. */
function lapels(pen: Pen, { neck, drop }: Torso, { width, notch = true, fill }: Lapels): void {
  const height = Math.min(drop * 0.55, 15);
  const leaf = notch
    ? polygon([0, drop], [width, height], [width - 4, height - 2.6], [neck + 0.5, -0.5])
    : path`M 0 ${drop} C ${width * 0.8} ${drop * 0.75}, ${width * 1.1} ${drop * 0.3}, ${neck + 2} -1
      L ${neck - 2} -3 L ${neck - 1} 1 Z`;
  const fold = path`M ${neck - 2.4} -2.6 L ${neck + 1.6} -1.2 L ${width - 2} ${height - 6}
    L ${width - 4} ${height - 2.4} L ${neck * 0.7} ${height * 0.3} Z`;
  const stand = path`M 0 0.6 Q ${neck * 0.7} 0.4, ${neck} -1.4 Q ${neck * 0.6} -3.4, 0 -3.4`;
  pen.trim(stand.mirrored(), { fill: pen.look.dark, shading: "flat" });
  for (const side of [1, -1]) {
    const place = (path: Path) => side === 1 ? path : path.flip();
    const paint = { fill, plain: Boolean(fill), strength: 0.7 };
    pen.cloth(place(leaf), { ...paint, turn: side * 14 });
    if (notch) pen.cloth(place(fold), { ...paint, turn: side * 30 });
    if (fill) pen.seam(place(leaf), { ink: pen.look.edge, pixels: 0.7 });
  }
}

/** One row of buttons below the lapels, or two beside each other. */
function buttons(pen: Pen, dice: Dice, { drop }: Torso, bottom: number, twin: boolean): void {
  const fill = dice.pick([pen.look.deep, pen.look.deep, pen.look.accent, BRASS]);
  const count = twin ? dice.whole(2, 3) : dice.whole(1, 3);
  for (const x of twin ? [-5.5, 5.5] : [1]) {
    buttonRow(pen, { x, top: drop + 3, bottom, buttons: count, radius: 1.25, fill });
  }
}

function drawBlazer(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, SHAPES.blazer);
  const gap = dice.chance(0.4) ? dice.between(4, 10) : 0;
  drawSleeves(pen, shape, longArm(dice, dice.between(10, 12)));
  coatBody(pen, dice, shape, gap);
  const { drop, length } = shape;
  lapels(pen, shape, {
    width: dice.between(10, 14),
    notch: dice.chance(0.8),
    fill: dice.chance(0.15) ? pen.look.accent : undefined,
  });
  if (gap === 0) {
    pen.seam(path`M 0.5 ${drop} Q 1.5 ${length - 12}, 5 ${length + 0.5}`);
    buttons(pen, dice, shape, Math.min(length - 18, drop + 16), dice.chance(0.35));
  }
  const y = Math.max(drop + 4, length - 22);
  for (const x of [-21, 9]) pen.cloth(box(x, y, 12, 4), { shading: "fall", strength: 0.7 });
  if (dice.chance(0.5)) {
    pen.fill(polygon([10, 21], [17, 20], [17, 21.6], [10, 22.6]), pen.look.deep, { opacity: 0.7 });
  }
}

function drawWoolCoat(pen: Pen, dice: Dice): void {
  const shape = coatShape(dice, SHAPES.wool);
  const gap = dice.chance(0.35) ? dice.between(5, 12) : 0;
  drawSleeves(pen, shape, { ...longArm(dice, 12.5), angle: dice.between(4, 18) });
  coatBody(pen, dice, shape, gap);
  lapels(pen, shape, { width: dice.between(11, 16), notch: dice.chance(0.65) });
  const { drop, length } = shape;
  if (gap === 0) {
    pen.seam(path`M 1 ${drop} L 1.5 ${length}`);
    buttons(pen, dice, shape, drop + dice.between(22, 34), dice.chance(0.5));
  }
  for (const x of [-22, 9]) flapPocket(pen, [x, 58], [13, 13]);
}

function drawTrench(pen: Pen, dice: Dice): void {
  const { dark, deep } = pen.look;
  const shape = coatShape(dice, SHAPES.trench);
  drawSleeves(pen, shape, { ...longArm(dice, 12), angle: dice.between(5, 20) }, { band: 5 });
  coatBody(pen, dice, shape);
  const { drop, length, waist, shoulder } = shape;
  pen.seam(path`M 7 ${drop + 4} Q 6 60, 8 ${length}`);
  buttons(pen, dice, shape, 40, true);
  lapels(pen, shape, { width: dice.between(13, 17) });
  const stormFlap = polygon([-shoulder + 1, 7], [-4, 10], [-6, 25], [-shoulder - 1.5, 21]);
  pen.cloth(stormFlap, { strength: 0.6 });
  const epaulettes = both(path`M 12 1.6 L 20 4 L 20 6.6 L 12 4.4 Z`);
  const pockets = both(path`M 14 58 L 17.5 57 L 20 71 L 16.5 72 Z`);
  epaulettes.forEach((epaulette, side) => {
    pen.trim(epaulette);
    pen.cloth(pockets[side]!, { strength: 0.6 });
  });
  // The belt, buckled or tied.
  pen.trim(box(-waist - 1, 43.5, waist * 2 + 2, 5, 0.8), { fill: dark });
  if (dice.chance(0.5)) {
    pen.line(box(-4, 42.3, 8, 7.4, 1), deep, 1.6);
  } else {
    pen.trim([path`M -1 46 L 3 45 L 9 68 L 4 69 Z`, path`M -1 46 L -4 46 L -7 64 L -2.5 65 Z`]);
    knot(pen, [-3.4, 42.5], [6.8, 7]);
  }
}

/** Coats & Jackets. */
export const coats: Department = {
  styles: {
    "blazer": style(20, drawBlazer, {
      patterns: { plain: 72, stripes: 8, checks: 14, floral: 4, dots: 2 },
    }),
    "wool coat": style(19, drawWoolCoat, {
      patterns: { plain: 70, checks: 22, stripes: 3, gradient: 5 },
    }),
    "trench coat": style(12, drawTrench, {
      colours: { beige: 50, black: 14, brown: 8, blue: 8, green: 7, red: 6, pink: 4, grey: 3 },
      patterns: { plain: 90, checks: 10 },
    }),
    "puffer": style(10, drawPuffer),
    "biker jacket": style(12, drawBiker, {
      colours: { black: 56, brown: 16, red: 7, white: 5, grey: 5, beige: 4, blue: 4, pink: 3 },
      patterns: { plain: 1 },
    }),
    "denim jacket": style(10, drawDenim, {
      colours: { blue: 76, black: 10, white: 7, grey: 4, pink: 3 },
      patterns: { plain: 92, gradient: 8 },
    }),
    "bomber": style(10, drawBomber),
    "parka": style(8, drawParka, {
      colours: { green: 46, black: 18, beige: 12, blue: 10, brown: 6, grey: 5, red: 3 },
    }),
    "gilet": style(4, drawGilet),
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
  scale: { unit: 1.1, extent: 78, size: 0.42, tilt: 3 },
};
