import assert from "node:assert/strict";
import { lossCurves } from "../../../lib/view/charts/loss.ts";

interface Curve {
  name: string;
  x: number[];
  y: number[];
  line: { color: string; dash: string };
}

Deno.test("lossCurves() draws training and validation of each model in one colour", () => {
  const { data, layout } = lossCurves({
    models: [
      { name: "A", train: [3, 2], validation: [3.5, 2.5] },
      { name: "B", train: [4, 3, 1], trainEpochs: [0.5, 1, 1.5] },
    ],
    published: { name: "<C>", train: [5], validation: [] },
  });
  const curves = data as unknown as Curve[];
  assert.deepEqual(curves.map(({ name }) => name), [
    "A, training",
    "A, validation",
    "B, training",
    "&lt;C&gt; (published), training",
  ]);
  assert.deepEqual(curves.map(({ x }) => x), [[1, 2], [1, 2], [0.5, 1, 1.5], [1]]);
  assert.deepEqual(curves[1]!.y, [3.5, 2.5]);
  assert.deepEqual(curves.map(({ line }) => line.dash), ["solid", "dash", "solid", "solid"]);
  assert.equal(curves[0]!.line.color, curves[1]!.line.color);
  assert.equal(new Set(curves.map(({ line }) => line.color)).size, 3);
  assert.equal(layout.xaxis!.title!.text, "Epoch");
  assert.match(layout.yaxis!.title!.text!, /MSE/);
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

Deno.test("lossCurves() draws a published curve little further than the models have come", () => {
  const published = {
    name: "P",
    train: Array.from({ length: 40 }, (_, i) => 1 / (i + 1)),
    validation: Array.from({ length: 40 }, () => 1),
  };
  const lengths = (train: number[], trainEpochs?: number[]) => {
    const { data, layout } = lossCurves({ models: [{ name: "A", train, trainEpochs }], published });
    const title = layout.title as { subtitle?: { text: string } };
    return [
      (data.at(-2) as unknown as Curve).y.length,
      (data.at(-1) as unknown as Curve).y.length,
      title.subtitle?.text,
    ];
  };
  const others = "Published: of other photos";
  assert.deepEqual(lengths([3, 2]), [5, 5, `${others}, the first 5 of 40 epochs`]);
  // The last point lies in epoch 7.
  assert.deepEqual(lengths([3, 2], [0.5, 6.5]), [7, 7, `${others}, the first 7 of 40 epochs`]);
  assert.deepEqual(lengths(new Array(50).fill(1)), [40, 40, others]);
});

Deno.test("lossCurves() draws references as lines over all epochs", () => {
  const { data } = lossCurves({
    models: [{ name: "m", train: [0.3, 0.2, 0.1] }],
    references: [{ name: "PCA-64", value: 0.15 }],
  });
  const { name, x, y } = data.at(-1) as { name: string; x: number[]; y: number[] };
  assert.deepEqual([name, x, y], ["PCA-64 (0.1500)", [0, 3], [0.15, 0.15]]);
});
