import assert from "node:assert/strict";
import { classDistribution } from "../../../lib/view/charts/distribution.ts";
import { createPalette } from "../../../lib/view/palette.ts";

interface Bars {
  name: string;
  x: (number | null)[];
  y: string[];
  showlegend?: boolean;
  marker: { color: string | string[] };
}

const palette = createPalette(["coat", "dress", "<hat>"]);

Deno.test("classDistribution() has the largest category at the top, each in its colour", () => {
  const { data, layout } = classDistribution({
    palette,
    series: [{ name: "all", counts: [5, 9, 1] }],
  });
  const [bars] = data as unknown as Bars[];
  // Plotly draws the first bar lowest.
  assert.deepEqual(bars!.y, ["&lt;hat&gt;", "coat", "dress"]);
  assert.deepEqual(bars!.x, [1, 5, 9]);
  assert.deepEqual(
    bars!.marker.color,
    ["<hat>", "coat", "dress"].map((name) => palette.style(name).color),
  );
  assert.equal(layout.showlegend, false);
  assert.match(layout.title!.subtitle!.text!, /15 in 3 categories/);
});

Deno.test("classDistribution() stacks splits, sorted by their sum, with a legend of shades", () => {
  const { data, layout } = classDistribution({
    palette,
    series: [{ name: "train", counts: [5, 4, 0] }, { name: "test", counts: [0, 2, 9] }],
  });
  const bars = data as unknown as Bars[];
  assert.equal(layout.barmode, "stack");
  // Sums: coat 5, dress 6, hat 9.
  assert.deepEqual(bars[0]!.x, [5, 4, 0]);
  assert.deepEqual(bars[2]!.x, [0, 2, 9]);
  assert.deepEqual(bars.map(({ showlegend }) => showlegend), [false, undefined, false, undefined]);
});

Deno.test("classDistribution() takes no categories and refuses counts that do not fit", () => {
  assert.doesNotThrow(() =>
    classDistribution({ palette: createPalette([]), series: [{ name: "a", counts: [] }] })
  );
  assert.throws(() => classDistribution({ palette, series: [{ name: "a", counts: [1] }] }), {
    name: "RangeError",
    message: /counts of "a" must have 3 elements: current number is 1/,
  });
});
