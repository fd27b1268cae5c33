import assert from "node:assert/strict";
import { categoryBars, gainLossBars } from "../../../lib/view/charts/category_bars.ts";
import { BAD, GOOD } from "../../../lib/view/palette.ts";

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
      { name: "one", scores: [{ value: 0.5, low: 0.25, high: 0.75 }, null] },
      { name: "two", scores: [{ value: 0.2 }, { value: 0.4 }] },
    ],
    metric: "P@5",
  });
  const [one, two] = data as unknown as Trace[];
  assert.deepEqual(one!.x, ["a", "&lt;b&gt;"]);
  assert.deepEqual(one!.y, [0.5, null]);
  assert.deepEqual(one!.error_y!.array, [0.25, NaN]);
  assert.equal(two!.error_y, undefined);
  assert.notEqual(one!.marker.color, two!.marker.color);
  assert.deepEqual([layout.barmode, layout.yaxis!.title!.text], ["group", "P@5"]);
});

Deno.test("categoryBars() draws one level as a line across, a level a category as dashes", () => {
  const { data } = categoryBars({
    categories: ["a", "b"],
    models: [],
    baselines: [{ name: "chance", level: 0.1 }, { name: "pixels", level: [0.2, 0.3] }],
    metric: "P@5",
  });
  const [chance, pixels] = data as unknown as Trace[];
  assert.deepEqual([chance!.mode, chance!.y], ["lines", [0.1, 0.1]]);
  assert.deepEqual([pixels!.mode, pixels!.y], ["markers", [0.2, 0.3]]);
});

Deno.test("categoryBars() refuses scores and levels that do not fit", () => {
  const base = { categories: ["a"], models: [], metric: "m" };
  assert.throws(() => categoryBars({ ...base, models: [{ name: "x", scores: [] }] }), {
    name: "RangeError",
    message: /scores of "x" must have 1 elements: current number is 0/,
  });
  assert.throws(() => categoryBars({ ...base, baselines: [{ name: "y", level: [1, 2] }] }), {
    name: "RangeError",
    message: /level of "y"/,
  });
});

Deno.test("gainLossBars() sorts by difference, largest gain at the top, and skips the unmeasured", () => {
  const differences = [{ value: -0.1 }, { value: 0.25, low: 0.2, high: 0.3 }, null, { value: 0 }];
  const { data, layout } = gainLossBars({
    categories: ["a", "b", "c", "d"],
    differences,
    metric: "P@5",
    from: "one",
    to: "<two>",
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
  const base = { metric: "m", from: "a", to: "b" };
  assert.deepEqual(
    (gainLossBars({ ...base, categories: [], differences: [] }).data[0] as unknown as Trace).x,
    [],
  );
  assert.throws(() => gainLossBars({ ...base, categories: ["a"], differences: [] }), {
    name: "RangeError",
  });
});
