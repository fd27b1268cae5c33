/** How methods are told apart where several stand in one figure: `methodLooks`. */

import { BASELINE_GREY, modelColor } from "../palette.ts";

/** A way to describe photos. */
export interface Method {
  readonly name: string;
  /** Models are coloured in the order given, baselines grey. */
  readonly kind: "model" | "baseline";
}

const MODEL_PATTERNS = ["", "/", "\\", "+", "."] as const;
const MODEL_SYMBOLS = ["circle", "diamond", "square", "star", "pentagon"] as const;
const BASELINE_PATTERNS = ["", "-", "x", ".", "|"] as const;
const BASELINE_OPACITIES = [1, 0.75, 0.5, 0.3] as const;
const BASELINE_DASHES = ["dash", "dot", "dashdot", "longdash"] as const;
const BASELINE_SYMBOLS = ["square-open", "x", "triangle-up-open", "cross"] as const;

/** How one method is drawn. */
export interface MethodLook {
  readonly color: string;
  /** Hatching of its bars. */
  readonly pattern: typeof MODEL_PATTERNS[number] | typeof BASELINE_PATTERNS[number];
  /** How solid its bars are, 0 to 1. */
  readonly opacity: number;
  /** Dashes of its line. */
  readonly dash: "solid" | typeof BASELINE_DASHES[number];
  /** Marker on its line. */
  readonly symbol: typeof MODEL_SYMBOLS[number] | typeof BASELINE_SYMBOLS[number];
}

/** A look for each method, in their order; colour is never the only difference. */
export function methodLooks(methods: readonly Method[]): MethodLook[] {
  let models = 0, baselines = 0;
  const of = <T>(looks: readonly T[], i: number) => looks[i % looks.length]!;
  return methods.map(({ kind }): MethodLook => {
    if (kind === "model") {
      const i = models++;
      return {
        color: modelColor(i),
        pattern: of(MODEL_PATTERNS, i),
        opacity: 1,
        dash: "solid",
        symbol: of(MODEL_SYMBOLS, i),
      };
    }
    const i = baselines++;
    return {
      color: BASELINE_GREY,
      pattern: of(BASELINE_PATTERNS, i),
      opacity: of(BASELINE_OPACITIES, i),
      dash: of(BASELINE_DASHES, i),
      symbol: of(BASELINE_SYMBOLS, i),
    };
  });
}
