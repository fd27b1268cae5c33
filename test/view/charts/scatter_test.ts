import assert from "node:assert/strict";
import { scatter2d } from "../../../lib/view/charts/scatter.ts";
import { createPalette } from "../../../lib/view/palette.ts";

interface Cloud {
  type: string;
  name: string;
  text: string[];
  x: Float32Array;
  y: Float32Array;
  marker: { color: string; symbol: string };
}

const palette = createPalette(["coat", "unused", "<hat>"]);
const input = {
  ids: ["1", "2&", "3"],
  labels: ["<hat>", "coat", "<hat>"],
  palette,
  title: "UMAP",
};

Deno.test("scatter2d() draws each category as a cloud, every item with its id", () => {
  const points = Float32Array.of(1, 2, 4, 5, 7, 8);
  const { data, layout } = scatter2d({ ...input, points });
  const clouds = data as unknown as Cloud[];
  assert.deepEqual(clouds.map(({ name }) => name), ["coat", "&lt;hat&gt;"]);
  assert.deepEqual(clouds.map(({ text }) => text), [["2&amp;"], ["1", "3"]]);
  assert.deepEqual([...clouds[1]!.x], [1, 7]);
  assert.deepEqual([...clouds[1]!.y], [2, 8]);
  const { color, symbol } = palette.style("<hat>");
  assert.deepEqual([clouds[1]!.marker.color, clouds[1]!.marker.symbol], [color, symbol]);
  assert.equal(clouds[0]!.type, "scatter");
  // Distances mean the same along both axes, whose numbers mean nothing.
  assert.deepEqual([layout.yaxis!.scaleanchor, layout.yaxis!.showticklabels], ["x", false]);
  assert.equal(layout.showlegend, true);
});

Deno.test("scatter2d() draws 12,000 items with WebGL and drops none", () => {
  const n = 12_000;
  const { data } = scatter2d({
    points: new Float32Array(2 * n),
    ids: Array.from({ length: n }, (_, i) => `${i}`),
    labels: Array.from({ length: n }, (_, i) => i % 3 ? "coat" : "<hat>"),
    ...{ palette, title: "UMAP" },
  });
  const clouds = data as unknown as Cloud[];
  assert.equal(clouds.reduce((sum, { x }) => sum + x.length, 0), n);
  assert.ok(clouds.every(({ type }) => type === "scattergl"));
});

Deno.test("scatter2d() takes no items and refuses lengths and labels that do not fit", () => {
  const none = { points: new Float32Array(0), ids: [], labels: [], palette, title: "" };
  assert.deepEqual(scatter2d(none).data, []);
  assert.throws(() => scatter2d({ ...input, points: new Float32Array(4) }), {
    name: "RangeError",
    message: /points must have 6 elements: current number is 4/,
  });
  assert.throws(() => scatter2d({ ...none, ids: ["1"] }), {
    message: /labels must have 1 elements/,
  });
  assert.throws(
    () => scatter2d({ ...none, points: new Float32Array(2), ids: ["1"], labels: ["sock"] }),
    { name: "RangeError", message: /current value is "sock"/ },
  );
});
