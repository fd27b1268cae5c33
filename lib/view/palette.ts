/**
 * Colours and marker symbols, the same for the same thing in every figure: `createPalette` for
 * categories, `modelColor` for models, and the greys of axes.
 *
 * The 24 colours were chosen by computer for the greatest least distance in OKLab, seen normally and
 * as simulated for red-, green- and blue-blind eyes (Machado, Oliveira and Fernandes 2009), among
 * colours that stand out on white and on near-black. No 21 colours are told apart by everyone, so
 * the marker varies too: categories with the same marker differ in colour for every kind of eye.
 */

/** Colours of categories, in order. */
// deno-fmt-ignore
export const CATEGORY_COLORS = [
  "#0f78c3", "#e19600", "#0fa578", "#d24b5a", "#ff69c3", "#6b6100", "#9139a1", "#4bd25a",
  "#96a5d2", "#1ea5f0", "#d2a5ff", "#ffa587", "#5a4bd2", "#c34ba5", "#1e871e", "#a56900",
  "#ff695a", "#876987", "#a51e4b", "#a569f0", "#879600", "#96c3b4", "#c38796", "#3f5f7f",
] as const;

/** Marker symbols that Plotly draws in 2-D and in 3-D. */
export const SYMBOLS = [
  "circle",
  "diamond",
  "square",
  "cross",
  "x",
  "circle-open",
  "diamond-open",
  "square-open",
] as const;

/** Name of a marker symbol. */
export type MarkerSymbol = typeof SYMBOLS[number];

/** How one category is drawn. */
export interface CategoryStyle {
  /** `#rrggbb`. */
  readonly color: string;
  readonly symbol: MarkerSymbol;
}

/** How every category of a data set is drawn. */
export interface Palette {
  /** In the order given to `createPalette`. */
  readonly categories: readonly string[];
  /** @throws {RangeError} if the category is not among `categories`. */
  style(category: string): CategoryStyle;
}

/**
 * A palette for all categories of a data set (pass the data set's own list, so that a figure of some
 * of them uses the same colours). Up to 24 categories get a colour of their own, up to 192 a pair of
 * colour and symbol of their own; after that they repeat.
 *
 * @throws {RangeError} if a category stands in the list twice.
 */
export function createPalette(categories: readonly string[]): Palette {
  const styles = new Map<string, CategoryStyle>();
  for (const [i, category] of categories.entries()) {
    if (styles.has(category)) {
      throw new RangeError(
        `Cannot create palette as categories must differ: current repeated one is "${category}"`,
      );
    }
    const round = Math.floor(i / CATEGORY_COLORS.length);
    styles.set(category, {
      color: CATEGORY_COLORS[i % CATEGORY_COLORS.length]!,
      symbol: SYMBOLS[(i + round) % SYMBOLS.length]!,
    });
  }
  return {
    categories,
    style(category) {
      const style = styles.get(category);
      if (!style) {
        throw new RangeError(
          `Cannot pick colour as category must be one of the palette: current value is "${category}"`,
        );
      }
      return style;
    },
  };
}

/** Colours of the project's models, by their names or the first word of these. */
const MODEL_COLORS: ReadonlyMap<string, string> = new Map([
  ["baseline", "#0f78c3"],
  ["+layer", "#e19600"],
  ["contrastive", "#0fa578"],
  ["pretrained", "#a51e4b"],
  ["pretrained baseline", "#5a4bd2"],
  ["supervised", "#6b6100"],
  ["residual", "#a569f0"],
]);

/** Colours of all other models. */
const OTHER_COLORS = CATEGORY_COLORS.filter((color) => ![...MODEL_COLORS.values()].includes(color));

/**
 * Colour of a model and of everything made with it, the same in every figure: that of the first word
 * of `name`, such as "Contrastive (512-d), whitened". The project's own models have colours that are
 * told apart by every kind of eye; other names get one of the 18 that are left.
 */
export function modelColor(name: string): string {
  const [whole = ""] = name.toLowerCase().split(/\s*[,(]/, 1);
  const [word = ""] = whole.split(/\s+/, 1);
  const known = MODEL_COLORS.get(whole) ?? MODEL_COLORS.get(word);
  if (known) return known;
  const sum = Array.from(word, (letter) => letter.codePointAt(0)!).reduce((a, b) => a + b, 0);
  return OTHER_COLORS[sum % OTHER_COLORS.length]!;
}

/**
 * Text and lines, readable on white and on near-black (contrast 4.2 and 4.5). Where a page draws a
 * figure, `figureHtml` puts the colour of the page's text in its place.
 */
export const MID_GREY = "#7c7c7c";

/** Things beside the point: simple baselines, other people's curves. */
export const BASELINE_GREY = "#8f959e";

/** Grid lines, faint on both. */
export const GRID_GREY = "rgba(128,128,128,0.25)";

/** Gains and losses, hits and misses: green and red that also differ in lightness and blue. */
export const GOOD = "#0fa578";

/** See `GOOD`. */
export const BAD = "#d24b5a";
