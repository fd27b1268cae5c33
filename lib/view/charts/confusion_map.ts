/** Which categories are found for which, as a heat map: `confusionMap`. */

import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { MID_GREY } from "../palette.ts";
import { baseLayout, categoryAxis, requireSameLength } from "./theme.ts";

/** Of the darkest square, so that text of the page's colour stays readable on it: 60 %. */
const OPACITY = "99";
/** Shares below this are drawn but not written into their square. */
const WRITTEN_FROM = 0.05;

/**
 * A square for each pair of categories: the darker, the more of the neighbours of the row's category
 * are of the column's. Right answers lie on the diagonal from the upper left.
 *
 * @param options.shares `[categories, categories]`, row-major, 0 to 1.
 * @param options.color Of the largest share; a share of 0 is see-through.
 * @throws {RangeError} if there is not one share a pair of categories.
 */
export function confusionMap(
  { categories, shares, color, title }: {
    categories: readonly string[];
    shares: ArrayLike<number>;
    /** `#rrggbb`, such as the model's. */
    color: string;
    title: string;
  },
): PlotlyFigure {
  const size = categories.length;
  requireSameLength("shares", size * size, shares.length);
  const names = categories.map(escapePlotly);
  const values = Array.from(shares);
  const highest = Math.max(0, ...values);
  const rows = names.map((_, row) => values.slice(row * size, (row + 1) * size));
  return {
    data: [{
      type: "heatmap",
      x: names,
      y: names,
      z: rows,
      zmin: 0,
      zmax: highest > 0 ? highest : 1,
      colorscale: [[0, `${color}00`], [1, `${color}${OPACITY}`]],
      xgap: 1,
      ygap: 1,
      text: rows.map((row) =>
        row.map((share) => share >= WRITTEN_FROM ? String(Math.round(share * 100)) : "")
      ),
      texttemplate: "%{text}",
      // Plotly would choose a colour for a white page.
      textfont: { color: MID_GREY },
      hovertemplate: "%{z:.1%} of what is found for %{y}<br>is %{x}<extra></extra>",
      colorbar: {
        title: { text: "Fraction of neighbours", side: "right" },
        tickformat: ".0%",
        outlinewidth: 0,
        thickness: 12,
      },
    }],
    layout: baseLayout(title, {
      subtitle: `Each row with queries adds up to 100 %; written from ${WRITTEN_FROM * 100} % on`,
      height: 210 + 24 * size,
      xaxis: categoryAxis(categories, {
        title: { text: "Category of the neighbours", standoff: 12 },
        tickangle: size > 6 ? -45 : 0,
        showgrid: false,
      }),
      yaxis: categoryAxis(categories, {
        title: { text: "Category of the query", standoff: 12 },
        autorange: "reversed",
        showgrid: false,
      }),
    }),
  };
}
