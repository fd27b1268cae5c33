import assert from "node:assert/strict";
import { categoryScale, linearScale, logScale } from "../../../lib/view/still/scale.ts";

Deno.test("linearScale() places numbers and writes round ones", () => {
  const { place, ticks } = linearScale([0, 0.45], [100, 190], 5);
  assert.equal(place(0), 100);
  assert.equal(place(0.225), 145);
  assert.ok(Number.isNaN(place("0.1")) && Number.isNaN(place(null)));
  assert.deepEqual(ticks.map(({ text }) => text), ["0", "0.1", "0.2", "0.3", "0.4"]);
  assert.deepEqual(
    linearScale([-1200, 1300], [0, 1], 5).ticks.map(({ text }) => text),
    ["-1,000", "-500", "0", "500", "1,000"],
  );
});

Deno.test("logScale() places by the logarithm and has no place for 0", () => {
  const { place, ticks } = logScale([1, 100], [0, 200]);
  assert.equal(place(10), 100);
  assert.ok(Number.isNaN(place(0)));
  assert.deepEqual(ticks.map(({ text }) => text), ["1", "2", "5", "10", "20", "50", "100"]);
});

Deno.test("categoryScale() gives each name a band", () => {
  const { place, band } = categoryScale(["a", "b"], ["A", "B"], [100, 0]);
  assert.equal(band, 50);
  assert.deepEqual([place("a"), place("b")], [75, 25]);
  assert.ok(Number.isNaN(place("c")));
  // A line across the first band and half of the second.
  assert.deepEqual([place(-0.5), place(1)], [100, 25]);
});
