/** Clutches, pouches, bucket bags and backpacks. In cm. */

import { bagBody, stitched, strapRing, turnLock } from "./bag_parts.ts";
import { both, box, ellipse, path } from "./kit.ts";
import type { Dice, Pen } from "./kit.ts";
import { FITTINGS } from "./metals.ts";
import { zip } from "./tailoring.ts";

/** A bag without handles: an envelope, a box with a frame, or a folded top. */
export function drawClutch(pen: Pen, dice: Dice): void {
  const { accent, edge, dark } = pen.look;
  const half = dice.between(11.5, 15.5), high = dice.between(11, 17), metal = dice.pick(FITTINGS);
  const kind = dice.pick(["envelope", "frame", "fold"]);
  if (dice.chance(0.3)) {
    const strap = path`M ${half - 2} 2 R ${half + 5} ${high * 0.3}, ${half + 6} ${high * 0.9},
      ${half + 2} ${high * 0.8}, ${half - 1} 3`;
    pen.line(strap, dark, 1);
  }
  const body = box(-half, 0, half * 2, high, kind === "frame" ? 4 : 1);
  pen.cloth(body, { shading: kind === "frame" ? "sheen" : "drape" });
  pen.shade(body, "fall", 0.5);
  if (kind === "envelope") {
    const deep = high * dice.between(0.5, 0.85);
    const lid = path`M 0 -0.4 L ${half + 0.2} -0.4 L 0 ${deep}`.mirrored();
    pen.cloth(lid, { strength: 0.8, turn: 12, fill: dice.chance(0.2) ? accent : undefined });
    pen.seam(lid, { ink: edge });
    turnLock(pen, deep - 1.6, metal);
  } else if (kind === "frame") {
    const frame = path`M -${half} 4 Q -${half} 0, ${-half + 4} 0 L ${
      half - 4
    } 0 Q ${half} 0, ${half} 4`;
    pen.line(frame, metal, 1.3);
    pen.trim([ellipse(-0.9, -1, 1), ellipse(0.9, -1, 1)], { fill: metal, shading: "ball" });
  } else {
    pen.cloth(box(-half, 0, half * 2, high * 0.46, 1), { strength: 0.6, turn: 6 });
    const y = high * 0.58;
    zip(pen, [[-half + 2, y], [0, y], [half - 2, y]], metal);
  }
}

/** A flat zipped pouch with a wrist strap. */
export function drawPouch(pen: Pen, dice: Dice): void {
  const half = dice.between(9, 13), high = dice.between(9, 13), metal = dice.pick(FITTINGS);
  const strap = path`M ${-half + 1} 2 R ${-half - 5} 5, ${-half - 4} 12, ${-half - 1} 9, ${
    -half + 1
  } 3`;
  pen.line(strap, pen.look.dark, 1.1);
  const body = path`M 0 0 L ${half - 2} 0 Q ${half} 0, ${half} 2 L ${half + 0.6} ${high - 2}
    Q ${half + 0.4} ${high}, ${half - 2} ${high} L 0 ${high}`.mirrored();
  pen.cloth(body);
  stitched(pen, body);
  zip(pen, [[-half + 1, 1.4], [0, 1.6], [half - 1, 1.4]], metal);
}

/** A bag drawn together at the top by a cord. */
export function drawBucket(pen: Pen, dice: Dice): void {
  const { accent, deep, dark } = pen.look;
  const top = dice.between(11, 14), bottom = dice.between(9, 13), high = dice.between(22, 28);
  const metal = dice.pick(FITTINGS), rise = dice.between(16, 28), width = dice.between(1, 1.8);
  const chain = dice.chance(0.2), sway = dice.between(-4, 4);
  strapRing(pen, top - 2, { rise, width, chain, metal, sway });
  const rim = path`M 0 -2 R ${top * 0.25} -3, ${top * 0.5} -1.8, ${top * 0.75} -3, ${top} -1.4
    L ${top - 1} 4 L 0 5`;
  pen.trim(rim.mirrored(), { fill: deep, shading: "flat" });
  const body = path`M 0 0.6 R ${top * 0.3} -0.6, ${top * 0.6} 0.8, ${top} -0.8
    C ${top - 2.4} 6, ${bottom + 1.4} ${high * 0.5}, ${bottom} ${high - 1.4}
    Q ${bottom - 0.3} ${high}, ${bottom - 2} ${high + 0.3} L 0 ${high + 0.8}`.mirrored();
  pen.cloth(body, { shading: "tube" });
  for (const x of [-0.6, -0.2, 0.25, 0.65]) {
    pen.fold([[x * top, 1], [x * top * 0.84, 6], [x * top * 0.8, 14]], 1.2, 0.22);
  }
  pen.line(path`M ${-top + 1.4} 4.6 R 0 5.8, ${top - 1.4} 4.6`, accent, 0.9);
  const cords = both(path`M 0.5 5.6 R 2.4 9, 1.6 12`);
  const tassel = path`M 0.8 12 L 2.4 12 L 2.8 15.5 L 0.4 15.5 Z`;
  cords.forEach((cord, right) => {
    pen.line(cord, accent, 0.8);
    pen.fill(tassel.shift(right ? 0 : -3.2, 0), accent);
  });
  if (dice.chance(0.5)) {
    const base = box(-20, high * 0.8, 40, high * 0.3);
    pen.within(body, () => pen.trim(base, { fill: dark, shading: "flat" }));
  }
}

/** A rucksack seen from the front, its straps behind it. */
export function drawBackpack(pen: Pen, dice: Dice): void {
  const { deep, dark } = pen.look;
  const half = dice.between(12, 15), high = dice.between(32, 40), metal = dice.pick(FITTINGS);
  const strap = path`M 4 1 R ${half + 3} ${high * 0.2}, ${half + 3.4} ${high * 0.62},
    ${half - 2} ${high * 0.9}`;
  pen.line(both(strap), dark, 2.4);
  pen.line(path`M -2.6 1 R -2 -3.6, 2 -3.6, 2.6 1`, dark, 1.4);
  const body = path`M 0 0 C ${half * 0.7} 0, ${half} 2, ${half} ${high * 0.3}
    L ${half + 0.8} ${high - 4} Q ${half + 0.6} ${high}, ${half - 3} ${high} L 0 ${high}`;
  bagBody(pen, body.mirrored(), 0.4);
  if (dice.chance(0.5)) {
    const lid = path`M 0 -0.6 C ${half * 0.75} -0.6, ${half + 0.6} 2, ${half + 0.4} ${high * 0.32}
      Q ${half * 0.6} ${high * 0.46}, 0 ${high * 0.46}`;
    pen.cloth(lid.mirrored(), { strength: 0.7 });
    for (const x of [-5, 5]) {
      pen.trim(box(x - 1, high * 0.36, 2, high * 0.2, 0.5), { fill: deep, shading: "flat" });
      pen.line(box(x - 1.6, high * 0.47, 3.2, 2.4, 0.4), metal, 0.7);
    }
  } else {
    const [x, y] = [half - 1.4, high * 0.36], [sideX, sideY] = [half * 0.7, high * 0.1];
    zip(pen, [[-x, y], [-sideX, sideY], [0, 2.6], [sideX, sideY], [x, y]], metal);
  }
  const pocket = box(-half + 3, high * 0.56, half * 2 - 6, high * 0.36, 2.6);
  pen.cloth(pocket, { strength: 0.7, fill: dice.chance(0.25) ? dark : undefined });
  zip(pen, [[-half + 4.4, high * 0.62], [0, high * 0.615], [half - 4.4, high * 0.62]], metal);
}
