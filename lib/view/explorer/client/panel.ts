/// <reference lib="dom" />
/** What is beside the map: the chosen item and what each model finds for it: `Panel`. */

import type { Catalogue, Found } from "./catalogue.ts";
import { element } from "./elements.ts";
import type { PhotoAlbum } from "./photos.ts";

/** What a panel shows and whom it tells. */
export interface PanelOptions {
  catalogue: Catalogue;
  album: PhotoAlbum;
  /** An item is clicked, or the panel is closed (-1). */
  onChoose: (row: number) => void;
  /** A photo is pointed at; -1 when no longer. */
  onPoint: (row: number) => void;
}

/** Photos of a selection that are shown; more would be slow to make. */
const MOST_PHOTOS = 120;

/** The panel beside the map. */
export class Panel {
  readonly root = element("div", { className: "panel", attributes: { "aria-live": "polite" } });
  readonly #options: PanelOptions;
  readonly #catalogue: Catalogue;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#catalogue = options.catalogue;
  }

  /** What is shown at the top, and a button that closes it. */
  #head(...content: HTMLElement[]): HTMLElement {
    const close = element("button", {
      className: "close",
      text: "×",
      attributes: { type: "button", "aria-label": "Choose nothing" },
    });
    close.addEventListener("click", () => this.#options.onChoose(-1));
    return element("div", { className: "chosen" }, [...content, close]);
  }

  #photo(row: number, width: number): HTMLElement {
    return this.#options.album.photo(row, { width, alt: this.#catalogue.name(row) });
  }

  #facts(row: number): HTMLElement {
    const list = element("dl");
    // The category stands above as a heading.
    for (const [i, { coloring }] of this.#catalogue.colorings.entries()) {
      if (i === 0 || !coloring.fact) continue;
      list.append(
        element("dt", { text: coloring.name }),
        element("dd", { text: this.#catalogue.value(i, row).label }),
      );
    }
    return list;
  }

  /** A button with a photo, and what is below it, that points at its item on the map and chooses it. */
  #tile(row: number, below: HTMLElement[] = []): HTMLButtonElement {
    const button = element("button", {
      attributes: { type: "button", title: this.#catalogue.name(row) },
    }, [this.#photo(row, 60), ...below]);
    button.addEventListener("click", () => this.#options.onChoose(row));
    for (const type of ["pointerenter", "focus"]) {
      button.addEventListener(type, () => this.#options.onPoint(row));
    }
    for (const type of ["pointerleave", "blur"]) {
      button.addEventListener(type, () => this.#options.onPoint(-1));
    }
    return button;
  }

  #foundTile({ row, distance, hit }: Found): HTMLElement {
    const text = `${hit ? "✓" : "✗"} ${Number(distance.toPrecision(3))}`;
    const tile = this.#tile(row, [
      element("span", { className: "category", text: this.#catalogue.category(row) }),
      element("span", { className: "distance", text }),
    ]);
    tile.className = hit ? "hit" : "miss";
    return tile;
  }

  #results(row: number): HTMLElement[] {
    return this.#catalogue.models.map(({ name, color }, model) => {
      const found = this.#catalogue.found(model, row);
      const hits = found.filter(({ hit }) => hit).length;
      const sample = element("i");
      sample.style.background = color;
      return element("section", {}, [
        element("h4", {}, [
          sample,
          element("span", { text: name }),
          element("small", { text: `${hits} of ${found.length} of its category` }),
        ]),
        element("div", { className: "tiles" }, found.map((one) => this.#foundTile(one))),
      ]);
    });
  }

  /** Show a selection: how often each category occurs, and the photos. */
  showSelection(rows: readonly number[]): void {
    const counts = [...Map.groupBy(rows, (row) => this.#catalogue.category(row))]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([category, { length }]) =>
        element("li", { text: `${category} ${length.toLocaleString("en-US")}` })
      );
    const tiles = rows.slice(0, MOST_PHOTOS).map((row) => this.#tile(row));
    const rest = rows.length - MOST_PHOTOS;
    this.root.replaceChildren(
      this.#head(element("h3", { text: `${rows.length.toLocaleString("en-US")} selected` })),
      element("ul", { className: "counts" }, counts),
      element("div", { className: "tiles" }, tiles),
      ...(rest > 0 ? [element("p", { className: "hint", text: `and ${rest} more` })] : []),
    );
  }

  /** Show an item; -1 for none. */
  show(row: number): void {
    if (row < 0) {
      const text = this.#catalogue.models.length > 0
        ? "Click an item: it appears here with the nearest of each model (tick: of its category). " +
          "Lines on the map lead to them."
        : "Click an item: it appears here.";
      this.root.replaceChildren(element("p", { className: "hint", text }));
      return;
    }
    const words = element("div", {}, [
      element("h3", { text: this.#catalogue.category(row) }),
      element("p", { className: "id", text: this.#catalogue.ids[row]! }),
      this.#facts(row),
    ]);
    this.root.replaceChildren(this.#head(this.#photo(row, 110), words), ...this.#results(row));
  }
}
