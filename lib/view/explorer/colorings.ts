/** The ways to colour an explorer's items: `itemColorings`, `hitColoring`. */

import { ownValue } from "../../io/own_value.ts";
import { BAD, createPalette, GOOD, type MarkerSymbol, type Palette, SYMBOLS } from "../palette.ts";
import type { Coloring, ValueStyle } from "./data.ts";
import { type ExplorerModel, packWholes } from "./pack.ts";

/** What an explorer tells of an item. */
export interface ExplorerItem {
  readonly id: string;
  readonly category: string;
  readonly split: string;
  /** Colour, pattern and the like. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** An attribute of more values, such as a size in millimetres, is neither shown nor searched. */
const MOST_VALUES = 192;

/** Longest legend of an attribute: more values are not told apart by their colours. */
const MOST_LISTED = 12;

/** How values beyond the legend are drawn. */
const OTHER = { color: "#b0b4ba", symbol: "circle" } as const;

/** What stands where an item lacks an attribute that others have. */
const UNKNOWN = "unknown";

/** Names of colours, drawn in these; every other kind of value gets the palette's colours. */
const NAMED_COLORS: Readonly<Record<string, string>> = {
  black: "#1b1b1d",
  white: "#f7f5f0",
  grey: "#8f9296",
  gray: "#8f9296",
  beige: "#d9c5a0",
  brown: "#74471f",
  red: "#c8242b",
  orange: "#ea7b26",
  yellow: "#f0c832",
  green: "#2f8a4a",
  blue: "#2f63b5",
  purple: "#6f3a91",
  pink: "#f19bb4",
  [UNKNOWN]: "#b0b4ba",
};

function coloring(
  name: string,
  labels: readonly string[],
  styles: ReadonlyMap<string, Omit<ValueStyle, "label">>,
): Coloring {
  const numbers = new Map([...styles.keys()].map((label, number) => [label, number]));
  return {
    name,
    values: [...styles].map(([label, style]) => ({ label, ...style })),
    codes: packWholes(labels.map((label) => numbers.get(label)!), styles.size - 1),
    listed: styles.size,
    fact: true,
  };
}

/**
 * A colouring by an attribute. Of more than `MOST_LISTED` values the most frequent get colours of
 * their own, the others share one and one entry of the legend.
 */
function attributeColoring(name: string, labels: readonly string[]): Coloring {
  const counts = Map.groupBy(labels, (label) => label);
  const values = [...counts.keys()].sort();
  if (values.length <= MOST_LISTED + 1) return coloring(name, labels, stylesOf(values));
  const byCount = values.toSorted((a, b) => counts.get(b)!.length - counts.get(a)!.length);
  const listed = byCount.slice(0, MOST_LISTED);
  const styles = stylesOf(listed);
  for (const value of byCount.slice(MOST_LISTED)) styles.set(value, OTHER);
  return { ...coloring(name, labels, styles), listed: MOST_LISTED };
}

/** Styles of `values`: the colours they name if they all name one, else a palette's. */
function stylesOf(values: readonly string[]): Map<string, { color: string; symbol: MarkerSymbol }> {
  const palette = createPalette(values);
  const named = values.every((value) => ownValue(NAMED_COLORS, value));
  return new Map(values.map((value, i) => [
    value,
    named ? { color: NAMED_COLORS[value]!, symbol: SYMBOLS[i % 5]! } : palette.style(value),
  ]));
}

/**
 * Colourings by category (in the palette's colours), split, and each attribute that some item has.
 *
 * @throws {RangeError} if the palette lacks a category
 */
export function itemColorings(
  items: readonly ExplorerItem[],
  palette: Palette,
): [Coloring, ...Coloring[]] {
  const categories = items.map(({ category }) => category);
  for (const category of categories) palette.style(category); // refuses one that it does not have
  const present = new Set(categories);
  const kept = palette.categories.filter((category) => present.has(category));
  const splits = items.map(({ split }) => split);
  const names = [...new Set(items.flatMap(({ attributes }) => Object.keys(attributes)))].sort();
  const byAttribute = names.flatMap((name) => {
    const labels = items.map(({ attributes }) => ownValue(attributes, name) ?? UNKNOWN);
    return new Set(labels).size > MOST_VALUES ? [] : [attributeColoring(name, labels)];
  });
  return [
    coloring("category", categories, new Map(kept.map((name) => [name, palette.style(name)]))),
    coloring("split", splits, stylesOf([...new Set(splits)])),
    ...byAttribute,
  ];
}

/** What a model finds for an item: one of its category, or of another. */
const HIT = "hit: the nearest is of its category";
const MISS = "miss: the nearest is of another";
const HIT_STYLES: ReadonlyMap<string, Omit<ValueStyle, "label">> = new Map([
  [HIT, { color: GOOD, symbol: "circle" }],
  [MISS, { color: BAD, symbol: "x" }],
]);

/** A colouring by whether the nearest item that a model finds is of the item's category. */
export function hitColoring(
  { name, indices }: ExplorerModel,
  items: readonly ExplorerItem[],
): Coloring {
  const given = indices.length / items.length;
  const labels = items.map(({ category }, i) =>
    items[indices[i * given] ?? -1]?.category === category ? HIT : MISS
  );
  return { ...coloring(`hit or miss, ${name}`, labels, HIT_STYLES), fact: false };
}
