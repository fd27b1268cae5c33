/// <reference lib="dom" />
/** The explorer in the page: `startExplorer`. */

import type { ExplorerData } from "../data.ts";
import { createCard } from "./card.ts";
import { openCatalogue } from "./catalogue.ts";
import { element } from "./elements.ts";
import { listen } from "./gestures.ts";
import { createLegend } from "./legend.ts";
import { inside, type Point, searchIndex } from "./matches.ts";
import { createPanel } from "./panel.ts";
import { createPhotoAlbum } from "./photos.ts";
import { createPlot, type Scene } from "./plot.ts";

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

/** Build an explorer of `data` in `holder`, in the place of what stands there. */
export function buildExplorer(holder: HTMLElement, data: ExplorerData): void {
  const catalogue = openCatalogue(data);
  const album = createPhotoAlbum(catalogue.photos);
  const canvas = element("canvas", {
    attributes: {
      tabindex: "0",
      role: "application",
      "aria-label": `${catalogue.title}: arrow keys turn or move the map, + and - zoom, 0 resets`,
    },
  });
  const shown = new Uint8Array(catalogue.count).fill(1);
  let [map, coloring, chosen, pointed] = [0, 0, -1, -1];
  let found: Scene["found"] = [];
  let picked: Uint8Array | undefined;
  let outline: readonly Point[] = [];

  const plot = createPlot(canvas, () => ({
    places: catalogue.maps[map]!.places,
    coloring: catalogue.colorings[coloring]!.coloring,
    codes: catalogue.colorings[coloring]!.codes,
    shown,
    picked,
    outline,
    pointed,
    chosen,
    found,
  }), album);
  const card = createCard({ catalogue, album, coloring: () => coloring });
  const panel = createPanel({ catalogue, album, onChoose: choose, onPoint: point });
  const legend = createLegend(() => {
    const { codes } = catalogue.colorings[coloring]!;
    for (let row = 0; row < shown.length; row++) {
      shown[row] = legend.hidden.has(codes[row]!) ? 0 : 1;
    }
    tellCount();
    plot.redraw();
  });
  const status = element("span", { className: "status", attributes: { role: "status" } });

  function tellCount(): void {
    const counted = picked ?? shown;
    const count = counted.reduce((sum, one) => sum + one, 0);
    status.textContent = `${count.toLocaleString("en-US")} of ` +
      `${catalogue.count.toLocaleString("en-US")} items ${picked ? "found" : "shown"}`;
  }

  /** Dim all items but those of `items`; undefined: none. */
  function pick(items: Uint8Array | undefined): void {
    picked = items;
    tellCount();
    plot.redraw();
  }

  function choose(row: number): void {
    chosen = row;
    found = row < 0
      ? []
      : catalogue.models.flatMap(({ color }, model) =>
        catalogue.found(model, row).map((one) => ({ row: one.row, color }))
      );
    point(-1);
    panel.show(row);
    plot.redraw();
  }

  function point(row: number): void {
    if (row === pointed) return;
    pointed = row;
    card.show(
      row,
      row < 0 ? { x: 0, y: 0, width: 0, height: 0 } : {
        ...plot.place(row),
        ...plot.size(),
      },
    );
    if (lasso.getAttribute("aria-pressed") !== "true") {
      canvas.style.cursor = row < 0 ? "" : "pointer";
    }
    plot.redraw();
  }

  function colorBy(number: number): void {
    coloring = number;
    const { coloring: values, counts } = catalogue.colorings[number]!;
    legend.show(values, counts);
  }

  const search = element("input", {
    attributes: { type: "search", placeholder: "category, colour, id ...", size: "18" },
  });
  const matchesOf = searchIndex(catalogue);
  search.addEventListener("input", () => pick(matchesOf(search.value)));
  search.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.key !== "Enter" || picked === undefined) return;
    // Enter again goes on to the next one.
    for (let step = 1; step <= catalogue.count; step++) {
      const row = (Math.max(chosen, -1) + step) % catalogue.count;
      if (picked[row] === 1) return choose(row);
    }
  });

  const lasso = tool("Select", "Draw around items to see what is inside", () => {
    const drawing = lasso.getAttribute("aria-pressed") !== "true";
    lasso.setAttribute("aria-pressed", String(drawing));
    canvas.style.cursor = drawing ? "crosshair" : "";
  });

  function select(corners: readonly Point[], finished: boolean): void {
    outline = finished ? [] : corners;
    if (!finished) return plot.redraw();
    const items = Uint8Array.from(
      shown,
      (one, row) => one === 1 && inside(corners, plot.place(row)) ? 1 : 0,
    );
    choose(-1);
    search.value = "";
    pick(items);
    panel.showSelection([...items.keys()].filter((row) => items[row] === 1));
  }

  const zoom = (factor: number) => () => {
    canvas.focus();
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: factor > 1 ? "+" : "-" }));
  };
  const tools = [
    ...(catalogue.maps.length < 2 ? [] : [
      choice("Map", catalogue.maps.map(({ name }) => name), (number) => {
        map = number;
        point(-1);
        plot.reset();
      }),
    ]),
    choice("Colour by", catalogue.colorings.map(({ coloring: { name } }) => name), colorBy),
    element("label", {}, [element("span", { text: "Find" }), search]),
    lasso,
    element("span", { className: "zoom" }, [
      tool("+", "Closer", zoom(2)),
      tool("−", "Farther", zoom(0.5)),
      tool("⟲", "First look again", () => plot.reset()),
    ]),
  ];
  holder.replaceChildren(
    element("h3", { className: "title", text: catalogue.title }),
    element("div", { className: "tools" }, tools),
    element("div", { className: "body" }, [
      element("div", { className: "map" }, [
        element("div", { className: "stage" }, [canvas, card.root]),
        element("p", { className: "hint" }, [
          status,
          document.createTextNode(
            "; point at one to see it, click to choose it. Drag to turn (flat maps: to move), " +
              "click and scroll to zoom: close up, photos appear.",
          ),
        ]),
        legend.root,
      ]),
      panel.root,
    ]),
  );

  colorBy(0);
  choose(data.chosen);
  listen(canvas, plot, {
    onPoint: (at) => point(at === undefined ? -1 : plot.at(at.x, at.y)),
    onClick: (at) => choose(plot.at(at.x, at.y)),
    onEscape: () => {
      search.value = "";
      pick(undefined);
      choose(-1);
    },
    outlines: () => lasso.getAttribute("aria-pressed") === "true",
    onOutline: select,
    turns: () => catalogue.maps[map]!.places.components === 3,
  });
  new ResizeObserver(() => plot.redraw()).observe(canvas);
  watchTheme(() => plot.redraw());
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
    buildExplorer(holder, data);
  }
}
