/** Socks and Stockings. In cm. */

import { box, CLOTH_COLOURS, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Path, Pen } from "./kit.ts";
import { ribbedBand } from "./tailoring.ts";

/** A sock from the side, toe to the right, its top at y = 0 and `high` cm above the sole. */
function sockOutline(high: number, leg: number, foot: number): Path {
  return path`M ${-leg / 2} 0
    C ${-leg * 0.52} ${high * 0.5}, ${-leg * 0.46} ${high - 9}, ${-leg * 0.6} ${high - 4}
    C ${-leg * 0.66} ${high + 0.6}, ${-leg * 0.2} ${high + 0.4}, 2 ${high} L ${foot - 4} ${high}
    C ${foot + 1} ${high}, ${foot + 1} ${high - 6.4}, ${foot - 4} ${high - 7}
    C ${leg * 0.9} ${high - 7.6}, ${leg * 0.44} ${high - 10}, ${leg * 0.46} ${high - 15}
    L ${leg / 2} 0 Z`;
}

/** Two socks, one before the other, `high` cm to the cuff. */
function pairOfSocks(pen: Pen, dice: Dice, high: number): void {
  const { accent, dark } = pen.look;
  const leg = dice.between(8.5, 10.5), foot = dice.between(15, 19), cuff = dice.between(3, 6);
  const trim = dice.chance(0.5) ? accent : dark, tips = dice.chance(0.6), bands = dice.chance(0.35);
  const outline = sockOutline(high, leg, foot), below = high + 2, instep = high - 9;
  const toe = path`M ${foot - 4} ${below} R ${foot - 5.5} ${high - 4}, ${foot - 3} ${instep}
    L ${foot + 6} ${instep} L ${foot + 6} ${below} Z`;
  const heel = path`M -${leg} ${instep} R -1 ${high - 6}, 0.5 ${below} L -${leg} ${below} Z`;
  const half = leg / 2;
  const band = polygon([-half - 0.3, -0.4], [half + 0.3, -0.4], [half + 0.1, cuff], [
    -half - 0.1,
    cuff,
  ]);
  const sock = () => {
    pen.cloth(outline, { shading: "tube", strength: 0.8 });
    pen.within(outline, () => {
      if (tips) pen.fill([toe, heel], trim);
      if (bands) {
        for (const y of [cuff + 2, cuff + 4.6]) pen.fill(box(-leg, y, leg * 2, 1.5), accent);
      }
    });
    pen.fold([[-leg * 0.3, high - 8], [0.6, high - 7], [half, instep]], 1, 0.2);
    ribbedBand(pen, band, { shading: "tube", fill: bands || tips ? trim : undefined });
  };
  if (dice.chance(0.75)) {
    pen.placed({ x: dice.between(5, 9), y: -dice.between(1, 4), turn: -dice.between(2, 10) }, sock);
  } else if (dice.chance(0.5)) pen.placed({ x: -leg - 3, flip: true }, sock);
  sock();
}

/** Socks. */
export const socks: Department = {
  styles: {
    "crew socks": style(44, (pen, dice) => pairOfSocks(pen, dice, dice.between(24, 31))),
    "ankle socks": style(28, (pen, dice) => pairOfSocks(pen, dice, dice.between(16, 19))),
    "knee socks": style(28, (pen, dice) => pairOfSocks(pen, dice, dice.between(40, 52))),
  },
  colours: CLOTH_COLOURS,
  patterns: { plain: 36, stripes: 28, dots: 14, checks: 10, floral: 8, gradient: 4 },
  scale: { unit: 0.55, extent: 29, size: 0.27, tilt: 4, mirror: true },
};

/** The measures of a stocking: how long and wide at the thigh, its opacity, and how it is knitted. */
interface Stocking {
  long: number;
  thigh: number;
  sheer: number;
  kind: string;
}

function stocking(dice: Dice, long: [number, number], widest: number, sheerest: number): Stocking {
  return {
    long: dice.between(...long),
    thigh: dice.between(11, widest),
    sheer: dice.between(sheerest, 0.95),
    kind: dice.pick(["plain", "plain", "net", "spots", "stripes"]),
  };
}

/** A leg with its foot, the inner side towards x = 0, from (`x`, 0) down. */
function drawLeg(pen: Pen, { long, thigh, sheer, kind }: Stocking, x = 0): void {
  const at = (share: number) => x + thigh * share;
  const outline = path`M ${x} 0
    C ${x - 0.3} ${long * 0.25}, ${x + 0.6} ${long * 0.4}, ${at(0.1)} ${long * 0.48}
    C ${x - 0.3} ${long * 0.6}, ${at(0.16)} ${long * 0.8}, ${at(0.2)} ${long * 0.92}
    Q ${at(0.1)} ${long + 1}, ${at(0.5)} ${long + 3} Q ${at(0.86)} ${long + 2}, ${at(0.6)} ${
    long * 0.92
  }
    C ${at(0.66)} ${long * 0.8}, ${at(0.92)} ${long * 0.66}, ${at(0.78)} ${long * 0.48}
    C ${at(0.86)} ${long * 0.4}, ${at(1.02)} ${long * 0.2}, ${x + thigh} 0 Z`;
  pen.fill(outline, "#e9c7ac");
  pen.fill(outline, pen.look.fill, { opacity: sheer });
  pen.seam(outline, { ink: pen.look.edge });
  pen.shade(outline, "tube", 0.9);
  pen.within(outline, () => drawKnit(pen, outline, kind));
}

/** A net, rows of dots or stripes over a leg. */
function drawKnit(pen: Pen, leg: Path, kind: string): void {
  const { left, right, top, bottom } = leg.bounds(), { deep, accent } = pen.look;
  const lines = path``, high = bottom - top;
  if (kind === "net") {
    for (let x = left - high; x < right + high; x += 2.6) {
      lines.draw`M ${x} ${top} L ${x + high} ${bottom} M ${x} ${bottom} L ${x + high} ${top}`;
    }
    pen.line(lines, deep, 0.5, { butt: true });
  } else if (kind === "spots") {
    for (let y = top, row = 0; y < bottom; y += 4, row++) {
      for (let x = left + (row % 2) * 2; x < right; x += 4) {
        lines.draw`M ${x} ${y} L ${x} ${y + 0.01}`;
      }
    }
    pen.line(lines, deep, 1.3);
  } else if (kind === "stripes") {
    for (let y = top + 3; y < bottom; y += 5) {
      lines.draw`M ${left - 2} ${y} L ${right + 2} ${y + 1}`;
    }
    pen.line(lines, accent, 2, { butt: true, opacity: 0.85 });
  }
}

function drawTights(pen: Pen, dice: Dice): void {
  const leg = stocking(dice, [66, 80], 13, 0.55), apart = dice.between(0.4, 3);
  const half = leg.thigh + apart;
  for (const flip of [false, true]) pen.placed({ flip }, () => drawLeg(pen, leg, apart));
  const brief = path`M 0 -16 L ${half - 1} -16 Q ${half + 1.6} -6, ${half} 1 L ${apart} 1
    Q 0 -1, 0 -2`;
  pen.trim(brief.mirrored());
  pen.trim(box(-half + 0.6, -18, half * 2 - 1.2, 3.4, 1), { fill: pen.look.dark });
}

function drawThighHighs(pen: Pen, dice: Dice): void {
  const leg = stocking(dice, [56, 70], 13.5, 0.5), { thigh } = leg;
  const band = dice.between(4, 7), lace = dice.chance(0.6), { accent, dark } = pen.look;
  const places = [
    { x: 1, turn: dice.between(-4, 2) },
    { x: thigh + dice.between(2, 6), turn: dice.between(0, 7) },
  ];
  for (const place of places) {
    pen.placed(place, () => {
      drawLeg(pen, leg);
      pen.trim(box(-0.5, -band * 0.4, thigh + 1, band, 0.8), { fill: dark });
      const y = band * 0.1;
      if (lace) pen.line(path`M 0 ${y} L ${thigh} ${y}`, accent, 1.6, { dash: ".2 1.9" });
    });
  }
}

/** Stockings. */
export const stockings: Department = {
  styles: {
    "tights": style(60, drawTights),
    "thigh-highs": style(40, drawThighHighs),
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
  scale: { unit: 1, extent: 48, size: 0.38, tilt: 4 },
};
