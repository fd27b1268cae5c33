import assert from "node:assert/strict";
import { forestPlot } from "../../../lib/view/charts/forest.ts";
import { BAD, GOOD, MID_GREY } from "../../../lib/view/palette.ts";

interface Dots {
  x: number[];
  y: string[];
  text: string[];
  error_x?: { array: number[]; arrayminus: number[] };
  marker: { color: string[] };
}

const ROWS = [
  { name: "base", value: 0.5, low: 0.375, high: 0.625 },
  { name: "<worse>", value: 0.25, low: 0.125, high: 0.3125 },
  { name: "better", value: 0.75, low: 0.6875, high: 0.875 },
  { name: "alike", value: 0.5625, low: 0.5, high: 0.75 },
];

Deno.test("forestPlot() draws differences to the base, the best at the top, coloured where clear", () => {
  const { data, layout } = forestPlot({ rows: ROWS, base: "base", metric: "P@5" });
  const [dots, numbers] = data as unknown as Dots[];
  assert.deepEqual(dots!.y, ["&lt;worse&gt;", "alike", "better"]);
  assert.deepEqual(dots!.x, [-0.25, 0.0625, 0.25]);
  assert.deepEqual(dots!.error_x!.array, [0.0625, 0.1875, 0.125]);
  assert.deepEqual(dots!.error_x!.arrayminus, [0.125, 0.0625, 0.0625]);
  assert.deepEqual(dots!.marker.color, [BAD, MID_GREY, GOOD]);
  assert.equal(dots!.text[0], "0.250 (seeds 0.125 to 0.313)");
  assert.deepEqual(numbers!.text.map((text) => text.trim()), ["−0.250", "+0.063", "+0.250"]);
  assert.deepEqual([layout.shapes![0]!.x0, layout.shapes![0]!.x1], [-0.125, 0.125]);
  assert.equal(layout.title!.text, "P@5: difference to base");
});

Deno.test("forestPlot() takes a base alone and refuses one that has no row", () => {
  const alone = forestPlot({ rows: ROWS.slice(0, 1), base: "base", metric: "P@5" });
  assert.deepEqual((alone.data[0] as unknown as Dots).x, []);
  assert.throws(() => forestPlot({ rows: ROWS, base: "other", metric: "P@5" }), {
    name: "RangeError",
    message: /base must be the name of a row: current value is "other"/,
  });
});
