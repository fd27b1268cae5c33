import assert from "node:assert/strict";
import { attributeBars } from "../../../lib/view/charts/attribute_bars.ts";

interface Trace {
  name: string;
  x: string[];
  y: (number | null)[];
  error_y?: { array: number[] };
}

const embeddings = [{ name: "one", kind: "model" }, { name: "pixels", kind: "baseline" }] as const;

Deno.test("attributeBars() groups bars by attribute, with chance as a line across", () => {
  const { data, layout } = attributeBars({
    embeddings,
    attributes: [
      { name: "colour", scores: [{ value: 0.5, low: 0.25, high: 0.625 }, null], chance: 0.1 },
      { name: "<style>", scores: [{ value: 0.2 }, { value: 0.3 }], chance: 0.15 },
    ],
    metric: "P@5",
  });
  const [one, pixels, chance] = data as unknown as Trace[];
  assert.equal(data.length, 3);
  assert.deepEqual([one!.x, one!.y], [["colour", "&lt;style&gt;"], [0.5, 0.2]]);
  assert.equal(one!.error_y!.array[0], 0.125);
  assert.deepEqual(pixels!.y, [null, 0.3]);
  assert.deepEqual([chance!.name, chance!.y], ["chance", [0.1, 0.15]]);
  assert.deepEqual(
    layout.shapes!.map(({ x0, x1, y0, y1 }) => [x0, x1, y0, y1]),
    [[-0.4, 0.4, 0.1, 0.1], [0.6, 1.4, 0.15, 0.15]],
  );
  assert.equal(layout.yaxis!.title!.text, "P@5");
});

Deno.test("attributeBars() refuses an attribute that lacks a method", () => {
  const attributes = [{ name: "colour", scores: [null], chance: 0 }];
  assert.throws(() => attributeBars({ embeddings, attributes, metric: "P@5" }), {
    name: "RangeError",
    message: /scores of "colour" must have 2 elements: current number is 1/,
  });
});
