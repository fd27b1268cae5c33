/** Handbags with handles or a flap; the others are in `small_bags.ts`. In cm, the top edge at y = 0. */

import { both, box, ellipse, LEATHER_COLOURS, path, style } from "./kit.ts";
import type { Department, Dice, Path, Pen } from "./kit.ts";
import { bagBody, handle, stitched, strapRing, tag, turnLock } from "./bag_parts.ts";
import { BRASS, FITTINGS, NICKEL } from "./metals.ts";
import { drawBackpack, drawBucket, drawClutch, drawPouch } from "./small_bags.ts";
import { bow } from "./tailoring.ts";

function drawTote(pen: Pen, dice: Dice): void {
  const { deep, dark, light, accent } = pen.look;
  const top = dice.between(15, 20),
    bottom = top - dice.between(-3, 3.5),
    high = dice.between(24, 34);
  const apart = top * dice.between(0.35, 0.55), rise = dice.between(12, 24);
  const width = dice.between(1.4, 2.4), metal = dice.pick(FITTINGS);
  const loop = handle([apart, 3], [apart * 0.8, -rise * 0.75], rise);
  pen.line(loop.shift(1.2, -1.6), deep, width);
  const body = path`M 0 0.8 Q ${top * 0.5} 0.8, ${top} 0
    Q ${(top + bottom) / 2 + 0.6} ${high * 0.5}, ${bottom} ${high - 1.5}
    Q ${bottom - 0.4} ${high}, ${bottom - 2} ${high + 0.2} L 0 ${high + 0.5}`.mirrored();
  bagBody(pen, body);
  const trim = dice.next();
  if (trim < 0.3) {
    const base = box(-25, high * 0.72, 50, high * 0.4);
    pen.within(body, () => pen.trim(base, { fill: accent, shading: "fall", strength: 0.5 }));
  } else if (trim < 0.5) {
    const side = path`M ${top * 1.2} -2 L ${top * 0.72} -2
      L ${bottom * 0.8} ${high + 2} L ${bottom * 1.4} ${high + 2} Z`;
    for (const part of both(side)) {
      pen.within(body, () => pen.trim(part, { fill: dark, shading: "flat" }));
    }
  } else if (trim < 0.75) {
    pen.cloth(box(-top * 0.5, high * 0.36, top, high * 0.42, 1), { shading: "flat" });
  }
  pen.seam(path`M ${-top + 0.6} 2.2 Q 0 3, ${top - 0.6} 2.2`, { opacity: 0.7 });
  pen.line(loop, dark, width);
  pen.line(loop.shift(-width * 0.2, 0), light, width * 0.25, { opacity: 0.6 });
  for (const x of [-apart, apart]) pen.fill(ellipse(x, 3, width * 0.8), metal);
  tag(pen, dice, 0.3, [apart, 3]);
}

function drawStructured(pen: Pen, dice: Dice): void {
  const { deep, dark, accent } = pen.look;
  const top = dice.between(10, 14),
    bottom = top + dice.between(2.5, 6),
    high = dice.between(18, 25);
  const rise = dice.between(8, 14), metal = dice.pick(FITTINGS), bowed = dice.chance(0.2);
  const loop = handle([top * 0.55, 2], [top * 0.5, -rise * 0.7], rise);
  pen.line(loop.shift(0, -1.6), deep, 1.5);
  const gusset = path`M ${top - 0.5} 0.5 L ${top + 4} 4.5 L ${bottom + 2} ${high - 1}
    L ${bottom - 1} ${high} Z`;
  pen.trim(both(gusset), { fill: deep, shading: "flat" });
  const body = path`M 0 0 L ${top - 1} 0 Q ${top + 0.4} 0.2, ${top + 0.8} 1.6
    L ${bottom} ${high - 1.4} Q ${bottom} ${high}, ${bottom - 1.6} ${high} L 0 ${high}`.mirrored();
  pen.cloth(body, { shading: "sheen", strength: 0.7 });
  pen.shade(body, "fall", 0.5);
  stitched(pen, body);
  if (dice.chance(0.5)) {
    pen.seam(path`M ${-bottom + 0.5} ${high * 0.68} L ${bottom - 0.5} ${high * 0.68}`);
  }
  pen.line(loop, dark, 1.7);
  for (const x of [-top * 0.55, top * 0.55]) pen.fill(box(x - 1, 1, 2, 3.4, 0.8), metal);
  if (bowed) {
    bow(pen, [0, 6], { wide: 6, up: 2.6, down: 2.8, fill: accent });
    pen.trim(ellipse(0, 6, 1.4, 1.7), { fill: accent, shading: "ball" });
  } else turnLock(pen, dice.between(3, 6), metal);
}

function drawHobo(pen: Pen, dice: Dice): void {
  const { deep, dark } = pen.look;
  const half = dice.between(16, 21), low = dice.between(17, 24), sag = dice.between(5, 10);
  const rise = dice.between(14, 22), width = dice.between(1.6, 3);
  const strap = handle([half - 2, 1], [half * 0.62, -rise * 0.7], rise);
  pen.line(strap.shift(0.8, -1), deep, width * 0.8);
  const body = path`M 0 ${sag}
    C ${half * 0.5} ${sag}, ${half * 0.8} ${sag * 0.4}, ${half - 0.4} -0.6
    C ${half + 4} ${low * 0.4}, ${half * 0.9} ${low}, ${half * 0.4} ${low + 1}
    Q ${half * 0.2} ${low + 2}, 0 ${low + 2}`;
  bagBody(pen, body.mirrored());
  pen.fold([[-half * 0.7, 4], [-half * 0.5, low * 0.5], [-half * 0.2, low * 0.8]], 1.8, 0.2);
  pen.fold([[half * 0.75, 4], [half * 0.55, low * 0.5], [half * 0.3, low * 0.8]], 1.8, 0.2);
  pen.fold([[-half * 0.2, sag + 2], [0, low * 0.6], [half * 0.1, low * 0.85]], 1.4, 0.16);
  pen.seam(path`M ${-half * 0.8} 2.4 Q 0 ${sag * 2 - 1}, ${half * 0.8} 2.4`, { pixels: 1.2 });
  pen.line(strap, dark, width);
  const rings = [1.6 - half, half - 1.6].map((x) => ellipse(x, 0.6, 1.5));
  pen.line(rings, dice.pick(FITTINGS), 0.7);
  tag(pen, dice, 0.4, [half - 1.6, 1]);
}

/** A bag with a long flap, a handle and buckled straps or a lock. */
function drawSatchel(pen: Pen, dice: Dice): void {
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
function drawCrossbody(pen: Pen, dice: Dice): void {
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
function drawChainFlap(pen: Pen, dice: Dice): void {
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

/** Handbags. */
export const handbags: Department = {
  styles: {
    "tote": style(20, drawTote),
    "satchel": style(14, drawSatchel),
    "structured bag": style(13, drawStructured),
    "crossbody bag": style(14, drawCrossbody),
    "quilted bag": style(9, drawChainFlap, { patterns: { plain: 1 } }),
    "hobo": style(9, drawHobo),
    "clutch": style(10, drawClutch),
    "pouch": style(2, drawPouch),
    "bucket bag": style(6, drawBucket),
    "backpack": style(6, drawBackpack),
  },
  colours: LEATHER_COLOURS,
  patterns: { plain: 74, stripes: 7, dots: 3, checks: 5, floral: 6, gradient: 5 },
  scale: { unit: 0.55, extent: 36, size: 0.32, tilt: 3.5, mirror: true },
};
