/** Colours, patterns and markers of several embeddings in one figure: `seriesStyles`. */

import { BASELINE_GREY, modelColor } from "../palette.ts";

/** An embedding as charts name it. */
export interface EmbeddingLabel {
  readonly name: string;
  /** Models have their own colours, baselines are grey. */
  readonly kind: "model" | "baseline";
}

const MODEL_PATTERNS = ["", "/", "\\", "+", "."] as const;
const MODEL_SYMBOLS = ["circle", "diamond", "square", "star", "pentagon"] as const;
const BASELINE_PATTERNS = ["", "-", "x", ".", "|"] as const;
const BASELINE_OPACITIES = [1, 0.75, 0.5, 0.3] as const;
const BASELINE_DASHES = ["dash", "dot", "dashdot", "longdash"] as const;
const BASELINE_SYMBOLS = ["square-open", "x", "triangle-up-open", "cross"] as const;

/** How one embedding is drawn. */
export interface SeriesStyle {
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

/** A style for each embedding, in their order; colour is never the only difference. */
export function seriesStyles(embeddings: readonly EmbeddingLabel[]): SeriesStyle[] {
  let models = 0, baselines = 0;
  const of = <T>(list: readonly T[], i: number) => list[i % list.length]!;
  return embeddings.map(({ name, kind }): SeriesStyle => {
    if (kind === "model") {
      const i = models++;
      return {
        color: modelColor(name),
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
