/** What one item is made of: `Look` (its colours and pattern as SVG takes them), `createLook`. */

import { type ColourName, colourTone, hex, partnerTone, shade, type Tone } from "./colours.ts";
import type { Dice } from "./dice.ts";
import { createWeave, type PatternName, type Weave } from "./patterns.ts";

/** The colours ("#rrggbb") and the pattern of one item. */
export interface Look {
  readonly colour: ColourName;
  readonly pattern: PatternName;
  readonly weave: Weave;
  /** The item's colour, before it is turned into the strings below. */
  readonly tone: Tone;
  /** The item's colour. */
  readonly fill: string;
  /** A little lighter, a little darker, and much darker than `fill`. */
  readonly light: string;
  readonly dark: string;
  readonly deep: string;
  /** The line around it, dark enough to show white cloth on white. */
  readonly edge: string;
  /** Trimmings, and the marks of the pattern. */
  readonly accent: string;
  /** A third colour. */
  readonly extra: string;
}

/** Draws the shades of an item; `unit` is the size of its pattern, 1 for cloth drawn in cm. */
export function createLook(
  colour: ColourName,
  pattern: PatternName,
  { dice, unit }: { dice: Dice; unit: number },
): Look {
  const tone = colourTone(colour, dice);
  const accent = partnerTone(tone, dice), extra = partnerTone(tone, dice);
  const leaf: Tone = { l: tone.l < 0.55 ? 0.7 : 0.45, c: 0.09, h: 140 };
  const inks = [hex(accent), hex(extra), pattern === "floral" ? hex(leaf) : hex(extra)];
  return {
    colour,
    pattern,
    weave: createWeave(pattern, { dice, inks, unit }),
    tone,
    fill: hex(tone),
    light: hex(shade(tone, 0.07)),
    dark: hex(shade(tone, tone.l < 0.3 ? -0.07 : -0.1)),
    deep: hex(shade(tone, tone.l < 0.3 ? -0.12 : -0.2)),
    edge: hex(shade(tone, tone.l > 0.9 ? -0.3 : -0.17)),
    accent: hex(accent),
    extra: hex(extra),
  };
}
