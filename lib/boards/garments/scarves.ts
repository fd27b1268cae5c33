/** Scarves & Shawls. In cm. */

import { both, CLOTH_COLOURS, ellipse, path, polygon, ribbon, style } from "./kit.ts";
import type { Department, Dice, Pen, Point } from "./kit.ts";

/** Threads along the edge from `from` to `to`, `long` cm. */
function fringe(pen: Pen, dice: Dice, from: Point, to: Point, long: number): void {
  const wide = to[0] - from[0], high = to[1] - from[1], norm = Math.hypot(wide, high) || 1;
  const count = Math.max(4, Math.round(norm / 1.5));
  for (let i = 0; i <= count; i++) {
    const x = from[0] + wide * i / count, y = from[1] + high * i / count;
    const reach = long * dice.between(0.8, 1.1) / norm;
    const thread = path`M ${x} ${y} L ${x - high * reach + dice.between(-0.5, 0.5)} ${
      y + wide * reach
    }`;
    pen.line(thread, i % 2 ? pen.look.dark : pen.look.fill, 0.8);
  }
}

/** A loop about the neck with two ends hanging from it. */
function drawWrapped(pen: Pen, dice: Dice): void {
  const wide = dice.between(10, 15), fringed = dice.chance(0.65);
  for (const side of dice.chance(0.5) ? [1, -1] : [-1, 1]) {
    const long = dice.between(36, 60), spread = dice.between(1, 9), middle = 12 + long * 0.4;
    const [x, y]: Point = [side * (5 + spread), 12 + long];
    if (fringed) {
      const half = wide * 0.52;
      fringe(pen, dice, [x - half, y - 0.5], [x + half, y - 0.5], dice.between(4, 7));
    }
    const line: Point[] = [[side * 3, 10], [side * (5 + spread * 0.4), middle], [x, y]];
    const tail = ribbon(line, [wide * 0.8, wide, wide * 1.05]);
    pen.cloth(tail, { shading: "tube", turn: -side * 4 });
    pen.fold([[side * 3, 14], [side * (4 + spread * 0.4), middle], [x, y - 4]], 1.8, 0.16);
  }
  const rx = dice.between(13, 17), ry = dice.between(8, 12);
  pen.fill(ellipse(0, 3, rx * 0.62, ry * 0.5), pen.look.deep);
  for (const [grow, drop] of [[1, 0], [0.9, 5]] as const) {
    const half = rx * grow, top = drop * 0.4, deep = ry + 4 + drop, side = ry * 0.6 + drop;
    const roll = path`M -${half} ${top}
      C -${half} ${side}, ${-rx * 0.5} ${deep}, 0 ${deep}
      C ${rx * 0.5} ${deep}, ${half} ${side}, ${half} ${top}
      C ${rx * 0.9} ${-ry * 0.4}, ${rx * 0.6} ${-ry * 0.2}, ${rx * 0.52} ${1 + drop * 0.5}
      Q 0 ${ry * 0.9 + drop * 0.6}, ${-rx * 0.52} ${1 + drop * 0.5}
      C ${-rx * 0.6} ${-ry * 0.2}, ${-rx * 0.9} ${-ry * 0.4}, -${half} ${top} Z`;
    pen.cloth(roll, { shading: "fall", turn: 12 });
  }
  pen.fold([[-rx * 0.7, 4], [0, ry + 1], [rx * 0.7, 4]], 2, 0.18);
  pen.fold([[-rx * 0.6, 8], [0, ry + 6], [rx * 0.6, 8]], 1.6, 0.15);
}

/** An endless loop, twice around. */
function drawInfinity(pen: Pen, dice: Dice): void {
  const rx = dice.between(15, 19), deep = dice.between(24, 36), wide = dice.between(8, 12);
  const loop = (rx: number, deep: number, from: number): Point[] =>
    Array.from({ length: 9 }, (_, i) => {
      const a = Math.PI * i / 8;
      return [-rx * Math.cos(a) * (1 - 0.1 * Math.sin(a)), from + deep * Math.sin(a)];
    });
  const widths = (...shares: number[]) => shares.map((share) => wide * share);
  const back = [[-rx * 0.95, 2], [-rx * 0.7, -5], [0, -8], [rx * 0.7, -5], [rx * 0.95, 2]] as const;
  pen.trim(ribbon(back, widths(0.7, 0.6, 0.5, 0.6, 0.7)), { fill: pen.look.dark, shading: "fall" });
  const outer = widths(0.8, 1, 1.2, 1.3, 1.3, 1.3, 1.2, 1, 0.8);
  pen.cloth(ribbon(loop(rx * 1.05, deep, 0), outer), { shading: "fall" });
  pen.fold(loop(rx * 1.05, deep - 2, 0), 1.8, 0.2);
  pen.fold(loop(rx * 0.95, deep + 2, 2), 1.4, 0.16);
  const inner = loop(rx * 0.72, deep * 0.56, -1);
  const roll = ribbon(inner, widths(0.6, 0.8, 1, 1, 1, 1, 1, 0.8, 0.6));
  pen.cloth(roll, { shading: "fall", turn: 20 });
  pen.fold(inner, 1.4, 0.2);
}

/** A large square folded to a triangle, a border along its edges. */
function drawSquare(pen: Pen, dice: Dice): void {
  const { accent, extra, dark, pattern } = pen.look;
  const half = dice.between(24, 32), deep = dice.between(26, 38), flat = dice.chance(0.45);
  const outline = flat
    ? path`M -${half} ${-half * 0.2} L ${half * 0.1} ${-half * 0.8} L ${half} ${half * 0.3}
      L ${-half * 0.1} ${half} Z`
    : path`M -${half} 0 Q 0 -5, ${half} 0 Q ${half * 0.5} ${deep * 0.6}, 1 ${deep}
      Q ${-half * 0.55} ${deep * 0.5}, -${half} 0 Z`;
  pen.cloth(outline);
  const { left, right, top, bottom } = outline.bounds();
  const cx = (left + right) / 2, cy = flat ? (top + bottom) / 2 : deep * 0.36;
  const border = outline.shift(-cx, -cy).scale(0.86).shift(cx, cy);
  pen.line(border, accent, dice.between(1.6, 3.4));
  if (pattern === "plain" && dice.chance(0.7)) {
    pen.line([ellipse(cx, cy, half * 0.3), ellipse(cx, cy, half * 0.2)], extra, 1.6);
  }
  for (let i = 0; i < 3; i++) {
    const x = dice.between(-0.5, 0.5) * half;
    pen.fold([[x, cy - deep * 0.4], [x * 0.8, cy], [x * 0.3, cy + deep * 0.4]], 2.4, 0.12);
  }
  if (!flat) pen.trim(both(polygon([half, 0], [half + 5, 7], [half + 1, 10])), { fill: dark });
}

/** A long scarf folded in half, its ends below. */
function drawFolded(pen: Pen, dice: Dice): void {
  const { accent, dark } = pen.look;
  const wide = dice.between(13, 19), long = dice.between(44, 62), lean = dice.between(1, 6);
  const fold = path`M ${-wide * 0.28} 1 Q ${-wide * 0.26} -5, 0 -5
    Q ${wide * 0.26} -5, ${wide * 0.28} 1`;
  for (const [x, bottom, fill] of [[lean, long + 4, dark], [-lean, long, ""]] as const) {
    const left = x - wide / 2, right = x + wide / 2;
    fringe(pen, dice, [left, bottom - 0.4], [right, bottom - 0.4], dice.between(4, 7));
    const layer = fold.shift(0, 0).draw`L ${right} ${bottom} L ${left} ${bottom} Z`;
    pen.cloth(layer, { fill, plain: fill !== "" });
    for (const y of [bottom - 3, bottom - 5.4]) {
      pen.line(path`M ${left} ${y} L ${right} ${y}`, accent, 0.9, { butt: true, opacity: 0.8 });
    }
  }
  pen.fold([[-wide * 0.12, -2], [-wide * 0.24, long * 0.5], [-wide * 0.3, long - 6]], 2, 0.16);
  pen.fold([[wide * 0.12, -2], [wide * 0.14, long * 0.4], [wide * 0.1, long * 0.7]], 2, 0.14);
}

/** A wide shawl or poncho over the shoulders. */
function drawShawl(pen: Pen, dice: Dice): void {
  const { accent, deep: inside } = pen.look;
  const half = dice.between(34, 44), deep = dice.between(42, 58), fringed = dice.chance(0.7);
  const neck = dice.between(6, 9);
  if (fringed) {
    fringe(pen, dice, [-half, deep * 0.5], [0, deep], 6);
    fringe(pen, dice, [0, deep], [half, deep * 0.5], 6);
  }
  const outline = path`M 0 ${neck} Q ${neck * 0.8} ${neck * 0.7}, ${neck} 0
    Q ${half * 0.5} 3, ${half} ${deep * 0.5} Q ${half * 0.5} ${deep * 0.84}, 0 ${deep}`.mirrored();
  pen.fill(ellipse(0, 1.4, neck, 3), inside);
  pen.cloth(outline);
  for (const x of [-0.6, -0.25, 0.25, 0.6]) {
    const low: Point = [x * half * 0.9, deep * 0.72];
    pen.fold([[x * neck * 1.6, 6], [x * half * 0.6, deep * 0.4], low], 2.6, 0.15);
  }
  if (dice.chance(0.5)) {
    const inner = outline.scale(0.9).shift(0, 2);
    pen.within(outline, () => pen.line(inner, accent, 1.6, { opacity: 0.8 }));
  }
}

/** Scarves & Shawls. */
export const scarves: Department = {
  styles: {
    "wrapped scarf": style(42, drawWrapped),
    "infinity scarf": style(20, drawInfinity),
    "silk square": style(16, drawSquare),
    "folded scarf": style(12, drawFolded),
    "shawl": style(10, drawShawl),
  },
  colours: { ...CLOTH_COLOURS, grey: 13, red: 11, beige: 12 },
  patterns: { plain: 38, stripes: 14, dots: 6, checks: 22, floral: 10, gradient: 10 },
  scale: { unit: 0.9, extent: 52, size: 0.3, tilt: 4, mirror: true },
};
