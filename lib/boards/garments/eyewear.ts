/** Sunglasses. In cm, the bridge at (0, 0). */

import { blob, ellipse, LEATHER_COLOURS, path, polygon, style } from "./kit.ts";
import type { Department, Dice, Path, Pen, Point } from "./kit.ts";
import { anyMetal, type Metal, NICKEL, rod } from "./metals.ts";

const TINTS = ["#2e2b2c", "#2e2b2c", "#4a3a2e", "#3b4a55", "#5b4a63", "#3f5244"];

/** How a pair is put together. */
interface Frame {
  /** The right lens, its inner edge near x = 0.9. */
  lens: Path;
  /** Thickness of the rim around it; 0 is none. */
  rim: number;
  /** Where the arm begins: the lens's upper outer corner. */
  hinge: Point;
  /** A wire frame of this metal; else the rim has the look's colour. */
  metal?: Metal;
  /** Colour of the lenses. */
  tint: string;
}

/** The arms: folded behind the lenses, reaching back, or unseen. */
function drawArms(pen: Pen, dice: Dice, [x, y]: Point, paint: string, width: number): void {
  const pose = dice.weigh({ folded: 4, open: 4, plain: 2 });
  if (pose === "folded") {
    for (const side of [-1, 1]) {
      const at = (share: number) => side * x * share;
      const arm = path`M ${side * x} ${y + 0.3}
        R ${at(0.55)} ${y + 1.7}, ${at(-0.5)} ${y + 2.3}, ${at(-0.8)} ${y + 3.1}`;
      pen.line(arm, paint, width * 0.9);
    }
  } else if (pose === "open") {
    const shift = dice.sign() * dice.between(1, 3), far = dice.between(2, 3.8);
    for (const side of [-1, 1]) {
      const end = side * x * 0.9 + shift, top = y - far;
      const arm = path`M ${side * x} ${y} R ${side * x * 0.96 + shift * 0.5} ${y - far * 0.6},
        ${end} ${top}, ${end - side * 0.5} ${top + 0.9}`;
      pen.line(arm, paint, width);
    }
  }
}

/** Both lenses with rims, the bridge and the arms. */
function draw(pen: Pen, dice: Dice, { lens, rim, hinge, metal, tint }: Frame): void {
  const { look } = pen, colour = metal?.fill ?? look.fill, width = metal ? 0.22 : 0.55;
  drawArms(pen, dice, hinge, metal?.dark ?? look.dark, width);
  for (const side of [1, -1]) {
    const glass = side === 1 ? lens : lens.flip();
    pen.fill(glass, tint, { opacity: 0.92 });
    pen.shade(glass, "fall", 0.9);
    const glint = polygon([side * 2, -4], [side * 3.4, -4], [side * 1.4, 4], [side * 0.4, 4]);
    pen.within(glass, () => pen.fill(glint, "#fff", { opacity: 0.2 }));
    if (metal) rod(pen, glass, rim, metal);
    else {
      pen.line(glass, look.edge, rim + pen.pixel);
      pen.line(glass, colour, rim);
      pen.line(glass.shift(-0.06, -0.08), look.light, rim * 0.25, { opacity: 0.6 });
    }
  }
  const inner = lens.bounds().left + 0.2;
  pen.line(path`M -${inner} -0.4 R 0 -0.95, ${inner} -0.4`, colour, width * (metal ? 1.2 : 1.1));
  for (const side of [-1, 1]) {
    const rivet = ellipse(side * (hinge[0] - 0.2), hinge[1] + 0.1, 0.22, 0.14);
    pen.fill(rivet, metal?.light ?? NICKEL);
  }
}

function drawAviator(pen: Pen, dice: Dice): void {
  const wide = dice.between(5.2, 6.2), deep = dice.between(4.4, 5.4), metal = anyMetal(dice);
  const outer: Point[] = [[wide - 0.4, -1.6], [wide + 0.5, -0.4], [wide - 0.3, deep * 0.42]];
  const lower: Point[] = [[wide * 0.62, deep - 1.8], [2.4, deep - 2.2], [1.2, deep * 0.25]];
  const lens = blob([0.9, -0.9], [2.4, -1.7], ...outer, ...lower);
  draw(pen, dice, { lens, rim: 0.28, hinge: [wide + 0.5, -1], metal, tint: pen.look.fill });
  pen.line(path`M -2 -1.7 R 0 -2, 2 -1.7`, metal.fill, 0.24);
}

function drawWayfarer(pen: Pen, dice: Dice): void {
  const wide = dice.between(5.4, 6.4), deep = dice.between(3.6, 4.8), lift = dice.between(0, 0.7);
  const low = deep - 1.6;
  const lens = path`M 1 -1.4 Q 3.4 -1.9, ${wide} ${-1.6 - lift} Q ${wide + 0.8} -1.4, ${
    wide + 0.5
  } -0.2
    C ${wide} ${deep * 0.6}, ${wide - 1} ${low}, 3.4 ${low} C 1.6 ${low}, 0.9 0.6, 1 -1.4 Z`;
  const rim = dice.between(0.5, 1);
  draw(pen, dice, { lens, rim, hinge: [wide + 0.8, -1.4 - lift], tint: dice.pick(TINTS) });
}

function drawCatEye(pen: Pen, dice: Dice): void {
  const wide = dice.between(5.6, 6.8),
    lift = dice.between(1.2, 2.2),
    low = dice.between(3, 4.2) - 1.2;
  const lens = path`M 1 -0.8 Q 3.2 -1.6, ${wide + 0.6} ${-1.4 - lift}
    C ${wide + 0.6} 0.6, ${wide - 1} ${low}, 3.4 ${low} C 1.6 ${low}, 0.8 0.6, 1 -0.8 Z`;
  const rim = dice.between(0.45, 0.9);
  draw(pen, dice, { lens, rim, hinge: [wide + 0.7, -1.2 - lift], tint: dice.pick(TINTS) });
}

function drawRound(pen: Pen, dice: Dice): void {
  const r = dice.between(2.4, 3.2), wire = dice.chance(0.5);
  const lens = ellipse(r + 0.9, 0, r, r * dice.between(0.92, 1.04)),
    hinge: Point = [2 * r + 0.9, -0.5];
  if (wire) {
    draw(pen, dice, { lens, rim: 0.3, hinge, metal: anyMetal(dice), tint: pen.look.fill });
  } else draw(pen, dice, { lens, rim: dice.between(0.5, 0.9), hinge, tint: dice.pick(TINTS) });
}

function drawOversized(pen: Pen, dice: Dice): void {
  const wide = dice.between(6, 7), deep = dice.between(5.4, 6.4);
  const outer: Point[] = [[wide - 0.4, -2.2], [wide + 0.6, -0.6], [wide + 0.1, deep * 0.35]];
  const lower: Point[] = [[wide * 0.62, deep - 2.6], [2.4, deep - 2.7], [0.9, deep * 0.22]];
  const lens = blob([0.8, -1.4], [3, -2.4], ...outer, ...lower), rim = dice.between(0.6, 1.1);
  draw(pen, dice, { lens, rim, hinge: [wide + 0.6, -1.2], tint: dice.pick(TINTS) });
}

function drawSport(pen: Pen, dice: Dice): void {
  const { accent, dark } = pen.look;
  const wide = dice.between(6, 7), low = dice.between(2.4, 3.4) - 0.4, end = wide + 0.7;
  const lens = path`M 0.2 -0.9 Q 3.6 -1.9, ${end} -1.5 C ${wide + 0.8} 0.4, ${
    wide - 1.4
  } ${low}, 3.6 ${low}
    C 1.8 ${low}, 1 0.6, 0.2 0.2 Z`;
  const tint = dice.pick([...TINTS, accent]);
  draw(pen, dice, { lens, rim: 0.4, hinge: [wide + 0.8, -1.3], tint });
  pen.line(path`M -${end} -1.5 R -3.6 -1.75, 0 -0.95, 3.6 -1.75, ${end} -1.5`, dark, 0.8);
}

/** Sunglasses. */
export const sunglasses: Department = {
  styles: {
    "aviator": style(24, drawAviator, {
      colours: { black: 30, grey: 20, brown: 20, blue: 12, green: 8, pink: 6, orange: 4 },
    }),
    "wayfarer": style(24, drawWayfarer),
    "cat-eye": style(18, drawCatEye),
    "round": style(16, drawRound),
    "oversized": style(12, drawOversized),
    "sport": style(6, drawSport),
  },
  colours: { ...LEATHER_COLOURS, black: 38, brown: 22 },
  patterns: { plain: 1 },
  scale: { unit: 0.15, extent: 9, size: 0.25, tilt: 4 },
};
