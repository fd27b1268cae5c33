/** Parts of bags: straps, locks, seams, tags. In cm. */

import { box, ellipse, path, polygon } from "./kit.ts";
import type { Dice, Path, Pen, Point } from "./kit.ts";

/** How a {@linkcode strapRing} looks. */
interface Strap {
  /** Height of the loop, and how far it leans. */
  rise: number;
  sway: number;
  width: number;
  /** A chain, else leather. */
  chain: boolean;
  /** Colour of the chain and of the rings that hold the strap. */
  metal: string;
}

/** A long strap or chain that falls in a loop from (-`half`, 1) to (`half`, 1). */
export function strapRing(
  pen: Pen,
  half: number,
  { rise, width, chain, metal, sway }: Strap,
): void {
  const { deep, edge, dark } = pen.look, lean = sway * 0.4, top = -rise * 0.92;
  const loop = path`M -${half} 1
    R ${-half * 0.86 + lean} ${-rise * 0.5}, ${-half * 0.4 + sway} ${top},
      ${half * 0.4 + sway} ${top}, ${half * 0.86 + lean} ${-rise * 0.5}, ${half} 1`;
  if (chain) {
    pen.line(loop, metal, width, { dash: `${width * 0.9} ${width * 0.75}` });
    pen.line(loop, deep, width * 0.35, { opacity: 0.7 });
  } else {
    pen.line(loop, edge, width + pen.pixel);
    pen.line(loop, dark, width);
  }
  pen.line([-half, half].map((x) => ellipse(x, 0.8, 0.9)), metal, 0.6);
}

/** The line of a handle `rise` cm high; its right half ends at `end` and passes `side`. */
export function handle([x, y]: Point, [sideX, sideY]: Point, rise: number): Path {
  return path`M -${x} ${y} R -${sideX} ${sideY}, 0 -${rise}, ${sideX} ${sideY}, ${x} ${y}`;
}

/** The cloth of a bag, darker below. */
export function bagBody(pen: Pen, outline: Path, strength = 0.5): void {
  pen.cloth(outline);
  pen.shade(outline, "fall", strength);
}

/** A metal clasp about (0, y). */
export function turnLock(pen: Pen, y: number, metal: string): void {
  pen.trim(box(-1.7, y - 1.4, 3.4, 2.8, 0.7), { fill: metal, shading: "sheen" });
  pen.line(path`M -0.7 ${y} L 0.7 ${y}`, "#6b5a33", 0.6);
}

/** A seam just inside `outline`. */
export function stitched(pen: Pen, outline: Path): void {
  const { left, right, top, bottom } = outline.bounds();
  const cx = (left + right) / 2, cy = (top + bottom) / 2;
  const shrink = (size: number) => (size - 1.6) / size;
  const inner = outline.shift(-cx, -cy).scale(shrink(right - left), shrink(bottom - top));
  pen.seam(inner.shift(cx, cy), { pixels: 0.8, dash: ".9 .6", opacity: 0.7 });
}

/** A leather tag or tassel hanging from (x, y) in one of some bags. */
export function tag(pen: Pen, dice: Dice, chance: number, [x, y]: Point): void {
  if (!dice.chance(chance)) return;
  pen.line(path`M ${x} ${y} R ${x + 1} ${y + 3}, ${x + 1.6} ${y + 6}`, pen.look.deep, 0.6);
  const top = y + 6, bottom = y + 12;
  pen.trim(polygon([x + 0.6, top], [x + 2.8, top], [x + 3.4, bottom], [x + 0.2, bottom]), {
    fill: pen.look.accent,
  });
}
