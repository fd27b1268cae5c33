/// <reference lib="dom" />
/** The explorer in the page: `startExplorer`. */

import type { ExplorerData } from "../data.ts";
import { type Card, createCard } from "./card.ts";
import { type Catalogue, openCatalogue } from "./catalogue.ts";
import { element } from "./elements.ts";
import { listen } from "./gestures.ts";
import { createLegend, type Legend } from "./legend.ts";
import { inside, type Point, searchIndex } from "./matches.ts";
import { Panel } from "./panel.ts";
import { createPhotoAlbum } from "./photos.ts";
import { Plot, type Scene } from "./plot.ts";

/** A drop-down list of names with a label. */
function choice(
  label: string,
  names: readonly string[],
  onChange: (chosen: number) => void,
): HTMLElement {
  const select = element(
    "select",
    {},
    names.map((name, i) => element("option", { text: name, attributes: { value: String(i) } })),
  );
  select.addEventListener("change", () => onChange(Number(select.value)));
  return element("label", {}, [element("span", { text: label }), select]);
}

/** A button that acts on the map. */
function tool(text: string, name: string, onClick: () => void): HTMLElement {
  const attributes = { type: "button", title: name, "aria-label": name };
  const button = element("button", { text, attributes });
  button.addEventListener("click", onClick);
  return button;
}

/** Call `onChange` when the page turns light or dark. */
function watchTheme(onChange: () => void): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  const observer = new MutationObserver(onChange);
  for (const root of [document.documentElement, document.body]) {
    observer.observe(root, { attributes: true });
  }
}

/** An explorer in the page: the map, what is beside it, and what is chosen, searched and shown. */
class Explorer {
  readonly #holder: HTMLElement;
  readonly #catalogue: Catalogue;
  readonly #canvas: HTMLCanvasElement;
  readonly #plot: Plot;
  readonly #card: Card;
  readonly #panel: Panel;
  readonly #legend: Legend;
  readonly #status = element("span", { className: "status", attributes: { role: "status" } });
  readonly #search = element("input", {
    attributes: { type: "search", placeholder: "category, colour, id ...", size: "18" },
  });
  readonly #lasso: HTMLElement;
  /** 1 for items that the legend shows. */
  readonly #shown: Uint8Array;
  /** 1 for items that a search or an outline has picked; undefined: no such choice. */
  #picked: Uint8Array | undefined;
  #outline: readonly Point[] = [];
  #found: Scene["found"] = [];
  #map = 0;
  #coloring = 0;
  #chosen = -1;
  #pointed = -1;

  /** Build an explorer of `data` in `holder`, in place of what it holds. */
  constructor(holder: HTMLElement, data: ExplorerData) {
    const catalogue = openCatalogue(data);
    const album = createPhotoAlbum(catalogue.photos);
    this.#holder = holder;
    this.#catalogue = catalogue;
    this.#shown = new Uint8Array(catalogue.count).fill(1);
    this.#canvas = element("canvas", {
      attributes: {
        tabindex: "0",
        role: "application",
        "aria-label": `${catalogue.title}: arrow keys turn or move the map, + and - zoom, 0 resets`,
      },
    });
    this.#plot = new Plot(this.#canvas, () => this.#scene(), album);
    this.#card = createCard({ catalogue, album, coloring: () => this.#coloring });
    this.#panel = new Panel({
      catalogue,
      album,
      onChoose: (row) => this.#choose(row),
      onPoint: (row) => this.#point(row),
    });
    this.#legend = createLegend(() => this.#hide());
    this.#lasso = tool("Select", "Draw around items to see what is inside", () => {
      this.#lasso.setAttribute("aria-pressed", String(!this.#outlines()));
      this.#canvas.style.cursor = this.#outlines() ? "crosshair" : "";
    });
    this.#layOut();
    this.#colorBy(0);
    this.#choose(data.chosen);
    this.#listen();
  }

  #scene(): Scene {
    const { coloring, codes } = this.#catalogue.colorings[this.#coloring]!;
    return {
      places: this.#catalogue.maps[this.#map]!.places,
      coloring,
      codes,
      shown: this.#shown,
      picked: this.#picked,
      outline: this.#outline,
      pointed: this.#pointed,
      chosen: this.#chosen,
      found: this.#found,
    };
  }

  /** Whether a drag draws an outline. */
  #outlines(): boolean {
    return this.#lasso.getAttribute("aria-pressed") === "true";
  }

  /** Hide what the legend says. */
  #hide(): void {
    const { codes } = this.#catalogue.colorings[this.#coloring]!;
    for (let row = 0; row < this.#shown.length; row++) {
      this.#shown[row] = this.#legend.hidden.has(codes[row]!) ? 0 : 1;
    }
    this.#tellCount();
    this.#plot.redraw();
  }

  #tellCount(): void {
    const count = (this.#picked ?? this.#shown).reduce((sum, one) => sum + one, 0);
    this.#status.textContent = `${count.toLocaleString("en-US")} of ` +
      `${this.#catalogue.count.toLocaleString("en-US")} items ${this.#picked ? "found" : "shown"}`;
  }

  /** Dim all items but those of `items`; undefined: none. */
  #pick(items: Uint8Array | undefined): void {
    this.#picked = items;
    this.#tellCount();
    this.#plot.redraw();
  }

  #choose(row: number): void {
    const { models } = this.#catalogue;
    this.#chosen = row;
    this.#found = row < 0
      ? []
      : models.flatMap(({ color }, model) =>
        this.#catalogue.found(model, row).map((one) => ({ row: one.row, color }))
      );
    this.#point(-1);
    this.#panel.show(row);
    this.#plot.redraw();
  }

  #point(row: number): void {
    if (row === this.#pointed) return;
    this.#pointed = row;
    const nowhere = { x: 0, y: 0, width: 0, height: 0 };
    const at = row < 0 ? nowhere : { ...this.#plot.place(row), ...this.#plot.size() };
    this.#card.show(row, at);
    if (!this.#outlines()) this.#canvas.style.cursor = row < 0 ? "" : "pointer";
    this.#plot.redraw();
  }

  #colorBy(number: number): void {
    this.#coloring = number;
    const { coloring, counts } = this.#catalogue.colorings[number]!;
    this.#legend.show(coloring, counts);
  }

  /** Choose the next item that is picked, after the last the first. */
  #chooseNext(): void {
    const { count } = this.#catalogue;
    for (let step = 1; step <= count; step++) {
      const row = (Math.max(this.#chosen, -1) + step) % count;
      if (this.#picked?.[row] === 1) return this.#choose(row);
    }
  }

  /** Show what is inside an outline once it is finished. */
  #select(corners: readonly Point[], finished: boolean): void {
    this.#outline = finished ? [] : corners;
    if (!finished) return this.#plot.redraw();
    const items = Uint8Array.from(
      this.#shown,
      (one, row) => one === 1 && inside(corners, this.#plot.place(row)) ? 1 : 0,
    );
    this.#choose(-1);
    this.#search.value = "";
    this.#pick(items);
    this.#panel.showSelection([...items.keys()].filter((row) => items[row] === 1));
  }

  #tools(): HTMLElement[] {
    const { maps, colorings } = this.#catalogue;
    const zoom = (factor: number) => () => {
      this.#canvas.focus();
      this.#canvas.dispatchEvent(new KeyboardEvent("keydown", { key: factor > 1 ? "+" : "-" }));
    };
    const names = maps.map(({ name }) => name);
    return [
      ...(maps.length < 2 ? [] : [
        choice("Map", names, (number) => {
          this.#map = number;
          this.#point(-1);
          this.#plot.reset();
        }),
      ]),
      choice(
        "Colour by",
        colorings.map(({ coloring: { name } }) => name),
        (number) => this.#colorBy(number),
      ),
      element("label", {}, [element("span", { text: "Find" }), this.#search]),
      this.#lasso,
      element("span", { className: "zoom" }, [
        tool("+", "Closer", zoom(2)),
        tool("−", "Farther", zoom(0.5)),
        tool("⟲", "First look again", () => this.#plot.reset()),
      ]),
    ];
  }

  #layOut(): void {
    const hint =
      "; point at one to see it, click to choose it. Drag to turn (flat maps: to move), " +
      "click and scroll to zoom: close up, photos appear.";
    this.#holder.replaceChildren(
      element("h3", { className: "title", text: this.#catalogue.title }),
      element("div", { className: "tools" }, this.#tools()),
      element("div", { className: "body" }, [
        element("div", { className: "map" }, [
          element("div", { className: "stage" }, [this.#canvas, this.#card.root]),
          element("p", { className: "hint" }, [this.#status, document.createTextNode(hint)]),
          this.#legend.root,
        ]),
        this.#panel.root,
      ]),
    );
  }

  #listen(): void {
    const matchesOf = searchIndex(this.#catalogue);
    this.#search.addEventListener("input", () => this.#pick(matchesOf(this.#search.value)));
    this.#search.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") this.#chooseNext();
    });
    listen(this.#canvas, this.#plot, {
      onPoint: (at) => this.#point(at === undefined ? -1 : this.#plot.at(at.x, at.y)),
      onClick: (at) => this.#choose(this.#plot.at(at.x, at.y)),
      onEscape: () => {
        this.#search.value = "";
        this.#pick(undefined);
        this.#choose(-1);
      },
      outlines: () => this.#outlines(),
      onOutline: (corners, finished) => this.#select(corners, finished),
      turns: () => this.#catalogue.maps[this.#map]!.places.components === 3,
    });
    new ResizeObserver(() => this.#plot.redraw()).observe(this.#canvas);
    watchTheme(() => this.#plot.redraw());
  }
}

/**
 * Build the explorer of `data` wherever the page has its place. A notebook may be open in two views,
 * and JupyterLab may run scripts before their output is in the page, hence the retries.
 */
export function startExplorer(id: string, data: ExplorerData, tries = 50): void {
  const holders = document.querySelectorAll<HTMLElement>(`[data-lookalike-explorer="${id}"]`);
  if (holders.length === 0 && tries > 0) {
    setTimeout(() => startExplorer(id, data, tries - 1), 100);
  }
  for (const holder of holders) {
    if (holder.dataset.drawn) continue;
    holder.dataset.drawn = "yes";
    new Explorer(holder, data);
  }
}
