/// <reference lib="dom" />
/** The card that appears beside the item pointed at: `createCard`. */

import type { Catalogue } from "./catalogue.ts";
import { element } from "./elements.ts";
import type { PhotoAlbum } from "./photos.ts";

/** The card of one item at a time. */
export interface Card {
  root: HTMLElement;
  /** Show item `row` beside a place in a window; -1 hides the card. */
  show(row: number, at: { x: number; y: number; width: number; height: number }): void;
}

/** Pixels between an item and its card. */
const GAP = 14;

/** A card with photo, category and id, and the value that `coloring` gives where it is another. */
export function createCard(
  { catalogue, album, coloring }: {
    catalogue: Catalogue;
    album: PhotoAlbum;
    coloring: () => number;
  },
): Card {
  const root = element("div", { className: "card", attributes: { hidden: "", role: "status" } });
  let drawn = "";
  return {
    root,
    show(row, { x, y, width, height }) {
      root.hidden = row < 0;
      if (row < 0) return;
      const key = `${row} ${coloring()}`;
      if (key !== drawn) {
        drawn = key;
        const other = coloring() === 0 ? [] : [element("div", {
          text: `${catalogue.colorings[coloring()]!.coloring.name}: ` +
            catalogue.value(coloring(), row).label,
        })];
        root.replaceChildren(
          album.photo(row, { width: 96, alt: catalogue.name(row) }),
          element("div", { className: "words" }, [
            element("strong", { text: catalogue.category(row) }),
            ...other,
            element("div", { className: "id", text: catalogue.ids[row]! }),
          ]),
        );
      }
      // On the side where there is more room, and never outside.
      const left = x < width / 2 ? x + GAP : x - GAP - root.offsetWidth;
      const top = y < height / 2 ? y + GAP : y - GAP - root.offsetHeight;
      root.style.left = `${Math.max(0, Math.min(width - root.offsetWidth, left))}px`;
      root.style.top = `${Math.max(0, Math.min(height - root.offsetHeight, top))}px`;
    },
  };
}
