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

/** How the values beyond the listed ones are drawn. */
const REST = { color: "#b0b4ba", symbol: "circle" } as const;

/** A legend that calls `onChange` when other values are hidden. */
export function createLegend(onChange: () => void): Legend {
  const hidden = new Set<number>();
  let buttons: HTMLButtonElement[] = [];
  /** The values that each button hides and shows. */
  let groups: number[][] = [];
  const values = element("div", { className: "values" });
  const all = element("button", {
    className: "all",
    text: "Show all",
    attributes: { type: "button" },
  });
  all.addEventListener("click", () => change(() => hidden.clear()));

  function change(how: () => void): void {
    how();
    buttons.forEach((button, i) =>
      button.setAttribute("aria-pressed", String(!hidden.has(groups[i]![0]!)))
    );
    all.hidden = hidden.size === 0;
    onChange();
  }

  /** Hide all values but those of one button; these alone already: show all. */
  function alone(group: readonly number[]): void {
    const others = groups.flat().filter((value) => !group.includes(value));
    const already = !hidden.has(group[0]!) && hidden.size === others.length;
    hidden.clear();
    if (!already) others.forEach((value) => hidden.add(value));
  }

  function toggle(group: readonly number[]): void {
    const wasHidden = hidden.has(group[0]!);
    for (const value of group) {
      if (wasHidden) hidden.delete(value);
      else hidden.add(value);
    }
  }

  return {
    root: element("div", { className: "legend" }, [values, all]),
    hidden,
    show(coloring, counts) {
      groups = coloring.values.slice(0, coloring.listed).map((_, value) => [value]);
      const rest = coloring.values.map((_, value) => value).slice(coloring.listed);
      if (rest.length > 0) groups.push(rest);
      buttons = groups.map((group) => {
        const style = group === rest
          ? { ...REST, label: `other (${rest.length} values)` }
          : coloring.values[group[0]!]!;
        const count = group.reduce((sum, value) => sum + counts[value]!, 0);
        const button = element("button", {
          attributes: { type: "button", title: "Click to hide, double-click to see it alone" },
        }, [
          createSwatch(style),
          element("span", { text: style.label }),
          element("small", { text: count.toLocaleString("en-US") }),
        ]);
        button.addEventListener("click", () => change(() => toggle(group)));
        button.addEventListener("dblclick", () => change(() => alone(group)));
        return button;
      });
      values.replaceChildren(...buttons);
      values.setAttribute("aria-label", `Shown, by ${coloring.name}`);
      change(() => hidden.clear());
    },
  };
}
