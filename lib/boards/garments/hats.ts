/** Hats: `hats`; those without a brim are in `caps.ts`. In cm, the brim's middle at (0, 0). */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { curve } from "../shapes.ts";
import { drawBeanie, drawBeret, drawCap } from "./caps.ts";
import { CLOTH_COLOURS, type Department } from "./department.ts";

/** A ribbon around the crown, between two of its widths. */
function ribbonBand(
  pen: Pen,
  dice: Dice,
  { half, deep, sag }: { half: number; deep: number; sag: number },
): void {
  const band = new Path().move(-half, -deep).quad(0, sag - deep, half, -deep).line(half + 0.4, 0)
    .quad(0, sag, -half - 0.4, 0).close();
  const fill = dice.chance(0.7) ? pen.look.accent : pen.look.deep;
  pen.cloth(band, { plain: true, fill, shading: "tube", strength: 0.7 });
  if (dice.chance(0.4)) {
    const x = -half * 0.72;
    for (const side of [-1, 1]) {
      pen.cloth(
        new Path().move(x, -deep * 0.5).line(x + side * 3, -deep - 0.6).line(x + side * 3, 0.6)
          .close(),
        { plain: true, fill },
      );
    }
  }
}

function drawFedora(pen: Pen, dice: Dice): void {
  const half = dice.between(9.5, 11.5),
    high = dice.between(10, 13),
    brim = dice.between(15, 20),
    curl = dice.between(-2.5, 3);
  const pinch = dice.between(0.5, 2.6);
  const under = new Path().move(-brim, -curl).cubic(-brim * 0.6, 4.5, brim * 0.6, 4.5, brim, -curl)
    .cubic(brim * 0.5, -2.5, -brim * 0.5, -2.5, -brim, -curl).close();
  pen.cloth(under, { shading: "fall" });
  const crown = new Path().move(-half, 0.6).cubic(
    -half + 0.2,
    -high * 0.5,
    -half * 0.9,
    -high,
    -half * 0.5,
    -high,
  ).quad(-half * 0.2, -high - 0.8, 0, -high + pinch)
    .quad(half * 0.2, -high - 0.8, half * 0.5, -high).cubic(
      half * 0.9,
      -high,
      half - 0.2,
      -high * 0.5,
      half,
      0.6,
    ).quad(0, 3, -half, 0.6).close();
  pen.cloth(crown, { shading: "tube", strength: 0.8 });
  pen.fold([[-half * 0.5, -high + 2], [-half * 0.2, -high * 0.75], [0, -high * 0.5]], 2, 0.16);
  pen.fold(
    [[half * 0.6, -high + 1.5], [half * 0.4, -high * 0.75], [half * 0.35, -high * 0.5]],
    1.6,
    0.14,
  );
  ribbonBand(pen, dice, { half, deep: dice.between(2.2, 4), sag: 2.4 });
  const front = new Path().move(-brim, -curl).cubic(-brim * 0.6, 5.2, brim * 0.6, 5.2, brim, -curl)
    .cubic(brim * 0.6, 3, half, 2.4, half, 0.6).quad(0, 4, -half, 0.6)
    .cubic(-half, 2.4, -brim * 0.6, 3, -brim, -curl).close();
  pen.cloth(front, { strength: 0.7 });
}

function drawSunHat(pen: Pen, dice: Dice): void {
  const half = dice.between(9, 10.5),
    high = dice.between(8, 10.5),
    brim = dice.between(20, 27),
    droop = dice.between(1, 5);
  const flat = dice.between(4.5, 8);
  const disc = new Path().move(-brim, droop * 0.4).through(
    [-brim * 0.6, flat * 0.9 + droop * 0.3],
    [0, flat + droop * 0.5],
    [brim * 0.65, flat * 0.8],
    [brim, droop * 0.2],
    [brim * 0.6, -flat * 0.55],
    [0, -flat * 0.8],
    [-brim * 0.6, -flat * 0.5],
    [-brim, droop * 0.4],
  ).close();
  pen.cloth(disc, { shading: "drape" });
  if (dice.chance(0.6)) {
    for (const grow of [0.9, 0.78, 0.66, 0.54]) {
      pen.line(disc.scale(grow).shift(0, -0.4), pen.look.deep, pen.pixel * 0.7, { opacity: 0.4 });
    }
  }
  const crown = new Path().move(-half, 0.4).cubic(-half, -high * 0.8, -half * 0.7, -high, 0, -high)
    .cubic(half * 0.7, -high, half, -high * 0.8, half, 0.4).quad(0, 3.4, -half, 0.4).close();
  pen.cloth(crown, { shading: "ball", strength: 0.6 });
  ribbonBand(pen, dice, { half, deep: dice.between(2, 3.6), sag: 2.8 });
}

function drawBucket(pen: Pen, dice: Dice): void {
  const top = dice.between(7, 8.5),
    high = dice.between(8, 10),
    brim = dice.between(13, 17),
    deep = dice.between(4.5, 7);
  const crown = new Path().move(-10, 0.5).line(-top, -high + 1).quad(
    -top + 0.6,
    -high - 0.4,
    0,
    -high - 0.6,
  ).quad(top - 0.6, -high - 0.4, top, -high + 1).line(10, 0.5).quad(0, 4, -10, 0.5).close();
  pen.cloth(crown, { shading: "tube", strength: 0.7 });
  pen.line(
    curve([-top, -high + 1.2], [0, -high + 2.4], [top, -high + 1.2]),
    pen.look.deep,
    pen.pixel,
    { opacity: 0.6 },
  );
  const skirt = new Path().move(-10, -0.4).quad(0, 2.4, 10, -0.4).line(brim, deep - 1.4).quad(
    0,
    deep + 4.4,
    -brim,
    deep - 1.4,
  ).close();
  pen.cloth(skirt, { shading: "fall" });
  for (const share of [0.35, 0.6, 0.85]) {
    const x = 10 + (brim - 10) * share, y = -0.4 + (deep - 1) * share;
    pen.line(curve([-x, y], [0, y + 2.4], [x, y]), pen.look.deep, pen.pixel * 0.7, {
      opacity: 0.45,
    });
  }
}

function drawBowler(pen: Pen, dice: Dice): void {
  const flat = dice.chance(0.5),
    half = dice.between(9, 10.5),
    high = dice.between(7, 10),
    brim = half + dice.between(4, 8);
  pen.cloth(
    new Path().move(-brim, 0).quad(0, flat ? -3.4 : -2, brim, 0).quad(0, flat ? 4 : 5, -brim, 0)
      .close(),
    { shading: "drape" },
  );
  const crown = flat
    ? new Path().move(-half, 0.4).line(-half + 0.4, -high).quad(0, -high - 2, half - 0.4, -high)
      .line(half, 0.4).quad(0, 2.8, -half, 0.4).close()
    : new Path().move(-half, 0.4).cubic(-half, -high * 1.35, half, -high * 1.35, half, 0.4).quad(
      0,
      2.8,
      -half,
      0.4,
    ).close();
  pen.cloth(crown, { shading: flat ? "tube" : "ball", strength: 0.8 });
  ribbonBand(pen, dice, { half, deep: flat ? dice.between(2.4, 3.8) : 2, sag: 2.4 });
  pen.cloth(
    new Path().move(-brim, 0).quad(0, flat ? 4 : 6.4, brim, 0).quad(half, 2, half, 0.6).quad(
      0,
      3.4,
      -half,
      0.6,
    ).quad(-half, 2, -brim, 0).close(),
    { strength: 0.6 },
  );
}

/** Hats. */
export const hats: Department = {
  styles: {
    "fedora": { weight: 26, draw: drawFedora },
    "sun hat": {
      weight: 18,
      draw: drawSunHat,
      colours: { beige: 40, white: 12, brown: 12, black: 10, pink: 6, red: 5, blue: 8, yellow: 7 },
    },
    "beanie": { weight: 20, draw: drawBeanie },
    "cap": { weight: 14, draw: drawCap },
    "beret": { weight: 6, draw: drawBeret },
    "bucket hat": { weight: 7, draw: drawBucket },
    "bowler": { weight: 9, draw: drawBowler },
  },
  colours: { ...CLOTH_COLOURS, black: 24, beige: 16, brown: 11, grey: 12 },
  patterns: { plain: 80, stripes: 6, dots: 2, checks: 5, floral: 3, gradient: 4 },
  unit: 0.4,
  extent: 26,
  size: 0.29,
  tilt: 4,
  mirror: true,
};
