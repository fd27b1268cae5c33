/// <reference lib="dom" />
/** The legend, which hides and shows what it names: `createLegend`. */

import type { Coloring } from "../data.ts";
import { element } from "./elements.ts";
import { createSwatch } from "./markers.ts";

/** A legend of one colouring at a time. */
export interface Legend {
  root: HTMLElement;
  /** Values that are hidden. */
  hidden: ReadonlySet<number>;
  /** Show the values of another colouring, none hidden. */
  show(coloring: Coloring, counts: ArrayLike<number>): void;
}

/** A legend that calls `onChange` when other values are hidden. */
export function createLegend(onChange: () => void): Legend {
  const hidden = new Set<number>();
  let buttons: HTMLButtonElement[] = [];
  const values = element("div", { className: "values" });
  const all = element("button", {
    className: "all",
    text: "Show all",
    attributes: { type: "button" },
  });
  all.addEventListener("click", () => change(() => hidden.clear()));

  function change(how: () => void): void {
    how();
    buttons.forEach((button, value) =>
      button.setAttribute("aria-pressed", String(!hidden.has(value)))
    );
    all.hidden = hidden.size === 0;
    onChange();
  }

  /** Hide all values but one; that one alone already: show all. */
  function alone(value: number): void {
    const already = !hidden.has(value) && hidden.size === buttons.length - 1;
    hidden.clear();
    if (!already) buttons.forEach((_, other) => other !== value && hidden.add(other));
  }

  return {
    root: element("div", { className: "legend" }, [values, all]),
    hidden,
    show(coloring, counts) {
      buttons = coloring.values.map((style, value) => {
        const button = element("button", {
          attributes: { type: "button", title: "Click to hide, double-click to see it alone" },
        }, [
          createSwatch(style),
          element("span", { text: style.label }),
          element("small", { text: counts[value]!.toLocaleString("en-US") }),
        ]);
        button.addEventListener("click", () =>
          change(() => {
            if (!hidden.delete(value)) hidden.add(value);
          }));
        button.addEventListener("dblclick", () => change(() => alone(value)));
        return button;
      });
      values.replaceChildren(...buttons);
      values.setAttribute("aria-label", `Shown, by ${coloring.name}`);
      change(() => hidden.clear());
    },
  };
}
