import assert from "node:assert/strict";
import { barComparison, type EmbeddingScore } from "../../../lib/view/charts/bar_comparison.ts";
import { BASELINE_GREY, modelColor } from "../../../lib/view/palette.ts";

interface Bars {
  x: number[];
  y: string[];
  text: string[];
  marker: { color: string[] };
}

const METHODS: readonly EmbeddingScore[] = Object.freeze([
  { name: "Baseline", kind: "model", value: 0.3, low: 0.25, high: 0.5 },
  { name: "<pixels>", kind: "baseline", value: 0.4 },
  { name: "+Layer", kind: "model", value: 0.2 },
]);

Deno.test("barComparison() has the best at the top; models keep their colours, baselines are grey", () => {
  const { data } = barComparison({ embeddings: METHODS, metric: "P@5" });
  const [bars, numbers] = data as unknown as Bars[];
  assert.deepEqual(bars!.y, ["+Layer", "Baseline", "&lt;pixels&gt;"]);
  assert.deepEqual(bars!.x, [0.2, 0.3, 0.4]);
  assert.deepEqual(bars!.marker.color, [
    modelColor("+Layer"),
    modelColor("Baseline"),
    BASELINE_GREY,
  ]);
  // The numbers stand at the upper ends of the intervals.
  assert.deepEqual(numbers!.x, [0.2, 0.5, 0.4]);
  assert.deepEqual(numbers!.text, [" 0.200", " 0.300", " 0.400"]);
});

Deno.test("barComparison() draws chance as a line and says so", () => {
  const { layout } = barComparison({ embeddings: METHODS, metric: "P@5", chance: 0.1 });
  assert.deepEqual([layout.shapes![0]!.x0, layout.shapes![0]!.x1], [0.1, 0.1]);
  assert.match(layout.title!.subtitle!.text!, /chance \(0\.100\)/);
  const without = barComparison({ embeddings: METHODS, metric: "P@5" }).layout;
  assert.equal(without.shapes, undefined);
});

Deno.test("barComparison() leaves room for numbers, also when all are zero or there are none", () => {
  const range = (embeddings: readonly EmbeddingScore[]) =>
    barComparison({ embeddings, metric: "m" }).layout.xaxis!.range as number[];
  assert.ok(range(METHODS)[1]! > 0.5);
  assert.deepEqual(range([{ name: "a", kind: "model", value: 0 }]), [0, 1]);
  assert.deepEqual(range([]), [0, 1]);
});

Deno.test("barComparison() puts transforms into the row of what they transform, by its best", () => {
  const { data, layout } = barComparison({
    embeddings: [
      ...METHODS,
      { name: "+Layer, L2", kind: "model", value: 0.45, of: "+Layer", transform: "L2" },
      { name: "<pixels>, L2", kind: "baseline", value: 0.35, of: "<pixels>", transform: "L2" },
    ],
    metric: "P@5",
  });
  const [transformed, asTheyAre, numbers] = data as unknown as (Bars & {
    name: string;
    marker: { pattern: { shape: string } };
  })[];
  assert.equal(data.length, 3);
  assert.deepEqual([transformed!.name, asTheyAre!.name], ["L2", "as they are"]);
  // Bests: Baseline 0.3, pixels 0.4, +Layer 0.45. The first bar, of no length, is for the legend.
  assert.deepEqual(asTheyAre!.y, ["Baseline", "Baseline", "&lt;pixels&gt;", "+Layer"]);
  assert.deepEqual(asTheyAre!.x, [null, 0.3, 0.4, 0.2]);
  // Baseline was not transformed.
  assert.deepEqual(transformed!.y, ["Baseline", "&lt;pixels&gt;", "+Layer"]);
  assert.deepEqual(transformed!.x, [null, 0.35, 0.45]);
  assert.deepEqual(transformed!.marker.color, [
    BASELINE_GREY,
    BASELINE_GREY,
    modelColor("+Layer"),
  ]);
  assert.notEqual(transformed!.marker.pattern.shape, asTheyAre!.marker.pattern.shape);
  assert.deepEqual(numbers!.text, [" 0.300", " 0.400", " 0.200, at best 0.450"]);
  assert.equal(layout.showlegend, true);
});
