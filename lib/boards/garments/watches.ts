/** Watches: `watches`. The case is 10 units across, its middle at (0, 0). */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, ellipse, polygon } from "../shapes.ts";
import { CLOTH_COLOURS, type Department, LEATHER_COLOURS } from "./department.ts";
import { anyMetal, type Metal, METAL_COLOURS, metalOf, rod } from "./metals.ts";

/** The dial with its marks, hands and small dials; radius `r` about (0, 0). */
function dial(
  pen: Pen,
  dice: Dice,
  { r, face, metal }: { r: number; face: string; metal: Metal },
): void {
  const ink = dice.pick([metal.dark, "#22242a", metal.fill]);
  pen.fill(ellipse(0, 0, r), face);
  pen.shade(ellipse(0, 0, r), "drape", 0.7);
  if (dice.chance(0.35)) {
    for (const [x, y] of [[-0.45, 0], [0.45, 0], [0, 0.45]] as const) {
      pen.line(ellipse(x * r, y * r, r * 0.2), ink, 0.25, { opacity: 0.8 });
    }
  }
  const marks = new Path(), step = dice.pick([1, 1, 3]);
  for (let hour = 0; hour < 12; hour += step) {
    const a = hour * Math.PI / 6, from = hour % 3 === 0 ? 0.74 : 0.84;
    marks.move(r * from * Math.sin(a), -r * from * Math.cos(a)).line(
      r * 0.93 * Math.sin(a),
      -r * 0.93 * Math.cos(a),
    );
  }
  pen.line(marks, ink, 0.45, { butt: true });
  const hand = (turn: number, reach: number, width: number) =>
    pen.line(
      new Path().move(0, 0).line(r * reach * Math.sin(turn), -r * reach * Math.cos(turn)),
      ink,
      width,
    );
  hand(dice.between(0, 6.28), 0.5, 0.55);
  hand(dice.between(0, 6.28), 0.78, 0.4);
  pen.fill(ellipse(0, 0, 0.5), ink);
  pen.fill(
    polygon([-r * 0.7, -r * 0.3], [-r * 0.1, -r * 0.8], [r * 0.2, -r * 0.75], [-r * 0.6, r * 0.15]),
    "#fff",
    { opacity: 0.2 },
  );
}

/** The two halves of a strap: leather with a buckle, or metal links. */
function strap(
  pen: Pen,
  dice: Dice,
  { wide, start, long, links, metal }: {
    wide: number;
    start: number;
    long: number;
    links: boolean;
    metal: Metal;
  },
): void {
  const taper = dice.between(0.72, 0.95);
  for (const side of [-1, 1]) {
    const y = side * start, end = side * (start + long);
    const half = wide / 2, tip = half * taper;
    const path = side === 1 && !links
      ? polygon([-half, y], [half, y], [tip, end - 1.4], [0, end], [-tip, end - 1.4])
      : polygon([-half, y], [half, y], [tip, end], [-tip, end]);
    if (links) {
      pen.cloth(path, { plain: true, fill: metal.fill, shading: "tube" });
      const gaps = new Path();
      for (let d = 1.1; d < long; d += 1.25) {
        gaps.move(-half, y + side * d).line(half, y + side * d);
      }
      for (const x of [-0.36, 0.36]) gaps.move(x * wide * 0.5, y).line(x * wide * 0.5 * taper, end);
      pen.within(path, () => pen.line(gaps, metal.dark, 0.3, { opacity: 0.8 }));
      pen.line(path, metal.dark, pen.pixel * 0.8);
    } else {
      pen.cloth(path, { shading: "tube" });
      if (side === 1) {
        for (let d = long * 0.45; d < long - 2; d += 1.4) {
          pen.fill(ellipse(0, y + d, 0.3), pen.look.deep);
        }
      } else {
        rod(pen, box(-tip - 0.5, end - 0.6, tip * 2 + 1, 1.8, 0.4), 0.5, metal);
        pen.cloth(box(-half * 0.9, y - long * 0.55, half * 1.8, 0.9, 0.2), {
          plain: true,
          fill: pen.look.dark,
          shading: "flat",
        });
      }
    }
  }
}

function drawWatch(
  pen: Pen,
  dice: Dice,
  { links, square = false }: { links: boolean; square?: boolean },
): void {
  const metal = links ? metalOf(pen.look) : anyMetal(dice), r = dice.between(4.4, 5.8);
  const face = dice.pick(["#f8f6f0", "#f8f6f0", "#23252b", "#26364f", metal.light, pen.look.light]);
  if (dice.chance(0.15)) {
    // Standing on its closed strap, which shows as a ring behind the case.
    const rx = dice.between(5, 7), ry = dice.between(7.5, 9.5), wide = dice.between(1.5, 2.4);
    const ring: Point = [dice.between(-1, 1), ry * 0.9];
    if (links) rod(pen, ellipse(ring[0], -ring[1], rx, ry), wide, metal);
    else {
      pen.line(ellipse(ring[0], -ring[1], rx, ry), pen.look.edge, wide + pen.pixel);
      pen.line(ellipse(ring[0], -ring[1], rx, ry), pen.look.fill, wide);
      pen.line(ellipse(ring[0], -ring[1], rx, ry), pen.look.light, wide * 0.3, { opacity: 0.6 });
    }
  } else {
    strap(pen, dice, {
      wide: r * dice.between(0.9, 1.35),
      start: r * 0.82,
      long: dice.between(5, 9.5),
      links,
      metal,
    });
  }
  pen.cloth(box(r * 0.9, -0.9, r * 0.3, 1.8, 0.4), { plain: true, fill: metal.fill });
  if (square) {
    const half = r * dice.between(0.72, 0.95), tall = r * dice.between(0.9, 1.15);
    pen.cloth(box(-half, -tall, half * 2, tall * 2, 1.2), {
      plain: true,
      fill: metal.fill,
      shading: "sheen",
    });
    pen.line(box(-half, -tall, half * 2, tall * 2, 1.2), metal.dark, pen.pixel);
    pen.fill(box(-half * 0.8, -tall * 0.82, half * 1.6, tall * 1.64, 0.6), face);
    dial(pen, dice, { r: half * 0.8, face, metal });
  } else {
    pen.cloth(ellipse(0, 0, r), { plain: true, fill: metal.fill, shading: "sheen" });
    pen.line(ellipse(0, 0, r), metal.dark, pen.pixel);
    if (dice.chance(0.3)) pen.line(ellipse(0, 0, r * 0.92), pen.look.deep, r * 0.14);
    dial(pen, dice, { r: r * dice.between(0.76, 0.86), face, metal });
  }
}

function drawDigital(pen: Pen, dice: Dice): void {
  const half = dice.between(3.8, 4.8), tall = dice.between(4.4, 5.6);
  strap(pen, dice, {
    wide: half * 1.6,
    start: tall * 0.85,
    long: dice.between(5, 9),
    links: false,
    metal: metalOf({ ...pen.look, colour: "black" }),
  });
  const round = dice.between(0.8, 2.4);
  pen.cloth(box(-half, -tall, half * 2, tall * 2, round), {
    plain: true,
    fill: dice.chance(0.5) ? pen.look.dark : "#2b2c31",
    shading: "sheen",
  });
  const screen = dice.pick(["#17191d", "#b9c6ae", "#dfe6e8"]);
  pen.fill(box(-half * 0.76, -tall * 0.72, half * 1.52, tall * 1.44, round * 0.6), screen);
  const ink = screen === "#17191d" ? pen.look.accent : "#23302a";
  // Seven-segment digits, as bars.
  for (const x of [-0.5, -0.2, 0.15, 0.45]) {
    pen.line(new Path().move(x * half, -1).line(x * half, 1), ink, 0.6, { butt: true });
    pen.line(
      new Path().move(x * half - 0.5, dice.between(-1, 1)).line(
        x * half + 0.4,
        dice.between(-1, 1),
      ),
      ink,
      0.4,
      { butt: true },
    );
  }
  pen.line(new Path().move(-half * 0.5, 2).line(half * 0.5, 2), ink, 0.3);
  for (const y of [-tall * 0.4, tall * 0.4]) {
    pen.cloth(box(half - 0.1, y - 0.7, 0.8, 1.4, 0.3), { plain: true, fill: "#55585f" });
  }
}

/** Watches. */
export const watches: Department = {
  styles: {
    "leather watch": { weight: 36, draw: (pen, dice) => drawWatch(pen, dice, { links: false }) },
    "metal watch": {
      weight: 32,
      draw: (pen, dice) => drawWatch(pen, dice, { links: true }),
      colours: METAL_COLOURS,
    },
    "square watch": {
      weight: 18,
      draw: (pen, dice) => drawWatch(pen, dice, { links: false, square: true }),
    },
    "digital watch": { weight: 14, draw: drawDigital, colours: { ...CLOTH_COLOURS, black: 30 } },
  },
  colours: { ...LEATHER_COLOURS, brown: 26, black: 26 },
  patterns: { plain: 90, stripes: 6, floral: 4 },
  unit: 0.35,
  extent: 19,
  size: 0.25,
  tilt: 5,
};
