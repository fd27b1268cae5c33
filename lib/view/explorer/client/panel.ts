/// <reference lib="dom" />
/** What is beside the map: the chosen item and what each model finds for it: `createPanel`. */

import type { Catalogue, Found } from "./catalogue.ts";
import { element } from "./elements.ts";
import type { PhotoAlbum } from "./photos.ts";

/** The panel beside the map. */
export interface Panel {
  root: HTMLElement;
  /** Show an item; -1 for none. */
  show(row: number): void;
  /** Show a selection: how often each category occurs, and the photos. */
  showSelection(rows: readonly number[]): void;
}

/** Photos of a selection that are shown; more would be slow to make. */
const MOST_PHOTOS = 120;

/** A panel that calls `onChoose` when a found item is clicked, `onPoint` when one is pointed at. */
export function createPanel(
  { catalogue, album, onChoose, onPoint }: {
    catalogue: Catalogue;
    album: PhotoAlbum;
    onChoose: (row: number) => void;
    onPoint: (row: number) => void;
  },
): Panel {
  const root = element("div", { className: "panel", attributes: { "aria-live": "polite" } });

  function closeButton(): HTMLElement {
    const close = element("button", {
      className: "close",
      text: "×",
      attributes: { type: "button", "aria-label": "Choose nothing" },
    });
    close.addEventListener("click", () => onChoose(-1));
    return close;
  }

  function facts(row: number): HTMLElement {
    const list = element("dl");
    // The category stands above as a heading.
    for (const [i, { coloring }] of catalogue.colorings.entries()) {
      if (i === 0 || !coloring.fact) continue;
      list.append(
        element("dt", { text: coloring.name }),
        element("dd", { text: catalogue.value(i, row).label }),
      );
    }
    return list;
  }

  function tile({ row, distance, hit }: Found): HTMLElement {
    const category = catalogue.category(row);
    const id = catalogue.ids[row]!;
    const button = element("button", {
      className: hit ? "hit" : "miss",
      attributes: { type: "button", title: `${category}: ${id}` },
    }, [
      album.photo(row, { width: 60, alt: `${category}: ${id}` }),
      element("span", { className: "category", text: category }),
      element("span", {
        className: "distance",
        text: `${hit ? "✓" : "✗"} ${Number(distance.toPrecision(3))}`,
      }),
    ]);
    button.addEventListener("click", () => onChoose(row));
    for (const type of ["pointerenter", "focus"]) button.addEventListener(type, () => onPoint(row));
    for (const type of ["pointerleave", "blur"]) button.addEventListener(type, () => onPoint(-1));
    return button;
  }

  function results(row: number): HTMLElement[] {
    return catalogue.models.map(({ name, color }, model) => {
      const found = catalogue.found(model, row);
      const hits = found.filter(({ hit }) => hit).length;
      const heading = element("h4", {}, [
        element("i"),
        element("span", { text: name }),
        element("small", { text: `${hits} of ${found.length} of its category` }),
      ]);
      heading.querySelector("i")!.style.background = color;
      return element("section", {}, [
        heading,
        element("div", { className: "tiles" }, found.map(tile)),
      ]);
    });
  }

  /** A button with a photo that chooses its item. */
  function photoButton(row: number): HTMLElement {
    const name = `${catalogue.category(row)}: ${catalogue.ids[row]!}`;
    const button = element("button", { attributes: { type: "button", title: name } }, [
      album.photo(row, { width: 60, alt: name }),
    ]);
    button.addEventListener("click", () => onChoose(row));
    button.addEventListener("pointerenter", () => onPoint(row));
    button.addEventListener("pointerleave", () => onPoint(-1));
    return button;
  }

  return {
    root,
    showSelection(rows) {
      const counts = [...Map.groupBy(rows, (row) => catalogue.category(row))]
        .map(([category, of]) => ({ category, count: of.length }))
        .sort((a, b) => b.count - a.count);
      const close = closeButton();
      const rest = rows.length - MOST_PHOTOS;
      root.replaceChildren(
        element("div", { className: "chosen" }, [
          element("h3", { text: `${rows.length.toLocaleString("en-US")} selected` }),
          close,
        ]),
        element(
          "ul",
          { className: "counts" },
          counts.map(({ category, count }) =>
            element("li", { text: `${category} ${count.toLocaleString("en-US")}` })
          ),
        ),
        element("div", { className: "tiles" }, rows.slice(0, MOST_PHOTOS).map(photoButton)),
        ...(rest > 0 ? [element("p", { className: "hint", text: `and ${rest} more` })] : []),
      );
    },
    show(row) {
      if (row < 0) {
        const text = catalogue.models.length > 0
          ? "Click an item: it appears here with the nearest of each model (tick: of its category). " +
            "Lines on the map lead to them."
          : "Click an item: it appears here.";
        root.replaceChildren(element("p", { className: "hint", text }));
        return;
      }
      const category = catalogue.category(row);
      const id = catalogue.ids[row]!;
      const close = closeButton();
      root.replaceChildren(
        element("div", { className: "chosen" }, [
          album.photo(row, { width: 110, alt: `${category}: ${id}` }),
          element("div", {}, [
            element("h3", { text: category }),
            element("p", { className: "id", text: id }),
            facts(row),
          ]),
          close,
        ]),
        ...results(row),
      );
    },
  };
}
