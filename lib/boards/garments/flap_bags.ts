/** Bags with a flap: satchels, crossbody and quilted bags. In cm, the top edge at y = 0. */

import { bagBody, handle, stitched, strapRing, tag, turnLock } from "./bag_parts.ts";
import { box, path } from "./kit.ts";
import type { Dice, Path, Pen } from "./kit.ts";
import { BRASS, FITTINGS, NICKEL } from "./metals.ts";

/** A bag with a long flap, a handle and buckled straps or a lock. */
export function drawSatchel(pen: Pen, dice: Dice): void {
  const { deep, dark } = pen.look;
  const half = dice.between(13.5, 18), high = dice.between(18, 25);
  const flap = high * dice.between(0.4, 0.72), metal = dice.pick(FITTINGS);
  const rise = dice.between(5, 11), top = -rise * 2.2;
  if (dice.chance(0.35)) {
    const strap = path`M ${-half + 1} 2 R ${-half * 0.6} ${top}, ${half * 0.6} ${top}, ${
      half - 1
    } 2`;
    pen.line(strap, deep, 1.1);
  }
  pen.line(handle([half * 0.4, 1], [half * 0.36, -rise * 0.7], rise), dark, 2);
  bagBody(pen, box(-half, 0, half * 2, high, 2.4), 0.6);
  const corner = path`M 0 -0.8 L ${half - 1} -0.8`;
  const lid = dice.chance(0.5)
    ? corner.draw`Q ${half + 0.6} 0, ${half + 0.4} ${flap * 0.5}
      C ${half} ${flap}, ${half * 0.5} ${flap + 2}, 0 ${flap + 2}`.mirrored()
    : corner.draw`Q ${half + 0.6} 0, ${half + 0.4} 2 L ${half - 0.4} ${flap} L 0 ${flap}`
      .mirrored();
  pen.cloth(lid, { strength: 0.7 });
  stitched(pen, lid);
  if (dice.chance(0.5)) {
    for (const x of [-half * 0.5, half * 0.5]) {
      const strap = box(x - 1.1, flap * 0.3, 2.2, high * 0.86 - flap * 0.3, 0.6);
      pen.trim(strap, { fill: dark, shading: "flat" });
      pen.line(box(x - 1.7, flap - 0.6, 3.4, 3, 0.5), metal, 0.7);
    }
  } else turnLock(pen, flap, metal);
  tag(pen, dice, 0.25, [half * 0.4, 0]);
}

/** A small bag on a long strap or chain. */
export function drawCrossbody(pen: Pen, dice: Dice): void {
  const half = dice.between(8.5, 12), high = dice.between(12, 17), round = dice.chance(0.35);
  const metal = dice.pick(FITTINGS), chain = dice.chance(0.45), width = chain ? 1.2 : 0.9;
  const rise = dice.between(14, 30);
  strapRing(pen, half - 1, { rise, width, chain, metal, sway: dice.between(-5, 5) });
  const rounded = path`M 0 0 L ${half} 0
    C ${half + 0.6} ${high * 1.2}, ${half * 0.4} ${high}, 0 ${high}`;
  bagBody(pen, round ? rounded.mirrored() : box(-half, 0, half * 2, high, 2));
  const depth = high * dice.between(0.5, 0.7);
  const lid = round
    ? path`M 0 -0.7 L ${half + 0.2} -0.7
      C ${half + 0.4} ${depth}, ${half * 0.5} ${depth + 1}, 0 ${depth + 1}`.mirrored()
    : path`M 0 -0.7 L ${half} -0.7 L ${half + 0.2} ${depth * 0.6}
      L 0 ${depth * dice.between(0.9, 1.2)}`.mirrored();
  pen.cloth(lid, { strength: 0.7 });
  if (dice.chance(0.4)) quilt(pen, lid);
  turnLock(pen, depth * 0.85, metal);
  if (dice.chance(0.3)) {
    const x = half * 0.55, y = depth * 0.7;
    for (const dx of [-0.8, 0, 0.8]) {
      pen.line(path`M ${x + dx * 0.4} ${y} L ${x + dx} ${y + 8}`, pen.look.dark, 0.8);
    }
  }
}

/** Diagonal quilting over `outline`. */
function quilt(pen: Pen, outline: Path): void {
  const { left, right, top, bottom } = outline.bounds();
  const lines = path``, high = bottom - top;
  for (let x = left - high; x < right + high; x += 3.4) {
    lines.draw`M ${x} ${top} L ${x + high} ${bottom} M ${x} ${top} L ${x - high} ${bottom}`;
  }
  pen.within(outline, () => {
    pen.seam(lines, { opacity: 0.7, butt: true });
    pen.seam(lines.shift(0.35, 0), { ink: "#fff", opacity: 0.25, butt: true });
  });
}

/** A quilted bag on a chain. */
export function drawChainFlap(pen: Pen, dice: Dice): void {
  const half = dice.between(11.5, 14.5), high = dice.between(15, 19);
  const metal = dice.pick([BRASS, NICKEL, BRASS]), rise = dice.between(10, 22);
  const sway = dice.between(-3, 3);
  strapRing(pen, half - 1.5, { rise, width: 1.3, chain: true, metal, sway });
  const body = box(-half, 0, half * 2, high, 2.2);
  const lid = path`M 0 -0.6 L ${half - 1} -0.6 Q ${half + 0.5} 0, ${half + 0.3} 2
    L ${half - 0.5} ${high * 0.52} Q ${half - 1} ${high * 0.66}, ${half - 4} ${high * 0.67}
    L 0 ${high * 0.7}`.mirrored();
  for (const part of [body, lid]) {
    pen.cloth(part);
    quilt(pen, part);
  }
  pen.shade(body, "fall", 0.5);
  turnLock(pen, high * 0.62, metal);
}
