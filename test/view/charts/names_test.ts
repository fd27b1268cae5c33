/** Every figure says what it shows: a title, and what its axes are. */

import assert from "node:assert/strict";
import * as bars from "../../../lib/view/charts/bars.ts";
import { forestPlot } from "../../../lib/view/charts/forest.ts";
import { lineChart, lossCurves } from "../../../lib/view/charts/lines.ts";
import { scatter2d } from "../../../lib/view/charts/scatter.ts";
import type { PlotlyFigure } from "../../../lib/view/figure.ts";
import { createPalette } from "../../../lib/view/palette.ts";

const categories = ["a", "b"];
const palette = createPalette(categories);
const items = { ids: ["1", "2"], labels: categories, palette };

/** A figure of each kind. */
const FIGURES: Record<string, PlotlyFigure> = {
  barComparison: bars.barComparison({ embeddings: [], metric: "P@5 (share)", title: "P@5" }),
  categoryBars: bars.categoryBars({
    categories,
    models: [],
    chance: [0, 0],
    ...{ metric: "P@5 (share)", title: "P@5" },
  }),
  classDistribution: bars.classDistribution({
    palette,
    series: [{ name: "train", counts: [1, 2] }],
  }),
  gainLossBars: bars.gainLossBars({
    categories,
    differences: [null, { value: 1 }],
    metric: "P@5 (share)",
    ...{ from: "a", to: "b", title: "P@5" },
  }),
  lossCurves: lossCurves({ models: [] }),
  scatter2d: scatter2d({ points: new Float32Array(4), ...items, title: "UMAP" }),
  lineChart: lineChart({ lines: [], xName: "k", metric: "P@5 (share)", title: "P@5" }),
  forestPlot: forestPlot({
    rows: [{ name: "a", value: 1, low: 1, high: 1 }],
    base: "a",
    metric: "P@5",
  }),
};

const text = (title: unknown) => (title as { text?: string } | undefined)?.text ?? "";

for (const [name, { layout: { title, xaxis, yaxis } }] of Object.entries(FIGURES)) {
  Deno.test(`${name}() names its figure and its axes of numbers`, () => {
    assert.notEqual(text(title), "");
    for (const axis of [xaxis!, yaxis!]) {
      const speaks = axis.type === "category" || axis.showticklabels === false;
      assert.equal(text(axis.title) === "", speaks);
    }
  });
}
