/** Skirts, cut from a {@linkcode SkirtShape}. In cm. */

import { CLOTH, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen, Ranges } from "./kit.ts";
import { BRASS, COPPER } from "./metals.ts";
import { drawSkirt, skirtPanel, type SkirtShape } from "./skirt_panel.ts";
import { buttonRow, frontPocket, knot, zip } from "./tailoring.ts";

function skirtShape(dice: Dice, changes: Partial<Ranges<SkirtShape>>): SkirtShape {
  const own = dice.measure<Partial<SkirtShape>>(changes), waist = dice.between(15.5, 19);
  return { top: 0, waist, hip: waist + 5, hem: 24, length: 50, ...own };
}

/** The band at the waist. */
function band(pen: Pen, { waist }: SkirtShape, depth: number, fill = ""): void {
  const half = path`M 0 0.6 Q ${waist * 0.6} 0.5, ${waist} 0 L ${waist + 0.4} ${depth}
    Q ${waist * 0.6} ${depth + 0.6}, 0 ${depth + 0.7}`;
  pen.trim(half.mirrored(), { fill });
}

function drawPencil(pen: Pen, dice: Dice): void {
  const hip = dice.between(22, 24.5);
  const shape = skirtShape(dice, {
    hip,
    hem: hip - dice.between(1, 5),
    length: [52, 76],
    dip: 0.5,
  });
  const { length } = shape;
  drawSkirt(pen, dice, shape, { folds: dice.whole(1, 3) });
  if (dice.chance(0.4)) {
    const slit = polygon([6, length], [9, length - dice.between(10, 20)], [11, length]);
    pen.fill(slit, pen.look.deep);
  }
  if (dice.chance(0.3)) zip(pen, [[0, 2], [0, 20], [0, dice.between(24, length)]], BRASS);
  band(pen, shape, dice.between(2, 5));
}

function drawALine(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, {
    hip: [21, 25],
    hem: [27, 36],
    length: [46, 74],
    wave: [0, 1.2],
  });
  const { length } = shape;
  drawSkirt(pen, dice, shape, { folds: dice.whole(3, 5) });
  if (dice.chance(0.35)) {
    const bottom = length + 0.5;
    pen.seam(path`M -1.6 3 L -1.6 ${bottom} M 1.6 3 L 1.6 ${bottom}`, { pixels: 0.8 });
    buttonRow(pen, { top: 5, bottom: length - 5, buttons: dice.whole(5, 8), radius: 1.1 });
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
  const own = { hip: [22, 26], hem: [27, 42], length: [42, 86], wave: 0.7, waves: 7 } as const;
  const shape = skirtShape(dice, own);
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
    const bottom = shape.length - 1, slit = polygon([9, 40], [10.5, bottom], [17, bottom]);
    pen.fill(slit, pen.look.deep, { opacity: 0.75 });
  }
  band(pen, shape, dice.between(3, 6));
}

function drawTulle(pen: Pen, dice: Dice): void {
  const length = dice.between(36, 62), hem = dice.between(36, 48);
  const shape = (width: number, share: number, own: Partial<SkirtShape>) =>
    skirtShape(dice, { hip: hem * width, hem: hem * share, length: length * share, ...own });
  for (const [grow, opacity] of [[1.06, 0.25], [1.03, 0.35], [0.98, 0.5]] as const) {
    const waves = dice.whole(4, 6);
    const layer = skirtPanel(shape(0.78 * grow, grow, { wave: 1.6, waves, dip: 5 }));
    pen.fill(layer, pen.look.fill, { opacity });
    pen.seam(layer, { ink: pen.look.edge, pixels: 0.7, opacity: 0.5 });
  }
  const own = { hem: hem * 0.9, length: length * 0.92, wave: 1.4, waves: 5, dip: 4 };
  const top = shape(0.72, 1, own);
  drawSkirt(pen, dice, top, { folds: 12, strength: 0.7 });
  band(pen, top, dice.between(3, 5));
}

function drawTiered(pen: Pen, dice: Dice): void {
  const tiers = dice.whole(2, 4), length = dice.between(38, 84), hem = dice.between(28, 40);
  const waist = dice.between(16, 18.5);
  for (let i = tiers - 1; i >= 0; i--) {
    const width = waist + (hem - waist) * ((i + 1) / tiers);
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
  const shape = skirtShape(dice, { hip: [22, 25], hem: [23, 32], length: [40, 80], dip: 0 });
  drawSkirt(pen, dice, shape, { folds: 3 });
  const { waist, length, hem } = shape, side = dice.sign(), bottom = length + 2;
  pen.within(skirtPanel(shape), () => {
    const flap = path`M ${side * -waist} 0 L ${side * waist * 0.6} 0
      Q ${side * hem * 0.6} ${length * 0.45}, ${side * hem * dice.between(0.1, 0.5)} ${bottom}
      L ${side * -hem * 1.3} ${bottom} Z`;
    pen.cloth(flap, { strength: 0.6 });
    pen.seam(flap, { pixels: 1.4, opacity: 0.7 });
  });
  band(pen, shape, 3.5);
  const x = side * waist * 0.6, end = x + side * 4;
  pen.trim(polygon([x - 1, 2], [x + 2, 2], [end + 2, 22], [end - 2, 22]));
  knot(pen, [x - 2.4, 0.2], [5, 4.2], { round: 1.6 });
}

function drawMini(pen: Pen, dice: Dice): void {
  const shape = skirtShape(dice, { hip: [21, 23], hem: [21, 27], length: [32, 40], dip: 0.5 });
  const { length } = shape, { look } = pen;
  drawSkirt(pen, dice, shape, { folds: 2 });
  const thread = look.colour === "blue" ? "#d0a060" : look.light;
  frontPocket(pen, path`M 9 4.5 Q 10 12, 20 12`, { thread });
  if (dice.chance(0.5)) {
    buttonRow(pen, { top: 3, bottom: length - 4, buttons: 6, radius: 1.1, fill: COPPER });
  } else pen.seam(path`M 0 4 L 0 ${length}`);
  band(pen, shape, 4);
}

/** Skirts. */
export const skirts: Department = {
  styles: {
    "pencil skirt": style(18, drawPencil),
    "a-line skirt": style(16, drawALine),
    "skater skirt": style(15, drawSkater),
    "pleated skirt": style(14, drawPleated),
    "maxi skirt": style(14, drawMaxi),
    "tulle skirt": style(7, drawTulle, { patterns: { plain: 84, gradient: 16 } }),
    "tiered skirt": style(7, drawTiered),
    "wrap skirt": style(7, drawWrap),
    "mini skirt": style(10, drawMini, {
      colours: { blue: 48, black: 20, white: 8, brown: 8, red: 5, pink: 5, green: 3, beige: 3 },
      patterns: { plain: 86, checks: 10, gradient: 4 },
    }),
  },
  ...CLOTH,
  scale: { unit: 1, extent: 52, size: 0.39, tilt: 3 },
};
