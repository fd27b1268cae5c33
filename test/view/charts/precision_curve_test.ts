import assert from "node:assert/strict";
import { precisionAgainstK } from "../../../lib/view/charts/precision_curve.ts";

interface Trace {
  name?: string;
  x: number[];
  y: number[];
  fill?: string;
}

Deno.test("precisionAgainstK() draws a line a method, bands for models, and chance", () => {
  const { data, layout } = precisionAgainstK({
    embeddings: [
      {
        name: "<one>",
        kind: "model",
        curve: [{ value: 0.5, low: 0.4, high: 0.7 }, { value: 0.3, low: 0.2, high: 0.35 }],
      },
      { name: "pixels", kind: "baseline", curve: [{ value: 0.2 }, { value: 0.1 }] },
    ],
    chance: 0.05,
  });
  const [band, one, pixels, chance] = data as unknown as Trace[];
  assert.equal(data.length, 4);
  assert.deepEqual([one!.name, one!.x, one!.y], ["&lt;one&gt;", [1, 2], [0.5, 0.3]]);
  // Up along the upper ends, back along the lower ones.
  assert.deepEqual([band!.x, band!.y], [[1, 2, 2, 1], [0.7, 0.35, 0.2, 0.4]]);
  assert.deepEqual([pixels!.y, pixels!.fill], [[0.2, 0.1], undefined]);
  assert.deepEqual([chance!.name, chance!.x, chance!.y], ["chance", [1, 2], [0.05, 0.05]]);
  assert.match(layout.xaxis!.title!.text!, /^k /);
});

Deno.test("precisionAgainstK() takes one neighbour, and no method", () => {
  const curve = [{ value: 1 }];
  const one = precisionAgainstK({ embeddings: [{ name: "a", kind: "model", curve }], chance: 0 });
  assert.deepEqual(one.layout.xaxis!.range, [0.5, 1.5]);
  assert.equal(precisionAgainstK({ embeddings: [], chance: 0.5 }).data.length, 1);
});
