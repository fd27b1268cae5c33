import assert from "node:assert/strict";
import { sizeCurves } from "../../../lib/view/charts/size_curves.ts";

interface Trace {
  name: string;
  mode: string;
  x: number[];
  y: number[];
  yaxis?: string;
}

Deno.test("sizeCurves() draws precision above and error below, against the same sizes", () => {
  const { data, layout } = sizeCurves({
    curve: {
      name: "PCA",
      points: [
        { numbers: 2, precision: { value: 0.1 }, mse: 0.5 },
        { numbers: 6, precision: { value: 0.2 }, mse: 0.25 },
      ],
    },
    models: [{ name: "<m>", numbers: 16, precision: { value: 0.3 }, mse: 0.125 }],
    metric: "P@5",
  });
  const traces = (data as unknown as Trace[]).map((
    { name, mode, x, y, yaxis },
  ) => [name, mode, x, y, yaxis ?? "y"]);
  assert.deepEqual(traces, [
    ["PCA", "lines+markers", [2, 6], [0.1, 0.2], "y"],
    ["PCA", "lines+markers", [2, 6], [0.5, 0.25], "y2"],
    ["&lt;m&gt;", "markers", [16], [0.3], "y"],
    ["&lt;m&gt;", "markers", [16], [0.125], "y2"],
  ]);
  assert.deepEqual(layout.xaxis!.tickvals, [2, 4, 8, 16]);
  assert.equal(layout.yaxis!.title!.text, "P@5");
});

Deno.test("sizeCurves() takes a single size that is no power of two", () => {
  const point = { numbers: 3, precision: { value: 0.1 }, mse: 0.5 };
  const { layout } = sizeCurves({
    curve: { name: "PCA", points: [point] },
    models: [],
    metric: "P@5",
  });
  assert.deepEqual(layout.xaxis!.ticktext, []);
});
