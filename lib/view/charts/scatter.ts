/** Maps of items coloured by category: `scatter2d`, `scatter3d`. */

import type { Data } from "plotly.js-dist-min";
import { escapePlotly, type PlotlyFigure } from "../figure.ts";
import { formatNumber } from "../../io/format.ts";
import { BASELINE_GREY, type Palette } from "../palette.ts";
import { axis, baseLayout, LEGEND, requireSameLength } from "./theme.ts";

/** Items on a map. */
export interface ScatterPoints {
  /** `[n, components]` float32, row-major: 2 or 3 numbers an item. */
  readonly points: Float32Array;
  /** Unique name of every item, shown when it is pointed at. */
  readonly ids: readonly string[];
  /** Category of every item. */
  readonly labels: readonly string[];
  readonly palette: Palette;
  readonly title?: string;
  /** What the axes are, such as "UMAP". @default "UMAP" */
  readonly axisName?: string;
}

/** From this many items on, 2-D maps are drawn with WebGL. */
const GL_FROM = 4000;

interface Group {
  category: string;
  ids: string[];
  /** One array a component. */
  columns: Float32Array[];
}

/** Items by category in the palette's order, each component an array of its own. */
function groupByCategory(
  { points, ids, labels, palette }: ScatterPoints,
  components: number,
): Group[] {
  requireSameLength("labels", ids.length, labels.length);
  requireSameLength("points", ids.length * components, points.length);
  const rows = new Map<string, number[]>(palette.categories.map((category) => [category, []]));
  for (const [row, label] of labels.entries()) {
    palette.style(label); // refuses labels that the palette does not have
    rows.get(label)!.push(row);
  }
  return [...rows].filter(([, members]) => members.length > 0).map(([category, members]) => ({
    category,
    ids: members.map((row) => escapePlotly(ids[row]!)),
    columns: Array.from(
      { length: components },
      (_, c) => Float32Array.from(members, (row) => points[row * components + c]!),
    ),
  }));
}

/** What both kinds of map give a trace. */
function common({ category, ids }: Group, palette: Palette, size: number) {
  const { color, symbol } = palette.style(category);
  return {
    mode: "markers" as const,
    name: escapePlotly(category),
    text: ids,
    hovertemplate: "%{text}<br>%{fullData.name}<extra></extra>",
    marker: { color, symbol, size, opacity: 0.85, line: { width: 0 } },
  };
}

function heading(n: number): string {
  return `${formatNumber(n)} items; click a category to hide it, double-click to see it alone`;
}

/**
 * A flat map of items: one colour and marker a category, every item drawn.
 *
 * @throws {RangeError} if lengths do not match or a label is not in the palette.
 */
export function scatter2d(input: ScatterPoints): PlotlyFigure {
  const { ids, palette, axisName = "UMAP", title = `${axisName}, 2-D, by category` } = input;
  const type = ids.length >= GL_FROM ? "scattergl" : "scatter";
  const size = ids.length > 2000 ? 5 : 7;
  return {
    data: groupByCategory(input, 2).map((group): Data => ({
      ...common(group, palette, size),
      type,
      x: group.columns[0],
      y: group.columns[1],
    })),
    layout: baseLayout(title, {
      subtitle: heading(ids.length),
      height: 640,
      hovermode: "closest",
      showlegend: true,
      legend: { ...LEGEND, itemsizing: "constant" },
      xaxis: axis(`${axisName} 1 (no unit)`, { zeroline: false }),
      yaxis: axis(`${axisName} 2 (no unit)`, { zeroline: false, scaleanchor: "x" }),
    }),
  };
}

/**
 * A map of items in space, to turn and zoom: one colour and marker a category, every item drawn.
 *
 * @throws {RangeError} if lengths do not match or a label is not in the palette.
 */
export function scatter3d(input: ScatterPoints): PlotlyFigure {
  const { ids, palette, axisName = "UMAP", title = `${axisName}, 3-D, by category` } = input;
  const size = ids.length > 2000 ? 3 : 4;
  const sceneAxis = (component: number) => ({
    title: { text: escapePlotly(`${axisName} ${component} (no unit)`) },
    showbackground: false,
    // WebGL draws half-transparent lines on a transparent ground too pale, hence a solid grey.
    gridcolor: BASELINE_GREY,
    zerolinecolor: BASELINE_GREY,
    showspikes: false,
  });
  return {
    data: groupByCategory(input, 3).map((group): Data => ({
      ...common(group, palette, size),
      type: "scatter3d",
      x: group.columns[0],
      y: group.columns[1],
      z: group.columns[2],
    })),
    layout: baseLayout(title, {
      subtitle: heading(ids.length),
      height: 680,
      showlegend: true,
      legend: { ...LEGEND, itemsizing: "constant" },
      scene: {
        xaxis: sceneAxis(1),
        yaxis: sceneAxis(2),
        zaxis: sceneAxis(3),
        aspectmode: "cube",
        // Far enough for the axes' names in a narrow window.
        camera: { eye: { x: 1.6, y: 1.6, z: 1 } },
      },
    }),
  };
}
