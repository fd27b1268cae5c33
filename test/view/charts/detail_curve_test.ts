import assert from "node:assert/strict";
import { detailCurve } from "../../../lib/view/charts/detail_curve.ts";

Deno.test("detailCurve() draws a line a model against the size of the detail", () => {
  const { data, layout } = detailCurve({
    models: [
      { name: "<a>", detail: [{ side: 1, kept: 0.1 }, { side: 2, kept: NaN }] },
      { name: "b", detail: [{ side: 1, kept: -0.2 }, { side: 4, kept: 1 }] },
    ],
  });
  const [a, b] = data as unknown as { name: string; x: number[]; y: number[] }[];
  assert.deepEqual([a!.name, a!.x, a!.y], ["&lt;a&gt;", [1, 2], [0.1, NaN]]);
  assert.deepEqual([b!.x, b!.y], [[1, 4], [-0.2, 1]]);
  assert.deepEqual(layout.xaxis!.tickvals, [1, 2, 4]);
  assert.equal(layout.xaxis!.type, "log");
});

Deno.test("detailCurve() takes no model", () => {
  assert.deepEqual(detailCurve({ models: [] }).data, []);
});
