import assert from "node:assert/strict";
import { neighbourConfusion, strongestConfusions } from "../../lib/metrics/confusion.ts";
import { listsOf } from "./lists.ts";

// Rows 0 and 1 are hats, 2 is a bag alone of its kind, 3 and 4 are shoes; two neighbours each.
const labels = ["hat", "hat", "bag", "shoe", "shoe"];
const neighbours = listsOf(2, [1, 2, 0, 3, 0, 1, 4, 0, 3, 2]);

Deno.test("neighbourConfusion() gives each row the shares of what was found", () => {
  // Hats find hat bag hat shoe; the bag finds hat hat; shoes find shoe hat shoe bag.
  const { categories, shares } = neighbourConfusion(neighbours, labels, 2);
  assert.deepEqual(categories, ["bag", "hat", "shoe"]);
  // deno-fmt-ignore
  assert.deepEqual([...shares], [
    0,    1,    0,
    0.25, 0.5,  0.25,
    0.25, 0.25, 0.5,
  ]);
});

Deno.test("neighbourConfusion() looks at the first k only, and past missing neighbours", () => {
  // The nearest alone: hats find hats, the bag a hat, shoes shoes.
  assert.deepEqual(
    [...neighbourConfusion(neighbours, labels, 1).shares],
    [0, 1, 0, 0, 1, 0, 0, 0, 1],
  );
  const missing = neighbourConfusion(listsOf(2, [-1, 0, -1, -1]), ["a", "b"], 2);
  assert.deepEqual([...missing.shares], [1, 0, 0, 0]);
});

Deno.test("neighbourConfusion() counts what held-out queries find, whose categories may be others", () => {
  // A hat finds a hat and a bag, a cap two shoes.
  const queryLabels = ["hat", "cap"];
  const { categories, shares } = neighbourConfusion(listsOf(2, [0, 2, 3, 4]), labels, 2, {
    queryLabels,
  });
  assert.deepEqual(categories, ["bag", "cap", "hat", "shoe"]);
  // deno-fmt-ignore
  assert.deepEqual([...shares], [
    0,   0, 0,   0,
    0,   0, 0,   1,
    0.5, 0, 0.5, 0,
    0,   0, 0,   0,
  ]);
});

Deno.test("neighbourConfusion() refuses a k larger than the lists", () => {
  assert.throws(() => neighbourConfusion(neighbours, labels, 3), {
    name: "RangeError",
    message: /k must be an integer from 1 to the 2 neighbours of a row: current value is 3/,
  });
  assert.throws(() => neighbourConfusion(neighbours, labels.slice(1), 1), { name: "RangeError" });
});

Deno.test("strongestConfusions() lists what lies off the diagonal, largest first", () => {
  const confusion = neighbourConfusion(neighbours, labels, 2);
  assert.deepEqual(strongestConfusions(confusion, 2), [
    { query: "bag", found: "hat", share: 1 },
    { query: "hat", found: "bag", share: 0.25 },
  ]);
  assert.equal(strongestConfusions(confusion, 99).length, 5);
});
