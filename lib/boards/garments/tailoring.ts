/** Details that clothes share: folds, ribbing, collars, buttons, pockets, zips. In cm. */

import type { Dice } from "../dice.ts";
import { Path, type Point } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { NICKEL } from "./fittings.ts";
import type { Torso } from "./torso.ts";

/** Soft folds: from under the arms inwards, and up from the hem; cut off at `outline`. */
export function sideFolds(pen: Pen, dice: Dice, shape: Torso, outline: Path): void {
  const { chest, underarm, hem, length } = shape;
  pen.within(outline, () => {
    for (const side of [-1, 1]) {
      const y = underarm + dice.between(0, 4), reach = dice.between(0.3, 0.6) * chest;
      pen.fold(
        [[side * (chest - 0.5), y], [side * (chest - reach * 0.5), y + 5], [
          side * (chest - reach),
          y + dice.between(11, 20),
        ]],
        dice.between(1.4, 2.6),
        0.11,
      );
    }
    for (let i = dice.whole(1, 3); i > 0; i--) {
      const x = dice.between(-0.8, 0.8) * hem, rise = dice.between(0.3, 0.65) * (length - underarm);
      const lean = dice.between(-3, 3);
      pen.fold(
        [[x + lean, length + rise * 0.5], [x, length - rise * 0.3], [
          x * 0.85 - lean,
          length - rise,
        ]],
        dice.between(1.8, 3.4),
        0.1,
      );
    }
  });
}

/** Fine upright lines of knitted ribs over the box of `path`, turned by `degrees`. */
export function ribbing(pen: Pen, path: Path, degrees: number): void {
  const { left, top, right, bottom } = path.bounds();
  const cx = (left + right) / 2, cy = (top + bottom) / 2;
  const reach = Math.hypot(right - left, bottom - top) / 2;
  const lines = new Path();
  for (let x = cx - reach; x < cx + reach; x += 1.6) lines.move(x, cy - reach).line(x, cy + reach);
  pen.within(path, () => {
    pen.line(lines.turn(degrees, cx, cy), pen.look.deep, 0.5, { opacity: 0.4 });
  });
}

/** A shirt's collar: two leaves, `fall` cm long, around the neck. */
export function collar(pen: Pen, { neck, drop }: Torso, fall: number): void {
  pen.cloth(
    new Path().move(0, 2).quad(neck * 0.7, 1.8, neck + 0.4, -0.6).quad(neck * 0.6, -3.2, 0, -3.2)
      .mirrored(),
    { plain: true, fill: pen.look.dark, shading: "flat" },
  );
  const leaf = polygon(
    [0.2, drop],
    [neck - 0.6, -2.4],
    [neck + 1.6, 0.4],
    [neck * 0.72 + 1.5, fall + 1],
  );
  pen.cloth(leaf, { turn: 35 });
  pen.cloth(leaf.flip(), { turn: -35 });
}

/** A buttoned strip down the middle, or at `x`. */
export function buttonBand(
  pen: Pen,
  { top, bottom, buttons, width, x = 0 }: {
    top: number;
    bottom: number;
    buttons: number;
    width: number;
    x?: number;
  },
): void {
  const half = width / 2;
  const sides = new Path().move(x - half, top).line(x - half, bottom).move(x + half, top)
    .line(x + half, bottom);
  pen.line(sides, pen.look.deep, pen.pixel * 0.8, { opacity: 0.6, butt: true });
  buttonRow(pen, {
    x,
    top: top + 3,
    bottom: bottom - 6,
    buttons,
    radius: Math.max(0.8, width * 0.26),
  });
}

/** Buttons from `top` to `bottom`, evenly spaced. */
export function buttonRow(
  pen: Pen,
  { x, top, bottom, buttons, radius, fill = pen.look.accent }: {
    x: number;
    top: number;
    bottom: number;
    buttons: number;
    radius: number;
    fill?: string;
  },
): void {
  for (let i = 0; i < buttons; i++) {
    const y = buttons === 1 ? (top + bottom) / 2 : top + (bottom - top) * i / (buttons - 1);
    pen.fill(ellipse(x, y, radius), fill);
    pen.line(ellipse(x, y, radius), pen.look.deep, pen.pixel * 0.6);
  }
}

/** A zip: a metal line with teeth, along `points`. */
export function zip(pen: Pen, points: readonly Point[], metal = NICKEL): void {
  const path = curve(...points);
  pen.line(path, pen.look.deep, 1.7, { butt: true });
  pen.line(path, metal, 1, { dash: ".7 .5", butt: true });
}

/** A pocket with a flap, its top left corner at (x, y). */
export function flapPocket(
  pen: Pen,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): void {
  pen.cloth(box(x, y, width, height, 1.2), { shading: "flat", turn: 0 });
  const flap = polygon(
    [x - 0.4, y - 0.5],
    [x + width + 0.4, y - 0.5],
    [
      x + width + 0.2,
      y + height * 0.28,
    ],
    [x + width / 2, y + height * 0.42],
    [x - 0.2, y + height * 0.28],
  );
  pen.cloth(flap, { shading: "fall", strength: 0.6 });
}
