import assert from "node:assert/strict";
import { precisionAtK, precisionCurve } from "../../lib/metrics/precision_curve.ts";
import { evaluateRetrieval } from "../../lib/metrics/retrieval.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { kNearest } from "../../lib/search/neighbours.ts";
import { listsOf } from "./lists.ts";

Deno.test("precisionCurve() by hand: five points on a line", () => {
  // Places 0 1 3 7 20 with labels a a b a b, as in retrieval_test.ts. Which of the others are
  // relevant, nearest first: 1 0 1 0; 1 0 1 0; 0 0 0 1; 0 1 1 0; 0 1 0 0.
  const labels = ["a", "a", "b", "a", "b"];
  const rows = [1, 2, 3, 4, 0, 2, 3, 4, 1, 0, 3, 4, 2, 1, 0, 4, 3, 2, 1, 0];
  const neighbours = listsOf(4, rows);
  const curve = precisionCurve(neighbours, labels, { resamples: 10 });
  // Hits up to k, summed over rows: 2, 4, 7, 8; of 5 k.
  assert.deepEqual(curve.map(({ micro }) => Number((micro * 60).toFixed(9))), [24, 24, 28, 24]);
  // At k = 4, an a has found the two others and a b the other one, wherever they were.
  assert.deepEqual(curve[3]!.perCategory, { a: 0.5, b: 0.25 });
  assert.equal(curve[3]!.macro, 0.375);
});

Deno.test("precisionCurve() agrees with evaluateRetrieval() at its k, intervals included", async () => {
  const dim = 6;
  const labels = Array.from({ length: 80 }, (_, row) => row === 0 ? "alone" : `c${row % 7}`);
  const vectors = Float32Array.from(
    { length: 80 * dim },
    (_, i) => uniformAt(3, i) + (Math.floor(i / dim) % 7 === i % dim ? 0.6 : 0),
  );
  const neighbours = await kNearest({ vectors, dim }, 9, { exclude: "self" });
  const options = { resamples: 50, seed: 4 };
  const curve = precisionCurve(neighbours, labels, options);
  assert.equal(curve.length, 9);
  const { leaveOneOut } = await evaluateRetrieval({ vectors, dim, labels, k: 5, ...options });
  assert.deepEqual(curve[4], leaveOneOut.precision);
  assert.deepEqual(precisionAtK(neighbours, labels, { ...options, k: 5 }), curve[4]);
});

Deno.test("precisionCurve() refuses rows without lists, and rows nothing is relevant to", () => {
  const message = /must have a list of neighbours each: current number of neighbours is/;
  for (
    const [neighbours, labels] of [
      [listsOf(1, [1, 0, 1]), ["a", "a"]],
      [listsOf(1, []), ["a", "a"]],
      [listsOf(1, [1, 0]), ["a", "b"]],
    ] as const
  ) {
    assert.throws(() => precisionCurve(neighbours, labels), { name: "RangeError", message });
  }
});
