import assert from "node:assert/strict";
import { sizeCurve } from "../../../lib/view/charts/size_curve.ts";

interface Trace {
  name: string;
  mode: string;
  x: number[];
  y: number[];
  error_y?: { array: number[] };
}

Deno.test("sizeCurve() draws a curve of sizes and a point a model", () => {
  const { data, layout } = sizeCurve({
    curve: {
      name: "PCA",
      points: [{ numbers: 2, value: 0.25, high: 0.5, low: 0 }, { numbers: 6, value: 0.2 }],
    },
    models: [{ name: "<m>", numbers: 16, value: 0.3 }],
    metric: "P@5",
  });
  const [pca, model] = data as unknown as Trace[];
  assert.deepEqual([pca!.mode, pca!.x, pca!.y], ["lines+markers", [2, 6], [0.25, 0.2]]);
  assert.deepEqual(pca!.error_y!.array, [0.25, NaN]);
  assert.deepEqual([model!.name, model!.mode, model!.x], ["&lt;m&gt;", "markers", [16]]);
  assert.equal(model!.error_y, undefined);
  assert.deepEqual(layout.xaxis!.tickvals, [2, 4, 8, 16]);
  assert.equal(layout.yaxis!.title!.text, "P@5");
});

Deno.test("sizeCurve() takes a single size that is no power of two", () => {
  const { layout } = sizeCurve({
    curve: { name: "PCA", points: [{ numbers: 3, value: 0.1 }] },
    models: [],
    metric: "MSE",
  });
  assert.deepEqual(layout.xaxis!.ticktext, []);
});
