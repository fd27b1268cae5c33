/** Sunglasses: `sunglasses`. In cm, the bridge at (0, 0). */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { blob, curve, ellipse, polygon } from "../shapes.ts";
import { type Department, LEATHER_COLOURS } from "./department.ts";
import { NICKEL } from "./metals.ts";
import { anyMetal, type Metal, rod } from "./metals.ts";

const TINTS = ["#2e2b2c", "#2e2b2c", "#4a3a2e", "#3b4a55", "#5b4a63", "#3f5244"];

/** How a pair is put together. */
interface Frame {
  /** The right lens, its inner edge near x = 0.9. */
  lens: Path;
  /** Thickness of the rim around it; 0 is none. */
  rim: number;
  /** Where the arm begins: the lens's upper outer corner. */
  hinge: readonly [number, number];
  /** A wire frame of this metal; else the rim has the look's colour. */
  metal?: Metal;
  /** Colour of the lenses. */
  tint: string;
}

/** Both lenses with rims, the bridge, and the arms: folded behind or reaching back. */
function draw(pen: Pen, dice: Dice, { lens, rim, hinge, metal, tint }: Frame): void {
  const colour = metal?.fill ?? pen.look.fill, width = metal ? 0.22 : 0.55;
  const [hx, hy] = hinge, pose = dice.weigh({ folded: 4, open: 4, plain: 2 });
  if (pose === "folded") {
    for (const side of [-1, 1]) {
      const arm = curve([side * hx, hy + 0.3], [side * hx * 0.55, hy + 1.7], [
        -side * hx * 0.5,
        hy + 2.3,
      ], [-side * hx * 0.8, hy + 3.1]);
      pen.line(arm, metal?.dark ?? pen.look.dark, width * 0.9);
    }
  } else if (pose === "open") {
    const shift = dice.sign() * dice.between(1, 3), far = dice.between(2, 3.8);
    for (const side of [-1, 1]) {
      const end = side * hx * 0.9 + shift;
      const arm = curve([side * hx, hy], [side * hx * 0.96 + shift * 0.5, hy - far * 0.6], [
        end,
        hy - far,
      ], [end - side * 0.5, hy - far + 0.9]);
      pen.line(arm, metal?.dark ?? pen.look.dark, width);
    }
  }
  for (const side of [1, -1]) {
    const glass = side === 1 ? lens : lens.flip();
    pen.fill(glass, tint, { opacity: 0.92 });
    pen.shade(glass, "fall", 0.9);
    pen.within(
      glass,
      () =>
        pen.fill(
          polygon([side * 2, -4], [side * 3.4, -4], [side * 1.4, 4], [side * 0.4, 4]),
          "#fff",
          { opacity: 0.2 },
        ),
    );
    if (rim > 0) {
      if (metal) rod(pen, glass, rim, metal);
      else {
        pen.line(glass, pen.look.edge, rim + pen.pixel);
        pen.line(glass, colour, rim);
        pen.line(glass.shift(-0.06, -0.08), pen.look.light, rim * 0.25, { opacity: 0.6 });
      }
    }
  }
  const inner = lens.bounds().left + 0.2;
  const bridge = curve([-inner, -0.4], [0, -0.95], [inner, -0.4]);
  pen.line(bridge, colour, width * (metal ? 1.2 : 1.1));
  for (const side of [-1, 1]) {
    pen.fill(ellipse(side * (hx - 0.2), hy + 0.1, 0.22, 0.14), metal?.light ?? NICKEL);
  }
}

function drawAviator(pen: Pen, dice: Dice): void {
  const wide = dice.between(5.2, 6.2), deep = dice.between(4.4, 5.4), metal = anyMetal(dice);
  const lens = blob(
    [0.9, -0.9],
    [2.4, -1.7],
    [wide - 0.4, -1.6],
    [wide + 0.5, -0.4],
    [wide - 0.3, deep * 0.42],
    [wide * 0.62, deep - 1.8],
    [2.4, deep - 2.2],
    [1.2, deep * 0.25],
  );
  draw(pen, dice, { lens, rim: 0.28, hinge: [wide + 0.5, -1], metal, tint: pen.look.fill });
  pen.line(curve([-2, -1.7], [0, -2], [2, -1.7]), metal.fill, 0.24);
}

function drawWayfarer(pen: Pen, dice: Dice): void {
  const wide = dice.between(5.4, 6.4), deep = dice.between(3.6, 4.8), lift = dice.between(0, 0.7);
  const lens = new Path().move(1, -1.4).quad(3.4, -1.9, wide, -1.6 - lift).quad(
    wide + 0.8,
    -1.4,
    wide + 0.5,
    -0.2,
  )
    .cubic(wide, deep * 0.6, wide - 1, deep - 1.6, 3.4, deep - 1.6).cubic(
      1.6,
      deep - 1.6,
      0.9,
      0.6,
      1,
      -1.4,
    ).close();
  draw(pen, dice, {
    lens,
    rim: dice.between(0.5, 1),
    hinge: [wide + 0.8, -1.4 - lift],
    tint: dice.pick(TINTS),
  });
}

function drawCatEye(pen: Pen, dice: Dice): void {
  const wide = dice.between(5.6, 6.8), lift = dice.between(1.2, 2.2), deep = dice.between(3, 4.2);
  const lens = new Path().move(1, -0.8).quad(3.2, -1.6, wide + 0.6, -1.4 - lift).cubic(
    wide + 0.6,
    0.6,
    wide - 1,
    deep - 1.2,
    3.4,
    deep - 1.2,
  )
    .cubic(1.6, deep - 1.2, 0.8, 0.6, 1, -0.8).close();
  draw(pen, dice, {
    lens,
    rim: dice.between(0.45, 0.9),
    hinge: [wide + 0.7, -1.2 - lift],
    tint: dice.pick(TINTS),
  });
}

function drawRound(pen: Pen, dice: Dice): void {
  const r = dice.between(2.4, 3.2), wire = dice.chance(0.5);
  const lens = ellipse(r + 0.9, 0, r, r * dice.between(0.92, 1.04));
  draw(pen, dice, {
    lens,
    rim: wire ? 0.3 : dice.between(0.5, 0.9),
    hinge: [2 * r + 0.9, -0.5],
    ...(wire ? { metal: anyMetal(dice), tint: pen.look.fill } : { tint: dice.pick(TINTS) }),
  });
}

function drawOversized(pen: Pen, dice: Dice): void {
  const wide = dice.between(6, 7), deep = dice.between(5.4, 6.4);
  const lens = blob(
    [0.8, -1.4],
    [3, -2.4],
    [wide - 0.4, -2.2],
    [wide + 0.6, -0.6],
    [wide + 0.1, deep * 0.35],
    [wide * 0.62, deep - 2.6],
    [2.4, deep - 2.7],
    [0.9, deep * 0.22],
  );
  draw(pen, dice, {
    lens,
    rim: dice.between(0.6, 1.1),
    hinge: [wide + 0.6, -1.2],
    tint: dice.pick(TINTS),
  });
}

function drawSport(pen: Pen, dice: Dice): void {
  const wide = dice.between(6, 7), deep = dice.between(2.4, 3.4);
  const lens = new Path().move(0.2, -0.9).quad(3.6, -1.9, wide + 0.7, -1.5).cubic(
    wide + 0.8,
    0.4,
    wide - 1.4,
    deep - 0.4,
    3.6,
    deep - 0.4,
  ).cubic(1.8, deep - 0.4, 1, 0.6, 0.2, 0.2).close();
  draw(pen, dice, {
    lens,
    rim: 0.4,
    hinge: [wide + 0.8, -1.3],
    tint: dice.pick([...TINTS, pen.look.accent]),
  });
  pen.line(
    curve([-wide - 0.7, -1.5], [-3.6, -1.75], [0, -0.95], [3.6, -1.75], [wide + 0.7, -1.5]),
    pen.look.dark,
    0.8,
  );
}

/** Sunglasses. */
export const sunglasses: Department = {
  styles: {
    "aviator": {
      weight: 24,
      draw: drawAviator,
      colours: { black: 30, grey: 20, brown: 20, blue: 12, green: 8, pink: 6, orange: 4 },
    },
    "wayfarer": { weight: 24, draw: drawWayfarer },
    "cat-eye": { weight: 18, draw: drawCatEye },
    "round": { weight: 16, draw: drawRound },
    "oversized": { weight: 12, draw: drawOversized },
    "sport": { weight: 6, draw: drawSport },
  },
  colours: { ...LEATHER_COLOURS, black: 38, brown: 22 },
  patterns: { plain: 1 },
  unit: 0.15,
  extent: 9,
  size: 0.25,
  tilt: 4,
};
