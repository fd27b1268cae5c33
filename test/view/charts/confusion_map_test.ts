import assert from "node:assert/strict";
import { confusionMap } from "../../../lib/view/charts/confusion_map.ts";

interface Heatmap {
  x: string[];
  y: string[];
  z: number[][];
  zmax: number;
  text: string[][];
  colorscale: [number, string][];
}

Deno.test("confusionMap() draws rows from the top, and writes the larger shares", () => {
  const shares = Float64Array.of(0.96, 0.04, 0.5, 0.5);
  const { data, layout } = confusionMap({
    categories: ["<a>", "b"],
    shares,
    color: "#0f78c3",
    title: "Found",
  });
  const [map] = data as unknown as Heatmap[];
  assert.deepEqual([map!.x, map!.y], [["&lt;a&gt;", "b"], ["&lt;a&gt;", "b"]]);
  assert.deepEqual(map!.z, [[0.96, 0.04], [0.5, 0.5]]);
  assert.deepEqual(map!.text, [["96", ""], ["50", "50"]]);
  assert.equal(map!.zmax, 0.96);
  assert.deepEqual(map!.colorscale, [[0, "#0f78c300"], [1, "#0f78c399"]]);
  assert.equal(layout.yaxis!.autorange, "reversed");
});

Deno.test("confusionMap() has a scale where nothing is found, and refuses what is not square", () => {
  const map = { categories: ["a"], color: "#000000", title: "t" };
  const heat = (shares: number[]) => confusionMap({ ...map, shares }).data[0] as unknown as Heatmap;
  assert.equal(heat([0]).zmax, 1);
  assert.throws(() => heat([0.5, 0.5]), {
    name: "RangeError",
    message: /shares must have 1 elements: current number is 2/,
  });
});
