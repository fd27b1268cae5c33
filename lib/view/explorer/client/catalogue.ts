/** The explorer's data, unpacked and ready to be asked: `openCatalogue`. */

import type { Coloring, ExplorerData, SpriteSheets, ValueStyle } from "../data.ts";
import type { Places } from "./camera.ts";
import { unpackFloats, unpackPlaces, unpackWholes } from "./unpack.ts";

/** One item found for another. */
export interface Found {
  row: number;
  distance: number;
  /** Whether it is of the same category. */
  hit: boolean;
}

/** All items with their maps, colourings and neighbours. */
export interface Catalogue {
  title: string;
  count: number;
  ids: readonly string[];
  maps: { name: string; places: Places }[];
  colorings: { coloring: Coloring; codes: ArrayLike<number>; counts: Uint32Array }[];
  models: { name: string; color: string }[];
  photos: SpriteSheets;
  /** How a colouring names an item. */
  value(coloring: number, row: number): ValueStyle;
  category(row: number): string;
  /** Category and id of an item. */
  name(row: number): string;
  /** What a model finds for an item, nearest first. */
  found(model: number, row: number): Found[];
}

/** Unpack `data`. */
export function openCatalogue(data: ExplorerData): Catalogue {
  const count = data.ids.length;
  const colorings = data.colorings.map((coloring) => {
    const codes = unpackWholes(coloring.codes, count);
    const counts = new Uint32Array(coloring.values.length);
    for (const code of codes) counts[code]! += 1;
    return { coloring, codes, counts };
  });
  const models = data.models.map(({ k, neighbours, distances }) => ({
    k,
    neighbours: unpackWholes(neighbours, count * k),
    distances: unpackFloats(distances),
  }));
  const [categories] = colorings;
  const value = (coloring: number, row: number) => {
    const { coloring: { values }, codes } = colorings[coloring]!;
    return values[codes[row]!]!;
  };
  const category = (row: number) => value(0, row).label;
  return {
    title: data.title,
    count,
    ids: data.ids,
    maps: data.maps.map((map) => ({ name: map.name, places: unpackPlaces(map, count) })),
    colorings,
    models: data.models.map(({ name, color }) => ({ name, color })),
    photos: data.photos,
    value,
    category,
    name: (row) => `${category(row)}: ${data.ids[row]!}`,
    found(model, row) {
      const { k, neighbours, distances } = models[model]!;
      const found: Found[] = [];
      for (let at = row * k; at < (row + 1) * k && neighbours[at] !== count; at++) {
        const other = neighbours[at]!;
        const hit = categories!.codes[other] === categories!.codes[row];
        found.push({ row: other, distance: distances[at]!, hit });
      }
      return found;
    },
  };
}
