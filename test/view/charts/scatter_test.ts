import assert from "node:assert/strict";
import { scatter2d, scatter3d } from "../../../lib/view/charts/scatter.ts";
import { createPalette } from "../../../lib/view/palette.ts";

interface Cloud {
  type: string;
  name: string;
  text: string[];
  x: Float32Array;
  y: Float32Array;
  z?: Float32Array;
  marker: { color: string; symbol: string };
}

const palette = createPalette(["coat", "unused", "<hat>"]);
const input = {
  ids: ["1", "2&", "3"],
  labels: ["<hat>", "coat", "<hat>"],
  palette,
};

Deno.test("scatter3d() draws each category as a cloud, every item with its id", () => {
  const points = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9);
  const { data, layout } = scatter3d({ ...input, points });
  const clouds = data as unknown as Cloud[];
  assert.deepEqual(clouds.map(({ name }) => name), ["coat", "&lt;hat&gt;"]);
  assert.deepEqual(clouds.map(({ text }) => text), [["2&amp;"], ["1", "3"]]);
  assert.deepEqual([...clouds[1]!.x], [1, 7]);
  assert.deepEqual([...clouds[1]!.y], [2, 8]);
  assert.deepEqual([...clouds[1]!.z!], [3, 9]);
  const { color, symbol } = palette.style("<hat>");
  assert.deepEqual([clouds[1]!.marker.color, clouds[1]!.marker.symbol], [color, symbol]);
  assert.equal(layout.scene!.zaxis!.title!.text, "UMAP 3 (no unit)");
});

Deno.test("scatter2d() reads two numbers an item and keeps both axes to one scale", () => {
  const points = Float32Array.of(1, 2, 3, 4, 5, 6);
  const { data, layout } = scatter2d({ ...input, points, axisName: "t-SNE" });
  const clouds = data as unknown as Cloud[];
  assert.deepEqual([...clouds[0]!.x, ...clouds[0]!.y], [3, 4]);
  assert.deepEqual([...clouds[1]!.x], [1, 5]);
  assert.equal(clouds[0]!.type, "scatter");
  assert.equal(layout.yaxis!.scaleanchor, "x");
  assert.match(layout.xaxis!.title!.text!, /t-SNE 1/);
});

Deno.test("scatter2d() draws 12,000 items with WebGL and drops none", () => {
  const n = 12_000;
  const { data } = scatter2d({
    points: new Float32Array(2 * n),
    ids: Array.from({ length: n }, (_, i) => `${i}`),
    labels: Array.from({ length: n }, (_, i) => i % 3 ? "coat" : "<hat>"),
    palette,
  });
  const clouds = data as unknown as Cloud[];
  assert.equal(clouds.reduce((sum, { x }) => sum + x.length, 0), n);
  assert.ok(clouds.every(({ type }) => type === "scattergl"));
});

Deno.test("scatter3d() takes no items and refuses lengths and labels that do not fit", () => {
  const none = { points: new Float32Array(0), ids: [], labels: [], palette };
  assert.deepEqual(scatter3d(none).data, []);
  assert.throws(() => scatter3d({ ...input, points: new Float32Array(6) }), {
    name: "RangeError",
    message: /points must have 9 elements: current number is 6/,
  });
  assert.throws(() => scatter3d({ ...none, ids: ["1"] }), {
    message: /labels must have 1 elements/,
  });
  assert.throws(
    () => scatter3d({ points: new Float32Array(3), ids: ["1"], labels: ["sock"], palette }),
    { name: "RangeError", message: /current value is "sock"/ },
  );
});
