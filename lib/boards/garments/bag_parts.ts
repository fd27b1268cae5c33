/** Fittings of bags: `strapRing`, `turnLock`, `stitched`, `tag`. In cm. */

import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";

/** A long strap or chain that falls in a loop from (-`half`, 1) to (`half`, 1), `rise` cm high. */
export function strapRing(
  pen: Pen,
  half: number,
  { rise, width, chain, metal, sway }: {
    rise: number;
    width: number;
    chain: boolean;
    metal: string;
    sway: number;
  },
): void {
  const loop = curve(
    [-half, 1],
    [-half * 0.86 + sway * 0.4, -rise * 0.5],
    [-half * 0.4 + sway, -rise * 0.92],
    [half * 0.4 + sway, -rise * 0.92],
    [half * 0.86 + sway * 0.4, -rise * 0.5],
    [half, 1],
  );
  if (chain) {
    pen.line(loop, metal, width, { dash: `${width * 0.9} ${width * 0.75}` });
    pen.line(loop, pen.look.deep, width * 0.35, { opacity: 0.7 });
  } else {
    pen.line(loop, pen.look.edge, width + pen.pixel);
    pen.line(loop, pen.look.dark, width);
  }
  for (const side of [-1, 1]) pen.line(ellipse(side * half, 0.8, 0.9), metal, 0.6);
}

/** A metal clasp. */
export function turnLock(
  pen: Pen,
  { x, y, metal }: { x: number; y: number; metal: string },
): void {
  pen.cloth(box(x - 1.7, y - 1.4, 3.4, 2.8, 0.7), { plain: true, fill: metal, shading: "sheen" });
  pen.line(new Path().move(x - 0.7, y).line(x + 0.7, y), "#6b5a33", 0.6);
}

/** A seam just inside `path`. */
export function stitched(pen: Pen, path: Path): void {
  const { left, right, top, bottom } = path.bounds();
  const cx = (left + right) / 2, cy = (top + bottom) / 2;
  const shrink = (size: number) => (size - 1.6) / size;
  const inner = path.shift(-cx, -cy).scale(shrink(right - left), shrink(bottom - top)).shift(
    cx,
    cy,
  );
  pen.line(inner, pen.look.deep, pen.pixel * 0.8, { dash: ".9 .6", opacity: 0.7 });
}

/** A leather tag or tassel hanging from (x, y). */
export function tag(pen: Pen, { x, y }: { x: number; y: number }): void {
  pen.line(curve([x, y], [x + 1, y + 3], [x + 1.6, y + 6]), pen.look.deep, 0.6);
  pen.cloth(polygon([x + 0.6, y + 6], [x + 2.8, y + 6], [x + 3.4, y + 12], [x + 0.2, y + 12]), {
    plain: true,
    fill: pen.look.accent,
  });
}
