/**
 * Patterns of cloth: `PATTERNS`, `createWeave` (the measures of one item's pattern), `weaveMarks`
 * (its lines, dots and flowers over a box, to be clipped to a piece of cloth).
 *
 * Drawn as one path a colour, since librsvg takes 30 ms to fill a shape with a `<pattern>`.
 */

import type { Dice } from "./dice.ts";
import { type Bounds, number } from "./path.ts";

/** What may cover an item; "gradient" is a paint, not marks. */
export const PATTERNS = ["plain", "stripes", "dots", "checks", "floral", "gradient"] as const;

/** One of {@linkcode PATTERNS}. */
export type PatternName = typeof PATTERNS[number];

/** The measures of one item's pattern; lengths in the item's units. */
export interface Weave {
  readonly pattern: PatternName;
  /** Which of the pattern's kinds, e.g. gingham or windowpane. */
  readonly kind: string;
  /** From one stripe, dot or flower to the next. */
  readonly step: number;
  /** Width of a stripe, diameter of a dot or flower. */
  readonly size: number;
  /** Degrees clockwise. */
  readonly angle: number;
  /** Colours of the marks: the first stands out most. */
  readonly inks: readonly string[];
  /** Scatters the flowers: a list of numbers in [0, 1) taken in turn. */
  readonly scatter: readonly number[];
}

const KINDS = {
  plain: [""],
  stripes: ["even", "even", "thin", "double"],
  dots: ["staggered", "staggered", "grid", "mixed"],
  checks: ["gingham", "tartan", "windowpane"],
  floral: ["petals", "petals", "daisies", "sprigs"],
  gradient: [""],
} as const;

/** Draws the measures of a pattern; `unit` is 1 for cloth worn on the body and drawn in cm. */
export function createWeave(
  pattern: PatternName,
  { dice, inks, unit }: { dice: Dice; inks: readonly string[]; unit: number },
): Weave {
  const kind = dice.pick(KINDS[pattern]);
  const [low, high] = pattern === "floral" ? [8, 14] : pattern === "checks" ? [5, 11] : [4.5, 9.5];
  const step = dice.between(low, high) * unit;
  const share = kind === "thin" || kind === "windowpane"
    ? dice.between(0.12, 0.2)
    : pattern === "dots"
    ? dice.between(0.35, 0.6)
    : pattern === "floral"
    ? dice.between(0.55, 0.8)
    : dice.between(0.38, 0.55);
  const turned = pattern === "stripes"
    ? dice.pick([0, 0, 0, 90, 90, 45, -45])
    : pattern === "checks"
    ? dice.pick([0, 0, 45])
    : dice.between(0, 30);
  const scatter = pattern === "floral" ? Array.from({ length: 61 }, () => dice.next()) : [];
  return { pattern, kind, step, size: step * share, angle: turned, inks, scatter };
}

/** SVG markup of the marks that cover `bounds`, `turn` degrees further than the weave's own. */
export function weaveMarks(weave: Weave, bounds: Bounds, turn = 0): string {
  const { left, top, right, bottom } = bounds;
  const cx = (left + right) / 2, cy = (top + bottom) / 2;
  const angle = weave.angle + turn;
  // A turned box is covered by the square around its diagonal.
  const radius = angle % 90 === 0
    ? Math.max(right - left, bottom - top) / 2
    : Math.hypot(right - left, bottom - top) / 2;
  const at = Math.abs(angle) < 0.01 ? "" : ` rotate(${number(angle)})`;
  return `<g transform="translate(${number(cx)} ${number(cy)})${at}" fill="none">` +
    marks(weave, radius) + "</g>";
}

function marks(weave: Weave, radius: number): string {
  const { step, size, inks, kind } = weave;
  const [ink = "#000", second = ink] = inks;
  switch (weave.pattern) {
    case "stripes":
      return stroke(rows(radius, step), ink, size) +
        (kind === "double" ? stroke(rows(radius, step, step / 2), second, size * 0.3) : "");
    case "checks":
      return checks(weave, radius);
    case "dots":
      return stroke(dots(radius, step, kind !== "grid"), ink, size, "round") +
        (kind === "mixed"
          ? stroke(dots(radius, step, true, step / 2), second, size * 0.5, "round")
          : "");
    case "floral":
      return flowers(weave, radius);
    default:
      return "";
  }
}

function checks({ kind, step, size, inks }: Weave, radius: number): string {
  const [ink = "#000", second = ink] = inks;
  const across = rows(radius, step), down = columns(radius, step);
  if (kind === "windowpane") return stroke(across + down, ink, size);
  const cross = stroke(across, ink, size, "", 0.55) + stroke(down, ink, size, "", 0.55);
  if (kind === "gingham") return cross;
  const offset = step / 2;
  return cross +
    stroke(rows(radius, step, offset) + columns(radius, step, offset), second, size * 0.2, "", 0.8);
}

function flowers(weave: Weave, radius: number): string {
  const { step, size, kind, scatter } = weave;
  const [ink = "#000", second = ink, leaf = second] = weave.inks;
  let petals = "", centres = "", leaves = "", i = 0;
  const chance = () => scatter[i++ % scatter.length] ?? 0;
  const count = kind === "sprigs" ? 3 : kind === "daisies" ? 6 : 5;
  for (let y = -radius; y <= radius + step; y += step * 0.9) {
    for (let x = -radius; x <= radius + step; x += step) {
      const u = x + (chance() - 0.5) * step * 0.8, v = y + (chance() - 0.5) * step * 0.8;
      const turn = chance() * Math.PI, reach = size * (0.24 + 0.1 * chance());
      for (let petal = 0; petal < count; petal++) {
        const a = turn + petal * 2 * Math.PI / count;
        petals += `M${number(u + reach * Math.cos(a))} ${number(v + reach * Math.sin(a))}h0`;
      }
      centres += `M${number(u)} ${number(v)}h0`;
      const a = turn + 0.6, far = size * 0.95;
      leaves += `M${number(u)} ${number(v)}l${number(far * Math.cos(a))} ${
        number(far * Math.sin(a))
      }`;
    }
  }
  return stroke(leaves, leaf, size * 0.14, "round") +
    stroke(petals, ink, size * (kind === "daisies" ? 0.3 : 0.42), "round") +
    stroke(centres, second, size * 0.26, "round");
}

/** Horizontal lines `step` apart over the square of side 2 `radius`, centred on the origin. */
function rows(radius: number, step: number, offset = 0): string {
  let d = "";
  for (let y = -radius + offset; y <= radius; y += step) {
    d += `M${number(-radius)} ${number(y)}h${number(2 * radius)}`;
  }
  return d;
}

function columns(radius: number, step: number, offset = 0): string {
  let d = "";
  for (let x = -radius + offset; x <= radius; x += step) {
    d += `M${number(x)} ${number(-radius)}v${number(2 * radius)}`;
  }
  return d;
}

function dots(radius: number, step: number, staggered: boolean, offset = 0): string {
  let d = "", row = 0;
  for (let y = -radius; y <= radius + step; y += step * (staggered ? 0.87 : 1), row++) {
    const shift = staggered && row % 2 === 1 ? step / 2 : 0;
    for (let x = -radius + shift + offset; x <= radius + step; x += step) {
      d += `M${number(x)} ${number(y)}h0`;
    }
  }
  return d;
}

function stroke(d: string, ink: string, width: number, cap = "", opacity = 1): string {
  return `<path d="${d}" stroke="${ink}" stroke-width="${number(width)}"` +
    (cap ? ` stroke-linecap="${cap}"` : "") + (opacity < 1 ? ` opacity="${opacity}"` : "") + "/>";
}
