/** Scarves & Shawls: `scarves`. In cm. */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { ellipse, polygon, ribbon } from "../shapes.ts";
import { CLOTH_COLOURS, type Department } from "./department.ts";

/** Threads along the edge from `from` to `to`, `long` cm. */
function fringe(
  pen: Pen,
  dice: Dice,
  { from, to, long }: { from: Point; to: Point; long: number },
): void {
  const count = Math.max(4, Math.round(Math.hypot(to[0] - from[0], to[1] - from[1]) / 1.5));
  const dx = -(to[1] - from[1]), dy = to[0] - from[0], norm = Math.hypot(dx, dy) || 1;
  for (let i = 0; i <= count; i++) {
    const x = from[0] + (to[0] - from[0]) * i / count, y = from[1] + (to[1] - from[1]) * i / count;
    const reach = long * dice.between(0.8, 1.1) / norm;
    pen.line(
      new Path().move(x, y).line(x + dx * reach + dice.between(-0.5, 0.5), y + dy * reach),
      i % 2 ? pen.look.dark : pen.look.fill,
      0.8,
    );
  }
}

/** A loop about the neck with two ends hanging from it. */
function drawWrapped(pen: Pen, dice: Dice): void {
  const wide = dice.between(10, 15), fringed = dice.chance(0.65);
  for (const side of dice.chance(0.5) ? [1, -1] : [-1, 1]) {
    const long = dice.between(36, 60), spread = dice.between(1, 9);
    const end: Point = [side * (5 + spread), 12 + long];
    const tail = ribbon([[side * 3, 10], [side * (5 + spread * 0.4), 12 + long * 0.4], end], [
      wide * 0.8,
      wide,
      wide * 1.05,
    ]);
    if (fringed) {
      const half = wide * 0.52;
      fringe(pen, dice, {
        from: [end[0] - half, end[1] - 0.5],
        to: [end[0] + half, end[1] - 0.5],
        long: dice.between(4, 7),
      });
    }
    pen.cloth(tail, { shading: "tube", turn: -side * 4 });
    pen.fold(
      [[side * 3, 14], [side * (4 + spread * 0.4), 12 + long * 0.4], [end[0], end[1] - 4]],
      1.8,
      0.16,
    );
  }
  const rx = dice.between(13, 17), ry = dice.between(8, 12);
  pen.fill(ellipse(0, 3, rx * 0.62, ry * 0.5), pen.look.deep);
  for (const [grow, drop] of [[1, 0], [0.9, 5]] as const) {
    const roll = new Path().move(-rx * grow, drop * 0.4).cubic(
      -rx * grow,
      ry * 0.6 + drop,
      -rx * 0.5,
      ry + 4 + drop,
      0,
      ry + 4 + drop,
    )
      .cubic(rx * 0.5, ry + 4 + drop, rx * grow, ry * 0.6 + drop, rx * grow, drop * 0.4)
      .cubic(rx * 0.9, -ry * 0.4, rx * 0.6, -ry * 0.2, rx * 0.52, 1 + drop * 0.5)
      .quad(0, ry * 0.9 + drop * 0.6, -rx * 0.52, 1 + drop * 0.5).cubic(
        -rx * 0.6,
        -ry * 0.2,
        -rx * 0.9,
        -ry * 0.4,
        -rx * grow,
        drop * 0.4,
      ).close();
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
  pen.cloth(
    ribbon([[-rx * 0.95, 2], [-rx * 0.7, -5], [0, -8], [rx * 0.7, -5], [rx * 0.95, 2]], [
      wide * 0.7,
      wide * 0.6,
      wide * 0.5,
      wide * 0.6,
      wide * 0.7,
    ]),
    { fill: pen.look.dark, plain: true, shading: "fall" },
  );
  pen.cloth(
    ribbon(loop(rx * 1.05, deep, 0), [
      wide * 0.8,
      wide,
      wide * 1.2,
      wide * 1.3,
      wide * 1.3,
      wide * 1.3,
      wide * 1.2,
      wide,
      wide * 0.8,
    ]),
    { shading: "fall" },
  );
  pen.fold(loop(rx * 1.05, deep - 2, 0), 1.8, 0.2);
  pen.fold(loop(rx * 0.95, deep + 2, 2), 1.4, 0.16);
  pen.cloth(
    ribbon(loop(rx * 0.72, deep * 0.56, -1), [
      wide * 0.6,
      wide * 0.8,
      wide,
      wide,
      wide,
      wide,
      wide,
      wide * 0.8,
      wide * 0.6,
    ]),
    { shading: "fall", turn: 20 },
  );
  pen.fold(loop(rx * 0.72, deep * 0.56, -1), 1.4, 0.2);
}

/** A large square folded to a triangle, a border along its edges. */
function drawSquare(pen: Pen, dice: Dice): void {
  const half = dice.between(24, 32), deep = dice.between(26, 38), flat = dice.chance(0.45);
  const outline = flat
    ? polygon([-half, -half * 0.2], [half * 0.1, -half * 0.8], [half, half * 0.3], [
      -half * 0.1,
      half,
    ])
    : new Path().move(-half, 0).quad(0, -5, half, 0).quad(half * 0.5, deep * 0.6, 1, deep).quad(
      -half * 0.55,
      deep * 0.5,
      -half,
      0,
    ).close();
  pen.cloth(outline, { shading: "drape" });
  const { left, right, top, bottom } = outline.bounds();
  const cx = (left + right) / 2, cy = flat ? (top + bottom) / 2 : deep * 0.36;
  const border = outline.shift(-cx, -cy).scale(0.86).shift(cx, cy);
  pen.line(border, pen.look.accent, dice.between(1.6, 3.4));
  if (pen.look.pattern === "plain" && dice.chance(0.7)) {
    for (const grow of [0.3, 0.2]) pen.line(ellipse(cx, cy, half * grow), pen.look.extra, 1.6);
  }
  for (let i = 0; i < 3; i++) {
    const x = dice.between(-0.5, 0.5) * half;
    pen.fold([[x, cy - deep * 0.4], [x * 0.8, cy], [x * 0.3, cy + deep * 0.4]], 2.4, 0.12);
  }
  if (!flat) {
    for (const side of [-1, 1]) {
      pen.cloth(polygon([side * half, 0], [side * (half + 5), 7], [side * (half + 1), 10]), {
        plain: true,
        fill: pen.look.dark,
      });
    }
  }
}

/** A long scarf folded in half, its ends below. */
function drawFolded(pen: Pen, dice: Dice): void {
  const wide = dice.between(13, 19), long = dice.between(44, 62), lean = dice.between(1, 6);
  const ends = [[lean, 4], [-lean, 0]] as const;
  ends.forEach(([x, extra], i) => {
    const bottom = long + extra;
    fringe(pen, dice, {
      from: [x - wide / 2, bottom - 0.4],
      to: [x + wide / 2, bottom - 0.4],
      long: dice.between(4, 7),
    });
    const layer = new Path().move(-wide * 0.28, 1).quad(-wide * 0.26, -5, 0, -5)
      .quad(wide * 0.26, -5, wide * 0.28, 1).line(x + wide / 2, bottom).line(x - wide / 2, bottom)
      .close();
    pen.cloth(layer, {
      shading: "drape",
      ...(i === 0 ? { fill: pen.look.dark, plain: true } : {}),
    });
    for (const inset of [3, 5.4]) {
      pen.line(
        new Path().move(x - wide / 2, bottom - inset).line(x + wide / 2, bottom - inset),
        pen.look.accent,
        0.9,
        { butt: true, opacity: 0.8 },
      );
    }
  });
  pen.fold([[-wide * 0.12, -2], [-wide * 0.24, long * 0.5], [-wide * 0.3, long - 6]], 2, 0.16);
  pen.fold([[wide * 0.12, -2], [wide * 0.14, long * 0.4], [wide * 0.1, long * 0.7]], 2, 0.14);
}

/** A wide shawl or poncho over the shoulders. */
function drawShawl(pen: Pen, dice: Dice): void {
  const half = dice.between(34, 44),
    deep = dice.between(42, 58),
    fringed = dice.chance(0.7),
    neck = dice.between(6, 9);
  const left: Point = [-half, deep * 0.5],
    tip: Point = [0, deep],
    right: Point = [half, deep * 0.5];
  if (fringed) {
    fringe(pen, dice, { from: left, to: tip, long: 6 });
    fringe(pen, dice, { from: tip, to: right, long: 6 });
  }
  const outline = new Path().move(0, neck).quad(neck * 0.8, neck * 0.7, neck, 0).quad(
    half * 0.5,
    3,
    half,
    deep * 0.5,
  ).quad(half * 0.5, deep * 0.84, 0, deep).mirrored();
  pen.fill(ellipse(0, 1.4, neck, 3), pen.look.deep);
  pen.cloth(outline);
  for (const x of [-0.6, -0.25, 0.25, 0.6]) {
    pen.fold(
      [[x * neck * 1.6, 6], [x * half * 0.6, deep * 0.4], [x * half * 0.9, deep * 0.72]],
      2.6,
      0.15,
    );
  }
  if (dice.chance(0.5)) {
    const inner = outline.scale(0.9).shift(0, 2);
    pen.within(outline, () => pen.line(inner, pen.look.accent, 1.6, { opacity: 0.8 }));
  }
}

/** Scarves & Shawls. */
export const scarves: Department = {
  styles: {
    "wrapped scarf": { weight: 42, draw: drawWrapped },
    "infinity scarf": { weight: 20, draw: drawInfinity },
    "silk square": { weight: 16, draw: drawSquare },
    "folded scarf": { weight: 12, draw: drawFolded },
    "shawl": { weight: 10, draw: drawShawl },
  },
  colours: { ...CLOTH_COLOURS, grey: 13, red: 11, beige: 12 },
  patterns: { plain: 38, stripes: 14, dots: 6, checks: 22, floral: 10, gradient: 10 },
  unit: 0.9,
  extent: 52,
  size: 0.3,
  tilt: 4,
  mirror: true,
};
