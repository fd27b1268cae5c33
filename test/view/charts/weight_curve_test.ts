import assert from "node:assert/strict";
import { weightCurve } from "../../../lib/view/charts/weight_curve.ts";

interface Line {
  name: string;
  x: string[];
  y: number[];
  error_y?: { array: number[]; arrayminus: number[] };
}

Deno.test("weightCurve() draws a line for each score over evenly spaced weights", () => {
  const { data, layout } = weightCurve({
    weights: [0, 0.5, 4],
    lines: [
      {
        name: "colour",
        scores: [{ value: 0.25, low: 0.125, high: 0.5 }, { value: 0.5 }, { value: 1 }],
      },
      { name: "<b>", scores: [{ value: 0.5 }, { value: 0.4 }, { value: 0.3 }] },
    ],
    metric: "P@5",
  });
  const [colour, other] = data as unknown as Line[];
  assert.deepEqual([colour!.x, colour!.y], [["0", "0.5", "4"], [0.25, 0.5, 1]]);
  assert.equal(colour!.error_y!.array[0], 0.25);
  assert.equal(colour!.error_y!.arrayminus[0], 0.125);
  assert.equal(other!.name, "&lt;b&gt;");
  assert.equal(other!.error_y, undefined);
  assert.equal(layout.xaxis!.type, "category");
});

Deno.test("weightCurve() refuses a line that lacks a weight", () => {
  const lines = [{ name: "colour", scores: [{ value: 1 }] }];
  assert.throws(() => weightCurve({ weights: [0, 1], lines, metric: "P@5" }), {
    name: "RangeError",
    message: /scores of "colour" must have 2 elements: current number is 1/,
  });
});
