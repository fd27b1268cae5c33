/**
 * The dozen named colours of the boards: `COLOURS`, `colourTone` (one jittered shade of a name),
 * `partnerTone` (a colour that stands out on another), `shade`, `hex`.
 *
 * Tones are OKLCH (lightness 0-1, chroma 0-0.4, hue in degrees), in which equal steps look equal.
 * Source: Bjorn Ottosson, "A perceptual color space for image processing" (2020).
 */

import type { Dice } from "./dice.ts";

/** A colour in OKLCH: lightness 0-1, chroma from 0, hue in degrees. */
export interface Tone {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** The eleven basic colour terms of English (Berlin and Kay, 1969) and beige. */
export const COLOURS = [
  "black",
  "white",
  "grey",
  "beige",
  "brown",
  "red",
  "orange",
  "yellow",
  "green",
  "blue",
  "purple",
  "pink",
] as const;

/** One of {@linkcode COLOURS}. */
export type ColourName = typeof COLOURS[number];

/** Centre of each name and how far its shades stray: `[l, c, h, dl, dc, dh]`. */
const SHADES: Readonly<Record<ColourName, readonly number[]>> = {
  black: [0.24, 0.012, 260, 0.035, 0.01, 90],
  white: [0.965, 0.008, 85, 0.015, 0.006, 60],
  grey: [0.65, 0.01, 250, 0.11, 0.008, 60],
  beige: [0.84, 0.045, 80, 0.04, 0.012, 10],
  brown: [0.44, 0.075, 52, 0.07, 0.02, 10],
  red: [0.53, 0.19, 24, 0.05, 0.025, 5],
  orange: [0.7, 0.165, 52, 0.035, 0.02, 6],
  yellow: [0.85, 0.14, 92, 0.03, 0.025, 5],
  green: [0.54, 0.1, 148, 0.11, 0.03, 20],
  blue: [0.5, 0.11, 257, 0.13, 0.03, 14],
  purple: [0.46, 0.13, 308, 0.09, 0.03, 10],
  pink: [0.78, 0.11, 0, 0.05, 0.035, 12],
};

/** A shade that passes for `name`. */
export function colourTone(name: ColourName, dice: Dice): Tone {
  const [l, c, h, dl, dc, dh] = SHADES[name] as [number, number, number, number, number, number];
  return {
    l: dice.around(l, dl / 1.7),
    c: Math.max(0, dice.around(c, dc / 1.7)),
    h: dice.around(h, dh / 1.7),
  };
}

/**
 * A tone that stands out on `tone`, for patterns and trimmings: most often a neutral, else the
 * same hue much lighter or darker, else another hue.
 */
export function partnerTone(tone: Tone, dice: Dice): Tone {
  const lighter = tone.l < 0.62;
  const draw = dice.next();
  if (draw < 0.45) {
    return lighter
      ? { l: dice.between(0.9, 0.97), c: 0.012, h: 85 }
      : { l: dice.between(0.2, 0.34), c: 0.02, h: dice.between(240, 280) };
  }
  if (draw < 0.65) {
    return { l: tone.l + (lighter ? 0.3 : -0.32), c: Math.max(0.03, tone.c * 0.8), h: tone.h };
  }
  return {
    l: tone.l + (lighter ? dice.between(0.22, 0.38) : -dice.between(0.2, 0.34)),
    c: dice.between(0.1, 0.17),
    h: tone.h + dice.between(70, 290),
  };
}

/** `tone` lighter (or, below 0, darker) by `step`, staying within what can be shown. */
export function shade(tone: Tone, step: number): Tone {
  return { ...tone, l: Math.min(0.99, Math.max(0.08, tone.l + step)) };
}

/** `tone` as "#rrggbb"; what lies outside sRGB is cut off channel by channel. */
export function hex({ l, c, h }: Tone): string {
  const a = c * Math.cos(h * Math.PI / 180), b = c * Math.sin(h * Math.PI / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
  return "#" + linear.map((value) => {
    const light = value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055;
    return Math.round(Math.min(1, Math.max(0, light)) * 255).toString(16).padStart(2, "0");
  }).join("");
}
