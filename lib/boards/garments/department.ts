/** How a label's drawings are described: `Department`, its `Style`s, and weights they share. */

import type { ColourName } from "../colours.ts";
import type { Dice, Weights } from "../dice.ts";
import type { PatternName } from "../patterns.ts";
import type { Pen } from "../pen.ts";

/** One named way to draw a label's items. */
export interface Style {
  /** How often, beside the department's other styles. */
  readonly weight: number;
  /** Its colours, where they are not the department's. */
  readonly colours?: Weights<ColourName>;
  /** Its patterns, where they are not the department's. */
  readonly patterns?: Weights<PatternName>;
  /** Draws one item upright with `pen`, in cm or units of its own; (0, 0) can be anywhere. */
  readonly draw: (pen: Pen, dice: Dice) => void;
}

/** How large a label's drawings are, and how they lie. */
export interface Scale {
  /** Size of a pattern in the department's units; 1 for clothes drawn in cm. */
  readonly unit: number;
  /** Square root of the area of a typical item's box, in its units; sets how thin lines are. */
  readonly extent: number;
  /** Square root of the area of a typical item's box, as a share of the board's side. */
  readonly size: number;
  /** Standard deviation of the angle at which items lie, degrees. */
  readonly tilt: number;
  /** Whether items are mirrored now and then. @default false */
  readonly mirror?: boolean;
}

/** All that is drawn under one label. */
export interface Department {
  readonly styles: Readonly<Record<string, Style>>;
  readonly colours: Weights<ColourName>;
  readonly patterns: Weights<PatternName>;
  readonly scale: Scale;
}

/** A style of some weight; `own` are its colours and patterns where it has any. */
export function style(
  weight: number,
  draw: Style["draw"],
  own: Pick<Style, "colours" | "patterns"> = {},
): Style {
  return { weight, draw, ...own };
}

/** Colours of clothes: neutrals and blue lead. */
export const CLOTH_COLOURS: Weights<ColourName> = {
  black: 20,
  white: 15,
  grey: 10,
  beige: 10,
  brown: 5,
  red: 7,
  orange: 3,
  yellow: 4,
  green: 6,
  blue: 12,
  purple: 4,
  pink: 8,
};

/** Colours of leather goods. */
export const LEATHER_COLOURS: Weights<ColourName> = {
  black: 24,
  white: 8,
  grey: 6,
  beige: 12,
  brown: 18,
  red: 8,
  orange: 4,
  yellow: 3,
  green: 4,
  blue: 6,
  purple: 3,
  pink: 6,
};

/** Patterns of clothes: more than half plain. */
export const CLOTH_PATTERNS: Weights<PatternName> = {
  plain: 58,
  stripes: 12,
  dots: 6,
  checks: 8,
  floral: 9,
  gradient: 7,
};

/** Patterns of what is mostly plain. */
export const QUIET_PATTERNS: Weights<PatternName> = {
  plain: 84,
  stripes: 4,
  dots: 2,
  checks: 3,
  floral: 3,
  gradient: 4,
};

/** Colours and patterns of clothes. */
export const CLOTH = { colours: CLOTH_COLOURS, patterns: CLOTH_PATTERNS } as const;
