import assert from "node:assert/strict";
import { countValues, valueCounts } from "../../../lib/view/charts/value_counts.ts";

Deno.test("countValues() has the most frequent first, ties in order of the words", () => {
  assert.deepEqual(countValues(["red", "blue", "red", "black"]), [
    { value: "red", count: 2 },
    { value: "black", count: 1 },
    { value: "blue", count: 1 },
  ]);
  assert.deepEqual(countValues([]), []);
});

Deno.test("valueCounts() shows the most frequent values at the top and says how many it leaves out", () => {
  const values = ["red", "blue", "red", "<b>", "<b>", "<b>"];
  const { data, layout } = valueCounts({ attribute: "colour & cut", values, most: 2 });
  const [bars] = data as unknown as { x: number[]; y: string[] }[];
  // Plotly draws the first bar lowest.
  assert.deepEqual(bars!.y, ["red", "&lt;b&gt;"]);
  assert.deepEqual(bars!.x, [2, 3]);
  assert.equal(layout.title!.text, "Photos by colour &amp; cut");
  assert.equal(layout.title!.subtitle!.text, "6 photos, 3 values; the 2 most frequent");
  assert.equal(
    valueCounts({ attribute: "cut", values: ["a"] }).layout.title!.subtitle!.text,
    "1 photos, 1 values",
  );
});
