/** How often each value of an attribute occurs: `valueCounts`. */

import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { formatNumber } from "../../io/format.ts";
import { CATEGORY_COLORS } from "../palette.ts";
import { axis, baseLayout, categoryAxis } from "./theme.ts";

/** Values of items by attribute, the most frequent first (ties in order of the words). */
export function countValues(values: readonly string[]): { value: string; count: number }[] {
  return [...Map.groupBy(values, (value) => value)]
    .map(([value, { length }]) => ({ value, count: length }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/**
 * Items by the value of one attribute, such as colour, the most frequent at the top; rare ones
 * beyond `most` are left out and counted below the title.
 *
 * @param options.values One an item; items without a value are simply not there.
 * @param options.most @default 24
 */
export function valueCounts(
  { attribute, values, most = 24 }: {
    attribute: string;
    values: readonly string[];
    most?: number;
  },
): PlotlyFigure {
  const all = countValues(values);
  const shown = all.slice(0, most).reverse();
  const names = shown.map(({ value }) => value);
  const rest = all.length - shown.length;
  return {
    data: [{
      type: "bar",
      orientation: "h",
      y: names.map(escapePlotly),
      x: shown.map(({ count }) => count),
      marker: { color: CATEGORY_COLORS[0] },
      hovertemplate: "%{y}: %{x:,}<extra></extra>",
    }],
    layout: baseLayout(`Photos by ${attribute}`, {
      subtitle: `${formatNumber(values.length)} photos, ${formatNumber(all.length)} values` +
        (rest > 0 ? `; the ${shown.length} most frequent` : ""),
      height: Math.max(240, 130 + 20 * shown.length),
      bargap: 0.25,
      showlegend: false,
      xaxis: axis("Photos"),
      yaxis: categoryAxis(`Value of ${attribute}`, names),
    }),
  };
}
