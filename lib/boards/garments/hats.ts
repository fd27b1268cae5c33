/** Hats, caps, beanies and berets. In cm, the lower edge or the brim's middle at (0, 0). */

import { blob, CLOTH_COLOURS, ellipse, path, style } from "./kit.ts";
import type { Department, Dice, Pen, Point } from "./kit.ts";
import { ribbedBand, ribbing } from "./tailoring.ts";

/** A ribbon around the crown, `deep` cm, sagging in the middle, some with a bow. */
function ribbonBand(pen: Pen, dice: Dice, half: number, deep: number, sag: number): void {
  const band = path`M -${half} -${deep} Q 0 ${sag - deep}, ${half} -${deep}
    L ${half + 0.4} 0 Q 0 ${sag}, ${-half - 0.4} 0 Z`;
  const fill = dice.chance(0.7) ? pen.look.accent : pen.look.deep;
  pen.trim(band, { fill, shading: "tube", strength: 0.7 });
  if (dice.chance(0.4)) {
    const x = -half * 0.72, y = -deep * 0.5;
    for (const end of [x - 3, x + 3]) {
      pen.trim(path`M ${x} ${y} L ${end} ${-deep - 0.6} L ${end} 0.6 Z`, { fill });
    }
  }
}

function drawFedora(pen: Pen, dice: Dice): void {
  const half = dice.between(9.5, 11.5), high = dice.between(10, 13), brim = dice.between(15, 20);
  const curl = dice.between(-2.5, 3), pinch = dice.between(0.5, 2.6), inner = brim * 0.6;
  const under = path`M -${brim} -${curl} C -${inner} 4.5, ${inner} 4.5, ${brim} -${curl}
    C ${brim * 0.5} -2.5, ${-brim * 0.5} -2.5, -${brim} -${curl} Z`;
  pen.cloth(under, { shading: "fall" });
  const crown = path`M -${half} 0.6
    C ${-half + 0.2} ${-high * 0.5}, ${-half * 0.9} -${high}, ${-half * 0.5} -${high}
    Q ${-half * 0.2} ${-high - 0.8}, 0 ${-high + pinch}
    Q ${half * 0.2} ${-high - 0.8}, ${half * 0.5} -${high}
    C ${half * 0.9} -${high}, ${half - 0.2} ${-high * 0.5}, ${half} 0.6 Q 0 3, -${half} 0.6 Z`;
  pen.cloth(crown, { shading: "tube", strength: 0.8 });
  const middle = -high * 0.75, low = -high * 0.5;
  pen.fold([[-half * 0.5, -high + 2], [-half * 0.2, middle], [0, low]], 2, 0.16);
  pen.fold([[half * 0.6, -high + 1.5], [half * 0.4, middle], [half * 0.35, low]], 1.6, 0.14);
  ribbonBand(pen, dice, half, dice.between(2.2, 4), 2.4);
  const front = path`M -${brim} -${curl} C -${inner} 5.2, ${inner} 5.2, ${brim} -${curl}
    C ${inner} 3, ${half} 2.4, ${half} 0.6 Q 0 4, -${half} 0.6
    C -${half} 2.4, -${inner} 3, -${brim} -${curl} Z`;
  pen.cloth(front, { strength: 0.7 });
}

function drawSunHat(pen: Pen, dice: Dice): void {
  const half = dice.between(9, 10.5), high = dice.between(8, 10.5), brim = dice.between(20, 27);
  const droop = dice.between(1, 5), flat = dice.between(4.5, 8), left = droop * 0.4;
  const disc = path`M -${brim} ${left}
    R ${-brim * 0.6} ${flat * 0.9 + droop * 0.3}, 0 ${flat + droop * 0.5},
      ${brim * 0.65} ${flat * 0.8}, ${brim} ${droop * 0.2}, ${brim * 0.6} ${-flat * 0.55},
      0 ${-flat * 0.8}, ${-brim * 0.6} ${-flat * 0.5}, -${brim} ${left} Z`;
  pen.cloth(disc);
  if (dice.chance(0.6)) {
    const rings = [0.9, 0.78, 0.66, 0.54].map((grow) => disc.scale(grow).shift(0, -0.4));
    pen.seam(rings, { pixels: 0.7, opacity: 0.4 });
  }
  const crown = path`M -${half} 0.4 C -${half} ${-high * 0.8}, ${-half * 0.7} -${high}, 0 -${high}
    C ${half * 0.7} -${high}, ${half} ${-high * 0.8}, ${half} 0.4 Q 0 3.4, -${half} 0.4 Z`;
  pen.cloth(crown, { shading: "ball", strength: 0.6 });
  ribbonBand(pen, dice, half, dice.between(2, 3.6), 2.8);
}

function drawBucket(pen: Pen, dice: Dice): void {
  const top = dice.between(7, 8.5), high = dice.between(8, 10);
  const brim = dice.between(13, 17), deep = dice.between(4.5, 7), edge = deep - 1.4;
  const crown = path`M -10 0.5 L -${top} ${-high + 1} Q ${-top + 0.6} ${-high - 0.4}, 0 ${
    -high - 0.6
  }
    Q ${top - 0.6} ${-high - 0.4}, ${top} ${-high + 1} L 10 0.5 Q 0 4, -10 0.5 Z`;
  pen.cloth(crown, { shading: "tube", strength: 0.7 });
  const seam = path`M -${top} ${-high + 1.2} R 0 ${-high + 2.4}, ${top} ${-high + 1.2}`;
  pen.seam(seam, { opacity: 0.6 });
  const skirt = path`M -10 -0.4 Q 0 2.4, 10 -0.4 L ${brim} ${edge} Q 0 ${
    deep + 4.4
  }, -${brim} ${edge} Z`;
  pen.cloth(skirt, { shading: "fall" });
  for (const share of [0.35, 0.6, 0.85]) {
    const x = 10 + (brim - 10) * share, y = -0.4 + (deep - 1) * share;
    pen.seam(path`M -${x} ${y} R 0 ${y + 2.4}, ${x} ${y}`, { pixels: 0.7, opacity: 0.45 });
  }
}

function drawBowler(pen: Pen, dice: Dice): void {
  const flat = dice.chance(0.5), half = dice.between(9, 10.5), high = dice.between(7, 10);
  const brim = half + dice.between(4, 8);
  pen.cloth(
    path`M -${brim} 0 Q 0 ${flat ? -3.4 : -2}, ${brim} 0 Q 0 ${flat ? 4 : 5}, -${brim} 0 Z`,
  );
  const crown = flat
    ? path`M -${half} 0.4 L ${-half + 0.4} -${high} Q 0 ${-high - 2}, ${half - 0.4} -${high}
      L ${half} 0.4 Q 0 2.8, -${half} 0.4 Z`
    : path`M -${half} 0.4 C -${half} ${-high * 1.35}, ${half} ${-high * 1.35}, ${half} 0.4
      Q 0 2.8, -${half} 0.4 Z`;
  pen.cloth(crown, { shading: flat ? "tube" : "ball", strength: 0.8 });
  ribbonBand(pen, dice, half, flat ? dice.between(2.4, 3.8) : 2, 2.4);
  const front = path`M -${brim} 0 Q 0 ${flat ? 4 : 6.4}, ${brim} 0 Q ${half} 2, ${half} 0.6
    Q 0 3.4, -${half} 0.6 Q -${half} 2, -${brim} 0 Z`;
  pen.cloth(front, { strength: 0.6 });
}

/** A knitted hat with a turned-up cuff, some with a bobble. */
function drawBeanie(pen: Pen, dice: Dice): void {
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
function drawCap(pen: Pen, dice: Dice): void {
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
function drawBeret(pen: Pen, dice: Dice): void {
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

/** Hats. */
export const hats: Department = {
  styles: {
    "fedora": style(26, drawFedora),
    "sun hat": style(18, drawSunHat, {
      colours: { beige: 40, white: 12, brown: 12, black: 10, pink: 6, red: 5, blue: 8, yellow: 7 },
    }),
    "beanie": style(20, drawBeanie),
    "cap": style(14, drawCap),
    "beret": style(6, drawBeret),
    "bucket hat": style(7, drawBucket),
    "bowler": style(9, drawBowler),
  },
  colours: { ...CLOTH_COLOURS, black: 24, beige: 16, brown: 11, grey: 12 },
  patterns: { plain: 80, stripes: 6, dots: 2, checks: 5, floral: 3, gradient: 4 },
  scale: { unit: 0.4, extent: 26, size: 0.29, tilt: 4, mirror: true },
};
