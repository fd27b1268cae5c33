/** Details that clothes share: ribbing, collars, buttons, zips, pockets. In cm. */

import { both, box, curve, ellipse, path, polygon } from "./kit.ts";
import type { Path, Pen, Point } from "./kit.ts";
import { NICKEL } from "./metals.ts";
import type { Torso } from "./torso.ts";

/** Fine upright lines of knitted ribs over the box of `outline`, turned by `degrees`. */
export function ribbing(pen: Pen, outline: Path, degrees = 0): void {
  const { left, top, right, bottom } = outline.bounds();
  const cx = (left + right) / 2, cy = (top + bottom) / 2;
  const reach = Math.hypot(right - left, bottom - top) / 2;
  const lines = path``;
  for (let x = cx - reach; x < cx + reach; x += 1.6) {
    lines.draw`M ${x} ${cy - reach} L ${x} ${cy + reach}`;
  }
  pen.within(outline, () => {
    pen.line(lines.turn(degrees, cx, cy), pen.look.deep, 0.5, { opacity: 0.4 });
  });
}

/** A knitted band: a cuff, a hem, a rolled collar. */
export function ribbedBand(
  pen: Pen,
  outline: Path,
  options: Parameters<Pen["trim"]>[1] = {},
): void {
  pen.trim(outline, options);
  ribbing(pen, outline);
}

/** A shirt's collar: two leaves, `fall` cm long, around the neck. */
export function collar(pen: Pen, { neck, drop }: Pick<Torso, "neck" | "drop">, fall: number): void {
  pen.trim(
    path`M 0 2 Q ${neck * 0.7} 1.8, ${neck + 0.4} -0.6 Q ${neck * 0.6} -3.2, 0 -3.2`.mirrored(),
    { fill: pen.look.dark, shading: "flat" },
  );
  const leaf = path`M 0.2 ${drop} L ${neck - 0.6} -2.4 L ${neck + 1.6} 0.4
    L ${neck * 0.72 + 1.5} ${fall + 1} Z`;
  pen.cloth(leaf, { turn: 35 });
  pen.cloth(leaf.flip(), { turn: -35 });
}

/** The measures of a row of buttons; `x` is 0 and `fill` the accent unless given. */
export interface ButtonRow {
  x?: number;
  top: number;
  bottom: number;
  buttons: number;
  radius: number;
  fill?: string;
}

/** Buttons from `top` to `bottom`, evenly spaced. */
export function buttonRow(pen: Pen, row: ButtonRow): void {
  const { x = 0, top, bottom, buttons, radius, fill = pen.look.accent } = row;
  for (let i = 0; i < buttons; i++) {
    const y = buttons === 1 ? (top + bottom) / 2 : top + (bottom - top) * i / (buttons - 1);
    pen.fill(ellipse(x, y, radius), fill);
    pen.seam(ellipse(x, y, radius), { pixels: 0.6 });
  }
}

/** A zip: a metal line with teeth, along `points`. */
export function zip(pen: Pen, points: readonly Point[], metal = NICKEL): void {
  pen.line(curve(...points), pen.look.deep, 1.7, { butt: true });
  pen.line(curve(...points), metal, 1, { dash: ".7 .5", butt: true });
}

/** A pocket with a flap, its top left corner at (x, y). */
export function flapPocket(pen: Pen, [x, y]: Point, [width, height]: Point): void {
  pen.cloth(box(x, y, width, height, 1.2), { shading: "flat" });
  const right = x + width, lip = y + height * 0.28;
  pen.cloth(
    path`M ${x - 0.4} ${y - 0.5} L ${right + 0.4} ${y - 0.5} L ${right + 0.2} ${lip}
      L ${x + width / 2} ${y + height * 0.42} L ${x - 0.2} ${lip} Z`,
    { shading: "fall", strength: 0.6 },
  );
}

/** A bow of two plain triangles, its middle at (x, y). */
export function bow(
  pen: Pen,
  [x, y]: Point,
  { wide, up, down, fill }: { wide: number; up: number; down: number; fill?: string },
): void {
  for (const side of [-1, 1]) {
    pen.trim(polygon([x, y], [x + side * wide, y - up], [x + side * wide, y + down]), { fill });
  }
}

/** A bow's or a belt's knot, from its top left corner. */
export function knot(
  pen: Pen,
  [x, y]: Point,
  [width, height]: Point,
  { round = 2, fill }: { round?: number; fill?: string } = {},
): void {
  pen.trim(box(x, y, width, height, round), { fill, shading: "ball" });
}

/** Front pockets: the seam `right` of one and its mirror image, each with a row of stitches. */
export function frontPocket(
  pen: Pen,
  right: Path,
  { thread, pixels = 1 }: { thread?: string; pixels?: number },
): void {
  for (const seam of both(right)) {
    pen.seam(seam, { pixels });
    if (thread) pen.seam(seam.shift(0, 0.9), { ink: thread, pixels: 0.8, dash: "1 .7" });
  }
}
