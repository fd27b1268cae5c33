/**
 * What an explorer's page is given, as JSON: `ExplorerData`. The kernel writes it (`pack.ts`), the
 * page's script reads it (`client/`).
 */

import type { MarkerSymbol } from "../palette.ts";

/** Numbers as base64 of their bytes, little-endian. */
export type Packed = string;

/** One value of a colouring: what it is called and how it is drawn. */
export interface ValueStyle {
  readonly label: string;
  /** `#rrggbb`. */
  readonly color: string;
  readonly symbol: MarkerSymbol;
}

/** One way to colour the items: by category, by split, by what a model finds, by an attribute. */
export interface Coloring {
  readonly name: string;
  readonly values: readonly ValueStyle[];
  /** Number of the value of every item: see `packWholes`. */
  readonly codes: Packed;
  /** How many of the values the legend lists; the others are one entry, "other". */
  readonly listed: number;
  /** Whether it tells something of the item itself, and not of what a model finds for it. */
  readonly fact: boolean;
}

/** Places of all items in a plane or in space. */
export interface PackedMap {
  readonly name: string;
  readonly components: 2 | 3;
  /** `[n, components]` whole numbers: 0 to 65535 spans the widest component, each centred. */
  readonly points: Packed;
}

/** The nearest items of every item by one model. */
export interface PackedModel {
  readonly name: string;
  readonly color: string;
  /** Neighbours an item. */
  readonly k: number;
  /** `[n, k]` rows as whole numbers, nearest first; n for none. */
  readonly neighbours: Packed;
  /** `[n, k]` float32, Euclidean. */
  readonly distances: Packed;
}

/** Small photos of all items, in the order of the rows, on sheets of `columns` x `columns`. */
export interface SpriteSheets {
  /** Pixels of a photo's side. */
  readonly side: number;
  /** Photos a row and rows a sheet. */
  readonly columns: number;
  /** Data addresses. */
  readonly sheets: readonly string[];
}

/** Everything that an explorer shows. Texts come from outside and are shown letter by letter. */
export interface ExplorerData {
  readonly title: string;
  /** Unique names, one an item. */
  readonly ids: readonly string[];
  /** The first one is the category. */
  readonly colorings: readonly [Coloring, ...Coloring[]];
  readonly maps: readonly PackedMap[];
  readonly models: readonly PackedModel[];
  readonly photos: SpriteSheets;
  /** The item that is chosen at first; -1 for none. */
  readonly chosen: number;
}
