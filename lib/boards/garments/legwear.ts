/** Socks and Stockings: `socks`, `stockings`. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, type Department } from "./department.ts";
import { ribbing } from "./tailoring.ts";

/** A sock from the side, toe to the right, its top at y = 0 and `high` cm above the sole. */
function sockOutline(high: number, leg: number, foot: number): Path {
  return new Path().move(-leg / 2, 0).cubic(
    -leg * 0.52,
    high * 0.5,
    -leg * 0.46,
    high - 9,
    -leg * 0.6,
    high - 4,
  )
    .cubic(-leg * 0.66, high + 0.6, -leg * 0.2, high + 0.4, 2, high)
    .line(foot - 4, high).cubic(foot + 1, high, foot + 1, high - 6.4, foot - 4, high - 7)
    .cubic(leg * 0.9, high - 7.6, leg * 0.44, high - 10, leg * 0.46, high - 15)
    .line(leg / 2, 0).close();
}

/** Two socks, one before the other, `high` cm to the cuff. */
function pairOfSocks(pen: Pen, dice: Dice, high: number): void {
  const leg = dice.between(8.5, 10.5), foot = dice.between(15, 19), cuff = dice.between(3, 6);
  const trim = dice.chance(0.5) ? pen.look.accent : pen.look.dark,
    tips = dice.chance(0.6),
    bands = dice.chance(0.35);
  const one = () => {
    const outline = sockOutline(high, leg, foot);
    pen.cloth(outline, { shading: "tube", strength: 0.8 });
    pen.within(outline, () => {
      if (tips) {
        pen.fill(
          curve([foot - 4, high + 2], [foot - 5.5, high - 4], [foot - 3, high - 9]).line(
            foot + 6,
            high - 9,
          ).line(foot + 6, high + 2).close(),
          trim,
        );
        pen.fill(
          curve([-leg, high - 9], [-1, high - 6], [0.5, high + 2]).line(-leg, high + 2).close(),
          trim,
        );
      }
      if (bands) {
        for (const y of [cuff + 2, cuff + 4.6]) {
          pen.fill(box(-leg, y, leg * 2, 1.5), pen.look.accent);
        }
      }
    });
    pen.fold([[-leg * 0.3, high - 8], [0.6, high - 7], [leg * 0.5, high - 9]], 1, 0.2);
    const band = polygon([-leg / 2 - 0.3, -0.4], [leg / 2 + 0.3, -0.4], [leg / 2 + 0.1, cuff], [
      -leg / 2 - 0.1,
      cuff,
    ]);
    pen.cloth(band, { plain: true, shading: "tube", ...(bands || tips ? { fill: trim } : {}) });
    ribbing(pen, band, 0);
  };
  if (dice.chance(0.75)) {
    pen.placed({ x: dice.between(5, 9), y: -dice.between(1, 4), turn: -dice.between(2, 10) }, one);
  } else if (dice.chance(0.5)) pen.placed({ x: -leg - 3, flip: true }, one);
  one();
}

/** Socks. */
export const socks: Department = {
  styles: {
    "crew socks": { weight: 44, draw: (pen, dice) => pairOfSocks(pen, dice, dice.between(24, 31)) },
    "ankle socks": {
      weight: 28,
      draw: (pen, dice) => pairOfSocks(pen, dice, dice.between(16, 19)),
    },
    "knee socks": { weight: 28, draw: (pen, dice) => pairOfSocks(pen, dice, dice.between(40, 52)) },
  },
  colours: CLOTH_COLOURS,
  patterns: { plain: 36, stripes: 28, dots: 14, checks: 10, floral: 8, gradient: 4 },
  unit: 0.55,
  extent: 29,
  size: 0.27,
  tilt: 4,
  mirror: true,
};

/** A leg with its foot, the inner side towards x = 0, from (`x`, 0) down. */
function leg(
  pen: Pen,
  { x, long, thigh, sheer }: { x: number; long: number; thigh: number; sheer: number },
): Path {
  const path = new Path().move(x, 0).cubic(
    x - 0.3,
    long * 0.25,
    x + 0.6,
    long * 0.4,
    x + thigh * 0.1,
    long * 0.48,
  )
    .cubic(x - 0.3, long * 0.6, x + thigh * 0.16, long * 0.8, x + thigh * 0.2, long * 0.92)
    .quad(x + thigh * 0.1, long + 1, x + thigh * 0.5, long + 3).quad(
      x + thigh * 0.86,
      long + 2,
      x + thigh * 0.6,
      long * 0.92,
    )
    .cubic(
      x + thigh * 0.66,
      long * 0.8,
      x + thigh * 0.92,
      long * 0.66,
      x + thigh * 0.78,
      long * 0.48,
    )
    .cubic(x + thigh * 0.86, long * 0.4, x + thigh * 1.02, long * 0.2, x + thigh, 0).close();
  pen.fill(path, "#e9c7ac");
  pen.fill(path, pen.look.fill, { opacity: sheer });
  pen.line(path, pen.look.edge, pen.pixel);
  pen.shade(path, "tube", 0.9);
  return path;
}

/** A net or rows of dots over a leg. */
function knit(pen: Pen, path: Path, kind: string): void {
  const { left, right, top, bottom } = path.bounds();
  const lines = new Path(), deep = bottom - top;
  pen.within(path, () => {
    if (kind === "net") {
      for (let x = left - deep; x < right + deep; x += 2.6) {
        lines.move(x, top).line(x + deep, bottom).move(x, bottom).line(x + deep, top);
      }
      pen.line(lines, pen.look.deep, 0.5, { butt: true });
    } else if (kind === "spots") {
      for (let y = top, row = 0; y < bottom; y += 4, row++) {
        for (let x = left + (row % 2) * 2; x < right; x += 4) lines.move(x, y).line(x, y + 0.01);
      }
      pen.line(lines, pen.look.deep, 1.3);
    } else if (kind === "stripes") {
      for (let y = top + 3; y < bottom; y += 5) lines.move(left - 2, y).line(right + 2, y + 1);
      pen.line(lines, pen.look.accent, 2, { butt: true, opacity: 0.85 });
    }
  });
}

function drawTights(pen: Pen, dice: Dice): void {
  const long = dice.between(66, 80), thigh = dice.between(11, 13), sheer = dice.between(0.55, 0.95);
  const kind = dice.pick(["plain", "plain", "net", "spots", "stripes"]),
    apart = dice.between(0.4, 3);
  const brief = new Path().move(0, -16).line(thigh + apart - 1, -16).quad(
    thigh + apart + 1.6,
    -6,
    thigh + apart,
    1,
  ).line(apart, 1).quad(0, -1, 0, -2).mirrored();
  for (const side of [1, -1]) {
    pen.placed(
      { flip: side === -1 },
      () => knit(pen, leg(pen, { x: apart, long, thigh, sheer }), kind),
    );
  }
  pen.cloth(brief, { plain: true });
  pen.cloth(box(-thigh - apart + 0.6, -18, (thigh + apart) * 2 - 1.2, 3.4, 1), {
    plain: true,
    fill: pen.look.dark,
  });
}

function drawThighHighs(pen: Pen, dice: Dice): void {
  const long = dice.between(56, 70),
    thigh = dice.between(11, 13.5),
    sheer = dice.between(0.5, 0.95);
  const kind = dice.pick(["plain", "plain", "net", "spots", "stripes"]),
    band = dice.between(4, 7),
    lace = dice.chance(0.6);
  for (
    const [x, turn] of [[1, dice.between(-4, 2)], [
      thigh + dice.between(2, 6),
      dice.between(0, 7),
    ]] as const
  ) {
    pen.placed({ x, turn }, () => {
      knit(pen, leg(pen, { x: 0, long, thigh, sheer }), kind);
      pen.cloth(box(-0.5, -band * 0.4, thigh + 1, band, 0.8), { plain: true, fill: pen.look.dark });
      if (lace) {
        pen.line(new Path().move(0, band * 0.1).line(thigh, band * 0.1), pen.look.accent, 1.6, {
          dash: ".2 1.9",
        });
      }
    });
  }
}

/** Stockings. */
export const stockings: Department = {
  styles: {
    "tights": { weight: 60, draw: drawTights },
    "thigh-highs": { weight: 40, draw: drawThighHighs },
  },
  colours: {
    black: 44,
    grey: 10,
    brown: 8,
    beige: 8,
    white: 8,
    red: 7,
    blue: 5,
    purple: 5,
    pink: 5,
  },
  patterns: { plain: 1 },
  unit: 1,
  extent: 48,
  size: 0.38,
  tilt: 4,
};
