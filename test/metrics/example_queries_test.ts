import assert from "node:assert/strict";
import { exampleQueries } from "../../lib/metrics/example_queries.ts";

Deno.test("exampleQueries() picks worst, typical and best, of different categories where it can", () => {
  // Row 8 is alone of its kind. The mean hits of the others are 18 / 8 = 2.25.
  const labels = ["a", "a", "b", "b", "c", "c", "c", "a", "alone"];
  const hits = [0, 0, 1, 5, 4, 2, 3, 3, 0];
  assert.deepEqual(exampleQueries(hits, labels, 2), {
    worst: [0, 2], // 0 of a, then not the other 0 of a but the 1 of b
    best: [3, 4], // 5 of b, 4 of c
    typical: [5, 7], // 2 of c, then 3 of a rather than 3 of c
  });
});

Deno.test("exampleQueries() fills up from the same category, and never repeats a query", () => {
  const { worst, typical, best } = exampleQueries([0, 1, 2, 3], ["a", "a", "a", "a"], 2);
  assert.deepEqual([worst, best, typical], [[0, 1], [3, 2], []]);
  assert.deepEqual(exampleQueries([1, 2], ["a", "b"], 3), { worst: [], typical: [], best: [] });
});

Deno.test("exampleQueries() takes categories of one query where queries are held out", () => {
  const { worst, best } = exampleQueries([1, 2], ["a", "b"], 1, { heldOut: true });
  assert.deepEqual([worst, best], [[0], [1]]);
});
