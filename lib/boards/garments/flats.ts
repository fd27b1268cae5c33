/** Low shoes of leather: loafers, oxfords, flats. In cm, see `shoe_parts.ts`. */

import { box, ellipse, path, polygon } from "./kit.ts";
import type { Dice, Pen } from "./kit.ts";
import { BRASS } from "./metals.ts";
import { footStrap, laces, pair, STRAP } from "./shoe_parts.ts";
import { bow } from "./tailoring.ts";

/** A leather sole with a low heel. */
function lowSole(pen: Pen, fill: string, heel: number): void {
  const sole = path`M -12.7 -1.3 L 13.9 -1.3 Q 13.8 -0.4, 12 -0.2 L -5.6 -0.2
    L -6 ${heel} L -12.4 ${heel} Z`;
  pen.trim(sole, { fill, shading: "flat" });
}

/** A slip-on shoe with a strap, a tassel or a bit. */
export function drawLoafer(pen: Pen, dice: Dice): void {
  const { deep } = pen.look;
  const vamp = dice.between(-1.5, 1.5),
    height = dice.between(7, 8.6),
    heel = dice.between(0.8, 1.8);
  const trim = dice.pick(["strap", "tassel", "bit"]), top = -height;
  const upper = path`M -12.4 -1 C -13.2 -4, -12.7 -6, -12.4 -8 C -8 -5.6, -4 -5.2, ${vamp} ${top}
    C ${vamp + 4} ${top + 1.2}, 13.4 -4.8, 13.8 -1 Z`;
  pair(pen, dice, () => {
    pen.fill(ellipse(-6.5, -6.9, 5.9, 1.9), deep);
    pen.cloth(upper, { shading: "sheen", strength: 0.8 });
    const seam = path`M ${vamp + 1} ${top + 1.2} R ${vamp + 5} -4, 10 -3.6, 12.8 -2.6`;
    pen.seam(seam, { pixels: 1.2 });
    if (trim === "strap") {
      pen.trim(polygon([vamp - 3.5, -1.4], [vamp - 1, -1.4], [vamp + 2.4, top + 0.6], [vamp, top]));
    } else if (trim === "bit") {
      pen.line(path`M ${vamp - 2} -4.6 R ${vamp} -5.6, ${vamp + 2.6} -6.4`, BRASS, 0.9);
    } else {
      for (const x of [vamp, vamp + 1.5]) {
        pen.trim(polygon([x, top + 1], [x + 1.6, top + 4.6], [x + 0.2, top + 4.8]));
      }
    }
    lowSole(pen, deep, heel);
  });
}

/** A laced leather shoe. */
export function drawOxford(pen: Pen, dice: Dice): void {
  const { deep, accent } = pen.look;
  const heel = dice.between(0.8, 2), cap = dice.chance(0.6), brogue = dice.chance(0.5);
  const sole = dice.pick([deep, "#5a4330", "#e8e2d6"]);
  pair(pen, dice, () => {
    pen.fill(ellipse(-7.5, -8, 4.8, 1.6), deep);
    const upper = path`M -12.4 -1 C -13.2 -4, -12.7 -7, -12.4 -9 C -9 -7.2, -6 -7.6, -3 -10
      C 2 -7.8, 12 -6.4, 13.8 -1 Z`;
    pen.cloth(upper, { shading: "sheen", strength: 0.8 });
    pen.seam(path`M -6 -1 R -3 -4.6, 2.4 -5, 4.2 -7.4`, { pixels: 1.3 });
    if (cap) {
      const seam = path`M 8.2 -6 R 7.4 -3.4, 8.4 -1`;
      pen.seam(seam, { pixels: 1.6, ...(brogue ? { ink: accent, dash: ".1 .9" } : {}) });
    }
    laces(pen, [-2.6, -9], [3.6, -6.8], 4);
    lowSole(pen, sole, heel);
  });
}

/** A low-cut shoe without a heel. */
export function drawFlat(pen: Pen, dice: Dice): void {
  const { deep, accent } = pen.look;
  const pointed = dice.chance(0.5), bowed = dice.chance(0.5), strap = dice.chance(0.25);
  const cut = dice.between(5.5, 8);
  const toe = pointed ? [[12, -2.2], [14.4, -0.6]] as const : [[13.6, -3.8], [13.4, -0.6]] as const;
  pair(pen, dice, () => {
    pen.fill(path`M -12 -5.4 R -3 -2.8, ${cut} -3.4 L ${cut - 1} -2 L -11 -3 Z`, deep);
    const upper = path`M -12.6 -0.6 C -13.2 -3, -12.8 -4.6, -12.4 -6 C -7 -2.6, -2 -1.6, ${cut} -4
      C ${cut + 2.4} -4.2, ${toe} Z`;
    pen.cloth(upper, STRAP);
    if (strap) footStrap(pen, [-3.4, -1.6], 3.4, 1.2);
    if (bowed) bow(pen, [cut, -4.2], { wide: 2.2, up: 1.2, down: 0.8, fill: accent });
    pen.trim(box(-12.7, -0.9, 26.6, 0.9, 0.4), { fill: deep, shading: "flat" });
  });
}
