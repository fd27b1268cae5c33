/** Skirts: `skirts`. Cut from a {@linkcode SkirtShape}; in cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, CLOTH_PATTERNS, type Department } from "./department.ts";
import { BRASS, COPPER } from "./fittings.ts";
import { drawSkirt, skirtPanel, type SkirtShape } from "./skirt_panel.ts";
import { buttonRow, zip } from "./tailoring.ts";

function skirtShape(dice: Dice, changes: Partial<SkirtShape>): SkirtShape {
  const waist = dice.between(15.5, 19);
  return { top: 0, waist, hip: waist + 5, hem: 24, length: 50, ...changes };
}

/** The band at the waist. */
function band(pen: Pen, { waist }: SkirtShape, depth: number, fill = ""): void {
  const path = new Path().move(0, 0.6).quad(waist * 0.6, 0.5, waist, 0).line(waist + 0.4, depth)
    .quad(waist * 0.6, depth + 0.6, 0, depth + 0.7).mirrored();
  pen.cloth(path, { plain: true, ...(fill ? { fill } : {}) });
}

function drawPencil(pen: Pen, dice: Dice): void {
  const hip = dice.between(22, 24.5);
  const shape = skirtShape(dice, {
    hip,
    hem: hip - dice.between(1, 5),
    length: dice.between(52, 76),
    dip: 0.5,
  });
  drawSkirt(pen, dice, shape, { folds: dice.whole(1, 3) });
  if (dice.chance(0.4)) {
    pen.fill(
      polygon([6, shape.length], [9, shape.length - dice.between(10, 20)], [11, shape.length]),
      pen.look.deep,
    );
  }
  if (dice.chance(0.3)) zip(pen, [[0, 2], [0, 20], [0, dice.between(24, shape.length)]], BRASS);
  band(pen, shape, dice.between(2, 5));
}

function drawALine(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, {
    hip: dice.between(21, 25),
    hem: dice.between(27, 36),
    length: dice.between(46, 74),
    wave: dice.between(0, 1.2),
  });
  drawSkirt(pen, dice, shape, { folds: dice.whole(3, 5) });
  if (dice.chance(0.35)) {
    pen.line(
      new Path().move(-1.6, 3).line(-1.6, shape.length + 0.5).move(1.6, 3).line(
        1.6,
        shape.length + 0.5,
      ),
      pen.look.deep,
      pen.pixel * 0.8,
    );
    buttonRow(pen, {
      x: 0,
      top: 5,
      bottom: shape.length - 5,
      buttons: dice.whole(5, 8),
      radius: 1.1,
    });
  }
  band(pen, shape, dice.between(2.5, 5));
}

function drawSkater(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, {
    hip: dice.between(25, 29),
    hem: dice.between(34, 44),
    length: dice.between(34, 46),
    wave: dice.between(1.5, 2.6),
    waves: dice.whole(2, 4),
    dip: dice.between(2, 6),
  });
  drawSkirt(pen, dice, shape, { folds: dice.whole(5, 6) });
  band(pen, shape, dice.between(2.5, 6), dice.chance(0.3) ? pen.look.accent : "");
}

function drawPleated(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, {
    hip: dice.between(22, 26),
    hem: dice.between(27, 42),
    length: dice.between(42, 86),
    wave: 0.7,
    waves: 7,
  });
  drawSkirt(pen, dice, shape, { folds: dice.whole(9, 15), pleated: true });
  band(pen, shape, dice.between(3, 5));
}

function drawMaxi(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, {
    hip: dice.between(20, 23),
    hem: dice.between(28, 44),
    length: dice.between(88, 104),
    wave: dice.between(0.6, 2),
    waves: dice.whole(2, 4),
  });
  drawSkirt(pen, dice, shape, { folds: dice.whole(5, 6) });
  if (dice.chance(0.3)) {
    pen.fill(polygon([9, 40], [10.5, shape.length - 1], [17, shape.length - 1]), pen.look.deep, {
      opacity: 0.75,
    });
  }
  band(pen, shape, dice.between(3, 6));
}

function drawTulle(pen: Pen, dice: Dice): void {
  const length = dice.between(36, 62), hem = dice.between(36, 48);
  for (const [grow, opacity] of [[1.06, 0.25], [1.03, 0.35], [0.98, 0.5]] as const) {
    const layer = skirtPanel(skirtShape(dice, {
      hip: hem * 0.78 * grow,
      hem: hem * grow,
      length: length * grow,
      wave: 1.6,
      waves: dice.whole(4, 6),
      dip: 5,
    }));
    pen.fill(layer, pen.look.fill, { opacity });
    pen.line(layer, pen.look.edge, pen.pixel * 0.7, { opacity: 0.5 });
  }
  const shape = skirtShape(dice, {
    hip: hem * 0.72,
    hem: hem * 0.9,
    length: length * 0.92,
    wave: 1.4,
    waves: 5,
    dip: 4,
  });
  drawSkirt(pen, dice, shape, { folds: 12, strength: 0.7 });
  band(pen, shape, dice.between(3, 5));
}

function drawTiered(pen: Pen, dice: Dice): void {
  const tiers = dice.whole(2, 4), length = dice.between(38, 84), hem = dice.between(28, 40);
  const waist = dice.between(16, 18.5);
  for (let i = tiers - 1; i >= 0; i--) {
    const share = (i + 1) / tiers;
    const width = waist + (hem - waist) * share;
    drawSkirt(pen, dice, {
      top: Math.max(0, length * i / tiers - 1),
      waist: waist + (hem - waist) * i / tiers * 0.9,
      hip: width * 0.97,
      hem: width + 1,
      length: length / tiers + 2,
      wave: 1.1,
      waves: dice.whole(4, 6),
    }, { folds: 8 });
  }
  band(pen, skirtShape(dice, { waist }), 3);
}

function drawWrap(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, {
    hip: dice.between(22, 25),
    hem: dice.between(23, 32),
    length: dice.between(40, 80),
    dip: 0,
  });
  drawSkirt(pen, dice, shape, { folds: 3 });
  const { waist, length, hem } = shape, side = dice.sign();
  pen.within(skirtPanel(shape), () => {
    const flap = new Path().move(side * -waist, 0).line(side * waist * 0.6, 0)
      .quad(side * hem * 0.6, length * 0.45, side * hem * dice.between(0.1, 0.5), length + 2).line(
        side * -hem * 1.3,
        length + 2,
      ).close();
    pen.cloth(flap, { strength: 0.6 });
    pen.line(flap, pen.look.deep, pen.pixel * 1.4, { opacity: 0.7 });
  });
  band(pen, shape, 3.5);
  const x = side * waist * 0.6;
  pen.cloth(polygon([x - 1, 2], [x + 2, 2], [x + side * 4 + 2, 22], [x + side * 4 - 2, 22]), {
    plain: true,
  });
  pen.cloth(box(x - 2.4, 0.2, 5, 4.2, 1.6), { plain: true, shading: "ball" });
}

function drawMini(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, {
    hip: dice.between(21, 23),
    hem: dice.between(21, 27),
    length: dice.between(32, 40),
    dip: 0.5,
  });
  drawSkirt(pen, dice, shape, { folds: 2 });
  const thread = pen.look.colour === "blue" ? "#d0a060" : pen.look.light;
  for (const side of [-1, 1]) {
    const pocket = new Path().move(side * 9, 4.5).quad(side * 10, 12, side * 20, 12);
    pen.line(pocket, pen.look.deep, pen.pixel);
    pen.line(pocket.shift(0, 0.9), thread, pen.pixel * 0.8, { dash: "1 .7" });
  }
  const seam = new Path().move(0, 4).line(0, shape.length);
  if (dice.chance(0.5)) {
    buttonRow(pen, {
      x: 0,
      top: 3,
      bottom: shape.length - 4,
      buttons: 6,
      radius: 1.1,
      fill: COPPER,
    });
  } else pen.line(seam, pen.look.deep, pen.pixel);
  band(pen, shape, 4);
}

/** Skirts. */
export const skirts: Department = {
  styles: {
    "pencil skirt": { weight: 18, draw: drawPencil },
    "a-line skirt": { weight: 16, draw: drawALine },
    "skater skirt": { weight: 15, draw: drawSkater },
    "pleated skirt": { weight: 14, draw: drawPleated },
    "maxi skirt": { weight: 14, draw: drawMaxi },
    "tulle skirt": { weight: 7, draw: drawTulle, patterns: { plain: 84, gradient: 16 } },
    "tiered skirt": { weight: 7, draw: drawTiered },
    "wrap skirt": { weight: 7, draw: drawWrap },
    "mini skirt": {
      weight: 10,
      draw: drawMini,
      colours: { blue: 48, black: 20, white: 8, brown: 8, red: 5, pink: 5, green: 3, beige: 3 },
      patterns: { plain: 86, checks: 10, gradient: 4 },
    },
  },
  colours: CLOTH_COLOURS,
  patterns: CLOTH_PATTERNS,
  unit: 1,
  extent: 52,
  size: 0.39,
  tilt: 3,
};
