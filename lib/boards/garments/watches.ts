/** Watches. The case is 10 units across, its middle at (0, 0). */

import { box, CLOTH_COLOURS, ellipse, LEATHER_COLOURS, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Pen, Point } from "./kit.ts";
import { anyMetal, type Metal, METAL_COLOURS, metalOf, rod } from "./metals.ts";

/** The dial with its marks, hands and small dials; radius `r` about (0, 0). */
function dial(pen: Pen, dice: Dice, r: number, face: string, metal: Metal): void {
  const ink = dice.pick([metal.dark, "#22242a", metal.fill]);
  pen.fill(ellipse(0, 0, r), face);
  pen.shade(ellipse(0, 0, r), "drape", 0.7);
  if (dice.chance(0.35)) {
    for (const [x, y] of [[-0.45, 0], [0.45, 0], [0, 0.45]] as const) {
      pen.line(ellipse(x * r, y * r, r * 0.2), ink, 0.25, { opacity: 0.8 });
    }
  }
  const at = (turn: number, share: number): Point => [
    r * share * Math.sin(turn),
    -r * share * Math.cos(turn),
  ];
  const marks = path``, step = dice.pick([1, 1, 3]);
  for (let hour = 0; hour < 12; hour += step) {
    const turn = hour * Math.PI / 6;
    marks.draw`M ${at(turn, hour % 3 === 0 ? 0.74 : 0.84)} L ${at(turn, 0.93)}`;
  }
  pen.line(marks, ink, 0.45, { butt: true });
  pen.line(path`M 0 0 L ${at(dice.between(0, 6.28), 0.5)}`, ink, 0.55);
  pen.line(path`M 0 0 L ${at(dice.between(0, 6.28), 0.78)}`, ink, 0.4);
  pen.fill(ellipse(0, 0, 0.5), ink);
  const glint = path`M ${-r * 0.7} ${-r * 0.3} L ${-r * 0.1} ${-r * 0.8} L ${r * 0.2} ${-r * 0.75}
    L ${-r * 0.6} ${r * 0.15} Z`;
  pen.fill(glint, "#fff", { opacity: 0.2 });
}

/** The measures of a {@linkcode strap}: its width, where each half starts, and how long it is. */
interface Strap {
  wide: number;
  start: number;
  long: number;
  /** Metal links, else leather with a buckle. */
  links: boolean;
  metal: Metal;
}

/** The two halves of a strap. */
function strap(pen: Pen, dice: Dice, { wide, start, long, links, metal }: Strap): void {
  const { deep, dark } = pen.look, half = wide / 2, tip = half * dice.between(0.72, 0.95);
  for (const side of [-1, 1]) {
    const y = side * start, end = side * (start + long);
    const outline = side === 1 && !links
      ? polygon([-half, y], [half, y], [tip, end - 1.4], [0, end], [-tip, end - 1.4])
      : polygon([-half, y], [half, y], [tip, end], [-tip, end]);
    if (links) {
      pen.trim(outline, { fill: metal.fill, shading: "tube" });
      const gaps = path``;
      for (let d = 1.1; d < long; d += 1.25) {
        gaps.draw`M -${half} ${y + side * d} L ${half} ${y + side * d}`;
      }
      for (const x of [-0.36, 0.36]) gaps.draw`M ${x * half} ${y} L ${x * tip} ${end}`;
      pen.within(outline, () => pen.line(gaps, metal.dark, 0.3, { opacity: 0.8 }));
      pen.seam(outline, { ink: metal.dark, pixels: 0.8 });
      continue;
    }
    pen.cloth(outline, { shading: "tube" });
    if (side === 1) {
      for (let d = long * 0.45; d < long - 2; d += 1.4) pen.fill(ellipse(0, y + d, 0.3), deep);
    } else {
      rod(pen, box(-tip - 0.5, end - 0.6, tip * 2 + 1, 1.8, 0.4), 0.5, metal);
      const loop = box(-half * 0.9, y - long * 0.55, half * 1.8, 0.9, 0.2);
      pen.trim(loop, { fill: dark, shading: "flat" });
    }
  }
}

/** A strap that is closed and stands: a ring behind the case. */
function closedStrap(pen: Pen, dice: Dice, links: boolean, metal: Metal): void {
  const { edge, fill, light } = pen.look;
  const rx = dice.between(5, 7), ry = dice.between(7.5, 9.5), wide = dice.between(1.5, 2.4);
  const ring = ellipse(dice.between(-1, 1), -ry * 0.9, rx, ry);
  if (links) rod(pen, ring, wide, metal);
  else {
    pen.line(ring, edge, wide + pen.pixel);
    pen.line(ring, fill, wide);
    pen.line(ring, light, wide * 0.3, { opacity: 0.6 });
  }
}

function drawWatch(pen: Pen, dice: Dice, { links = false, square = false } = {}): void {
  const { look } = pen;
  const metal = links ? metalOf(look) : anyMetal(dice), r = dice.between(4.4, 5.8);
  const face = dice.pick(["#f8f6f0", "#f8f6f0", "#23252b", "#26364f", metal.light, look.light]);
  if (dice.chance(0.15)) closedStrap(pen, dice, links, metal);
  else {
    const wide = r * dice.between(0.9, 1.35);
    strap(pen, dice, { wide, start: r * 0.82, long: dice.between(5, 9.5), links, metal });
  }
  const { fill, dark } = metal;
  pen.trim(box(r * 0.9, -0.9, r * 0.3, 1.8, 0.4), { fill });
  if (square) {
    const half = r * dice.between(0.72, 0.95), tall = r * dice.between(0.9, 1.15);
    const frame = box(-half, -tall, half * 2, tall * 2, 1.2);
    pen.trim(frame, { fill, shading: "sheen" });
    pen.seam(frame, { ink: dark });
    pen.fill(box(-half * 0.8, -tall * 0.82, half * 1.6, tall * 1.64, 0.6), face);
    dial(pen, dice, half * 0.8, face, metal);
  } else {
    pen.trim(ellipse(0, 0, r), { fill, shading: "sheen" });
    pen.seam(ellipse(0, 0, r), { ink: dark });
    if (dice.chance(0.3)) pen.line(ellipse(0, 0, r * 0.92), look.deep, r * 0.14);
    dial(pen, dice, r * dice.between(0.76, 0.86), face, metal);
  }
}

function drawDigital(pen: Pen, dice: Dice): void {
  const { accent, dark } = pen.look, metal = metalOf({ colour: "black" });
  const half = dice.between(3.8, 4.8), tall = dice.between(4.4, 5.6), long = dice.between(5, 9);
  strap(pen, dice, { wide: half * 1.6, start: tall * 0.85, long, links: false, metal });
  const round = dice.between(0.8, 2.4), fill = dice.chance(0.5) ? dark : "#2b2c31";
  pen.trim(box(-half, -tall, half * 2, tall * 2, round), { fill, shading: "sheen" });
  const screen = dice.pick(["#17191d", "#b9c6ae", "#dfe6e8"]);
  pen.fill(box(-half * 0.76, -tall * 0.72, half * 1.52, tall * 1.44, round * 0.6), screen);
  const ink = screen === "#17191d" ? accent : "#23302a";
  // Seven-segment digits, as bars.
  for (const share of [-0.5, -0.2, 0.15, 0.45]) {
    const x = share * half;
    pen.line(path`M ${x} -1 L ${x} 1`, ink, 0.6, { butt: true });
    const bar = path`M ${x - 0.5} ${dice.between(-1, 1)} L ${x + 0.4} ${dice.between(-1, 1)}`;
    pen.line(bar, ink, 0.4, { butt: true });
  }
  pen.line(path`M ${-half * 0.5} 2 L ${half * 0.5} 2`, ink, 0.3);
  for (const y of [-tall * 0.4, tall * 0.4]) {
    pen.trim(box(half - 0.1, y - 0.7, 0.8, 1.4, 0.3), { fill: "#55585f" });
  }
}

/** Watches. */
export const watches: Department = {
  styles: {
    "leather watch": style(36, (pen, dice) => drawWatch(pen, dice)),
    "metal watch": style(32, (pen, dice) => drawWatch(pen, dice, { links: true }), {
      colours: METAL_COLOURS,
    }),
    "square watch": style(18, (pen, dice) => drawWatch(pen, dice, { square: true })),
    "digital watch": style(14, drawDigital, { colours: { ...CLOTH_COLOURS, black: 30 } }),
  },
  colours: { ...LEATHER_COLOURS, brown: 26, black: 26 },
  patterns: { plain: 90, stripes: 6, floral: 4 },
  scale: { unit: 0.35, extent: 19, size: 0.25, tilt: 5 },
};
