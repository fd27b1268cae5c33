/** Every figure says what it shows: a title, and what its axes are. */

import assert from "node:assert/strict";
import * as charts from "../../../lib/view/charts/mod.ts";
import type { PlotlyFigure } from "../../../lib/view/figure.ts";
import { createPalette } from "../../../lib/view/palette.ts";

const categories = ["a", "b"];
const palette = createPalette(categories);
const items = { ids: ["1", "2"], labels: categories, palette };

/** A figure of each kind. */
const FIGURES: Record<string, PlotlyFigure> = {
  barComparison: charts.barComparison({ embeddings: [], metric: "P@5 (share)" }),
  categoryBars: charts.categoryBars({ categories, models: [], metric: "P@5 (share)" }),
  classDistribution: charts.classDistribution({
    palette,
    series: [{ name: "train", counts: [1, 2] }],
  }),
  gainLossBars: charts.gainLossBars({
    categories,
    differences: [null, { value: 1 }],
    metric: "P@5 (share)",
    from: "a",
    to: "b",
  }),
  lossCurves: charts.lossCurves({ models: [] }),
  scatter2d: charts.scatter2d({ points: new Float32Array(4), ...items }),
  scatter3d: charts.scatter3d({ points: new Float32Array(6), ...items }),
  weightCurve: charts.weightCurve({ weights: [], lines: [], metric: "P@5 (share)" }),
  valueCounts: charts.valueCounts({ attribute: "colour", values: ["red"] }),
};

const text = (title: unknown) => (title as { text?: string } | undefined)?.text ?? "";

for (const [name, { layout }] of Object.entries(FIGURES)) {
  Deno.test(`${name}() names its figure and its axes`, () => {
    assert.notEqual(text(layout.title), "");
    const { scene } = layout;
    const axes = scene ? [scene.xaxis, scene.yaxis, scene.zaxis] : [layout.xaxis, layout.yaxis];
    for (const axis of axes) assert.notEqual(text(axis?.title), "");
  });
}
