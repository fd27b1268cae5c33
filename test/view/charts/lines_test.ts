import assert from "node:assert/strict";
import { lineChart, lossCurves } from "../../../lib/view/charts/lines.ts";

interface Trace {
  name: string;
  x: number[];
  y: number[];
  error_y?: { array: number[]; arrayminus: number[] };
  line: { dash: string };
}

Deno.test("lineChart() draws a line with intervals for each embedding, and chance", () => {
  const { data, layout } = lineChart({
    lines: [
      {
        name: "<one>",
        kind: "model",
        points: [{ x: 1, value: 0.5, low: 0.25, high: 0.625 }, { x: 2, value: 0.25 }],
      },
      { name: "pixels", kind: "baseline", points: [{ x: 2, value: 0.125 }] },
    ],
    xName: "k",
    metric: "P@k",
    chance: 0.05,
    title: "By k",
  });
  const [one, pixels, chance] = data as unknown as Trace[];
  assert.equal(data.length, 3);
  assert.deepEqual([one!.name, one!.x, one!.y], ["&lt;one&gt;", [1, 2], [0.5, 0.25]]);
  assert.deepEqual(one!.error_y!.array, [0.125, NaN]);
  assert.deepEqual(one!.error_y!.arrayminus, [0.25, NaN]);
  assert.deepEqual([pixels!.y, pixels!.error_y], [[0.125], undefined]);
  assert.deepEqual([one!.line.dash, pixels!.line.dash], ["solid", "dash"]);
  assert.deepEqual([chance!.name, chance!.x, chance!.y], ["chance", [1, 2], [0.05, 0.05]]);
  assert.deepEqual([layout.xaxis!.title!.text, layout.yaxis!.title!.text], ["k", "P@k"]);
});

Deno.test("lineChart() takes no line, and has a tick for each number on a logarithmic axis", () => {
  const names = { xName: "Dimensions", metric: "MSE", title: "t" };
  assert.equal(lineChart({ lines: [], ...names, chance: 0.5 }).data.length, 1);
  const points = [{ x: 2, value: 1 }, { x: 16, value: 2 }];
  const lines = [{ name: "PCA", kind: "baseline" as const, points }];
  const { xaxis } = lineChart({ lines, ...names, log: true }).layout;
  assert.deepEqual([xaxis!.type, xaxis!.tickvals, xaxis!.ticktext], ["log", [2, 16], ["2", "16"]]);
});

interface Curve {
  name: string;
  x: number[];
  y: number[];
  line: { color: string; dash: string };
}

Deno.test("lineChart() has a tick at each whole number where they are few", () => {
  const points = [0, 1, 2].map((x) => ({ x, value: 0.5 }));
  const line = { name: "chroma", kind: "model" as const, points };
  const { layout } = lineChart({ lines: [line], xName: "Epoch", metric: "R2", title: "Probes" });
  assert.equal(layout.xaxis!.dtick, 1);
});

Deno.test("lossCurves() draws training and validation of each model in one colour", () => {
  const { data, layout } = lossCurves({
    models: [
      { name: "A", train: [3, 2], validation: [3.5, 2.5] },
      { name: "<B>", train: [4, 3, 1], trainEpochs: [0.5, 1, 1.5] },
    ],
  });
  const curves = data as unknown as Curve[];
  assert.deepEqual(curves.map(({ name }) => name), [
    "A, training",
    "A, validation",
    "&lt;B&gt;, training",
  ]);
  assert.deepEqual(curves.map(({ x }) => x), [[1, 2], [1, 2], [0.5, 1, 1.5]]);
  assert.deepEqual(curves[1]!.y, [3.5, 2.5]);
  assert.deepEqual(curves.map(({ line }) => line.dash), ["solid", "dash", "solid"]);
  assert.equal(curves[0]!.line.color, curves[1]!.line.color);
  assert.equal(new Set(curves.map(({ line }) => line.color)).size, 2);
  assert.equal(layout.xaxis!.title!.text, "Epoch");
  assert.match(layout.yaxis!.title!.text!, /MSE/);
});

Deno.test("lossCurves() draws the same model of another run paler", () => {
  const { data } = lossCurves({
    models: ["Baseline of a", "+Layer of a", "Baseline of b"].map((name) => ({ name, train: [1] })),
  });
  const looks = data as unknown as (Curve & { opacity: number })[];
  assert.deepEqual(looks.map(({ opacity }) => opacity), [1, 1, 0.5]);
  assert.equal(looks[0]!.line.color, looks[2]!.line.color);
});

Deno.test("lossCurves() keeps a model's colour while it is the only one that has begun", () => {
  const color = (figure: ReturnType<typeof lossCurves>, i: number) =>
    (figure.data[i] as unknown as Curve).line.color;
  const alone = lossCurves({ models: [{ name: "A", train: [1] }] });
  const both = lossCurves({ models: [{ name: "A", train: [1] }, { name: "B", train: [] }] });
  assert.equal(color(alone, 0), color(both, 0));
});

Deno.test("lossCurves() takes no model, copies its input, refuses epochs that do not fit", () => {
  assert.deepEqual(lossCurves({ models: [] }).data, []);
  const train = [1];
  assert.notEqual(
    (lossCurves({ models: [{ name: "A", train }] }).data[0] as unknown as Curve).y,
    train,
  );
  assert.throws(() => lossCurves({ models: [{ name: "A", train: [1, 2], trainEpochs: [1] }] }), {
    name: "RangeError",
    message: /trainEpochs of "A" must have 2 elements: current number is 1/,
  });
});

Deno.test("lossCurves() draws references as lines over all epochs", () => {
  const { data } = lossCurves({
    models: [{ name: "m", train: [0.3, 0.2, 0.1] }],
    references: [{ name: "PCA-64", value: 0.15 }],
  });
  const { name, x, y } = data.at(-1) as { name: string; x: number[]; y: number[] };
  assert.deepEqual([name, x, y], ["PCA-64 (0.1500)", [0, 3], [0.15, 0.15]]);
});
