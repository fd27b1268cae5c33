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
  /** A found item is pointed at; -1 when no longer. */
  onPoint: (row: number) => void;
}

/** Photos of a selection that are shown; more would be slow to make. */
const MOST_PHOTOS = 120;

/** The panel beside the map. */
export class Panel {
  readonly root = element("div", { className: "panel", attributes: { "aria-live": "polite" } });
  readonly #options: PanelOptions;

  constructor(options: PanelOptions) {
    this.#options = options;
  }

  #closeButton(): HTMLElement {
    const close = element("button", {
      className: "close",
      text: "×",
      attributes: { type: "button", "aria-label": "Choose nothing" },
    });
    close.addEventListener("click", () => this.#options.onChoose(-1));
    return close;
  }

  #facts(row: number): HTMLElement {
    const list = element("dl");
    // The category stands above as a heading.
    for (const [i, { coloring }] of this.#options.catalogue.colorings.entries()) {
      if (i === 0 || !coloring.fact) continue;
      list.append(
        element("dt", { text: coloring.name }),
        element("dd", { text: this.#options.catalogue.value(i, row).label }),
      );
    }
    return list;
  }

  #tile({ row, distance, hit }: Found): HTMLElement {
    const category = this.#options.catalogue.category(row);
    const id = this.#options.catalogue.ids[row]!;
    const button = element("button", {
      className: hit ? "hit" : "miss",
      attributes: { type: "button", title: `${category}: ${id}` },
    }, [
      this.#options.album.photo(row, { width: 60, alt: `${category}: ${id}` }),
      element("span", { className: "category", text: category }),
      element("span", {
        className: "distance",
        text: `${hit ? "✓" : "✗"} ${Number(distance.toPrecision(3))}`,
      }),
    ]);
    button.addEventListener("click", () => this.#options.onChoose(row));
    for (const type of ["pointerenter", "focus"]) {
      button.addEventListener(type, () => this.#options.onPoint(row));
    }
    for (const type of ["pointerleave", "blur"]) {
      button.addEventListener(type, () => this.#options.onPoint(-1));
    }
    return button;
  }

  #results(row: number): HTMLElement[] {
    return this.#options.catalogue.models.map(({ name, color }, model) => {
      const found = this.#options.catalogue.found(model, row);
      const hits = found.filter(({ hit }) => hit).length;
      const heading = element("h4", {}, [
        element("i"),
        element("span", { text: name }),
        element("small", { text: `${hits} of ${found.length} of its category` }),
      ]);
      heading.querySelector("i")!.style.background = color;
      return element("section", {}, [
        heading,
        element("div", { className: "tiles" }, found.map((one) => this.#tile(one))),
      ]);
    });
  }

  /** A button with a photo that chooses its item. */
  #photoButton(row: number): HTMLElement {
    const name = `${this.#options.catalogue.category(row)}: ${this.#options.catalogue.ids[row]!}`;
    const button = element("button", { attributes: { type: "button", title: name } }, [
      this.#options.album.photo(row, { width: 60, alt: name }),
    ]);
    button.addEventListener("click", () => this.#options.onChoose(row));
    button.addEventListener("pointerenter", () => this.#options.onPoint(row));
    button.addEventListener("pointerleave", () => this.#options.onPoint(-1));
    return button;
  }

  /** Show a selection: how often each category occurs, and the photos. */
  showSelection(rows: readonly number[]): void {
    const counts = [...Map.groupBy(rows, (row) => this.#options.catalogue.category(row))]
      .map(([category, of]) => ({ category, count: of.length }))
      .sort((a, b) => b.count - a.count);
    const close = this.#closeButton();
    const rest = rows.length - MOST_PHOTOS;
    this.root.replaceChildren(
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
      element(
        "div",
        { className: "tiles" },
        rows.slice(0, MOST_PHOTOS).map((one) => this.#photoButton(one)),
      ),
      ...(rest > 0 ? [element("p", { className: "hint", text: `and ${rest} more` })] : []),
    );
  }

  /** Show an item; -1 for none. */
  show(row: number): void {
    if (row < 0) {
      const text = this.#options.catalogue.models.length > 0
        ? "Click an item: it appears here with the nearest of each model (tick: of its category). " +
          "Lines on the map lead to them."
        : "Click an item: it appears here.";
      this.root.replaceChildren(element("p", { className: "hint", text }));
      return;
    }
    const category = this.#options.catalogue.category(row);
    const id = this.#options.catalogue.ids[row]!;
    const close = this.#closeButton();
    this.root.replaceChildren(
      element("div", { className: "chosen" }, [
        this.#options.album.photo(row, { width: 110, alt: `${category}: ${id}` }),
        element("div", {}, [
          element("h3", { text: category }),
          element("p", { className: "id", text: id }),
          this.#facts(row),
        ]),
        close,
      ]),
      ...this.#results(row),
    );
  }
}
