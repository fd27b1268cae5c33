import assert from "node:assert/strict";
import {
  barComparison,
  categoryBars,
  classDistribution,
  type EmbeddingScore,
  gainLossBars,
} from "../../../lib/view/charts/bars.ts";
import { BAD, BASELINE_GREY, createPalette, GOOD, modelColor } from "../../../lib/view/palette.ts";

interface Bars {
  x: (number | null)[];
  y: string[];
  text: string[];
  showlegend?: boolean;
  marker: { color: string[] };
}

const EMBEDDINGS: readonly EmbeddingScore[] = Object.freeze([
  { name: "Baseline", kind: "model", value: 0.3, low: 0.25, high: 0.5 },
  { name: "<pixels>", kind: "baseline", value: 0.4 },
  { name: "+Layer", kind: "model", value: 0.2 },
]);

Deno.test("barComparison() has the best at the top; models keep their colours, baselines are grey", () => {
  const { data } = barComparison({ embeddings: EMBEDDINGS, metric: "P@5", title: "t" });
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
  const { layout } = barComparison({
    embeddings: EMBEDDINGS,
    metric: "P@5",
    chance: 0.1,
    title: "t",
  });
  assert.deepEqual([layout.shapes![0]!.x0, layout.shapes![0]!.x1], [0.1, 0.1]);
  assert.match(layout.title!.subtitle!.text!, /chance \(0\.100\)/);
  const without = barComparison({ embeddings: EMBEDDINGS, metric: "P@5", title: "t" }).layout;
  assert.equal(without.shapes, undefined);
});

Deno.test("barComparison() leaves room for numbers, also when all are zero or there are none", () => {
  const range = (embeddings: readonly EmbeddingScore[]) =>
    barComparison({ embeddings, metric: "m", title: "t" }).layout.xaxis!.range as number[];
  assert.ok(range(EMBEDDINGS)[1]! > 0.5);
  assert.deepEqual(range([{ name: "a", kind: "model", value: 0 }]), [0, 1]);
  assert.deepEqual(range([]), [0, 1]);
});

Deno.test("barComparison() draws the best twelve and says so", () => {
  const embeddings = Array.from({ length: 14 }, (_, i) => (
    { name: `${i}`, kind: "baseline" as const, value: i / 20 }
  ));
  const { data, layout } = barComparison({ embeddings, metric: "P@5", title: "t" });
  const [bars] = data as unknown as Bars[];
  assert.deepEqual(bars!.y, embeddings.slice(2).map(({ name }) => name));
  assert.match(layout.title!.subtitle!.text!, /the best 12 of 14/);
});

interface Trace {
  type: string;
  mode?: string;
  name: string;
  x: unknown[];
  y: unknown[];
  text?: string[];
  error_x?: { array: number[] };
  error_y?: { array: number[] };
  marker: { color: string | string[] };
}

Deno.test("categoryBars() sets models side by side with intervals, gaps where nothing was measured", () => {
  const { data, layout } = categoryBars({
    categories: ["a", "<b>"],
    models: [
      { name: "one", kind: "model", scores: [{ value: 0.5, low: 0.25, high: 0.75 }, null] },
      { name: "two", kind: "model", scores: [{ value: 0.2 }, { value: 0.4 }] },
    ],
    chance: [0.1, 0.1],
    ...{ metric: "P@5", title: "t" },
  });
  const [one, two] = data as unknown as Trace[];
  assert.deepEqual(one!.x, ["a", "&lt;b&gt;"]);
  assert.deepEqual(one!.y, [0.5, null]);
  assert.deepEqual(one!.error_y!.array, [0.25, NaN]);
  assert.equal(two!.error_y, undefined);
  assert.notEqual(one!.marker.color, two!.marker.color);
  assert.deepEqual([layout.barmode, layout.yaxis!.title!.text], ["group", "P@5"]);
});

Deno.test("categoryBars() draws chance as a dash in each category", () => {
  const { data } = categoryBars({
    categories: ["a", "b"],
    models: [],
    chance: [0.2, 0.3],
    ...{ metric: "P@5", title: "t" },
  });
  const [chance] = data as unknown as Trace[];
  assert.deepEqual([chance!.mode, chance!.y], ["markers", [0.2, 0.3]]);
});

Deno.test("categoryBars() draws baselines grey, with hatching, beside models", () => {
  const { data } = categoryBars({
    categories: ["colour"],
    models: [
      { name: "Contrastive", kind: "model", scores: [{ value: 0.5 }] },
      { name: "pixels", kind: "baseline", scores: [{ value: 0.25 }] },
      { name: "Contrastive + pixels", kind: "model", scores: [{ value: 0.75 }] },
    ],
    chance: [0.5],
    ...{ metric: "P@5", title: "t" },
  });
  const markers = (data as { marker: { color: string; pattern: { shape: string } } }[]).slice(0, 3)
    .map(({ marker: { color, pattern } }) => [color, pattern.shape]);
  const green = modelColor("Contrastive");
  assert.deepEqual(markers, [[green, ""], [BASELINE_GREY, ""], [green, "/"]]);
});

Deno.test("categoryBars() refuses scores and chances that do not fit", () => {
  const base = { categories: ["a"], models: [], chance: [0], metric: "m", title: "t" };
  const model = { name: "x", kind: "model" as const, scores: [] };
  assert.throws(() => categoryBars({ ...base, models: [model] }), {
    name: "RangeError",
    message: /scores of "x" must have 1 elements: current number is 0/,
  });
  assert.throws(() => categoryBars({ ...base, chance: [1, 2] }), {
    name: "RangeError",
    message: /chance must have 1 elements/,
  });
});

Deno.test("gainLossBars() sorts by difference, largest gain at the top, and skips the unmeasured", () => {
  const differences = [{ value: -0.1 }, { value: 0.25, low: 0.2, high: 0.3 }, null, { value: 0 }];
  const { data, layout } = gainLossBars({
    categories: ["a", "b", "c", "d"],
    differences,
    metric: "P@5",
    ...{ from: "one", to: "<two>", title: "t" },
  });
  const [bars] = data as unknown as Trace[];
  assert.deepEqual(bars!.y, ["a", "d", "b"]);
  assert.deepEqual(bars!.x, [-0.1, 0, 0.25]);
  assert.deepEqual(bars!.marker.color, [BAD, GOOD, GOOD]);
  assert.deepEqual(bars!.text, ["−0.100", "±0.000", "+0.250"]);
  assert.equal(layout.title!.subtitle!.text, "&lt;two&gt; against one");
  assert.equal(differences.length, 4);
});

Deno.test("gainLossBars() takes no category and refuses differences that do not fit", () => {
  const base = { metric: "m", from: "a", to: "b", title: "t" };
  assert.deepEqual(
    (gainLossBars({ ...base, categories: [], differences: [] }).data[0] as unknown as Trace).x,
    [],
  );
  assert.throws(() => gainLossBars({ ...base, categories: ["a"], differences: [] }), {
    name: "RangeError",
  });
});

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
