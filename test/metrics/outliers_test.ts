import assert from "node:assert/strict";
import { findOutliers } from "../../lib/metrics/outliers.ts";
import { listsOf } from "./lists.ts";

// Squared distances to the two nearest others of four rows; the second ones are 2, 6, 3, 6 apart.
const neighbours = listsOf(2, [], [1, 4, 1, 36, 4, 9, 0, 36]);

Deno.test("findOutliers() sorts by the distance to the k-th neighbour, ties by lower row", () => {
  // The median of 2 3 6 6 is the upper of the two in the middle, 6.
  assert.deepEqual(findOutliers(neighbours, { k: 2, count: 3 }), [
    { row: 1, distance: 6, timesMedian: 1 },
    { row: 3, distance: 6, timesMedian: 1 },
    { row: 2, distance: 3, timesMedian: 0.5 },
  ]);
  // By the first neighbour: 1 1 2 0.
  assert.deepEqual(
    findOutliers(neighbours, { k: 1, count: 9 }).map(({ row }) => row),
    [2, 0, 1, 3],
  );
});

Deno.test("findOutliers() takes no rows, and refuses a k that was not searched", () => {
  assert.deepEqual(findOutliers(listsOf(2, []), { k: 1, count: 3 }), []);
  assert.throws(() => findOutliers(neighbours, { k: 3, count: 1 }), {
    name: "RangeError",
    message: /k must be an integer from 1 to the 2 neighbours of a row: current value is 3/,
  });
});
