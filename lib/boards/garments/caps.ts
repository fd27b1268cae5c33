/** Hats without a brim all around: beanies, caps, berets. In cm, the lower edge near y = 0. */

import { blob, ellipse, path } from "./kit.ts";
import type { Dice, Pen, Point } from "./kit.ts";
import { ribbedBand, ribbing } from "./tailoring.ts";

/** A knitted hat with a turned-up cuff, some with a bobble. */
export function drawBeanie(pen: Pen, dice: Dice): void {
  const { accent, light, edge } = pen.look;
  const half = dice.between(9.5, 11), high = dice.between(13, 18);
  const cuff = dice.between(3.5, 6.5), slouch = dice.between(-3, 3);
  if (dice.chance(0.45)) {
    const r = dice.between(2.6, 4.2), fill = dice.chance(0.5) ? accent : light;
    const bobble = blob(...Array.from({ length: 16 }, (_, i): Point => {
      const a = i * Math.PI / 8, reach = i % 2 ? r : r * 0.86;
      return [slouch + reach * Math.cos(a), -high - r * 0.7 + reach * Math.sin(a)];
    }));
    pen.trim(bobble, { fill, shading: "ball" });
    pen.seam(bobble, { ink: edge, pixels: 0.7, opacity: 0.6 });
  }
  const crown = path`M -${half} 0
    C ${-half - 0.6} ${-high * 0.7}, ${-half * 0.7 + slouch} -${high}, ${slouch} -${high}
    C ${half * 0.7 + slouch} -${high}, ${half + 0.6} ${-high * 0.7}, ${half} 0 Z`;
  pen.cloth(crown, { shading: "ball", strength: 0.7 });
  ribbing(pen, crown);
  const band = path`M ${-half - 0.7} 1.4 Q 0 3.4, ${half + 0.7} 1.4
    L ${half + 0.5} ${-cuff + 1} Q 0 ${3 - cuff}, ${-half - 0.5} ${-cuff + 1} Z`;
  ribbedBand(pen, band, { shading: "tube", fill: dice.chance(0.3) ? accent : undefined });
}

/** A baseball cap from the side. */
export function drawCap(pen: Pen, dice: Dice): void {
  const { accent, dark } = pen.look;
  const high = dice.between(9, 11.5), bill = dice.between(8, 11), tip = dice.between(0.5, 4);
  const fill = dice.chance(0.35) ? accent : undefined, front = 10.5 + bill;
  const crown = path`M -11 1.5 C -12 ${-high * 0.8}, -7 -${high}, 0 -${high}
    C 7 -${high}, 10.5 ${-high * 0.5}, 10.5 1 Q 0 3.6, -11 1.5 Z`;
  pen.cloth(crown, { shading: "ball", strength: 0.7 });
  const seams = path`M 0.6 -${high} Q 4.5 ${-high * 0.6}, 5 2 M 0.4 -${high} Q -5.6 ${
    -high * 0.7
  }, -6 2`;
  pen.seam(seams, { opacity: 0.6 });
  pen.fill(ellipse(0.4, -high, 1, 0.6), dark);
  if (dice.chance(0.55)) pen.fill(ellipse(6.4, -high * 0.42, 2, 2.4), accent);
  const peak = path`M 3.4 2.2 Q 7 0.2, 10.5 0.6
    C ${10.5 + bill * 0.6} 0.6, ${front} ${1 + tip}, ${front} ${2.4 + tip}
    C ${10.5 + bill * 0.5} 2.4, 8 3.6, 3.4 2.2 Z`;
  pen.trim(peak, { shading: "fall", fill });
  const stitches = path`M 4.6 2 R 10.5 1.8, ${10 + bill * 0.9} ${2 + tip}`;
  pen.seam(stitches, { pixels: 0.7, opacity: 0.5, dash: ".8 .6" });
}

/** A beret with its stalk. */
export function drawBeret(pen: Pen, dice: Dice): void {
  const wide = dice.between(12, 15), lean = dice.between(-3, 3), high = dice.between(5.5, 8);
  const { dark } = pen.look, top = -high * 1.2;
  const body = path`M -8.5 1 C ${-wide - 3} 1.5, ${-wide - 2 + lean} ${top}, ${lean} ${top}
    C ${wide + 3 + lean} ${top}, ${wide + 3} 1, 8.5 1 Q 0 2.6, -8.5 1 Z`;
  pen.cloth(body, { shading: "ball", strength: 0.8 });
  pen.line(
    path`M ${lean} ${top} R ${lean + 0.6} ${top - 2}, ${lean + 1.4} ${top - 2.4}`,
    dark,
    0.9,
  );
  pen.fold([[-wide * 0.7, -1], [-wide * 0.3, -high * 0.6], [wide * 0.1, -high * 0.8]], 1.8, 0.14);
  const band = path`M -8.6 0.4 Q 0 2, 8.6 0.4 L 8.3 2.4 Q 0 4, -8.3 2.4 Z`;
  pen.trim(band, { fill: dark, shading: "tube" });
}
